//! Do the workflows hold together: does GitHub's parser accept them, and do their jobs hand on what the next one needs?
//!
//! `tests/github/lint.sh` reads the YAML, `tests/github/run-workflow.sh` runs it on this machine. Where the question is how
//! jobs are wired, a program that records its calls stands where the binary would be; `action.rs` asks what it is called with.

#![expect(clippy::unwrap_used, reason = "what the helpers of a test cannot do fails the test")]

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use tempfile::TempDir;

/// Stands for `validate`: knows two targets, writes down who asked for what, and closes the gate where `CLOSED` says.
const RECORDER: &str = r#"#!/usr/bin/env bash
echo "validate $*" >> "$CALLS"
case " $* " in
  *' --version '*) echo 'validate recorder' ;;
  *' --list-targets '*) [ "$CLOSED" != discover ] || exit 2; echo '["site","job"]' ;;
  *" --target=$CLOSED "*) exit 1 ;;
esac
"#;

/// Stands for cargo: "builds" the recorder, and writes down whether it could have read a token.
const CARGO_RECORDER: &str = r#"#!/usr/bin/env bash
echo "cargo ${GITHUB_TOKEN:-without token}" >> "$CALLS"
mkdir -p "$CARGO_TARGET_DIR/release"
cp "$RECORDER" "$CARGO_TARGET_DIR/release/validate"
"#;

fn rig() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("github")
}

#[expect(clippy::disallowed_methods, reason = "the rig needs the programs of this machine")]
fn search_path() -> String {
    std::env::var("PATH").expect("cargo sets it")
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn lint(root: &Path) -> Output {
    Command::new("bash").arg(rig().join("lint.sh")).arg(root).output().expect("bash can be run")
}

#[test]
fn three_readers_find_nothing_in_our_yaml() {
    let output = lint(&rig().join("../.."));
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

/// A repository with one workflow in it, the programs that stand in, and the list of calls they wrote.
struct Rehearsal {
    directory: TempDir,
}

impl Rehearsal {
    fn of(workflow: &str) -> Self {
        let rehearsal = Self { directory: TempDir::new().unwrap() };
        let repository = rehearsal.path("repository");
        fs::create_dir_all(repository.join(".github/workflows")).unwrap();
        fs::write(repository.join(".github/workflows/gate.yml"), workflow).unwrap();
        fs::create_dir(rehearsal.path("programs")).unwrap();
        for (name, program) in [("recorder", RECORDER), ("programs/cargo", CARGO_RECORDER)] {
            fs::write(rehearsal.path(name), program).unwrap();
            fs::set_permissions(rehearsal.path(name), fs::Permissions::from_mode(0o755)).unwrap();
        }
        for arguments in [
            &["init", "--quiet", "--initial-branch=main"][..],
            &["remote", "add", "origin", "https://github.com/acme/shop.git"],
            &["add", "--all"],
            &["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "--quiet", "--message=Shop"],
        ] {
            let status = Command::new("git").args(arguments).current_dir(&repository).status().expect("git can be run");
            assert!(status.success(), "git {arguments:?}");
        }
        rehearsal
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn run(&self, event: &str, closed: &str) -> Output {
        let variable = |name: &str, value: &Path| format!("{name}={}", value.display());
        Command::new("bash")
            .arg(rig().join("run-workflow.sh"))
            .arg(self.path("repository"))
            .args([event, ".github/workflows/gate.yml", "--secret", "GITHUB_TOKEN=secret-token"])
            .args(["--env", &variable("CALLS", &self.path("calls"))])
            .args(["--env", &variable("RECORDER", &self.path("recorder"))])
            .args(["--env", &format!("CLOSED={closed}")])
            .env("PATH", format!("{}:{}", self.path("programs").display(), search_path()))
            .output()
            .expect("bash can be run")
    }

    /// What the programs were called with, in an order that does not depend on which job came first.
    fn calls(&self) -> Vec<String> {
        let mut calls: Vec<String> = fs::read_to_string(self.path("calls")).unwrap().lines().map(str::to_owned).collect();
        calls.sort();
        calls.retain(|call| !call.ends_with("--version"));
        calls
    }
}

const CALLER: &str = "\
name: Gate
on: [pull_request, merge_group, workflow_dispatch]
permissions: {}
jobs:
  migrations:
    permissions: {contents: read, pull-requests: write}
    uses: migration-gate/migration-gate/.github/workflows/validate.yml@v0
";

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
    assert!(text(&output).contains("find targets: success, validate: success"), "{}", text(&output));
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
    assert!(text(&output).contains("find targets: success, validate: failure"), "{}", text(&output));
    assert!(rehearsal.calls().contains(&"validate --target=job --publish=auto --".to_owned()));
}

#[test]
fn targets_that_cannot_be_listed_close_the_gate() {
    let rehearsal = Rehearsal::of(CALLER);
    let output = rehearsal.run("pull_request", "discover");
    assert!(!output.status.success());
    assert!(text(&output).contains("find targets: failure, validate: skipped"), "{}", text(&output));
}
