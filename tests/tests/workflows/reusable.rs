//! Do the jobs of the reusable workflow hand on what the next one needs?

use std::{fs, process::Output};

use crate::{rehearsal::Rehearsal, text};

const CALLER: &str = "\
name: Gate
on: [pull_request, merge_group, workflow_dispatch]
permissions: {}
jobs:
  migrations:
    permissions: {contents: read, pull-requests: write}
    uses: migration-gate/migration-gate/.github/workflows/validate.yml@v0
";

const SCANNING_CALLER: &str = "\
name: Gate
on: [pull_request, workflow_dispatch]
permissions: {}
jobs:
  migrations:
    permissions: {contents: read, pull-requests: write}
    uses: migration-gate/migration-gate/.github/workflows/destructive-scan.yml@v0
";

#[test]
fn the_reusable_scan_builds_once_and_looks_at_all_targets_in_one_job() {
    let rehearsal = Rehearsal::of(SCANNING_CALLER);
    let output = rehearsal.run("pull_request", "none");
    assert!(output.status.success(), "{}", text(&output));
    assert_eq!(rehearsal.calls(), ["cargo without token", "destructive-scan --publish=auto --"]);
}

#[test]
fn the_reusable_scan_hands_its_inputs_on() {
    let rehearsal = Rehearsal::of(&format!(
        "{SCANNING_CALLER}    with: {{targets: \"site\\njob\", config: gate.toml, base: v1, fail-on: warning, publish: never}}\n"
    ));
    let output = rehearsal.run("workflow_dispatch", "site");
    assert!(!output.status.success(), "{}", text(&output));
    let asked = "destructive-scan --target=site --target=job --config=gate.toml --base=v1 --fail-on=warning --publish=never --";
    assert_eq!(rehearsal.calls(), ["cargo without token", asked]);
}

/// How the last job ended. What its step prints is no evidence: `act` loses lines of a step that ends at once.
fn gate_said(output: &Output, how: &str) -> bool {
    let ended = format!("Job {how}");
    text(output).lines().any(|line| line.contains("/Migration Gate]") && line.ends_with(&ended))
}

#[test]
fn the_reusable_workflow_builds_once_and_validates_each_target() {
    let rehearsal = Rehearsal::of(CALLER);
    let output = rehearsal.run("pull_request", "none");
    assert!(output.status.success(), "{}", text(&output));
    assert_eq!(
        rehearsal.calls(),
        [
            "cargo without token",
            "validate --list-targets --",
            "validate --target=job --publish=auto --",
            "validate --target=site --publish=auto --",
        ]
    );
    assert!(gate_said(&output, "succeeded"), "{}", text(&output));
}

#[test]
fn the_reusable_workflow_hands_its_inputs_on() {
    let rehearsal = Rehearsal::of("");
    let workflow = format!(
        "{CALLER}    with: {{targets: '[\"site\"]', config: gate.toml, base: v1, postgres: '16', publish: never, binary: '{}'}}\n",
        rehearsal.path("recorder").display()
    );
    fs::write(rehearsal.path("repository/.github/workflows/gate.yml"), workflow).unwrap();
    let output = rehearsal.run("workflow_dispatch", "none");
    assert!(output.status.success(), "{}", text(&output));
    assert_eq!(
        rehearsal.calls(),
        [
            "validate --config=gate.toml --list-targets --",
            "validate --target=site --config=gate.toml --base=v1 --postgres=16 --publish=never --",
        ]
    );
}

#[test]
fn one_closed_target_closes_the_gate_and_the_others_still_run() {
    let rehearsal = Rehearsal::of(CALLER);
    let output = rehearsal.run("merge_group", "site");
    assert!(!output.status.success());
    assert!(gate_said(&output, "failed"), "{}", text(&output));
    assert!(rehearsal.calls().contains(&"validate --target=job --publish=auto --".to_owned()));
}

#[test]
fn targets_that_cannot_be_listed_close_the_gate() {
    let rehearsal = Rehearsal::of(CALLER);
    let output = rehearsal.run("pull_request", "discover");
    assert!(!output.status.success());
    assert!(gate_said(&output, "failed"), "{}", text(&output));
    assert_eq!(rehearsal.calls(), ["cargo without token", "validate --list-targets --"]);
}
