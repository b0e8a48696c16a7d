//! How good is the scan on histories? Runs them on a real server, statement by statement, with rows in the tables; measures what each
//! statement did; and counts what the scan and squawk say of it. `cargo xtask bench scan-quality` runs this.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a chore talks to the person who typed it")]

mod history;
mod measured;
mod observation;
mod server;
mod tally;
mod tools;

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Context as _, bail};
use hazards::ScanSummary;
use history::History;
use serde_json::json;
use tally::{Comparison, Tally};

struct Arguments {
    histories: PathBuf,
    generated: usize,
    squawk: PathBuf,
    list: bool,
    json: bool,
}

const USAGE: &str = "usage: scan-quality --squawk PROGRAM --histories DIR [--generated N] [--list] [--json]";

fn main() -> ExitCode {
    match arguments().and_then(|arguments| run(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> anyhow::Result<Arguments> {
    let mut read = Arguments { histories: PathBuf::new(), generated: 0, squawk: PathBuf::new(), list: false, json: false };
    let mut given = std::env::args().skip(1);
    while let Some(flag) = given.next() {
        let mut value = || given.next().with_context(|| format!("`{flag}` needs a value; {USAGE}"));
        match flag.as_str() {
            "--histories" => read.histories = value()?.into(),
            "--generated" => read.generated = value()?.parse().context("`--generated` needs a number")?,
            "--squawk" => read.squawk = value()?.into(),
            "--list" => read.list = true,
            "--json" => read.json = true,
            other => bail!("unknown argument `{other}`; {USAGE}"),
        }
    }
    Ok(read)
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let mut histories = history::read_all(&arguments.histories)?;
    if arguments.generated > 0 {
        histories.push(history::generated(arguments.generated));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("starting a runtime")?;
    let (mut ours, mut squawk, mut summary) = (Tally::default(), Tally::default(), ScanSummary::default());
    let mut failures = Vec::new();
    for history in &histories {
        let measured = runtime.block_on(server::measure(history)).with_context(|| format!("running `{}`", history.name))?;
        let sql: Vec<&str> = history.files.iter().map(|file| file.sql.as_str()).collect();
        let (said, counted) = tools::scan(history);
        let total: usize = measured.iter().map(Vec::len).sum();
        if counted.total != total || counted.total != counted.classified + counted.unparsed {
            bail!("`{}` has {total} statements and the scan counts {counted:?}: statements are lost", history.name);
        }
        summary += counted;
        let place = |at: usize| format!("{}/{}", history.name, history.files.get(at).map_or("", |file| file.path.as_str()));
        ours.add_history(&sql, &measured, &said, |at, remark| {
            if arguments.list {
                eprintln!("ours, {}\n    {}\n    {}", remark.what, place(at), remark.statement);
            }
        });
        squawk.add_history(&sql, &measured, &tools::squawk(&arguments.squawk, history)?, |at, remark| {
            if arguments.list {
                eprintln!("squawk, {}\n    {}\n    {}", remark.what, place(at), remark.statement);
            }
        });
        failures.extend(first_failures(history, &measured));
    }
    if arguments.json {
        let summary = json!({ "total": summary.total, "classified": summary.classified, "unparsed": summary.unparsed });
        println!(
            "{:#}",
            json!({ "statements": summary, "ours": ours.to_json(), "squawk": squawk.to_json(), "not_run": failures })
        );
        return Ok(());
    }
    let files: usize = histories.iter().map(|history| history.files.len()).sum();
    println!("{} histories, {files} files\n", histories.len());
    println!("{}", Comparison { ours: &ours, squawk: &squawk });
    println!("statements {} = classified {} + unparsed {}", summary.total, summary.classified, summary.unparsed);
    if !failures.is_empty() {
        println!("\nfiles that do not run here:\n  {}", failures.join("\n  "));
    }
    Ok(())
}

/// Where files stopped, with what the server said.
fn first_failures(history: &History, measured: &[Vec<measured::Measured>]) -> Vec<String> {
    let first = |statements: &Vec<measured::Measured>| statements.iter().find_map(|one| one.failure.clone());
    let files = history.files.iter().zip(measured);
    files.filter_map(|(file, statements)| Some(format!("{}/{}: {}", history.name, file.path, first(statements)?))).collect()
}
