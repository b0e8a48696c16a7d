//! `docs/architecture.md` is true: its table names every crate and every arrow, and no path in it is made up.

#![expect(clippy::unwrap_used, reason = "a test panics where it must")]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

/// Crates that only development needs; they may use what they like, and nobody may use them but tests.
const FOR_DEVELOPMENT: [&str; 9] = [
    "faults",
    "fault-proxy",
    "xtask",
    "test-github",
    "test-postgres",
    "history-generator",
    "migration-gate-tests",
    "fuzz",
    "scan-quality",
];

/// Crates that decide on values: no sockets, no runtime.
const PURE: [&str; 5] = ["postgres-terms", "postgres-syntax", "report", "hazards", "incident"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

fn document() -> String {
    std::fs::read_to_string(root().join("docs/architecture.md")).unwrap()
}

fn metadata() -> Value {
    let output =
        Command::new(env!("CARGO")).args(["metadata", "--format-version", "1", "--locked"]).current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Our crates and, for each, those of ours that it uses outside of its tests.
fn arrows(metadata: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let packages: Vec<&Value> =
        metadata["packages"].as_array().unwrap().iter().filter(|package| package["source"].is_null()).collect();
    let ours: BTreeSet<&str> = packages.iter().map(|package| package["name"].as_str().unwrap()).collect();
    let uses = |package: &Value| {
        let dependencies = package["dependencies"].as_array().unwrap().iter();
        let normal =
            dependencies.filter(|dependency| dependency["kind"].is_null()).map(|dependency| dependency["name"].as_str().unwrap());
        normal.filter(|name| ours.contains(name)).map(str::to_owned).collect()
    };
    packages.iter().map(|package| (package["name"].as_str().unwrap().to_owned(), uses(package))).collect()
}

/// The table's rows: crate, and the crates in the column "may use".
fn allowed() -> BTreeMap<String, BTreeSet<String>> {
    let ticked = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<BTreeSet<_>>();
    let document = document();
    let rows = document.lines().filter(|line| line.starts_with("| `"));
    let mut allowed = BTreeMap::new();
    for row in rows {
        let cells: Vec<&str> = row.split('|').collect();
        let name = ticked(cells[1]).pop_first().unwrap();
        let may_use = if cells[3].contains("all of the above") { allowed.keys().cloned().collect() } else { ticked(cells[3]) };
        allowed.insert(name, may_use);
    }
    allowed
}

#[test]
fn every_crate_and_arrow_is_in_the_table() {
    let (actual, allowed) = (arrows(&metadata()), allowed());
    for (name, uses) in actual.iter().filter(|(name, _)| !FOR_DEVELOPMENT.contains(&name.as_str())) {
        let may_use = allowed.get(name).unwrap_or_else(|| panic!("the table does not name `{name}`"));
        let unnamed: Vec<_> = uses.difference(may_use).collect();
        assert!(unnamed.is_empty(), "`{name}` uses {unnamed:?}, which the table does not name");
    }
    for name in allowed.keys() {
        assert!(actual.contains_key(name), "the table names `{name}`, which does not exist");
    }
    for name in FOR_DEVELOPMENT.iter().filter(|name| actual.contains_key(**name)) {
        assert!(document().contains(name) || *name == "migration-gate-tests", "the page does not mention `{name}`");
    }
}

/// What a crate reaches outside of its tests.
fn tree_of(name: &str) -> String {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--package", name, "--edges", "normal", "--prefix", "none", "--format", "{p}", "--locked"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(tree.starts_with(&format!("{name} v")), "{tree}");
    tree
}

#[test]
fn pure_crates_reach_no_socket_and_no_runtime() {
    for name in PURE {
        let tree = tree_of(name);
        for forbidden in ["tokio v", "tokio-postgres v", "octocrab v", "hyper v", "rustls v"] {
            assert!(!tree.contains(forbidden), "`{name}` reaches `{forbidden}`:\n{tree}");
        }
    }
}

#[test]
fn the_scan_has_no_way_to_a_database() {
    let tree = tree_of("destructive-scan");
    for forbidden in ["tokio-postgres v", "postgres-protocol v", "database v", "ephemeral-postgres v", "apply v", "replay v"] {
        assert!(!tree.lines().any(|line| line.starts_with(forbidden)), "`destructive-scan` reaches `{forbidden}`:\n{tree}");
    }
    assert!(tree.lines().any(|line| line.starts_with("hazards v")), "{tree}");
}

#[test]
fn every_path_on_the_page_exists() {
    let document = document();
    let links = document.split("](").skip(1).filter_map(|rest| rest.split(')').next()).filter(|link| !link.starts_with("http"));
    let folders = document.split('`').skip(1).step_by(2).filter(|word| word.contains('/') && !word.contains(' '));
    for link in links {
        assert!(root().join("docs").join(link).exists(), "`{link}` does not exist");
    }
    for folder in folders {
        assert!(root().join(folder).exists(), "`{folder}` does not exist");
    }
}
