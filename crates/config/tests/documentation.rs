//! The pages that are made from this crate. `UPDATE_DOCS=1 cargo test -p config` writes them again.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{fmt::Write, fs, path::Path};

use config::{DEFAULT, variables};

fn check(page: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(page);
    let update = std::env::vars_os().any(|(name, value)| name == "UPDATE_DOCS" && value == "1");
    if update {
        fs::write(&path, expected).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "docs/{page} is out of date: run `UPDATE_DOCS=1 cargo test -p config`");
}

#[test]
fn the_page_of_the_configuration_shows_every_key() {
    check("configuration.md", &format!("# Configuration\n\n```toml\n{DEFAULT}```\n"));
}

#[test]
fn the_page_of_the_environment_lists_every_variable() {
    let mut page = String::from(
        "# Environment variables\n\nAn empty variable counts as absent. Connection strings come from the variables that the configuration names; without \
         names, the first of `<TARGET>_DIRECT_URL`,\n`<TARGET>_DATABASE_URL`, `DIRECT_URL`, `DATABASE_URL` that is set (the target's name in upper case, `-` as `_`). \
         Their values are never shown.\n\n| variable | read for |\n|---|---|\n",
    );
    for variable in variables::ALL {
        let secret = if variable.secret { " (never shown)" } else { "" };
        writeln!(page, "| `{}` | {}{secret} |", variable.name, variable.purpose).unwrap();
    }
    check("environment.md", &page);
}

#[test]
fn names_are_listed_once() {
    let mut names: Vec<_> = variables::ALL.iter().map(|variable| variable.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), variables::ALL.len());
}
