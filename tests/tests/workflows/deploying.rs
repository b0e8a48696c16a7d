//! Does a deploy go from its plan through the approval's job to the look at the result, and stop where it must?
//!
//! Recorders stand for the binaries here; what the binaries do with a plan is tested with them.

use std::{fs, process::Output};

use crate::{read, rehearsal::Rehearsal, text};

/// Stands for every binary: writes down what it was asked and whether it had the connection string, plans as `PLAN` says (how many migrations are
/// pending), and closes the gate where `CLOSED` says.
const PLANNER: &str = r#"#!/usr/bin/env bash
own=$(basename "$0")
for argument in "$@"; do
  case $argument in
    --plan=*) plan=${argument#--plan=} ;;
  esac
done
case " $* " in *' --version '*) echo "$own recorder"; exit 0 ;; esac
shown=${*//"$RUNNER_TEMP"/TEMP}
echo "$own $shown ${DIRECT_URL:+with secret}" >> "$CALLS"
[ "$own" != "$CLOSED" ] || exit 1
case $own in
  preview)
    echo "the plan" > "$plan"
    printf 'pending=%s\ndigest=0a1b2c3d4e5f6071\ncode=0a1b2c3d4e5f\ndestructive=%s\n' "$PLAN" "${DESTRUCTIVE:-false}" >> "$GITHUB_OUTPUT"
    ;;
  deploy | verify) [ -z "${plan:-}" ] || grep --quiet 'the plan' "$plan" || exit 3 ;;
esac
"#;

const CALLER: &str = "\
name: Gate
on: [push, workflow_dispatch]
permissions: {}
jobs:
  migrations:
    permissions: {contents: read, actions: read, deployments: write, issues: write, pull-requests: write}
    uses: migration-gate/migration-gate/.github/workflows/deploy.yml@v0
    secrets: inherit
";

struct Trial {
    rehearsal: Rehearsal,
    output: Output,
}

impl Trial {
    fn run(workflow: &str, event: &str, payload: &str, plan: &str, closed: &str) -> Trial {
        let rehearsal = Rehearsal::of(workflow);
        rehearsal.write_program("recorder", PLANNER);
        rehearsal.write("event.json", payload);
        rehearsal.write("calls", "");
        let secrets = [("GITHUB_TOKEN", "secret-token"), ("DIRECT_URL", "postgresql://secret")];
        let destructive = if plan == "2" { "true" } else { "false" };
        let environment = [("PLAN", plan), ("CLOSED", closed), ("DESTRUCTIVE", destructive)];
        let output = rehearsal.run_with_secrets(event, &secrets, &environment);
        Trial { rehearsal, output }
    }

    /// What was run, in order, without the builds.
    fn calls(&self) -> Vec<String> {
        let calls = fs::read_to_string(self.rehearsal.path("calls")).unwrap();
        calls.lines().map(str::to_owned).filter(|call| !call.starts_with("cargo ")).collect()
    }

    fn commands(&self) -> Vec<String> {
        self.calls().iter().map(|call| call.split(' ').next().unwrap().to_owned()).collect()
    }

    fn succeeded(&self) -> bool {
        self.output.status.success()
    }

    fn log(&self) -> String {
        text(&self.output)
    }
}

const PUSH: &str = r#"{"ref": "refs/heads/main", "before": "aaa", "after": "bbb"}"#;

fn pushed(workflow: &str, plan: &str, closed: &str) -> Trial {
    Trial::run(workflow, "push", PUSH, plan, closed)
}

#[test]
fn a_deploy_gets_the_plan_its_digest_and_the_environment() {
    let trial = pushed(CALLER, "1", "none");
    assert!(trial.succeeded(), "{}", trial.log());
    assert_eq!(
        trial.calls(),
        [
            "preview --publish=auto --plan=TEMP/plan.json --environment=production -- with secret",
            "deploy --publish=auto --plan=TEMP/migration-gate/plan.json --digest=0a1b2c3d4e5f6071 --environment=production --require-approval --record=TEMP/record.json -- with secret",
            "verify --publish=auto --plan=TEMP/migration-gate/plan.json --environment=production -- with secret",
        ]
    );
    assert!(trial.log().contains("Deploy (plan 0a1b2c3d4e5f)"), "the job's name tells the code: {}", trial.log());
}

#[test]
fn the_inputs_of_the_reusable_deploy_are_handed_on() {
    let inputs = "    with: {target: site, environment: staging, require-approval: false, config: gate.toml, publish: never}\n";
    let trial = pushed(&format!("{CALLER}{inputs}"), "2", "none");
    assert!(trial.succeeded(), "{}", trial.log());
    assert_eq!(
        trial.calls()[1],
        "deploy --target=site --config=gate.toml --publish=never --plan=TEMP/migration-gate/plan.json --digest=0a1b2c3d4e5f6071 --environment=staging --record=TEMP/record.json -- with secret"
    );
    assert!(trial.log().contains("Deploy (plan 0a1b2c3d4e5f, destructive)"), "{}", trial.log());
}

#[test]
fn nobody_is_asked_to_approve_nothing() {
    let trial = pushed(CALLER, "0", "none");
    assert!(trial.succeeded(), "{}", trial.log());
    assert_eq!(trial.commands(), ["preview", "verify"]);
}

#[test]
fn what_is_refused_ends_the_way() {
    for (closed, expected) in [("preview", vec!["preview"]), ("deploy", vec!["preview", "deploy"])] {
        let trial = pushed(CALLER, "1", closed);
        assert!(!trial.succeeded(), "{}", trial.log());
        assert_eq!(trial.commands(), expected);
    }
}

#[test]
fn a_merge_is_planned_deployed_and_verified_by_the_template() {
    let template = read("workflows-templates/prisma-ci.yml");
    let trial = pushed(&template, "1", "none");
    assert!(trial.succeeded(), "{}", trial.log());
    assert_eq!(
        trial.calls(),
        [
            "preview --plan=TEMP/plan.json --environment=production -- with secret",
            "deploy --plan=TEMP/migration-gate/plan.json --digest=0a1b2c3d4e5f6071 --environment=production --require-approval --record=TEMP/record.json -- with secret",
            "verify --plan=TEMP/migration-gate/plan.json --environment=production -- with secret",
        ]
    );
    let dispatch = r#"{"ref": "refs/heads/main", "inputs": {"target": "all"}}"#;
    let trial = Trial::run(&template, "workflow_dispatch", dispatch, "0", "none");
    assert_eq!(trial.calls()[0], "preview --plan=TEMP/plan.json --environment=production -- with secret", "{}", trial.log());
}

#[test]
fn staging_comes_before_production() {
    let template = read("workflows-templates/db-migrations.yml");
    let trial = pushed(&template, "1", "none");
    assert!(trial.succeeded(), "{}", trial.log());
    assert_eq!(trial.commands(), ["deploy", "verify", "preview", "deploy", "verify"]);
    assert_eq!(trial.calls()[0], "deploy --environment=staging --record=TEMP/record.json -- with secret", "no plan, no approval");
    let trial = pushed(&template, "1", "deploy");
    assert!(!trial.succeeded());
    assert_eq!(trial.commands(), ["deploy"], "what fails in staging never comes to production");
}

/// `act` shows none of this, so the text is asked.
#[test]
fn nothing_that_deploys_is_ever_cancelled_and_each_job_has_the_least_rights() {
    for file in [".github/workflows/deploy.yml", "workflows-templates/db-migrations.yml", "workflows-templates/prisma-ci.yml"] {
        let workflow = read(file);
        assert!(workflow.contains("\npermissions: {}\n"), "{file} gives rights to all jobs");
        let deploy = workflow.split_once("\n  deploy:\n").unwrap_or_else(|| panic!("{file} has a job that deploys")).1;
        let deploy = deploy.split("\n  verify:\n").next().unwrap();
        for line in ["      cancel-in-progress: false\n", "      queue: max\n", "      actions: read", "    environment:\n"] {
            assert!(deploy.contains(line), "{file}: the deploy has no `{}`", line.trim());
        }
        for job in ["plan", "verify"] {
            let (_, rest) = workflow.split_once(&format!("\n  {job}:\n")).unwrap();
            let head = rest.split("    steps:\n").next().unwrap();
            assert!(head.contains("deployment: false") && !head.contains("issues: write"), "{file}: {head}");
        }
    }
}
