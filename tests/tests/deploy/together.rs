//! Everything that is pending in one transaction, or nothing of it.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use migration_gate_tests::{Oracle, Program};
use serde_json::{Value, json};

use crate::fixture::{Ground, check, migrations, pairs, rules, target, wait_for};

const TOGETHER: [&str; 1] = ["--single-transaction"];
const A: (&str, &str) = ("1_a", "CREATE TABLE a (id int PRIMARY KEY);");
const B: (&str, &str) = ("2_b", "SET search_path = pg_temp; CREATE TEMP TABLE left_behind (id int);");
const C: (&str, &str) = ("3_c", "CREATE TABLE c (id int REFERENCES a DEFERRABLE INITIALLY DEFERRED);");
const D: (&str, &str) = ("4_d", "ALTER TABLE a ADD COLUMN more text;");
/// Tables that the migrations make.
const TABLES: &str = "SELECT count(*) FROM pg_class WHERE relname IN ('a', 'b', 'c', 'd')";
/// Rows that count for something.
const ROWS: &str = "SELECT count(*) FROM _prisma_migrations WHERE rolled_back_at IS NULL";

#[test]
fn all_of_them_are_applied_at_once_and_prisma_finds_them_in_step() {
    let ground = Ground::new(&[A, B, C, D]);
    let ended = ground.run(&TOGETHER, 0);
    let applied = pairs(&[("1_a", "applied"), ("2_b", "applied"), ("3_c", "applied"), ("4_d", "applied")]);
    assert_eq!(migrations(&ended), applied);
    assert!(ended.stderr.contains("2/4 2_b"), "{}", ended.stderr);
    let transactions = "SELECT count(DISTINCT xmin::text) FROM _prisma_migrations";
    assert_eq!((ground.number(transactions), ground.number(ROWS)), (1, 4));
    // As Prisma orders and reads them: each began after the one before it had ended.
    let in_order = "SELECT count(*) FROM (SELECT started_at > lag(finished_at) OVER (ORDER BY migration_name) AS later, finished_at >= started_at AS \
                    whole, applied_steps_count, logs FROM _prisma_migrations) AS r WHERE later AND whole AND applied_steps_count = 1 AND logs IS NULL";
    assert_eq!(ground.number(in_order), 3);
    // What one script left in the session meant nothing to the next: its tables are where tables belong.
    assert_eq!(
        ground.number("SELECT count(*) FROM pg_class WHERE relname IN ('a', 'c') AND relnamespace = 'public'::regnamespace"),
        2
    );
    let oracle = Oracle::installed();
    let (diagnosis, rows) = oracle.diagnose(&ground.project.migrations(), &ground.prisma_url());
    assert_eq!((&diagnosis["history"], rows.len()), (&Value::Null, 4), "{diagnosis}");
    let again = oracle.deploy(&ground.project.migrations(), &ground.prisma_url(), false);
    assert_eq!((again.result, again.rows.len()), (Ok(()), 4), "{}", again.answer);
    assert!(ground.run(&TOGETHER, 0).stdout.contains("nothing to apply"));
}

#[test]
fn one_that_fails_takes_all_of_them_back() {
    let ground = Ground::new(&[A, D, ("5_e", "INSERT INTO a VALUES (1), (1);"), ("6_f", "CREATE TABLE d (id int);")]);
    let ended = ground.run(&["--single-transaction", "--record", "record.json"], 5);
    let outcomes = pairs(&[("1_a", "not-run"), ("4_d", "not-run"), ("5_e", "failed"), ("6_f", "not-run")]);
    assert_eq!(migrations(&ended), outcomes);
    assert!(ended.stdout.contains("rolled back together with `5_e`"), "{}", ended.stdout);
    assert_eq!(target(&ended)["migrations"][2]["error"]["sqlstate"], json!("23505"));
    assert_eq!((ground.number(TABLES), ground.number(ROWS)), (0, 0));
    let record = ground.record();
    let recorded: Vec<&Value> = record["targets"][0]["migrations"].as_array().unwrap().iter().map(|it| &it["outcome"]).collect();
    assert_eq!(recorded, [&json!("rolled-back"); 3]);
    ground.project.migration("5_e", "INSERT INTO a VALUES (1);");
    ground.run(&TOGETHER, 0);
    assert_eq!((ground.number(TABLES), ground.number(ROWS)), (2, 4));
}

#[test]
fn what_was_put_off_to_the_end_of_a_transaction_fails_where_it_was_written() {
    let wrong = "INSERT INTO c VALUES (7);";
    let ground = Ground::new(&[A, C, ("5_e", wrong), ("6_f", "CREATE TABLE d (id int);")]);
    let ended = ground.run(&TOGETHER, 5);
    assert_eq!(migrations(&ended)[2], ("5_e".to_owned(), "failed".to_owned()), "{}", ended.stdout);
    assert_eq!((ground.number(TABLES), ground.number(ROWS)), (0, 0));
    // What a later statement of the same script puts right is right.
    ground.project.migration("5_e", format!("{wrong} INSERT INTO a VALUES (7);"));
    ground.run(&TOGETHER, 0);
    assert_eq!(ground.number("SELECT count(*) FROM c JOIN a USING (id)"), 1);
}

#[test]
fn one_that_cannot_share_a_transaction_stops_it_before_anything() {
    for (script, why) in [
        ("CREATE INDEX CONCURRENTLY i ON a (id);", "`CREATE INDEX CONCURRENTLY` cannot run in a transaction"),
        ("BEGIN; CREATE TABLE b (id int); COMMIT;", "the script has its own BEGIN"),
    ] {
        let ground = Ground::new(&[A, ("2_b", script), D]);
        ground.run(&["--single-transaction", "--dry-run"], 1);
        let ended = ground.run(&TOGETHER, 1);
        assert_eq!(rules(&ended), ["needs-own-transaction"]);
        assert!(ended.stdout.contains(why) && ended.stdout.contains("`2_b`"), "{}", ended.stdout);
        assert_eq!(ground.number("SELECT count(*) FROM pg_class WHERE relname IN ('a', '_prisma_migrations')"), 0);
        // It is a setting as well, and then nobody has to think of it.
        ground.configure("single-transaction = true\n");
        assert_eq!(rules(&ground.run(&[], 1)), ["needs-own-transaction"]);
        ground.configure("");
        assert_eq!(migrations(&ground.run(&[], 0)).len(), 3);
    }
}

#[test]
fn what_only_the_server_knows_takes_all_of_them_back_and_is_told() {
    let used = "ALTER TABLE a ADD COLUMN mood mood DEFAULT 'glad';";
    let ground = Ground::new(&[("1_a", "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE a (id int);")]);
    ground.run(&[], 0);
    ground.project.migration("2_b", "ALTER TYPE mood ADD VALUE 'glad';");
    ground.project.migration("3_c", used);
    let ended = ground.run(&TOGETHER, 5);
    let advice = target(&ended)["migrations"][1]["error"]["advice"].as_str().unwrap().to_owned();
    assert!(advice.contains("deploy without `--single-transaction`"), "{advice}");
    assert_eq!(ground.number("SELECT count(*) FROM pg_enum"), 1);
    ground.run(&[], 0);
}

#[test]
fn one_that_is_killed_in_between_leaves_nothing() {
    let ground = Ground::new(&[A, C, ("5_slow", "SELECT pg_sleep(60);"), D]);
    let mut child = ground.deploy(&TOGETHER).spawn();
    let backends =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'migration-gate/%'";
    wait_for(&ground, &format!("{backends} AND wait_event = 'PgSleep'"));
    child.kill().unwrap();
    child.wait().unwrap();
    wait_for(&ground, &format!("SELECT (({backends}) = 0)::int::bigint"));
    assert_eq!((ground.number(TABLES), ground.number("SELECT count(*) FROM _prisma_migrations")), (0, 0));
    ground.project.migration("5_slow", "SELECT 1;");
    ground.run(&TOGETHER, 0);
    assert_eq!((ground.number(TABLES), ground.number(ROWS)), (2, 4));
}

#[test]
fn a_plan_binds_it() {
    let ground = Ground::new(&[A, C]);
    let plan = |arguments: &[&str]| {
        let program = Program::new("preview").current_dir(ground.project.path()).env("DATABASE_URL", ground.url());
        let program = program.args(["--format", "json", "--publish", "never", "--plan", "plan.json"]);
        check(program.args(arguments.iter().copied()).run(), 0);
    };
    plan(&[]);
    let ended = ground.run(&["--plan", "plan.json", "--single-transaction"], 1);
    assert!(ended.stdout.contains("+ option single-transaction: true"), "{}", ended.stdout);
    plan(&TOGETHER);
    assert!(ground.run(&["--plan", "plan.json"], 1).stdout.contains("- option single-transaction: true"));
    ground.run(&["--plan", "plan.json", "--single-transaction"], 0);
}

#[test]
fn one_that_is_told_to_end_takes_all_of_them_back_within_seconds() {
    let ground = Ground::new(&[A, C, ("5_slow", "SELECT pg_sleep(60);"), D]);
    let mut child = ground.deploy(&["--single-transaction", "--record", "record.json"]).spawn();
    wait_for(&ground, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'");
    let told = Instant::now();
    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(5));
    assert!(told.elapsed() < Duration::from_secs(5), "{:?}", told.elapsed());
    assert_eq!((ground.number(TABLES), ground.number(ROWS)), (0, 0));
    assert_eq!(ground.record()["targets"][0]["exit_code"], json!(5));
}
