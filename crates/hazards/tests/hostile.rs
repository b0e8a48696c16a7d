//! Input that was made to hurt: nothing panics, overflows the stack or takes more than its size allows.

use std::time::Duration;

use hazards::{Scan, Script, ScriptFindings, Settings};
use proptest::prelude::*;

fn scan(sql: &str) -> ScriptFindings {
    let script = Script { migration: "20260101000000_m", file: "20260101000000_m/migration.sql", sql };
    let mut scan = Scan::new(Settings::default());
    scan.learn(&script);
    let found = scan.scan(&script);
    assert_eq!(found.summary.total, found.summary.classified + found.summary.unparsed);
    found
}

#[test]
fn deep_and_long_statements_end() {
    for (head, open, close) in [
        ("SELECT ", "(", ")"),
        ("DELETE FROM t WHERE ", "(", ")"),
        ("DELETE FROM t WHERE ", "((", "+ 1))"),
        ("DELETE FROM t WHERE ", "CASE WHEN a THEN (", ") END"),
        ("DELETE FROM t WHERE ", "f(", ")"),
        ("DELETE FROM t WHERE ", "a IN ((SELECT ", "))"),
        ("DELETE FROM t WHERE ", "EXISTS (SELECT FROM (SELECT ", ") x)"),
        ("DELETE FROM t WHERE ", "CAST(", " AS int)"),
        ("DELETE FROM t USING ", "(", ")"),
        ("DELETE FROM t WHERE a IN ", "(SELECT ", ")"),
        ("UPDATE t SET a = ", "ARRAY[", "]"),
        ("WITH a AS ", "(DELETE FROM t WHERE b IN ", ")"),
        ("CREATE TABLE t (a int DEFAULT ", "(", ")"),
    ] {
        for depth in [10, 30, 60, 90, 120, 5_000] {
            scan(&format!("{head}{}1{}", open.repeat(depth), close.repeat(depth)));
        }
        scan(&format!("{head}{}", open.repeat(5_000)));
    }
    for (head, link) in [
        ("SELECT 1", " UNION SELECT 1"),
        ("DELETE FROM t WHERE a = 1", " + 1"),
        ("DELETE FROM t WHERE a = 1", "::int"),
        ("DELETE FROM t WHERE a", "[1]"),
        ("DELETE FROM t WHERE true", " AND true"),
        ("UPDATE t SET a = 1", " IS NULL"),
        ("DELETE FROM t WHERE ", "NOT "),
        ("DELETE FROM t WHERE ", "- "),
        ("DELETE FROM t WHERE ", "CASE WHEN a THEN "),
        ("DELETE FROM a", ".b"),
        ("MERGE INTO t USING u ON a", " JOIN b ON true"),
        ("ALTER TABLE t DROP a", ", DROP b"),
        ("EXPLAIN ANALYZE ", "EXPLAIN ANALYZE "),
        ("DELETE FROM t WHERE a", " COLLATE c"),
        ("DELETE FROM t WHERE a = ", "f("),
        ("DELETE FROM t WHERE a ", "BETWEEN 1 AND 2 "),
        ("DELETE FROM t WHERE ", "EXISTS "),
        ("DELETE FROM t WHERE ", "INTERVAL "),
    ] {
        // Within the limits that guard the parser, about them, and far beyond.
        for repeats in [10, 30, 60, 120, 240, 480, 960, 5_000] {
            scan(&format!("{head}{}", link.repeat(repeats)));
        }
    }
}

#[test]
fn bombs_of_the_size_that_a_script_may_have_end() {
    scan(&format!("DELETE FROM t WHERE {}1{}", "(".repeat(100_000), ")".repeat(100_000)));
    scan(&format!("SELECT 1{}", " UNION SELECT 1".repeat(100_000)));
    scan(&format!("UPDATE t SET a = 1{}", " + 1".repeat(500_000)));
    scan(&format!("INSERT INTO t VALUES (1){}", ",(1)".repeat(500_000)));
}

#[test]
fn blocks_in_blocks_end() {
    let nested = |tag: usize| format!("DO $a{tag}$ BEGIN EXECUTE ");
    let dollars: String =
        (0..5000).map(nested).chain(["1".to_owned()]).chain((0..5000).rev().map(|tag| format!("; END $a{tag}$"))).collect();
    scan(&dollars);
    let direct: String =
        (0..5000).map(|tag| format!("DO $a{tag}$ BEGIN ")).chain((0..5000).rev().map(|tag| format!("; END $a{tag}$"))).collect();
    scan(&direct);
}

/// Time must grow with size rather than with its square: eight times the input, less than forty times the time.
#[test]
fn time_grows_with_size() {
    for pattern in [
        "DROP TABLE a;\n",
        "CREATE OR REPLACE VIEW v AS SELECT x.a FROM t x;\nALTER TABLE t RENAME TO u;\nALTER TABLE u RENAME TO t;\n",
        "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES t ON DELETE CASCADE;\nDELETE FROM t WHERE a = 1;\nTRUNCATE t CASCADE;\n",
        "ALTER TABLE t ADD b int;\nUPDATE t SET b = a WHERE a > 0;\nALTER TABLE t DROP COLUMN a CASCADE;\n",
        "ALTER TABLE t DROP CONSTRAINT k;\nDROP VIEW v;\nDROP FUNCTION f(int);\nDROP TRIGGER g ON t;\nALTER TYPE k RENAME TO l;\n",
        "SELECT setval(setval(",
        "MERGE INTO t USING u ON a WHEN MATCHED THEN DELETE;\nINSERT INTO t SELECT * FROM (SELECT 1 FROM x) y ON CONFLICT (a) DO UPDATE SET b = 1;\n",
        "WITH a AS (SELECT 1 FROM ",
        "SELECT * FROM (SELECT * FROM a JOIN (",
        "DROP INDEX a;\n",
        "ALTER TABLE a RENAME TO b;\n",
        "CREATE INDEX i ON a (b);\nALTER TABLE a RENAME TO b;\n",
        "ALTER TABLE a DROP CONSTRAINT b;\n",
        "DROP TYPE a;\n",
        "BEGIN;\n",
        "COMMIT;\n",
        "ALTER TYPE t ADD VALUE 'a';\nSELECT 'b';\n",
        "VACUUM;\n",
        "DO $$ BEGIN DROP TABLE a; END $$;\n",
        "SELECT set_config(set_config(",
        "DELETE FROM t WHERE a = 1;\n",
        "(DELETE FROM a",
        "WITH a AS (UPDATE t SET a = 1 ",
    ] {
        let measure = |repeats: usize| {
            let sql = pattern.repeat(repeats);
            (0..3)
                .map(|_| {
                    let start = std::time::Instant::now();
                    scan(&sql);
                    start.elapsed()
                })
                .min()
                .unwrap_or_default()
        };
        let (small, large) = (measure(400), measure(3200));
        assert!(large < small.max(Duration::from_millis(2)) * 40, "{pattern:?}: {small:?}, eight times as much: {large:?}");
    }
}

#[test]
fn a_flood_of_findings_is_counted() {
    let found = scan(&"DROP TABLE a;".repeat(1000));
    assert_eq!(found.findings.len(), 201);
    assert!(found.findings.last().is_some_and(|finding| finding.message.contains("800 more")));
    assert_eq!(found.dropped.len(), 1000);
}

fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "DROP ",
        "TABLE ",
        "ALTER ",
        "COLUMN ",
        "TYPE ",
        "ENUM ",
        "AS ",
        "CREATE ",
        "INDEX ",
        "ON ",
        "(",
        ")",
        ",",
        ";",
        "'a'",
        "\"A\"",
        "a",
        ".",
        "DELETE FROM ",
        "UPDATE ",
        "SET ",
        "WHERE ",
        "true",
        "1",
        "=",
        "WITH ",
        "SELECT ",
        "MERGE INTO ",
        "USING ",
        "WHEN MATCHED THEN ",
        "DO ",
        "$$",
        "BEGIN ",
        "END ",
        "IF ",
        "THEN ",
        "EXECUTE ",
        "EXECUTE 'a' || ",
        "DECLARE ",
        "LOOP ",
        "FOR x IN ",
        "EXCEPTION ",
        "END IF;",
        "RETURN QUERY ",
        "CASE ",
        "WHEN ",
        ":=",
        "<<a>>",
        "CALL f(",
        "PREPARE p AS ",
        "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS ",
        "BEGIN ATOMIC ",
        "EXPLAIN ",
        "ANALYZE ",
        "CASCADE",
        "ADD ",
        "VALUE ",
        "RENAME ",
        "TO ",
        "FUNCTION ",
        "SCHEMA ",
        "TEMP ",
        "IF EXISTS ",
        "IF NOT EXISTS ",
        "CONSTRAINT ",
        "OWNED BY ",
        "\n",
        "--",
        "/*",
        "*/",
        "[",
        "]",
        "::",
        "int",
        "varchar(3)",
        "TRUNCATE ",
        "COMMIT",
        "BEGIN;",
        "ROLLBACK ",
        "search_path ",
        "COPY ",
        "$1",
        "U&\"\\",
        "E'\\",
    ]);
    prop::collection::vec(word, 0..30).prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_script_has_an_answer(sql in words()) {
        let found = scan(&sql);
        for finding in &found.findings {
            if let Some(place) = &finding.place {
                prop_assert!(place.line >= 1 && place.column >= 1 && place.end_line >= place.line);
            }
        }
        let unparsed = found.findings.iter().filter(|finding| finding.rule.as_str() == "unparsed-statement").count();
        prop_assert!(unparsed >= found.summary.unparsed);
    }

    #[test]
    fn any_text_has_an_answer(sql in any::<String>()) {
        scan(&sql);
    }
}
