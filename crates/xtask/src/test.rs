//! Everything that is tested, in one command; it installs what is missing first.

use std::{path::Path, process::Command};

use anyhow::{Context, Result, bail};

use crate::machine::{prepare_for_tests, root, run};

/// `cargo xtask test [ARGUMENTS FOR CARGO TEST]`
pub(crate) fn test(arguments: &[String]) -> Result<()> {
    let root = root();
    prepare_for_tests()?;
    run(&root, "bash", &["tests/prisma-oracle/install.sh"])?;
    run(&root, "bash", &["tests/github/install.sh"])?;
    // The end-to-end tests execute the binaries.
    run(&root, "cargo", &["build", "--workspace", "--locked"])?;
    let all = ["test", "--workspace", "--locked", "--no-fail-fast"].into_iter().chain(arguments.iter().map(String::as_str));
    println!("$ cargo test --workspace --locked --no-fail-fast {}", arguments.join(" "));
    let mut tests = Command::new("cargo");
    // Without it each test process would ask cargo for this program, and cargo would make them wait for each other.
    tests.env("MIGRATION_GATE_TEST_SUPERVISOR", root.join("target/debug/ephemeral-postgres"));
    let status = tests.args(all).current_dir(&root).status().context("cannot start cargo")?;
    // Both parts tell what fails before the command does.
    let grammar = compare_with_grammar(&root, arguments);
    if status.success() { grammar } else { bail!("some tests failed") }
}

/// Our readers against Postgres's own grammar: a workspace of its own, see `tests/grammar`.
fn compare_with_grammar(root: &Path, arguments: &[String]) -> Result<()> {
    let all = [&GRAMMAR_TESTS, arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice()].concat();
    run(root, "cargo", &all)
}

const GRAMMAR: &str = "tests/grammar/Cargo.toml";
const GRAMMAR_TESTS: [&str; 7] =
    ["test", "--manifest-path", GRAMMAR, "--target-dir", "target/grammar", "--locked", "--no-fail-fast"];

/// `cargo xtask check`: what CI runs.
pub(crate) fn check(_: &[String]) -> Result<()> {
    let root = root();
    run(&root, "cargo", &["fmt", "--all", "--check"])?;
    run(&root, "cargo", &["fmt", "--manifest-path", GRAMMAR, "--check"])?;
    run(&root, "cargo", &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])?;
    prepare_for_tests()?;
    let grammar = ["clippy", "--manifest-path", GRAMMAR, "--target-dir", "target/grammar", "--all-targets", "--locked"];
    run(&root, "cargo", &[&grammar[..], &["--", "-D", "warnings"]].concat())?;
    test(&[])
}
