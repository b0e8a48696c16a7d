//! Everything that is tested, in one command; it installs what is missing first.

use anyhow::Result;

use crate::machine::{prepare_for_tests, root, run};

/// `cargo xtask test [ARGUMENTS FOR CARGO TEST]`
pub(crate) fn test(arguments: &[String]) -> Result<()> {
    let root = root();
    prepare_for_tests()?;
    run(&root, "bash", &["tests/prisma-oracle/install.sh"])?;
    run(&root, "bash", &["tests/github/install.sh"])?;
    // The end-to-end tests execute the binaries.
    run(&root, "cargo", &["build", "--workspace", "--locked"])?;
    let arguments = arguments.iter().map(String::as_str);
    let all: Vec<&str> = ["test", "--workspace", "--locked", "--no-fail-fast"].into_iter().chain(arguments).collect();
    run(&root, "cargo", &all)
}

/// `cargo xtask check`: what CI runs.
pub(crate) fn check(_: &[String]) -> Result<()> {
    let root = root();
    run(&root, "cargo", &["fmt", "--all", "--check"])?;
    run(&root, "cargo", &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])?;
    test(&[])
}
