//! `cargo xtask fuzz`: the tests that must hold for every text, on new texts until the time is over.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};

use crate::{arguments, machine::root};

/// Texts of a round, for each test some multiple of it; a round takes about a minute.
const CASES: &str = "20000";

pub(crate) fn run(given: &[String]) -> anyhow::Result<()> {
    arguments::only(given, &["minutes"])?;
    let minutes: u64 = arguments::value(given, "minutes")?.unwrap_or(10);
    let until = Instant::now() + Duration::from_secs(minutes.saturating_mul(60));
    let mut round = 0;
    while round == 0 || Instant::now() < until {
        round += 1;
        println!("round {round}");
        let status = Command::new("cargo")
            .args([
                "test",
                "--quiet",
                "--locked",
                "--profile",
                "bench",
                "--package",
                "fuzz",
                "--test",
                "scanner",
                "--test",
                "pipe",
            ])
            .env("PROPTEST_CASES", CASES)
            .current_dir(root())
            .status()
            .context("starting cargo")?;
        if !status.success() {
            bail!(
                "a text makes a test fail: write it to `tests/fuzz/regressions`, where every run begins from, and mend what it breaks"
            );
        }
    }
    Ok(())
}
