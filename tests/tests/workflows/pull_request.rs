//! Does a pull request get its verdicts, through the template as it is published, the action, the binaries and a real Postgres?

use std::{fs, process::Output};

use migration_gate_tests::build;
use serde_json::{Value, json};
use test_github::FakeGitHub;

use crate::{
    read,
    rehearsal::{Rehearsal, WITNESS},
    text,
};

const LOCK_FILE: &str = "provider = \"postgresql\"\n";
const INIT: &str = "CREATE TABLE customer (id int PRIMARY KEY, email text NOT NULL, phone text);\n";
const ADDS_A_COLUMN: &str = "ALTER TABLE customer ADD COLUMN nickname text;\n";
const DROPS_A_COLUMN: &str = "ALTER TABLE customer DROP COLUMN phone;\n";
const NUMBER: u64 = 7;
const BOT: &str = "github-actions[bot]";
const BINARIES: [&str; 2] = ["validate", "destructive-scan"];

/// A shop whose change adds one migration, checked by the template exactly as it is published.
struct Change {
    rehearsal: Rehearsal,
    github: FakeGitHub,
    base: String,
    head: String,
}

impl Change {
    fn with(script: &str) -> Self {
        let rehearsal = Rehearsal::of(&read("workflows-templates/prisma-ci.yml"));
        rehearsal.write_program("recorder", WITNESS);
        rehearsal.write("repository/prisma/migrations/migration_lock.toml", LOCK_FILE);
        rehearsal.write("repository/prisma/migrations/20260101000000_init/migration.sql", INIT);
        let base = rehearsal.commit("A shop has customers");
        rehearsal.git(&["checkout", "--quiet", "-b", "change"]);
        let mut change = Self { rehearsal, github: FakeGitHub::start(BOT), base, head: String::new() };
        change.push(script);
        change
    }

    /// Writes the change's migration anew and commits it.
    fn push(&mut self, script: &str) {
        self.rehearsal.write("repository/prisma/migrations/20260201000000_change/migration.sql", script);
        self.head = self.rehearsal.commit("Change");
    }

    fn run(&self, event: &str, payload: &Value) -> Output {
        self.rehearsal.write("event.json", &payload.to_string());
        let (validate, scan) = (build("validate"), build("destructive-scan"));
        assert_eq!(validate.parent(), scan.parent());
        let kept = self.rehearsal.path(".");
        let environment = [
            ("GITHUB_API_URL", self.github.url()),
            ("BINARIES", validate.parent().and_then(|path| path.to_str()).unwrap()),
            ("KEPT", kept.to_str().unwrap()),
        ];
        self.rehearsal.run_with(event, self.github.token(), &environment)
    }

    fn pull_request(&self) -> Output {
        let repository = json!({ "full_name": "acme/shop" });
        let base = json!({ "ref": "main", "sha": self.base, "repo": repository });
        let head = json!({ "ref": "change", "sha": self.head, "repo": repository });
        let pull_request = json!({ "number": NUMBER, "base": base, "head": head });
        self.run("pull_request", &json!({ "number": NUMBER, "repository": repository, "pull_request": pull_request }))
    }

    fn merge_group(&self) -> Output {
        let group = json!({
            "base_ref": "refs/heads/main",
            "base_sha": self.base,
            "head_ref": "refs/heads/gh-readonly-queue/main/pr-7",
            "head_sha": self.head,
        });
        self.run("merge_group", &json!({ "action": "checks_requested", "merge_group": group }))
    }

    fn log(&self, binary: &str) -> String {
        fs::read_to_string(self.rehearsal.path(&format!("{binary}.log"))).unwrap()
    }

    fn summary(&self, binary: &str) -> String {
        fs::read_to_string(self.rehearsal.path(&format!("{binary}.md"))).unwrap()
    }

    /// The comments of both jobs: what `validate` says, and what `destructive-scan` says.
    fn comments(&self) -> [String; 2] {
        let comments = self.github.comments(NUMBER);
        assert!(comments.len() == 2 && comments.iter().all(|(author, _)| author == BOT), "{comments:?}");
        BINARIES.map(|binary| {
            let mark = format!("Migration Gate {binary}:");
            comments.iter().find(|(_, body)| body.contains(&mark)).unwrap_or_else(|| panic!("no comment of {binary}")).1.clone()
        })
    }
}

#[test]
fn a_pull_request_has_one_comment_of_each_job_that_follows_its_pushes() {
    let mut change = Change::with(DROPS_A_COLUMN);
    let output = change.pull_request();
    assert!(!output.status.success(), "{}", text(&output));
    assert!(text(&output).contains("set-output:: verdict=blocked"), "{}", text(&output));
    assert!(text(&output).contains("set-output:: exit-code=1"), "{}", text(&output));
    let annotation = "file=prisma/migrations/20260201000000_change/migration.sql";
    for binary in BINARIES {
        assert!(change.log(binary).contains(annotation), "{}", change.log(binary));
    }
    for body in change.comments() {
        assert!(body.contains("is blocked") && body.contains("drop-column"), "{body}");
        assert!(!body.contains("20260101000000_init"), "the base's migration is told as if it were new: {body}");
    }

    change.push(ADDS_A_COLUMN);
    let output = change.pull_request();
    assert!(output.status.success(), "{}", text(&output));
    let [validated, scanned] = change.comments();
    assert!(validated.contains("passes") && validated.contains("nickname") && !validated.contains("drop-column"), "{validated}");
    assert!(scanned.contains("passes") && !scanned.contains("drop-column"), "{scanned}");
}

#[test]
fn a_fork_has_its_verdicts_and_summaries_without_a_comment() {
    for (script, verdict) in [(ADDS_A_COLUMN, "pass"), (DROPS_A_COLUMN, "blocked")] {
        let change = Change::with(script);
        change.github.make_read_only();
        let output = change.pull_request();
        assert_eq!(output.status.success(), verdict == "pass", "{}", text(&output));
        assert!(text(&output).contains(&format!("set-output:: verdict={verdict}")), "{}", text(&output));
        for binary in BINARIES {
            assert!(change.log(binary).contains("the token may only read"), "{}", change.log(binary));
            assert!(change.summary(binary).contains("20260201000000_change"), "{}", change.summary(binary));
        }
        assert_eq!(change.github.comments(NUMBER), []);
    }
}

#[test]
fn a_merge_group_has_its_verdicts_and_asks_nothing_of_the_api() {
    let change = Change::with(DROPS_A_COLUMN);
    let output = change.merge_group();
    assert!(!output.status.success());
    assert!(text(&output).contains("set-output:: verdict=blocked"), "{}", text(&output));
    for binary in BINARIES {
        assert!(change.summary(binary).contains("drop-column"), "{}", change.summary(binary));
    }
    assert!(change.github.requests().is_empty(), "{:?}", change.github.requests());
}
