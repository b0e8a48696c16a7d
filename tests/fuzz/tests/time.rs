//! Time grows with the size of the input, not with its square.
//!
//! Measured in this thread's processor time, so that a busy machine does not matter: eight times the input may take
//! twenty-four times the time, where a square would take sixty-four times.

use fuzz::{statement_forms, texts};
use hazards::{Scan, Script, Settings};
use rustix::time::{ClockId, clock_gettime};

const TIMES: usize = 8;
const ALLOWED: f64 = 24.0;

fn scan(sql: &str) {
    let script = Script { migration: "m", file: "m/migration.sql", sql };
    let mut scan = Scan::new(Settings::default());
    scan.learn(&script);
    scan.scan(&script);
}

fn milliseconds(work: impl Fn()) -> f64 {
    let now = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
    };
    let once = || {
        let start = now();
        work();
        now() - start
    };
    (0..2).map(|_| once()).fold(f64::INFINITY, f64::min)
}

fn check(name: &str, text: impl Fn(usize) -> String, small: usize) {
    let (short, long) = (text(small), text(small * TIMES));
    // What is over at once says nothing about how time grows.
    let (short, long) = (milliseconds(|| scan(&short)).max(0.5), milliseconds(|| scan(&long)));
    assert!(long < short * ALLOWED, "{name:?}: {short:.1} ms, {TIMES} times as much: {long:.1} ms");
}

#[test]
fn of_whole_scripts() {
    for text in statement_forms() {
        check(&text.name, |times| text.sql.repeat(times), 1);
    }
    let all: String = statement_forms().into_iter().map(|text| text.sql).collect();
    check("all forms", |times| all.repeat(times), 1);
}

#[test]
fn of_scripts_that_name_ever_new_things() {
    let script = |of_one: fn(usize) -> String| move |times: usize| (0..times).map(of_one).collect::<String>();
    type Text = fn(usize) -> String;
    let of_one: [(&str, Text); 6] = [
        ("tables", |at| format!("CREATE TABLE t{at} (id int PRIMARY KEY, a text REFERENCES t{at});\n")),
        ("columns of one table", |at| format!("ALTER TABLE t ADD COLUMN c{at} text NOT NULL DEFAULT 'x';\n")),
        ("indexes of one table", |at| format!("CREATE INDEX i{at} ON t (c{at});\nDROP INDEX i{at};\n")),
        ("policies", |at| format!("CREATE POLICY p{at} ON t USING (a = {at});\nALTER POLICY p{at} ON t USING (true);\n")),
        ("functions", |at| format!("CREATE FUNCTION f{at}() RETURNS int LANGUAGE sql AS 'DELETE FROM t';\nSELECT f{at}();\n")),
        ("constraints", |at| {
            format!("ALTER TABLE t ADD CONSTRAINT k{at} CHECK (a > {at}) NOT VALID;\nALTER TABLE t VALIDATE CONSTRAINT k{at};\n")
        }),
    ];
    for (name, of_one) in of_one {
        check(name, script(of_one), 150);
    }
}

#[test]
fn of_one_statement() {
    for (head, unit, tail) in [
        ("DROP TABLE a", ", b", ""),
        ("GRANT SELECT ON a", ", b", " TO c"),
        ("GRANT SELECT ON a TO b", ", c", ""),
        ("TRUNCATE a", ", b", ""),
        ("ALTER TABLE t DROP a", ", ADD b text NOT NULL", ""),
        ("CREATE TABLE t (a int", ", b text REFERENCES o", ")"),
        ("CREATE TABLE t (a int", ", CHECK (a > 0)", ")"),
        ("CREATE TYPE k AS ENUM ('a'", ", 'b'", ")"),
        ("INSERT INTO t VALUES (1)", ", (1)", ""),
        ("DELETE FROM t WHERE a = 1", " OR a = 1", ""),
        ("DELETE FROM t WHERE ", "(", ""),
        ("UPDATE t SET a = 1", ", b = 2", " WHERE c"),
        ("SELECT f(", "f(", ""),
        ("SELECT 1", " UNION SELECT setval('q', 1)", ""),
        ("WITH a AS (SELECT 1)", ", b AS (DELETE FROM t)", " SELECT 1"),
        ("SELECT 'a'", "\n'b'", ""),
        ("DO $$ BEGIN ", "DROP TABLE a; ", " END $$"),
        ("DO $$ BEGIN ", "IF a THEN ", " END $$"),
        ("DO $$ BEGIN ", "EXECUTE 'DROP TABLE a'; ", " END $$"),
        ("DO 'BEGIN ", "EXECUTE ''DROP TABLE a''; ", " END'"),
        ("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC ", "DELETE FROM t; ", " END"),
        ("CREATE FUNCTION f(", "a int, ", "b int) RETURNS int LANGUAGE sql AS ''"),
        ("CREATE POLICY p ON t USING (true", " AND true", ")"),
        ("COMMENT ON TABLE t IS '", "x", "'"),
        ("SET search_path TO a", ", b", ""),
        ("", "-- x\n", ""),
        ("", "-- migration-gate: allow drop-table(x) because y\n", "DROP TABLE x"),
        ("", "/* x */", ""),
        ("", "$a$ $b$ ", ""),
        ("", "\"a\".", ""),
        ("", "+", ""),
        ("", "'", ""),
        ("", "E'\\''", ""),
        ("", "é", ""),
        ("", ";", ""),
        ("", "\n", ""),
    ] {
        let text = |bytes: usize| format!("{head}{}{tail}", unit.repeat(bytes / unit.len()));
        check(&format!("{head}{unit}"), text, 4_000);
    }
}

/// What is in the repository already was seen by every other test; here once more, whole.
#[test]
fn of_all_texts_together() {
    let all: String = texts().into_iter().map(|text| text.sql + "\n;\n").collect();
    check("all texts", |parts| all.get(..floor(&all, all.len() / TIMES * parts)).unwrap_or_default().to_owned(), 1);
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
