//! `cargo xtask faults`: what goes wrong on the way to a database, row by row, and what we make of it.

mod binaries;
mod outcome;
mod rows;

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, bail};

use crate::{
    arguments,
    machine::{prepare_for_tests, root, run as execute},
};

use binaries::Binaries;
use outcome::{Said, read};
use rows::{ELSEWHERE, NUMBERED, Place, ROWS};

pub(crate) fn run(given: &[String]) -> Result<()> {
    arguments::only(given, &["trials"])?;
    let trials: Option<u32> = arguments::value(given, "trials")?;
    let trials = trials.map_or("full".to_owned(), |trials| trials.to_string());
    prepare_for_tests()?;
    execute(&root(), "bash", &["tests/prisma-oracle/install.sh"])?;
    // The tests execute the binaries.
    execute(&root(), "cargo", &["build", "--workspace", "--locked"])?;
    let elsewhere: BTreeSet<Place> = ELSEWHERE.iter().map(|(_, place, _)| *place).collect();
    let binaries = Binaries::build(&NUMBERED.iter().chain(&elsewhere).copied().collect())?;
    let mut all = Vec::new();
    for place in NUMBERED {
        eprintln!("running the numbered tests of {}", place.package);
        for said in read(&binaries.run(*place, &[], &trials)?) {
            let row = said.row().with_context(|| format!("`{}` of `{}` is about no row", said.test, place.package))?;
            all.push((row, said));
        }
    }
    for place in elsewhere {
        eprintln!("running tests of {}", place.package);
        let names: Vec<&str> = ELSEWHERE.iter().filter(|(_, it, _)| *it == place).map(|(_, _, name)| *name).collect();
        let outcomes = read(&binaries.run(place, &names, &trials)?);
        for (row, _, name) in ELSEWHERE.iter().filter(|(_, it, _)| *it == place) {
            let said = outcomes.iter().find(|said| said.test == *name);
            let said = said.with_context(|| format!("`{name}` is not a test of `{}` any more", place.package))?;
            all.push((*row, said.clone()));
        }
    }
    tell(&all)
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
