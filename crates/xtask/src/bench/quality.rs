//! `cargo xtask bench scan-quality`: how much of what histories do is said, and how much is said of nothing? The work is done by
//! the package `scan-quality`.

use std::process::Command;

use anyhow::{Context as _, bail};

use super::squawk;
use crate::machine::{prepare_for_demo, root, run as run_command};

pub(crate) fn run(given: &[String]) -> anyhow::Result<()> {
    prepare_for_demo()?;
    let root = root();
    run_command(
        &root,
        "cargo",
        &["build", "--quiet", "--locked", "--package", "ephemeral-postgres", "--package", "scan-quality"],
    )?;
    let histories = root.join("tests/scan-histories");
    let mut command = Command::new(root.join("target/debug/scan-quality"));
    command.arg("--squawk").arg(squawk::program()?);
    if !given.iter().any(|argument| argument == "--histories") {
        command.arg("--histories").arg(histories);
        if !given.iter().any(|argument| argument == "--generated") {
            command.args(["--generated", "400"]);
        }
    }
    command.args(given).env("MIGRATION_GATE_TEST_SUPERVISOR", root.join("target/debug/ephemeral-postgres"));
    let status = command.status().context("starting the measurement")?;
    if status.success() { Ok(()) } else { bail!("the measurement ended with {status}") }
}
