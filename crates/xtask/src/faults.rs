//! `cargo xtask faults`: what goes wrong on the way to a database, row by row, and what we make of it.

mod outcome;
mod rows;

use std::{collections::BTreeSet, process::Command};

use anyhow::{Context as _, Result, bail};

use crate::{
    arguments,
    machine::{prepare_for_tests, root, run as execute},
};

use outcome::{Said, read};
use rows::{ELSEWHERE, NUMBERED, Place, ROWS, UNITS};

pub(crate) fn run(given: &[String]) -> Result<()> {
    arguments::only(given, &["trials"])?;
    let trials: Option<u32> = arguments::value(given, "trials")?;
    let trials = trials.map_or("full".to_owned(), |trials| trials.to_string());
    prepare_for_tests()?;
    execute(&root(), "bash", &["tests/prisma-oracle/install.sh"])?;
    // The tests execute the binaries.
    execute(&root(), "cargo", &["build", "--workspace", "--locked"])?;
    let mut all = Vec::new();
    for place in NUMBERED {
        for said in read(&run_tests(*place, &[], &trials)?) {
            let row = said.row().with_context(|| format!("`{}` of `{}` is about no row", said.test, place.package))?;
            all.push((row, said));
        }
    }
    let places: BTreeSet<Place> = ELSEWHERE.iter().map(|(_, place, _)| *place).collect();
    for place in places {
        let names: Vec<&str> = ELSEWHERE.iter().filter(|(_, it, _)| *it == place).map(|(_, _, name)| *name).collect();
        let outcomes = read(&run_tests(place, &names, &trials)?);
        for (row, _, name) in ELSEWHERE.iter().filter(|(_, it, _)| *it == place) {
            let said = outcomes.iter().find(|said| said.test == *name);
            let said = said.with_context(|| format!("`{name}` is not a test of `{}` any more", place.package))?;
            all.push((*row, said.clone()));
        }
    }
    tell(&all)
}

/// What a test binary says.
fn run_tests(place: Place, names: &[&str], trials: &str) -> Result<String> {
    let mut command = Command::new("cargo");
    command.args(["test", "--quiet", "--locked", "--package", place.package]);
    match place.test {
        UNITS => command.arg("--lib"),
        test => command.args(["--test", test]),
    };
    // One line for each test, and what it printed.
    command.args(["--", "--show-output", "--format=pretty", "--test-threads=2"]);
    if !names.is_empty() {
        command.arg("--exact").args(names);
    }
    eprintln!("running {} of {}", if place.test == UNITS { "units" } else { place.test }, place.package);
    command.env("FAULT_TRIALS", trials).env("MIGRATION_GATE_TEST_SUPERVISOR", root().join("target/debug/ephemeral-postgres"));
    let output = command.current_dir(root()).output().context("starting cargo")?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if !said.contains("test result:") {
        bail!("`{}` does not run:\n{}", place.package, String::from_utf8_lossy(&output.stderr));
    }
    if !output.status.success() {
        println!("{said}");
    }
    Ok(said)
}

/// A line for each row, with the figures below it, and the sums.
fn tell(all: &[(u32, Said)]) -> Result<()> {
    let (mut passed, mut tried, mut untried, mut failed) = (0, 0, Vec::new(), Vec::new());
    for (row, title) in ROWS {
        let tests: Vec<&Said> = all.iter().filter(|(it, _)| it == row).map(|(_, said)| said).collect();
        let were_tried = tests.iter().filter(|said| said.not_tried.is_none()).count();
        let word = match were_tried {
            0 => "not tried",
            _ if tests.iter().all(|said| said.passed) => "passed",
            _ => "FAILED",
        };
        println!("{row:>3}  {word:<9}  {title} ({were_tried} {})", if were_tried == 1 { "test" } else { "tests" });
        for said in &tests {
            if !said.passed {
                println!("     failed: {}", said.test);
            }
            for line in said.not_tried.iter().map(|why| format!("not tried: {why}")).chain(said.figures.iter().cloned()) {
                println!("     {line}");
            }
        }
        match word {
            "passed" => (passed, tried) = (passed + 1, tried + 1),
            "FAILED" => {
                tried += 1;
                failed.push(row.to_string());
            }
            _ => untried.push(row.to_string()),
        }
    }
    let (trials, ambiguous) = all.iter().flat_map(|(_, said)| &said.counts).fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    println!(
        "\nfault rows passed / tried: {passed} / {tried}, of {}; random faults: {trials}, ambiguous: {ambiguous}",
        ROWS.len()
    );
    if !untried.is_empty() {
        println!("not tried here: {}", untried.join(", "));
    }
    if failed.is_empty() { Ok(()) } else { bail!("rows that fail: {}", failed.join(", ")) }
}
