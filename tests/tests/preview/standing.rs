//! What we say of a history is what Prisma's own engine says of it.

use std::collections::BTreeSet;

use database::{ConnectionString, Session, SessionOptions};
use migration_gate_tests::Oracle;
use migrations::Order;
use serde_json::Value;

use crate::house::{House, block_on};

/// Names on disk with their scripts, and rows: name, recorded script, and how the row ended.
type Case = (&'static [(&'static str, &'static str)], &'static [(&'static str, &'static str, &'static str)]);

const APPLIED: &str = "now(), NULL, NULL, 1";
const MARKED: &str = "now(), NULL, '', 0";
const FAILED: &str = "NULL, NULL, 'it failed', 0";
const KILLED: &str = "NULL, NULL, NULL, 0";
const SETTLED: &str = "NULL, now(), 'it failed', 0";
const UNDONE: &str = "now(), now(), NULL, 1";

const CASES: &[Case] = &[
    (&[("1_a", "A"), ("2_b", "B")], &[]),
    (&[("1_a", "A"), ("2_b", "B")], &[("1_a", "A", APPLIED)]),
    (&[("1_a", "A"), ("2_b", "B")], &[("1_a", "A", MARKED), ("2_b", "B", APPLIED)]),
    (&[("1_a", "A"), ("2_b", "B")], &[("1_a", "A", APPLIED), ("2_b", "B", FAILED)]),
    (&[("1_a", "A"), ("2_b", "B")], &[("1_a", "A", APPLIED), ("2_b", "B", KILLED)]),
    (&[("1_a", "A"), ("2_b", "B")], &[("1_a", "A", APPLIED), ("2_b", "B", SETTLED)]),
    (&[("1_a", "A"), ("2_b", "B")], &[("1_a", "A", APPLIED), ("2_b", "B", UNDONE)]),
    (&[("1_a", "A"), ("2_b", "B")], &[("1_a", "A", APPLIED), ("2_b", "B", SETTLED), ("2_b", "B", APPLIED)]),
    (&[("1_a", "A"), ("2_b", "B")], &[("1_a", "other", APPLIED)]),
    (&[("1_a", "A\r\nB\r\n")], &[("1_a", "A\nB\n", APPLIED)]),
    (&[("1_a", "A\nB\n")], &[("1_a", "A\r\nB\r\n", APPLIED)]),
    (&[("1_a", "A\r\nB\n")], &[("1_a", "A\r\r\nB\r\n", APPLIED)]),
    (&[("1_a", "A\nB")], &[("1_a", "A\nB\n", APPLIED)]),
    (&[("1_a", "A")], &[("1_a", "other", SETTLED), ("1_a", "A", APPLIED)]),
    (&[("1_a", "A")], &[("1_a", "A", APPLIED), ("1_a", "other", APPLIED)]),
    (&[("1_a", "A")], &[("1_a", "other", APPLIED), ("1_a", "A", APPLIED)]),
    (&[("1_a", "A")], &[("1_a", "other", FAILED)]),
    (&[("1_a", "A")], &[("1_a", "A", APPLIED), ("2_gone", "B", APPLIED)]),
    (&[("1_a", "A"), ("3_c", "C")], &[("1_a", "A", APPLIED), ("2_gone", "B", APPLIED)]),
    (&[("1_a", "A"), ("3_c", "C")], &[("2_gone", "B", FAILED)]),
    (&[("1_a", "A"), ("3_c", "C")], &[("2_gone", "B", SETTLED)]),
    (&[("1_a", "A"), ("3_c", "C")], &[("2_gone", "B", SETTLED), ("2_gone", "B", APPLIED)]),
    (&[("1_a", "A"), ("2_b", "B"), ("3_c", "C")], &[("3_c", "C", APPLIED)]),
    (&[], &[("1_a", "A", APPLIED)]),
];

#[test]
fn every_state_of_a_history_is_seen_as_prisma_sees_it() {
    let oracle = Oracle::installed();
    for case in CASES {
        check(&oracle, case);
    }
}

fn check(oracle: &Oracle, case: &Case) {
    let (scripts, rows) = case;
    let house = House::new();
    house.as_superuser("ALTER TABLE _prisma_migrations OWNER TO {reader}");
    house.as_superuser("ALTER SCHEMA public OWNER TO {reader}");
    house.project.write("prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n");
    scripts.iter().for_each(|(name, script)| house.pending(name, script));
    house.as_superuser("GRANT {reader} TO {owner}");
    rows.iter().for_each(|(name, script, end)| house.row(name, script, end));
    let url = house.fill(&format!("postgresql://{{reader}}@localhost/{{reader}}?host={}", house.socket));
    let (theirs, _) = oracle.diagnose(&house.project.migrations(), &url);
    let directory = migrations::read_directory(&house.project.migrations(), house.project.path(), Order::Locale).unwrap();
    let ours = block_on(async {
        let target = ConnectionString::parse(&house.url()).unwrap();
        let session = Session::open(&target, &SessionOptions::for_reading("test")).await.unwrap();
        let place = history::find(&session, None).await.unwrap();
        history::compare(&history::read(&session, &place.table()).await.unwrap(), &directory)
    });
    let told = |value: &Value| -> BTreeSet<String> {
        value.as_array().into_iter().flatten().map(|name| name.as_str().unwrap().to_owned()).collect()
    };
    let names = |records: Vec<&str>| -> BTreeSet<String> { records.into_iter().map(str::to_owned).collect() };
    let stuck = ours.failed.iter().chain(&ours.unfinished).map(|record| record.name.as_str()).collect();
    assert_eq!(names(stuck), told(&theirs["failedMigrationNames"]), "failed: {case:?} {theirs}");
    let edited = ours.edited.iter().map(|edited| edited.name.as_str()).collect();
    assert_eq!(names(edited), told(&theirs["editedMigrationNames"]), "edited: {case:?} {theirs}");
    let pending = ours.pending.iter().map(|name| name.as_str()).collect();
    assert_eq!(names(pending), told(&theirs["history"]["unappliedMigrationNames"]), "pending: {case:?} {theirs}");
    let missing = ours.missing.iter().map(|record| record.name.as_str()).collect();
    assert_eq!(names(missing), told(&theirs["history"]["unpersistedMigrationNames"]), "missing: {case:?} {theirs}");
    assert_eq!(theirs["history"].is_null(), ours.pending.is_empty() && ours.missing.is_empty(), "{case:?} {theirs}");
}
