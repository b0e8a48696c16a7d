//! Do the action's inputs reach the binary, and nothing but the binary?
//!
//! The scripts of `.github/action` run here as the runner would run them: inputs in the environment, outputs in a file. A
//! recorder stands where the binary would be, for the question is what it is called with.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

use crate::{flag_inputs, read, repository, search_path, write_program};

/// Prints each argument on a line of its own, between brackets, and ends as the variable `ENDS_WITH` says.
const RECORDER: &str = r#"#!/usr/bin/env bash
for argument in "$@"; do printf '[%s]\n' "${argument//$'\n'/\\n}"; done
exit "${ENDS_WITH:-0}"
"#;

/// Stands for cargo: says where and how it was called, and leaves a binary where cargo would.
const CARGO_RECORDER: &str = r#"#!/usr/bin/env bash
echo "cargo $* in $PWD" >> "$RUNNER_TEMP/cargo-calls"
mkdir -p "$CARGO_TARGET_DIR/release"
binary=$CARGO_TARGET_DIR/release/${*: -1}
printf '#!/usr/bin/env bash\necho built\n' > "$binary"
chmod +x "$binary"
"#;

/// How a script ended, and what it left for later steps.
struct Ended {
    code: Option<i32>,
    stdout: String,
    stderr: String,
    outputs: BTreeMap<String, String>,
}

/// Runs a script as a step: nothing in the environment but what is given and what every runner sets.
fn step(script: &Path, directory: &TempDir, environment: &[(&str, &str)]) -> Ended {
    let output_file = directory.path().join("output");
    fs::write(&output_file, "").unwrap();
    let output = Command::new("bash")
        .arg(script)
        .current_dir(directory.path())
        .env_clear()
        .env("PATH", search_path())
        .env("GITHUB_OUTPUT", &output_file)
        .env("RUNNER_TEMP", directory.path())
        .env("RUNNER_TOOL_CACHE", directory.path().join("tools"))
        .env("RUNNER_OS", "Linux")
        .env("RUNNER_ARCH", "X64")
        .envs(environment.iter().copied())
        .output()
        .expect("bash can be run");
    Ended {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        outputs: read_outputs(&fs::read_to_string(output_file).unwrap()),
    }
}

/// Reads `name<<delimiter`, value, delimiter: the only form our scripts write.
fn read_outputs(text: &str) -> BTreeMap<String, String> {
    let mut outputs = BTreeMap::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let (name, delimiter) = line.split_once("<<").unwrap_or_else(|| panic!("no delimiter in `{line}`"));
        let value: Vec<&str> = lines.by_ref().take_while(|line| *line != delimiter).collect();
        outputs.insert(name.to_owned(), value.join("\n"));
    }
    outputs
}

/// Calls `run.sh` with a recorder for a binary; inputs that are not given are empty, as the runner leaves them.
fn run_with(inputs: &[(&str, &str)]) -> Ended {
    let directory = TempDir::new().unwrap();
    let recorder = directory.path().join("recorder");
    write_program(&recorder, RECORDER);
    let mut environment: Vec<(String, String)> =
        flag_inputs(&read("action.yml")).into_iter().chain(["files"]).map(|name| (variable(name), String::new())).collect();
    environment.extend(inputs.iter().map(|(name, value)| match *name {
        "ENDS_WITH" => ((*name).to_owned(), (*value).to_owned()),
        name => (variable(name), (*value).to_owned()),
    }));
    environment.push(("BINARY".into(), recorder.display().to_string()));
    let environment: Vec<(&str, &str)> = environment.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    step(&repository().join(".github/action/run.sh"), &directory, &environment)
}

fn variable(input: &str) -> String {
    format!("INPUT_{}", input.to_uppercase().replace('-', "_"))
}

#[test]
fn each_flag_input_reaches_the_binary_under_its_own_name() {
    let action = read("action.yml");
    for name in flag_inputs(&action) {
        let handed_over = format!("{}: ${{{{ inputs.{name} }}}}", variable(name));
        assert!(action.contains(&handed_over), "action.yml does not hand `{name}` to the script");
        let ended = run_with(&[(name, "true")]);
        let expected = match name {
            "all" | "allow-prisma" | "dry-run" | "force" | "list-targets" | "no-rehearsal" | "offline" | "require-approval"
            | "resume" | "single-transaction" => {
                format!("[--{name}]\n[--]\n")
            }
            name => format!("[--{name}=true]\n[--]\n"),
        };
        assert_eq!(ended.stdout, expected, "{}", ended.stderr);
    }
}

#[test]
fn without_inputs_the_binary_gets_no_flag() {
    assert_eq!(run_with(&[]).stdout, "[--]\n");
}

#[test]
fn what_the_lock_is_to_do_comes_before_its_flags() {
    let ended = run_with(&[("command", "lock-acquire"), ("wait", "5m"), ("allow-prisma", "true")]);
    assert_eq!(ended.stdout, "[acquire]\n[--wait=5m]\n[--allow-prisma]\n[--]\n");
    assert_eq!(run_with(&[("command", "deploy")]).stdout, "[--]\n");
    let both = run_with(&[("command", "status"), ("environment", "staging=A\nproduction=B")]);
    assert_eq!(both.stdout, "[--environment=staging=A]\n[--environment=production=B]\n[--]\n");
}

#[test]
fn a_hostile_value_stays_one_word_of_its_own_flag() {
    for value in ["a b", "$(touch pwned)", "`touch pwned`", "; touch pwned", "--publish=never", "*", "'\"\\", "-"] {
        let ended = run_with(&[("base", value)]);
        assert_eq!(ended.stdout, format!("[--base={value}]\n[--]\n"));
    }
}

#[test]
fn targets_are_one_a_line_and_blank_lines_are_none() {
    let ended = run_with(&[("target", "site\n\n  job \n--publish=never")]);
    assert_eq!(ended.stdout, "[--target=site]\n[--target=job]\n[--target=--publish=never]\n[--]\n");
}

#[test]
fn files_are_one_a_line_and_never_flags() {
    let ended = run_with(&[("files", "a b.sql\n\n  --publish=never\n$(touch pwned)"), ("base", "main")]);
    assert_eq!(ended.stdout, "[--base=main]\n[--]\n[a b.sql]\n[--publish=never]\n[$(touch pwned)]\n");
}

#[test]
fn a_switch_that_is_neither_true_nor_false_is_refused() {
    let ended = run_with(&[("offline", "yes\n::warning::forged")]);
    assert_eq!(ended.code, Some(2));
    assert_eq!(ended.stdout, "", "the binary was run all the same");
    assert_eq!(
        ended.stderr,
        "::error title=Migration Gate::input `offline` is `true` or `false`, not `yes%0A::warning::forged`\n"
    );
}

#[test]
fn a_closed_gate_keeps_its_exit_code_and_its_report() {
    let ended = run_with(&[("output", "out/report.json"), ("ENDS_WITH", "1")]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.outputs["report"].ends_with("/out/report.json"), "{:?}", ended.outputs);
    assert!(Path::new(&ended.outputs["report"]).is_absolute());
}

#[test]
fn an_input_cannot_forge_another_output() {
    let ended = run_with(&[("output", "/x\nverdict=pass\nverdict<<E\npass\nE")]);
    assert_eq!(ended.outputs.keys().collect::<Vec<_>>(), ["report"]);
}

/// A source tree of its own, so that it may be changed: the real scripts, and as little else as the digest reads.
fn source_tree(directory: &TempDir) -> PathBuf {
    let root = directory.path().join("gate");
    fs::create_dir_all(root.join(".github/action")).unwrap();
    fs::create_dir_all(root.join("crates")).unwrap();
    for script in ["find-binary.sh", "words.sh"] {
        let path = Path::new(".github/action").join(script);
        fs::copy(repository().join(&path), root.join(&path)).unwrap();
    }
    for file in ["Cargo.toml", "Cargo.lock", "crates/lib.rs"] {
        fs::write(root.join(file), file).unwrap();
    }
    root
}

fn find(root: &Path, directory: &TempDir, command: &str, binary: &str) -> Ended {
    let programs = directory.path().join("programs");
    fs::create_dir_all(&programs).unwrap();
    write_program(&programs.join("cargo"), CARGO_RECORDER);
    let path = format!("{}:/usr/local/bin:/usr/bin:/bin", programs.display());
    let inputs = [("PATH", path.as_str()), ("INPUT_COMMAND", command), ("INPUT_BINARY", binary)];
    step(&root.join(".github/action/find-binary.sh"), directory, &inputs)
}

#[test]
fn a_binary_is_built_once_for_the_same_source_and_again_for_another() {
    let directory = TempDir::new().unwrap();
    let root = source_tree(&directory);
    let first = find(&root, &directory, "validate", "");
    assert_eq!(first.code, Some(0), "{}", first.stderr);
    let again = find(&root, &directory, "validate", "");
    assert_eq!(again.outputs, first.outputs);
    fs::write(root.join("crates/lib.rs"), "changed").unwrap();
    let changed = find(&root, &directory, "validate", "");
    assert_ne!(changed.outputs["binary"], first.outputs["binary"]);
    assert!(Path::new(&changed.outputs["binary"]).is_file());
    let scan = find(&root, &directory, "destructive-scan", "");
    assert!(scan.outputs["binary"].ends_with("/destructive-scan"), "{:?}", scan.outputs);
    for command in ["lock-acquire", "lock-release"] {
        let lock = find(&root, &directory, command, "");
        assert!(lock.outputs["binary"].ends_with("/lock"), "{:?}", lock.outputs);
    }
    let calls = fs::read_to_string(directory.path().join("cargo-calls")).unwrap();
    assert_eq!(calls.lines().count(), 4, "{calls}");
}

/// Cargo obeys a `.cargo/config.toml` in the directory it is called in: in the workspace that file is the pull request's.
#[test]
fn a_build_runs_in_our_own_source() {
    let directory = TempDir::new().unwrap();
    let root = source_tree(&directory);
    assert_eq!(find(&root, &directory, "validate", "").code, Some(0));
    let calls = fs::read_to_string(directory.path().join("cargo-calls")).unwrap();
    let place = root.canonicalize().unwrap();
    assert_eq!(calls, format!("cargo build --release --locked --package validate in {}\n", place.display()));
}

#[test]
fn a_binary_that_is_named_is_the_one_that_runs() {
    let directory = TempDir::new().unwrap();
    let root = source_tree(&directory);
    write_program(&directory.path().join("mine"), RECORDER);
    let ended = find(&root, &directory, "validate", "./mine");
    assert_eq!(ended.stdout, "[--version]\n");
    assert!(Path::new(&ended.outputs["binary"]).is_absolute());
    assert!(!directory.path().join("cargo-calls").exists());
    let missing = find(&root, &directory, "validate", "./nowhere");
    assert_eq!(missing.code, Some(2));
    assert!(missing.stderr.contains("`./nowhere` is not a file that can be run"), "{}", missing.stderr);
}

#[test]
fn an_unknown_command_is_refused_in_one_annotation() {
    let directory = TempDir::new().unwrap();
    let root = source_tree(&directory);
    let ended = find(&root, &directory, "../../bin/sh\n::add-mask::a", "");
    assert_eq!(ended.code, Some(2));
    assert_eq!(ended.stderr.lines().count(), 1);
    assert!(
        ended.stderr.starts_with(
            "::error title=Migration Gate::input `command`: this version knows `validate`, `destructive-scan`, `preview`, `deploy`, `verify`, `status`, `lock-acquire`, `lock-release` and `lock-status`, not"
        )
    );
    assert!(!directory.path().join("cargo-calls").exists());
}
