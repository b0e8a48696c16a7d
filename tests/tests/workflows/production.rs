//! Does what was merged come to production as it was approved? The template as it is published, the action, the real binaries, a real Postgres and a
//! GitHub with a memory.

use std::{
    fs,
    path::PathBuf,
    process::Output,
    thread,
    time::{Duration, Instant},
};

use migration_gate_tests::{Ended, Program, build};
use serde_json::{Value, json};
use test_github::{FakeGitHub, Reviewers};
use test_postgres::{TestDatabase, server};

use crate::{
    read,
    rehearsal::{Rehearsal, WITNESS},
    text,
};

const BOT: &str = "github-actions[bot]";
/// The pull request that was merged.
const NUMBER: u64 = 7;
/// The only run that `act` knows.
const RUN: u64 = 1;
const INIT: &str = "CREATE TABLE customer (id int PRIMARY KEY, email text);\n";
const NEXT: &str = "20260201000000_next";

/// A shop of which everything but one migration is in production.
struct Shop {
    rehearsal: Rehearsal,
    github: FakeGitHub,
    database: TestDatabase,
}

impl Shop {
    fn with(next: &str, before: &str) -> Shop {
        let rehearsal = Rehearsal::of(&read("workflows-templates/prisma-ci.yml"));
        rehearsal.write_program("recorder", WITNESS);
        rehearsal.write("repository/prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n");
        rehearsal.write("repository/prisma/migrations/20260101000000_init/migration.sql", INIT);
        let shop = Shop { rehearsal, github: FakeGitHub::start(BOT), database: server(None).database() };
        let ended = shop.by_hand("deploy", &[]);
        assert_eq!(ended.code, Some(0), "{}{}", ended.stdout, ended.stderr);
        if !before.is_empty() {
            shop.database.execute(&[before]);
        }
        shop.rehearsal.write(&format!("repository/prisma/migrations/{NEXT}/migration.sql"), next);
        let merge = shop.rehearsal.commit("Merge the change");
        shop.github.merge_pull(NUMBER, &[&merge]);
        shop.github.add_environment("production", Reviewers::Others, Some(&[]));
        shop
    }

    /// Runs a binary as on a laptop.
    fn by_hand(&self, binary: &str, arguments: &[&str]) -> Ended {
        let program = Program::new(binary).current_dir(&self.rehearsal.path("repository")).env("DIRECT_URL", self.url());
        program.args(arguments.iter().copied()).run()
    }

    fn approve(&self) {
        self.github.review_run(RUN, "production", "grace", "approved", "go");
    }

    fn url(&self) -> String {
        let host = server(None).socket_directory().to_string_lossy().replace('/', "%2F");
        format!("postgresql://{0}@{host}/{0}", self.database.name)
    }

    /// Runs the workflow after the merge. Where `meanwhile` says something, it is run in the database after the plan was made and before it
    /// is carried out.
    fn push(&self, meanwhile: Option<&str>) -> Output {
        let payload = json!({ "ref": "refs/heads/main", "before": "aaa", "after": self.rehearsal.git(&["rev-parse", "HEAD"]) });
        self.rehearsal.write("event.json", &payload.to_string());
        let binaries: Vec<PathBuf> = ["preview", "deploy", "verify"].map(build).to_vec();
        let (kept, artifacts) = (self.rehearsal.path("."), self.artifacts());
        fs::create_dir(&artifacts).unwrap();
        let environment = [
            ("GITHUB_API_URL", self.github.url()),
            ("BINARIES", binaries[0].parent().and_then(|path| path.to_str()).unwrap()),
            ("KEPT", kept.to_str().unwrap()),
            ("ARTIFACTS", artifacts.to_str().unwrap()),
            ("HELD", meanwhile.map_or("", |_| "deploy")),
        ];
        let url = self.url();
        let secrets = [("GITHUB_TOKEN", self.github.token()), ("DIRECT_URL", url.as_str())];
        thread::scope(|scope| {
            if let Some(statement) = meanwhile {
                scope.spawn(move || self.while_held(statement));
            }
            self.rehearsal.run_with_secrets("push", &secrets, &environment)
        })
    }

    fn while_held(&self, statement: &str) {
        let start = Instant::now();
        while !self.rehearsal.path("held").exists() && start.elapsed() < Duration::from_secs(600) {
            thread::sleep(Duration::from_millis(100));
        }
        self.database.execute(&[statement]);
        self.rehearsal.write("released", "");
    }

    fn artifacts(&self) -> PathBuf {
        self.rehearsal.path("artifacts")
    }

    /// What `deploy` recorded, as it is kept after the run.
    fn record(&self) -> Value {
        let text = fs::read_to_string(self.artifacts().join("record-1/record.json")).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    fn log(&self, binary: &str) -> String {
        fs::read_to_string(self.rehearsal.path(&format!("{binary}.log"))).unwrap_or_default()
    }

    fn has_run(&self, binary: &str) -> bool {
        self.rehearsal.path(&format!("{binary}.log")).exists()
    }

    /// How many rows a query without values finds.
    fn count(&self, from: &str) -> i32 {
        self.database.ask(&format!("SELECT count(*)::int FROM {from}"))
    }

    fn applied(&self) -> i32 {
        self.count("_prisma_migrations WHERE finished_at IS NOT NULL")
    }
}

#[test]
fn what_was_approved_comes_to_production_and_is_told() {
    let shop = Shop::with("ALTER TABLE customer ADD COLUMN nickname text;\n", "");
    shop.approve();
    let output = shop.push(None);
    assert!(output.status.success(), "{}", text(&output));
    assert_eq!((shop.applied(), shop.count("pg_attribute WHERE attname = 'nickname'")), (2, 1));
    assert!(shop.log("deploy").contains("approved for `production` by `grace`"), "{}", shop.log("deploy"));
    let comments = shop.github.comments(NUMBER);
    assert!(comments.iter().any(|(by, body)| by == BOT && body.contains("Migration Gate deploy: ")), "{comments:?}");
    let deployments = shop.github.deployments();
    assert_eq!(deployments.len(), 1, "{deployments:?}");
    assert_eq!(deployments[0].statuses.last().map(|(state, _)| state.as_str()), Some("success"), "{deployments:?}");
    assert_eq!(shop.github.issues(), []);
    assert!(shop.has_run("verify"));
    let record = &shop.record()["targets"][0];
    assert_eq!((&record["approved_by"], &record["migrations"][0]["name"]), (&json!(["grace"]), &json!(NEXT)), "{record}");
}

#[test]
fn a_plan_that_went_stale_between_the_jobs_is_refused() {
    let shop = Shop::with("ALTER TABLE customer ADD COLUMN nickname text;\n", "");
    shop.approve();
    let output = shop.push(Some("ALTER TABLE customer ADD COLUMN sneaked int"));
    assert!(!output.status.success(), "{}", text(&output));
    let log = shop.log("deploy");
    assert!(log.contains("stale-plan") && log.contains("sneaked"), "{log}");
    assert!(text(&output).contains("set-output:: exit-code=1"), "{}", text(&output));
    assert_eq!((shop.applied(), shop.count("pg_attribute WHERE attname = 'nickname'")), (1, 0), "nothing was changed");
    assert!(!shop.has_run("verify"), "{}", shop.log("verify"));
}

#[test]
fn a_run_that_nobody_approved_changes_nothing() {
    let shop = Shop::with("ALTER TABLE customer ADD COLUMN nickname text;\n", "");
    let output = shop.push(None);
    assert!(!output.status.success(), "{}", text(&output));
    let log = shop.log("deploy");
    assert!(log.contains("nobody approved this run for the environment `production`"), "{log}");
    assert_eq!(shop.applied(), 1);
}

#[test]
fn a_deploy_that_fails_opens_an_issue_with_the_query_that_finds_the_rows() {
    let rows = "INSERT INTO customer VALUES (1, 'canary@example.com'), (2, 'canary@example.com')";
    let shop = Shop::with("CREATE UNIQUE INDEX customer_email_key ON customer(email);\n", rows);
    shop.approve();
    let output = shop.push(None);
    assert!(!output.status.success(), "{}", text(&output));
    assert!(text(&output).contains("set-output:: exit-code=5"), "{}", text(&output));
    let issues = shop.github.issues();
    assert_eq!(issues.len(), 1, "{}", shop.log("deploy"));
    assert_eq!(issues[0].labels, ["migration: incident"]);
    assert!(issues[0].title.ends_with(" failed in production: data conflict"), "{}", issues[0].title);
    assert!(issues[0].body.contains("GROUP BY email\nHAVING count(*) > 1"), "{}", issues[0].body);
    let told = format!("{}{}{}{}", text(&output), issues[0].body, shop.log("deploy"), shop.log("preview"));
    assert!(!told.contains("canary"), "a row's value was told: {told}");
    let record = &shop.record()["targets"][0];
    assert_eq!((&record["exit_code"], &record["migrations"][0]["outcome"]), (&json!(5), &json!("rolled-back")), "{record}");
    let deployments = shop.github.deployments();
    assert_eq!(deployments[0].statuses.last().map(|(state, _)| state.as_str()), Some("failure"), "{deployments:?}");
}

#[test]
fn a_plan_that_was_exchanged_on_the_way_is_refused() {
    let shop = Shop::with("ALTER TABLE customer ADD COLUMN nickname text;\n", "");
    let planned = shop.by_hand("preview", &["--no-rehearsal", "--plan", "plan.json"]);
    assert_eq!(planned.code, Some(0), "{}{}", planned.stdout, planned.stderr);
    let plan: Value = serde_json::from_str(&fs::read_to_string(shop.rehearsal.path("repository/plan.json")).unwrap()).unwrap();
    let deploy = |digest: &str| shop.by_hand("deploy", &["--plan", "plan.json", "--digest", digest]);
    let ended = deploy(&"0".repeat(64));
    let expected = format!("holds plan `{}`, and the one that was approved is `000000000000`", plan["code"].as_str().unwrap());
    assert!(ended.code == Some(1) && ended.stderr.contains(&expected), "{}", ended.stderr);
    assert_eq!((deploy("0a1b").code, shop.applied()), (Some(2), 1));
    let ended = deploy(plan["digest"].as_str().unwrap());
    assert_eq!((ended.code, shop.applied()), (Some(0), 2), "{}{}", ended.stdout, ended.stderr);
}
