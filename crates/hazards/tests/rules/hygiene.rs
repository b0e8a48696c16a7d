//! Names, times and the cut of migrations, and what is left when one fails half way.

use hazards::{Scan, Script, Settings};

/// The findings of one rule, as severity and place, for a migration of this name behind these.
fn found(rule: &str, name: &str, base: &[&str], sql: &str) -> Vec<String> {
    let mut scan = Scan::new(Settings { now: Some("20260601120000".to_owned()), ..Settings::default() });
    for sql in base {
        scan.learn(&Script {
            migration: "20250101000000_base",
            file: "prisma/migrations/20250101000000_base/migration.sql",
            sql,
        });
    }
    let file = format!("prisma/migrations/{name}/migration.sql");
    let found = scan.scan(&Script { migration: name, file: &file, sql });
    let of_rule = found.findings.iter().filter(|finding| finding.rule.as_str() == rule);
    of_rule.map(|finding| format!("{} {}", finding.place.as_ref().map_or(0, |place| place.line), finding.severity)).collect()
}

#[test]
fn names_begin_with_a_real_time_and_say_what_is_done() {
    for name in ["20260101000000_add_note", "20240229235959_a", "20260101000000_Ä b"] {
        assert!(found("migration-name", name, &["SELECT 1"], "SELECT 1").is_empty(), "{name}");
    }
    for name in [
        "add_note",
        "20260101000000",
        "20260101000000_",
        "20261301000000_a",
        "20230229000000_a",
        "20260101_a",
        "1_a",
        "0_init",
        "99999999999999_a",
        "_a",
        "",
    ] {
        assert_eq!(found("migration-name", name, &["SELECT 1"], "SELECT 1"), ["1 notice"], "{name}");
    }
    assert!(found("migration-name", "0_init", &[], "CREATE TABLE a (b int)").is_empty(), "the first may be a baseline");
    let mut scan = Scan::new(Settings::default());
    let loose = scan.scan(&Script { migration: "notes", file: "scripts/notes.sql", sql: "SELECT 1" });
    assert!(loose.findings.is_empty(), "a script that lies in no history may be called anything");
    let supabase = scan.scan(&Script { migration: "notes.sql", file: "supabase/migrations/notes.sql", sql: "SELECT 1" });
    assert_eq!(supabase.findings.len(), 1);
}

#[test]
fn a_day_ahead_is_not_the_future() {
    for (name, expected) in [
        ("20260601120000_a", &[] as &[&str]),
        ("20260602120000_a", &[]),
        ("20260602120001_a", &["1 warning"]),
        ("20990101000000_a", &["1 warning"]),
        ("20991301000000_a", &[]),
    ] {
        assert_eq!(found("future-timestamp", name, &[], "SELECT 1"), expected, "{name}");
    }
    let mut scan = Scan::new(Settings::default());
    let file = "m/20990101000000_a/migration.sql";
    let found = scan.scan(&Script { migration: "20990101000000_a", file, sql: "SELECT 1" });
    assert!(found.findings.is_empty(), "who does not know the time says nothing of it");
}

#[test]
fn tables_that_nothing_connects_belong_into_migrations_of_their_own() {
    let base = [
        "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a); CREATE TABLE c (id int PRIMARY KEY); \
                 CREATE TABLE d (id int PRIMARY KEY); CREATE TABLE e (id int PRIMARY KEY);",
    ];
    let check = |sql: &str, is_told: bool| {
        assert_eq!(found("unrelated-tables", "20260101000000_x", &base, sql).len(), usize::from(is_told), "{sql}");
    };
    check("ALTER TABLE a ADD x int; ALTER TABLE c ADD y int; ALTER TABLE d ADD z int;", true);
    check("ALTER TABLE a ADD x int; ALTER TABLE b ADD y int; ALTER TABLE c ADD z int;", false);
    check("ALTER TABLE a ADD x int; ALTER TABLE c ADD x int; ALTER TABLE d ADD x int; ALTER TABLE e ADD x int;", false);
    check("ALTER TABLE a ADD x int; ALTER TABLE c ADD y int REFERENCES a; ALTER TABLE d ADD z int REFERENCES c;", false);
    check(
        "CREATE TABLE n (a int REFERENCES a, c int REFERENCES c, d int REFERENCES d); ALTER TABLE a ADD x int; ALTER TABLE c ADD y int; ALTER TABLE d ADD z int;",
        false,
    );
    check(
        "CREATE TABLE n (i int); CREATE TABLE m (i int); ALTER TABLE n ADD x int; ALTER TABLE m ADD y int; ALTER TABLE a ADD z int;",
        false,
    );
}

#[test]
fn what_may_fail_behind_what_is_done_already() {
    let base = ["CREATE TABLE a (id int PRIMARY KEY, b text);"];
    let check = |sql: &str, expected: &[&str]| {
        assert_eq!(found("loses-atomicity", "20260101000000_x", &base, sql), expected, "{sql}");
    };
    check("ALTER TABLE a ADD x int;\nALTER TABLE a ADD UNIQUE (b);\nALTER TABLE a ALTER b SET NOT NULL;", &["2 notice"]);
    check("ALTER TABLE a ADD x int;\nCREATE UNIQUE INDEX i ON a (b);", &["2 notice"]);
    check("ALTER TABLE a ADD x int;\nALTER TABLE a ADD y int NOT NULL;", &["2 notice"]);
    check("ALTER TABLE a ADD UNIQUE (b); ALTER TABLE a ADD x int;", &[]);
    check("SELECT 1; SET lock_timeout = '1s'; ALTER TABLE a ADD UNIQUE (b);", &[]);
    check("CREATE TABLE n (i int); ALTER TABLE n ADD UNIQUE (i); ALTER TABLE n ALTER i SET NOT NULL;", &[]);
    check(
        "ALTER TABLE a ADD x int; ALTER TABLE a ADD y int; CREATE INDEX i ON a (b); ALTER TABLE a ADD CHECK (id > 0) NOT VALID;",
        &[],
    );
    check("BEGIN; ALTER TABLE a ADD x int; ALTER TABLE a ADD UNIQUE (b); COMMIT;", &[]);
}
