//! Do three independent readers accept our YAML, and does it agree with what it names?

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::{Command, Output},
};

use migration_gate_tests::build;
use tempfile::TempDir;

use crate::{between, flag_inputs, keys, read, repository, text};

fn lint(root: &Path) -> Output {
    Command::new("bash").arg(repository().join("tests/github/lint.sh")).arg(root).output().expect("bash can be run")
}

#[test]
fn three_readers_find_nothing_in_our_yaml() {
    let output = lint(&repository());
    assert!(output.status.success(), "{}", text(&output));
}

/// A lint that finds nothing proves something only if each reader can find.
#[test]
fn each_reader_finds_what_is_planted_for_it() {
    let directory = TempDir::new().unwrap();
    let workflows = directory.path().join(".github/workflows");
    fs::create_dir_all(&workflows).unwrap();
    let job = "on: push\npermissions: {}\njobs:\n  one:\n    name: One\n    runs-on: ubuntu-latest\n    timeout-minutes: 5\n";
    for (step, reader, finding) in [
        ("    sandbox: true\n    steps: [{run: 'true'}]\n", "GitHub's parser", "sandbox"),
        ("    steps: [{run: 'echo ${{ github.event.pull_request.title }}'}]\n", "actionlint", "potentially untrusted"),
        ("    steps: [{uses: actions/checkout@v7}]\n", "zizmor", "unpinned-uses"),
    ] {
        fs::write(workflows.join("planted.yml"), format!("name: Planted\n{job}{step}")).unwrap();
        let output = lint(directory.path());
        assert_eq!(output.status.code(), Some(1), "{reader}: {}", text(&output));
        assert!(text(&output).contains(finding), "{reader}: {}", text(&output));
    }
}

/// The files in which somebody may copy a pinned action from.
const PINS: [&str; 7] = [
    ".github/workflows/ci.yml",
    ".github/workflows/validate.yml",
    ".github/workflows/destructive-scan.yml",
    ".github/workflows/deploy.yml",
    "docs/github.md",
    "workflows-templates/prisma-ci.yml",
    "workflows-templates/db-migrations.yml",
];

#[test]
fn an_action_is_pinned_to_the_same_commit_everywhere() {
    let mut pins: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in PINS {
        for line in read(file).lines() {
            let Some((action, pin)) = line.split_once("uses: actions/").and_then(|(_, used)| used.split_once('@')) else {
                continue;
            };
            let (commit, version) = pin.split_once(" # v").unwrap_or_else(|| panic!("{file}: `{line}` names no version"));
            assert!(commit.len() == 40 && !version.is_empty(), "{file}: {line}");
            pins.entry(action.to_owned()).or_default().insert(pin.to_owned());
        }
    }
    assert!(pins.contains_key("checkout"), "{pins:?}");
    assert!(pins.values().all(|pins| pins.len() == 1), "{pins:?}");
}

#[test]
fn the_page_names_every_input_and_output() {
    let (page, action) = (read("docs/github.md"), read("action.yml"));
    let (of_the_action, of_the_workflows) = page.split_once("## The reusable workflows").unwrap();
    for key in keys(between(&action, "inputs:\n", "\nruns:")) {
        assert!(of_the_action.contains(&format!("`{key}`")), "the page does not name `{key}` of the action");
    }
    for file in ["validate.yml", "destructive-scan.yml", "deploy.yml"] {
        let workflow = read(&format!(".github/workflows/{file}"));
        let inputs = between(&workflow, "    inputs:\n", "\npermissions:").replace("\n    ", "\n");
        let inputs: Vec<&str> = keys(&inputs).into_iter().filter(|key| !key.contains(' ')).collect();
        assert!(inputs.len() > 5, "{file} is read wrongly: {inputs:?}");
        for key in inputs {
            assert!(of_the_workflows.contains(&format!("`{key}`")), "the page does not name `{key}` of {file}");
        }
    }
}

/// The flags that a binary's help names, but for those of a terminal.
fn flags_of(binary: &str) -> BTreeSet<String> {
    let output = Command::new(build(binary)).arg("--help").output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    let words = help.split_whitespace().filter_map(|word| word.strip_prefix("--"));
    let flags = words.map(|word| word.trim_end_matches(|letter: char| !letter.is_ascii_lowercase()));
    flags.filter(|flag| !flag.is_empty() && !ONLY_ON_A_TERMINAL.contains(flag)).map(str::to_owned).collect()
}

#[test]
fn every_flag_of_the_binaries_is_an_input_and_every_input_a_flag() {
    let (validate, scan) = (flags_of("validate"), flags_of("destructive-scan"));
    assert!(scan.contains("all") && !scan.contains("postgres") && !validate.contains("all"), "{scan:?} {validate:?}");
    let action = read("action.yml");
    let inputs: BTreeSet<String> = flag_inputs(&action).into_iter().map(str::to_owned).collect();
    let others = ["preview", "deploy", "verify", "lock", "status"].map(flags_of);
    let flags = others.iter().fold(&validate | &scan, |all, flags| &all | flags);
    assert_eq!(flags, inputs);
}

/// Flags that make no sense as an input. A connection string comes by the environment: an input would be shown in the log.
/// What `--guarded` joins is joined by workflows there.
const ONLY_ON_A_TERMINAL: [&str; 10] =
    ["help", "version", "quiet", "verbose", "show-config", "keep-database", "database-url", "list-rules", "explain", "guarded"];
