//! What GitHub reads of ours: is it valid, does it hold together, and does a pull request get its verdict?
//!
//! `tests/github/lint.sh` reads the YAML, `tests/github/run-workflow.sh` runs it on this machine.

#![expect(clippy::unwrap_used, reason = "what the helpers of a test cannot do fails the test")]

mod action;
mod deploying;
mod locking;
mod production;
mod pull_request;
mod rehearsal;
mod reusable;
mod yaml;

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Output,
};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("the tests stand in the repository")
}

/// A file of the repository.
fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("`{path}`: {error}"))
}

fn write_program(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[expect(clippy::disallowed_methods, reason = "scripts need the programs of this machine")]
fn search_path() -> String {
    std::env::var("PATH").expect("cargo sets it")
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// The names in a block of YAML whose keys are indented by two spaces.
fn keys(block: &str) -> Vec<&str> {
    let keys = block.lines().filter_map(|line| line.strip_prefix("  ")?.strip_suffix(':'));
    keys.filter(|key| !key.starts_with([' ', '#'])).collect()
}

/// The part of `text` between two marks.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("no `{start}`"));
    rest.split_once(end).unwrap_or_else(|| panic!("no `{end}` after `{start}`")).0
}

/// The inputs that action.yml declares to be flags: those below its dividing line.
fn flag_inputs(action: &str) -> Vec<&str> {
    keys(between(action, "\n  # ---\n", "\noutputs:"))
}
