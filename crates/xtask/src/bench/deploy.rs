//! `cargo xtask bench deploy` and `bench lock-queue`: they need servers, the real binaries and Prisma's engine, which the tests have.

use std::process::Command;

use anyhow::{Context as _, bail};

use crate::arguments;

/// Runs one of the examples of the test package, with the same build as what it measures.
pub(crate) fn run(example: &str, given: &[String]) -> anyhow::Result<()> {
    arguments::only(given, &["profile"])?;
    let profile = arguments::value(given, "profile")?.unwrap_or_else(|| "release".to_owned());
    let package = ["--package", "migration-gate-tests", "--example", example];
    let status = Command::new("cargo").args(["run", "--quiet", "--profile", profile.as_str()]).args(package).status();
    if !status.context("running cargo")?.success() {
        bail!("`{example}` did not run to its end");
    }
    Ok(())
}
