//! The record of a run: what its schema says, however the run ended.

use std::fs;

use migration_gate_tests::root;
use serde_json::{Value, json};

use crate::fixture::Ground;

const A: (&str, &str) = ("1_a", "CREATE TABLE a (id int PRIMARY KEY);");
const B: (&str, &str) = ("2_b", "ALTER TABLE a ADD COLUMN b text;");

/// Runs, and returns what was recorded of the only target.
fn recorded(ground: &Ground, arguments: &[&str], code: i32) -> Value {
    let schema: Value = serde_json::from_str(&fs::read_to_string(root().join("docs/record.schema.json")).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let run = ground.deploy(arguments).args(["--record", "record.json"]);
    let run = run.env("GITHUB_SHA", "0123abc").env("GITHUB_RUN_ID", "42").env("GITHUB_ACTOR", "octocat");
    crate::fixture::check(run.run(), code);
    let record = ground.record();
    let wrong: Vec<String> = validator.iter_errors(&record).map(|error| error.to_string()).collect();
    assert!(wrong.is_empty(), "{wrong:?}\n{record}");
    let mut broken = record.clone();
    broken["targets"][0]["exit_code"] = json!("none");
    assert!(!validator.is_valid(&broken));
    let target = record["targets"][0].clone();
    assert_eq!((&target["exit_code"], &target["target"]), (&json!(code), &json!("main")));
    assert_eq!((&target["commit"], &target["run"], &target["actor"]), (&json!("0123abc"), &json!("42"), &json!("octocat")));
    target
}

fn outcomes(record: &Value) -> Vec<&str> {
    record["migrations"].as_array().unwrap().iter().map(|migration| migration["outcome"].as_str().unwrap()).collect()
}

#[test]
fn a_record_tells_what_ran_and_what_was_locked() {
    let ground = Ground::new(&[A, B]);
    ground.configure("before = [\"true\"]\n");
    let record = recorded(&ground, &[], 0);
    let second = &record["migrations"][1];
    assert_eq!((&second["name"], outcomes(&record)), (&json!("2_b"), vec!["applied", "applied"]));
    assert_eq!(second["locks"], json!([{ "table": "public.a", "mode": "AccessExclusiveLock" }]));
    assert!(second["seconds"].as_f64().unwrap() > 0.0);
    assert_eq!(record["hooks"][0]["when"], json!("before"));
    // Nothing to do is recorded, too.
    assert_eq!(outcomes(&recorded(&ground, &[], 0)), [""; 0]);
}

#[test]
fn a_record_tells_what_was_locked_by_each_statement_where_each_ran_by_itself() {
    let script = "ALTER TABLE a ADD COLUMN b text;\nCREATE INDEX CONCURRENTLY i ON a (b);\nSELECT count(*) FROM a;";
    let ground = Ground::new(&[A, ("2_b", script)]);
    let record = recorded(&ground, &[], 0);
    let locks =
        json!([{ "table": "public.a", "mode": "AccessExclusiveLock" }, { "table": "public.a", "mode": "AccessShareLock" }]);
    assert_eq!(record["migrations"][1]["locks"], locks);
    assert!(record["migrations"][1]["manner"].as_str().unwrap().starts_with("ran statement by statement"));
}

#[test]
fn a_record_tells_of_migrations_in_one_transaction_what_each_locked_first() {
    let ground = Ground::new(&[A, B, ("3_c", "SELECT count(*) FROM a;")]);
    let record = recorded(&ground, &["--single-transaction"], 0);
    let locks: Vec<&Value> = record["migrations"].as_array().unwrap().iter().map(|migration| &migration["locks"]).collect();
    let of = |mode: &str| json!([{ "table": "public.a", "mode": mode }]);
    assert_eq!(locks[2], &of("AccessShareLock"), "{record}");
    assert_eq!(outcomes(&record), ["applied"; 3]);
}

#[test]
fn a_record_says_how_a_run_ended_that_did_not_get_through() {
    let ground = Ground::new(&[A, ("2_b", "INSERT INTO a VALUES (7), (7);"), ("3_c", "SELECT 1;")]);
    let failed = recorded(&ground, &[], 5);
    assert_eq!(outcomes(&failed), ["applied", "rolled-back"]);
    let error = failed["migrations"][1]["error"].as_str().unwrap();
    assert!(error.contains("a_pkey") && !error.contains("(7)"), "{error}");
    ground.project.migration(
        "2_b",
        "CREATE TABLE b AS SELECT 1 AS id FROM generate_series(1, 2);\nCREATE UNIQUE INDEX CONCURRENTLY i ON b (id);",
    );
    assert_eq!(outcomes(&recorded(&ground, &[], 6)), ["remains"]);
    // It stands in the way now.
    assert_eq!(outcomes(&recorded(&ground, &[], 1)), [""; 0]);
}

#[test]
fn a_record_is_written_also_where_the_deploy_could_not_begin() {
    let ground = Ground::new(&[A]);
    ground.configure("before = [\"false\"]\n");
    assert_eq!(outcomes(&recorded(&ground, &[], 3)), [""; 0]);
    ground.configure("");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (holder, connection) = runtime.block_on(ground.database.owner.connect(tokio_postgres::NoTls)).unwrap();
    runtime.spawn(connection);
    runtime.block_on(holder.batch_execute("SELECT pg_advisory_lock(72707369)")).unwrap();
    assert_eq!(outcomes(&recorded(&ground, &["--wait", "100ms"], 4)), [""; 0]);
}

#[test]
fn what_was_only_marked_is_recorded_as_that() {
    let ground = Ground::new(&[A, B]);
    ground.execute("CREATE TABLE a (id int PRIMARY KEY)");
    assert_eq!(outcomes(&recorded(&ground, &["--baseline", "1_a"], 0)), ["marked-applied"]);
}
