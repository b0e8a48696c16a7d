//! A workflow run on this machine, in a small repository of its own.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output},
};

use tempfile::TempDir;

use crate::{repository, search_path, text, write_program};

/// Stands for every binary: knows two targets, writes down who asked for what, and closes the gate where `CLOSED` says.
const RECORDER: &str = r#"#!/usr/bin/env bash
own=$(basename "$0")
[ "$own" != recorder ] || own=validate
echo "$own $*" >> "$CALLS"
case " $* " in
  *' --version '*) echo "$own recorder" ;;
  *' --list-targets '*) [ "$CLOSED" != discover ] || exit 2; echo 'targets=["site","job"]' >> "$GITHUB_OUTPUT" ;;
  *" --target=$CLOSED "*) exit 1 ;;
esac
"#;

/// Runs the real binary of its name, and keeps what it prints and the job summary that it leaves behind: `act` shows no summaries, and may lose
/// lines. The binary that `HELD` names waits before that, so that a test can do something first.
pub(crate) const WITNESS: &str = r#"#!/usr/bin/env bash
own=$(basename "$0")
if [ "$own" = "$HELD" ] && [ "$1" != --version ]; then
  touch "$KEPT/held"
  until [ -e "$KEPT/released" ]; do sleep 0.1; done
fi
"$BINARIES/$own" "$@" > "$KEPT/$own.log" 2>&1
code=$?
cat "$KEPT/$own.log"
[ ! -s "$GITHUB_STEP_SUMMARY" ] || cp "$GITHUB_STEP_SUMMARY" "$KEPT/$own.md"
exit "$code"
"#;

/// Stands for cargo: "builds" the recorder, and writes down whether it could have read a token.
const CARGO_RECORDER: &str = r#"#!/usr/bin/env bash
echo "cargo ${GITHUB_TOKEN:-without token}" >> "$CALLS"
mkdir -p "$CARGO_TARGET_DIR/release"
cp "$RECORDER" "$CARGO_TARGET_DIR/release/${*: -1}"
"#;

/// A repository with one workflow in it, the programs that stand in, and the list of calls they wrote.
pub(crate) struct Rehearsal {
    directory: TempDir,
}

impl Rehearsal {
    pub(crate) fn of(workflow: &str) -> Self {
        let rehearsal = Self { directory: TempDir::new().unwrap() };
        fs::create_dir(rehearsal.path("programs")).unwrap();
        rehearsal.write_program("recorder", RECORDER);
        rehearsal.write_program("programs/cargo", CARGO_RECORDER);
        rehearsal.write("repository/.github/workflows/gate.yml", workflow);
        rehearsal.git(&["init", "--quiet", "--initial-branch=main"]);
        rehearsal.git(&["remote", "add", "origin", "https://github.com/acme/shop.git"]);
        rehearsal.commit("Shop");
        rehearsal
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
    }

    pub(crate) fn write_program(&self, name: &str, text: &str) {
        write_program(&self.path(name), text);
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = Command::new("git").args(arguments).current_dir(self.path("repository")).output().unwrap();
        assert!(output.status.success(), "git {arguments:?}: {}", text(&output));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Commits all there is, and answers with the commit.
    pub(crate) fn commit(&self, message: &str) -> String {
        self.git(&["add", "--all"]);
        self.git(&["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "--quiet", "--message", message]);
        self.git(&["rev-parse", "HEAD"])
    }

    /// Runs the workflow; `closed` names what the recorder lets fail.
    pub(crate) fn run(&self, event: &str, closed: &str) -> Output {
        self.run_with(event, "secret-token", &[("CLOSED", closed)])
    }

    pub(crate) fn run_with(&self, event: &str, token: &str, environment: &[(&str, &str)]) -> Output {
        self.run_with_secrets(event, &[("GITHUB_TOKEN", token)], environment)
    }

    pub(crate) fn run_with_secrets(&self, event: &str, secrets: &[(&str, &str)], environment: &[(&str, &str)]) -> Output {
        let mut command = Command::new("bash");
        command.arg(repository().join("tests/github/run-workflow.sh")).arg(self.path("repository"));
        command.args([event, ".github/workflows/gate.yml"]);
        for (name, value) in secrets {
            command.args(["--secret", &format!("{name}={value}")]);
        }
        if self.path("event.json").exists() {
            command.arg("--eventpath").arg(self.path("event.json"));
        }
        let (calls, recorder) = (self.path("calls"), self.path("recorder"));
        let own = [("CALLS", calls.to_str().unwrap()), ("RECORDER", recorder.to_str().unwrap())];
        for (name, value) in own.iter().chain(environment) {
            command.args(["--env", &format!("{name}={value}")]);
        }
        command.env("PATH", format!("{}:{}", self.path("programs").display(), search_path()));
        command.output().expect("bash can be run")
    }

    /// What the programs were called with, in an order that does not depend on which job came first.
    pub(crate) fn calls(&self) -> Vec<String> {
        let calls = fs::read_to_string(self.path("calls")).unwrap();
        let mut calls: Vec<String> = calls.lines().map(str::to_owned).collect();
        calls.retain(|call| !call.ends_with("--version"));
        calls.sort();
        calls
    }
}
