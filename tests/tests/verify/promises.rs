//! Where promises come from, and how a run ends that cannot keep to them.

use std::{path::Path, process::Command};

use migration_gate_tests::Program;

use crate::shop::{Shop, Verified};

const TABLE: &str = "CREATE TABLE a (id int)";

#[test]
fn a_file_that_cannot_be_used_is_wrong_input() {
    let shop = Shop::with(TABLE);
    let refused = |json: &str, why: &str| {
        shop.project.write(".github/prisma-verification.json", json);
        let ended = shop.program().run();
        assert_eq!(ended.code, Some(2), "{}", ended.stderr);
        assert!(ended.stderr.contains(why), "{}", ended.stderr);
    };
    refused(r#"{"main": {"criticalTabels": ["a"]}}"#, "unknown key `main.criticalTabels` (did you mean `criticalTables`?)");
    refused(r#"{"man": {}}"#, "names the target `man`, which does not exist (did you mean `main`?)");
    refused(r#"{"main": {"criticalTables": "a"}}"#, "`main.criticalTables`, which must be an array of strings");
    refused("{", "is no JSON that can be used");
    shop.configure("[verify]\ntabels = []\n");
    refused("{}", ".github/migration-gate.toml:4:1: unknown key `verify.tabels` (did you mean `tables`?)");
}

#[test]
fn another_file_can_be_named() {
    let shop = Shop::with(TABLE);
    shop.project.write("checks.json", r#"{"main": {"criticalTables": ["b"]}}"#);
    shop.verify().passes();
    let verified = Verified::of(shop.program().args(["--checks", "checks.json"]).run());
    verified.finds("missing-object", "table `b` is not there in schema `public`");
    assert_eq!(verified.target()["findings"][0]["evidence"], "promised by `criticalTables` in checks.json");
    let ended = shop.program().args(["--checks", "gone.json"]).run();
    assert_eq!(ended.code, Some(2), "{}", ended.stderr);
}

#[test]
fn a_database_that_cannot_be_reached_is_no_conclusion_and_no_url_is_wrong_usage() {
    let shop = Shop::with(TABLE);
    let ended = shop.program().env("DIRECT_URL", "postgresql://u:canary@127.0.0.1:1/d").run();
    assert_eq!(ended.code, Some(3), "{}", ended.stderr);
    assert!(!ended.stderr.contains("canary"), "{}", ended.stderr);
    let ended = shop.program().env("DIRECT_URL", "").run();
    assert_eq!(ended.code, Some(2), "{}", ended.stderr);
}

#[test]
fn every_setting_is_shown() {
    let shop = Shop::with(TABLE);
    shop.configure("[verify]\nsequence-use = 50\ntables = [\"a\"]\n");
    let shown = shop.program().args(["--show-config"]).run().stdout;
    assert!(shown.contains("verify.sequence-use = 50  # .github/migration-gate.toml:4\n"), "{shown}");
    assert!(shown.contains("verify.tables = [\"a\"]  # .github/migration-gate.toml:5\n"), "{shown}");
    assert!(shown.contains("verify.statement-timeout = \"10s\"  # default\n"), "{shown}");
}

#[test]
fn targets_are_verified_each_in_its_database() {
    let (shop, other) = (Shop::with(TABLE), Shop::with("CREATE TABLE b (id int)"));
    shop.project.write("job/0001_step/migration.sql", "CREATE TABLE b (id int)");
    shop.configure("[targets.job]\nmigrations = \"job\"\ndirect-url = \"JOB\"\n[targets.job.verify]\ntables = [\"b\", \"c\"]\n");
    let verified = Verified::of(shop.program().env("JOB", other.url()).run());
    assert_eq!(verified.findings(), []);
    assert_eq!(verified.report["targets"][1]["findings"][0]["object"], "c", "{:#}", verified.report);
    // One that cannot be reached does not hide what is wrong with the other.
    shop.sql("DROP TABLE a");
    shop.configure("[verify]\ntables = [\"a\"]\n[targets.job]\nmigrations = \"job\"\ndirect-url = \"JOB\"\n");
    let verified = Verified::of(shop.program().env("JOB", "postgresql://u@127.0.0.1:1/d").run());
    assert_eq!((verified.code(), verified.findings().len()), (1, 1));
    assert_eq!(verified.report["targets"][1]["verdict"], "incomplete");
}

fn git(directory: &Path, arguments: &[&str]) -> String {
    let identity = ["-c", "user.name=T", "-c", "user.email=t@example.com"];
    let output = Command::new("git").args(identity).args(arguments).current_dir(directory).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

/// `verify` in the job of a pull request whose branch is checked out.
fn in_pull_request(shop: &Shop, base: &str) -> Program {
    let root = shop.project.path();
    let commit = |sha: &str, name: &str| serde_json::json!({ "sha": sha, "ref": name, "repo": { "full_name": "acme/shop" } });
    let pull_request = serde_json::json!({
        "number": 7, "head": commit(&git(root, &["rev-parse", "HEAD"]), "topic"), "base": commit(base, "main"),
        "user": { "login": "ada" }, "created_at": "2026-11-21T08:00:00Z",
    });
    shop.project.write("event.json", serde_json::json!({ "number": 7, "pull_request": pull_request }).to_string());
    let program = shop.program().env("GITHUB_ACTIONS", "true").env("GITHUB_EVENT_NAME", "pull_request");
    program.env("GITHUB_EVENT_PATH", root.join("event.json"))
}

#[test]
fn a_pull_request_can_neither_take_a_promise_back_nor_ask_anything_of_its_own() {
    let shop = Shop::with(TABLE);
    let root = shop.project.path();
    let promised = |tables: &str| {
        shop.project.write(".github/prisma-verification.json", format!("{{\"main\": {{\"criticalTables\": [{tables}]}}}}"));
    };
    promised("\"gone\"");
    git(root, &["init", "--quiet", "--initial-branch", "main"]);
    git(root, &["add", "--all"]);
    git(root, &["commit", "--quiet", "--message", "base"]);
    let base = git(root, &["rev-parse", "HEAD"]);
    git(root, &["switch", "--quiet", "--create", "topic"]);
    promised("");
    shop.configure("[[verify.assertions]]\nname = \"x\"\nsql = \"SELECT 1\"\nexpect = \"no-rows\"\n");
    git(root, &["add", "--all"]);
    git(root, &["commit", "--quiet", "--message", "topic"]);
    let verified = Verified::of(in_pull_request(&shop, &base).run());
    verified.finds("missing-object", "table `gone` is not there in schema `public`");
    assert!(verified.notes().iter().any(|note| note.contains("verify.assertions.1.sql")), "{:#?}", verified.notes());
}
