//! Where promises come from, and how a run ends that cannot keep to them.

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
