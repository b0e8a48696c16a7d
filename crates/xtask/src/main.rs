//! Chores of the repository: `cargo xtask NAME`. Each lives in a module of its own.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a chore talks to the person who typed it")]

mod arguments;
mod bench;
mod demo;
mod faults;
mod fuzz;
mod generate_history;
mod machine;
mod test;

use std::process::ExitCode;

/// Name, what it does, and the function that does it with the arguments that follow the name.
type Chore = (&'static str, &'static str, fn(&[String]) -> anyhow::Result<()>);

const CHORES: &[Chore] = &[
    ("demo", "install what is missing, make a shop with a pull request, validate it", demo::run_demo),
    ("test", "install what is missing, run every test [ARGUMENTS FOR cargo test]", test::test),
    ("check", "what CI runs: format, lints, every test", test::check),
    ("faults", "break connections, kill deployers, crash servers, and count what is left unclear: [--trials N]", faults::run),
    ("bench", "compare with others: validate, scan, deploy, lock-queue, scan-quality [ITS ARGUMENTS]", bench::run),
    ("fuzz", "try scanner and scan on new texts: [--minutes N]", fuzz::run),
    ("generate-history", "write a long history in Prisma's manner: --migrations N --out DIR [--seed N]", generate_history::run),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let chore = arguments.first().and_then(|name| CHORES.iter().find(|chore| chore.0 == name));
    let Some((_, _, run)) = chore else {
        eprintln!("{}", usage());
        return ExitCode::from(2);
    };
    match run(&arguments[1..]) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> String {
    let list: String = CHORES.iter().map(|(name, purpose, _)| format!("\n  {name:<18} {purpose}")).collect();
    format!("usage: cargo xtask CHORE [ARGUMENTS]\n{list}")
}
