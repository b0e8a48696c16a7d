//! Preview, deploy and verify in one run.

use std::time::Duration;

use migration_gate_tests::Ended;
use serde_json::Value;

use crate::fixture::{Ground, check};

const A: (&str, &str) = ("1_a", "CREATE TABLE a (id int PRIMARY KEY);");
const GONE: (&str, &str) = ("2_gone", "DROP TABLE a;");
const BROKEN: (&str, &str) = ("2_broken", "ALTER TABLE nowhere ADD COLUMN x int;");
/// What holds as long as nobody makes a table `b`.
const PROMISE: &str =
    "[[verify.assertions]]\nname = \"no b\"\nsql = \"SELECT 1 FROM pg_class WHERE relname = 'b'\"\nexpect = \"no-rows\"\n";

/// The stages that the report tells of, with the names of their findings.
fn stages(ended: &Ended) -> Vec<(String, Vec<String>)> {
    let report: Value = serde_json::from_str(&ended.stdout).unwrap_or_else(|error| panic!("{error}\n{}", ended.stderr));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let rules = |target: &Value| target["findings"].as_array().unwrap().iter().map(|finding| text(&finding["rule"])).collect();
    report["targets"].as_array().unwrap().iter().map(|target| (text(&target["name"]), rules(target))).collect()
}

fn names(ended: &Ended) -> Vec<String> {
    stages(ended).into_iter().map(|(name, _)| name).collect()
}

#[test]
fn everything_happens_in_one_run_and_is_told_in_one_report() {
    let ground = Ground::new(&[A]);
    let told = ground.project.path().join("told");
    let hook = |word: &str| format!("[\"sh\", \"-c\", \"echo {word} >> {}\"]", told.display());
    ground.configure(&format!("before = {}\nafter = {}\n{PROMISE}", hook("before"), hook("after")));
    let dry = ground.run(&["--guarded", "--dry-run"], 0);
    assert_eq!(
        (names(&dry), ground.number("SELECT count(*) FROM pg_class WHERE relname = 'a'")),
        (vec!["main: preview".to_owned(), "main".to_owned()], 0)
    );
    let ended = ground.run(&["--guarded", "--record", "record.json"], 0);
    assert_eq!(names(&ended), ["main: preview", "main", "main: verify"]);
    assert_eq!(std::fs::read_to_string(&told).unwrap(), "before\nafter\n");
    assert_eq!(ground.number("SELECT count(*) FROM _prisma_migrations WHERE finished_at IS NOT NULL"), 1);
    // It was bound to the plan that it made.
    assert_eq!(ground.record()["targets"][0]["plan"]["code"].as_str().unwrap().len(), 12);
    assert_eq!(names(&ground.run(&["--guarded"], 0)), ["main: preview", "main", "main: verify"]);
    assert_eq!(std::fs::read_to_string(&told).unwrap().lines().count(), 2, "nothing to do needs no hooks");
}

#[test]
fn what_the_preview_refuses_ends_it_before_the_lock() {
    let ground = Ground::new(&[A, BROKEN]);
    // Whoever waited for the lock would wait for a minute.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (holder, connection) = runtime.block_on(ground.database.owner.connect(tokio_postgres::NoTls)).unwrap();
    runtime.spawn(connection);
    runtime.block_on(holder.batch_execute("SELECT pg_advisory_lock(72707369)")).unwrap();
    let run = ground.deploy(&["--guarded", "--wait", "10m", "--record", "record.json"]).time_limit(Duration::from_secs(100));
    let ended = check(run.run(), 1);
    assert_eq!(names(&ended), ["main: preview"]);
    assert_eq!(ground.record()["targets"][0]["exit_code"], 1);
    assert_eq!(ground.number("SELECT count(*) FROM pg_class WHERE relname IN ('a', '_prisma_migrations')"), 0);
    // A lock that is held is told with what the preview has said.
    ground.project.migration(BROKEN.0, "SELECT 1;");
    assert_eq!(names(&ground.run(&["--guarded", "--wait", "100ms"], 4)), ["main: preview", "main"]);
}

#[test]
fn what_destroys_data_ends_it_where_somebody_wants_that() {
    let ground = Ground::new(&[A]);
    ground.run(&[], 0);
    ground.project.migration(GONE.0, GONE.1);
    let ended = ground.run(&["--guarded", "--fail-on", "error"], 1);
    assert_eq!(names(&ended), ["main: preview"]);
    assert!(stages(&ended)[0].1.contains(&"drop-table".to_owned()), "{}", ended.stdout);
    assert_eq!(ground.number("SELECT count(*) FROM pg_class WHERE relname = 'a'"), 1);
    ground.run(&["--guarded"], 0);
    assert_eq!(ground.number("SELECT count(*) FROM pg_class WHERE relname = 'a'"), 0);
    // The severity is one of the preview, and nobody else asks for it.
    assert!(ground.run(&["--fail-on", "error"], 2).stderr.contains("--guarded"));
}

#[test]
fn what_is_not_as_promised_afterwards_is_for_a_person_and_the_deploy_stands() {
    let ground = Ground::new(&[A, ("2_b", "CREATE TABLE b (id int);")]);
    ground.configure(PROMISE);
    let ended = ground.run(&["--guarded", "--record", "record.json"], 6);
    assert_eq!(stages(&ended)[2], ("main: verify".to_owned(), vec!["assertion-failed".to_owned()]));
    assert!(ended.stdout.contains("the deploy was successful and stands (2 applied)"), "{}", ended.stdout);
    assert_eq!(ground.number("SELECT count(*) FROM _prisma_migrations WHERE finished_at IS NOT NULL"), 2);
    assert_eq!(ground.record()["targets"][0]["exit_code"], 6);
    // Nothing was changed this time.
    let again = ground.run(&["--guarded"], 1);
    assert!(again.stdout.contains("the deploy had nothing to apply"), "{}", again.stdout);
    // A promise that cannot be asked is found before anything.
    ground.project.migration("3_c", "CREATE TABLE c (id int);");
    ground.configure(&PROMISE.replace("SELECT 1", "DELETE FROM b; SELECT 1"));
    ground.run(&["--guarded"], 2);
    assert_eq!(ground.number("SELECT count(*) FROM pg_class WHERE relname = 'c'"), 0);
}

#[test]
fn a_deploy_that_fails_is_not_verified() {
    let ground = Ground::new(&[A]);
    ground.run(&[], 0);
    // The rehearsal has no rows that could stand in the way.
    ground.execute("INSERT INTO a VALUES (1), (2)");
    ground.project.migration("2_b", "ALTER TABLE a ADD CONSTRAINT small CHECK (id < 2);");
    let ended = ground.run(&["--guarded"], 5);
    assert_eq!(names(&ended), ["main: preview", "main"]);
    assert!(ended.stdout.contains("Rows in the way"), "{}", ended.stdout);
}
