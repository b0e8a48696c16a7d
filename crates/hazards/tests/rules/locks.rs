//! What stops or slows others: which rules fire, and which stay silent.

use std::{fs, path::Path};

use hazards::{Group, Scan, Settings, find, rules};
use report::{Finding, Severity};

use crate::script;

/// The findings of the rules of locks, those included that are off by default.
fn scan(base: &str, sql: &str) -> Vec<Finding> {
    let is_of_locks = |id: &str| find(id).is_some_and(|rule| rule.group == Group::Locks && !rule.opt_in);
    let mut scan = Scan::new(Settings { rules: rules().to_vec(), ..Settings::default() });
    scan.learn(&script(base));
    let found = scan.scan(&script(sql));
    assert_eq!(found.summary.unparsed, 0, "{sql}");
    found.findings.into_iter().filter(|finding| is_of_locks(finding.rule.as_str())).collect()
}

/// Findings as `line severity rule`.
fn check(base: &str, sql: &str, expected: &[&str]) {
    let line = |finding: &Finding| finding.place.as_ref().map_or(0, |place| place.line);
    let shown: Vec<String> =
        scan(base, sql).iter().map(|finding| format!("{} {} {}", line(finding), finding.severity, finding.rule)).collect();
    assert_eq!(shown, expected, "{sql}");
}

const SHOP: &str = "CREATE TABLE r (id int PRIMARY KEY, u int UNIQUE); \
    CREATE TABLE t (id int PRIMARY KEY, a int, b text, v varchar(20), ts timestamp(3), nn int NOT NULL);";

#[test]
fn a_table_made_if_it_is_not_there_is_taken_for_new_unless_the_history_has_it() {
    let script = "CREATE TABLE IF NOT EXISTS n (id int PRIMARY KEY, a int);\nCREATE INDEX i ON n (a);";
    check(SHOP, script, &[]);
    check("CREATE TABLE n (id int);", script, &["2 warning blocking-index"]);
}

#[test]
fn tables_of_the_same_change_are_nobody_elses() {
    check(
        SHOP,
        "CREATE TABLE n (id int, rid int, a int);\nCREATE INDEX n_a ON n (a);\nCREATE UNIQUE INDEX n_id ON n (id);\n\
         ALTER TABLE n ADD CONSTRAINT n_pkey PRIMARY KEY (id);\nALTER TABLE n ALTER COLUMN a SET NOT NULL;\n\
         ALTER TABLE n ALTER COLUMN a TYPE bigint, ADD COLUMN s serial, ADD COLUMN u uuid DEFAULT gen_random_uuid();\n\
         LOCK TABLE n;\nCREATE TRIGGER g BEFORE INSERT ON n FOR EACH ROW EXECUTE FUNCTION f();\nUPDATE n SET a = 1;",
        &[],
    );
    check("", "CREATE TABLE n (id int PRIMARY KEY, up int REFERENCES n(id));", &[]);
    let guarded = "CREATE TABLE IF NOT EXISTS t (a int);\nCREATE INDEX i ON t (a);";
    check("", guarded, &[]);
    check(SHOP, guarded, &["2 warning blocking-index"]);
    check("ALTER TABLE t ADD COLUMN b int;", guarded, &["2 warning blocking-index"]);
    check(
        SHOP,
        "CREATE TABLE n (rid int);\nALTER TABLE n ADD FOREIGN KEY (rid) REFERENCES r(id);",
        &["2 notice foreign-key-lock"],
    );
}

#[test]
fn what_prisma_writes_every_day() {
    check(SHOP, "ALTER TABLE t ADD COLUMN c text, ADD COLUMN d timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;", &[]);
    check(SHOP, "ALTER TABLE t ALTER COLUMN b DROP NOT NULL, ALTER COLUMN a SET DEFAULT 4;", &[]);
    check(SHOP, "ALTER TABLE t ALTER COLUMN v SET DATA TYPE TEXT;", &[]);
    check(SHOP, "ALTER TYPE \"Role\" ADD VALUE 'X';", &[]);
    check(SHOP, "ALTER TABLE t ADD COLUMN tags text[] DEFAULT ARRAY[]::TEXT[], ADD COLUMN j jsonb NOT NULL DEFAULT '{}';", &[]);
    check(SHOP, "CREATE INDEX i ON t (a);\nCREATE INDEX k ON t (b);", &["1 warning blocking-index", "2 warning blocking-index"]);
}

#[test]
fn one_finding_for_each_hazard_of_a_statement() {
    check(
        SHOP,
        "ALTER TABLE t ADD CHECK (a > 0), ALTER COLUMN a SET NOT NULL, ADD COLUMN z serial PRIMARY KEY",
        &["1 warning validating-check", "1 warning set-not-null", "1 warning add-serial"],
    );
    check(SHOP, "ALTER TABLE t ADD COLUMN z uuid UNIQUE DEFAULT gen_random_uuid()", &["1 warning volatile-default"]);
    check(SHOP, "ALTER TABLE t ADD COLUMN z int REFERENCES r(id)", &["1 notice foreign-key-lock"]);
    check(SHOP, "ALTER TABLE t ADD COLUMN z int DEFAULT 1 REFERENCES r(id)", &["1 warning validating-foreign-key"]);
    check(SHOP, "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES r(u)", &["1 warning validating-foreign-key"]);
    check(SHOP, "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES r(u) NOT VALID", &["1 notice foreign-key-lock"]);
}

#[test]
fn what_is_known_to_hold_is_not_looked_for() {
    check(SHOP, "ALTER TABLE t ALTER COLUMN nn SET NOT NULL", &[]);
    check(SHOP, "ALTER TABLE t ALTER COLUMN a SET NOT NULL", &["1 warning set-not-null"]);
    check(SHOP, "ALTER TABLE unknown ALTER COLUMN a SET NOT NULL", &["1 warning set-not-null"]);
    let proven = format!("{SHOP} ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0 AND (\"a\" IS NOT NULL));");
    check(&proven, "ALTER TABLE t ALTER COLUMN a SET NOT NULL", &[]);
    let either = format!("{SHOP} ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL OR b IS NOT NULL);");
    check(&either, "ALTER TABLE t ALTER COLUMN a SET NOT NULL", &["1 warning set-not-null"]);
    let unchecked = format!("{SHOP} ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL) NOT VALID;");
    check(&unchecked, "ALTER TABLE t ALTER COLUMN a SET NOT NULL", &["1 warning set-not-null"]);
    check(&unchecked, "ALTER TABLE t VALIDATE CONSTRAINT c", &[]);
    let gone = format!("{proven} ALTER TABLE t DROP CONSTRAINT c;");
    check(&gone, "ALTER TABLE t ALTER COLUMN a SET NOT NULL", &["1 warning set-not-null"]);
}

#[test]
fn defaults_are_judged_by_what_they_call() {
    let add = |default: &str| format!("ALTER TABLE t ADD COLUMN z text DEFAULT {default}");
    for constant in [
        "'x'",
        "now()::text",
        "CURRENT_TIMESTAMP",
        "lower('X')",
        "NULL",
        "(1 + 2)",
        "'random()'",
        "E'a'::text",
        "'x'::character varying(10)",
        "CAST(1 AS numeric(10, 2))",
        "(now() AT TIME ZONE 'utc'::text)",
        "timezone('utc'::text, now())",
        "'{}'::text[]",
        "INTERVAL '1 day'",
        "ARRAY[]::public.\"Role\"[]",
        "'1'::bit varying(3)",
        "EXTRACT(epoch FROM now())::int",
        "auth.uid()",
        "to_jsonb('x'::text)",
        "B'0'",
        "CURRENT_USER",
        "pg_catalog.now()",
    ] {
        check(SHOP, &add(constant), &[]);
    }
    for volatile in [
        "gen_random_uuid()",
        "md5(random()::text)",
        "public.uuid_generate_v4()",
        "nextval('s')",
        "clock_timestamp()",
        "unknown()",
    ] {
        check(SHOP, &add(volatile), &["1 warning volatile-default"]);
    }
    let own =
        |how: &str| format!("{SHOP} CREATE FUNCTION own() RETURNS text LANGUAGE plpgsql {how} AS $$ BEGIN RETURN 'x'; END $$;");
    check(&own(""), &add("own()"), &["1 warning volatile-default"]);
    check(&own("IMMUTABLE"), &add("own()"), &[]);
    check(&format!("{} ALTER FUNCTION own() VOLATILE;", own("STABLE")), &add("own()"), &["1 warning volatile-default"]);
    check(SHOP, "ALTER TABLE t ALTER COLUMN b SET DEFAULT gen_random_uuid()", &[]);
}

#[test]
fn locks_of_earlier_statements() {
    check(SHOP, "ALTER TABLE t ADD COLUMN c int;\nUPDATE r SET u = 1 WHERE u IS NULL;", &["2 warning work-under-lock"]);
    check(SHOP, "UPDATE r SET u = 1 WHERE u IS NULL;\nALTER TABLE t ADD COLUMN c int;", &[]);
    check(SHOP, "ALTER TABLE t ADD COLUMN c int;\nCOMMIT;\nUPDATE r SET u = 1 WHERE u IS NULL;", &[]);
    check(SHOP, "ALTER TABLE t ADD COLUMN c int;\nINSERT INTO r VALUES (1, 2);", &[]);
    check(SHOP, "ALTER TABLE t ADD COLUMN c int;\nINSERT INTO r SELECT a, a FROM t;", &["2 warning work-under-lock"]);
    check(SHOP, "ALTER TABLE t ADD COLUMN c int;\nCREATE TABLE n AS SELECT * FROM r;", &["2 warning work-under-lock"]);
    check(
        SHOP,
        "ALTER TABLE t ADD COLUMN c int;\nCREATE MATERIALIZED VIEW m AS SELECT * FROM r;",
        &["2 warning work-under-lock"],
    );
    check(SHOP, "ALTER TABLE t ADD COLUMN c int;\nCREATE VIEW m AS SELECT * FROM r;", &[]);
    check(SHOP, "ALTER TABLE t ADD COLUMN c int;\nCREATE TABLE n (a int);\nUPDATE n SET a = 1;", &[]);
    check(SHOP, "CREATE TABLE n (a int);\nINSERT INTO n SELECT a FROM t;", &[]);
    check(SHOP, "ALTER TABLE t ADD COLUMN c int;\nCREATE INDEX i ON r (u);", &["2 warning blocking-index"]);
    check(SHOP, "ALTER TABLE t ADD COLUMN c int;\nDO $$ BEGIN UPDATE r SET u = 1; END $$;", &["2 warning work-under-lock"]);
    check(SHOP, "DO $$ BEGIN ALTER TABLE t ADD COLUMN c int; UPDATE r SET u = 1; END $$;", &["1 warning work-under-lock"]);
    check(
        SHOP,
        "WITH moved AS (DELETE FROM r RETURNING *) INSERT INTO t (a) SELECT id FROM moved;\nALTER TABLE t ADD COLUMN c int;",
        &[],
    );
    check(
        SHOP,
        "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID;\nALTER TABLE t VALIDATE CONSTRAINT c;",
        &["2 warning validated-at-once"],
    );
    check(
        SHOP,
        "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID, VALIDATE CONSTRAINT c;",
        &["1 warning validated-at-once"],
    );
    check(
        SHOP,
        "CREATE TABLE x (a int);\nALTER TABLE t ADD c int;\nALTER TABLE t ADD d int;\nALTER TABLE r ADD c int;\nALTER TABLE q ADD c int;\nALTER TABLE s ADD c int;",
        &["5 notice wide-lock"],
    );
}

#[test]
fn partitions_that_stop_nobody() {
    let base = "CREATE TABLE p (at date) PARTITION BY RANGE (at);";
    let attach =
        "CREATE TABLE p1 (at date);\nALTER TABLE p ATTACH PARTITION p1 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');";
    check(base, attach, &[]);
    check(&format!("{base} CREATE TABLE pd PARTITION OF p DEFAULT;"), attach, &["2 warning attach-partition"]);
    check("", &format!("{base}\nCREATE TABLE p1 PARTITION OF p DEFAULT;"), &[]);
    check("", &format!("{base}\n{attach}\nCREATE INDEX i ON p (at);"), &[]);
    check(
        "CREATE TABLE old (at date);",
        &format!("{base}\nALTER TABLE p ATTACH PARTITION old DEFAULT;\nCREATE INDEX i ON p (at);"),
        &["2 warning attach-partition", "3 warning blocking-index"],
    );
    check(base, "CREATE INDEX i ON ONLY p (at);", &[]);
}

#[test]
fn rules_that_are_off_by_default() {
    let fires = |id: &str, sql: &str| {
        let mut scan = Scan::new(Settings { rules: rules().to_vec(), ..Settings::default() });
        scan.learn(&script(SHOP));
        scan.scan(&script(sql)).findings.iter().filter(|finding| finding.rule.as_str() == id).count()
    };
    assert_eq!(fires("no-lock-timeout", "ALTER TABLE t ADD c int;\nALTER TABLE r ADD c int;"), 1);
    assert_eq!(fires("no-lock-timeout", "SET lock_timeout TO '2s';\nALTER TABLE t ADD c int;"), 0);
    assert_eq!(fires("no-lock-timeout", "SET lock_timeout = 0;\nALTER TABLE t ADD c int;"), 1);
    assert_eq!(fires("no-lock-timeout", "CREATE TABLE n (a int);"), 0);
    assert_eq!(fires("unindexed-foreign-key", "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES r(id);"), 1);
    assert_eq!(fires("unindexed-foreign-key", "ALTER TABLE t ADD FOREIGN KEY (id) REFERENCES r(id);"), 0);
    assert_eq!(
        fires("unindexed-foreign-key", "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES r(id);\nCREATE INDEX ON t (a, b);"),
        0
    );
    assert_eq!(
        fires("unindexed-foreign-key", "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES r(id);\nCREATE INDEX ON t (b, a);"),
        1
    );
}

/// The advice is the safe way for this very statement.
#[test]
fn advice_is_sql_with_the_real_names() {
    let advice = |sql: &str| scan(SHOP, sql).into_iter().find_map(|finding| finding.advice).unwrap_or_default();
    let check = |sql: &str, expected: &str| assert!(advice(sql).contains(expected), "{sql}: {}", advice(sql));
    check(
        "CREATE UNIQUE INDEX \"I\" ON t (a DESC) WHERE b > ''",
        "CREATE UNIQUE INDEX CONCURRENTLY \"I\" ON t (a DESC) WHERE b > '';",
    );
    check(
        "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES r(u) ON DELETE SET NULL ON UPDATE CASCADE",
        "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES r(u) ON DELETE SET NULL ON UPDATE CASCADE NOT VALID;",
    );
    check("ALTER TABLE t ADD CHECK (a > 0)", "ALTER TABLE t ADD CONSTRAINT t_a_check CHECK (a > 0) NOT VALID;");
    check("ALTER TABLE t ALTER nn TYPE bigint", "ALTER TABLE t ADD COLUMN nn_new int8;");
    check("ALTER TABLE t ADD COLUMN \"Z\" serial", "nextval('\"t_Z_seq\"')");
    check("ALTER TABLE t ADD UNIQUE (a, b)", "CREATE UNIQUE INDEX CONCURRENTLY t_a_b_key ON t (a, b);");
    check("ALTER TABLE t ALTER a SET NOT NULL", "ALTER TABLE t ADD CONSTRAINT t_a_not_null CHECK (a IS NOT NULL) NOT VALID;");
}

/// The probes of this area find what they say; harmless ones find nothing from here.
#[test]
fn probes() {
    let directory = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/probes"));
    let read = |path: &Path| fs::read_to_string(path).expect("it can be read");
    let shop = read(&directory.join("shop.sql"));
    let mut wrong = Vec::new();
    for class in ["locks", "rewrites", "peers", "benign"] {
        for entry in fs::read_dir(directory.join(class)).expect("the directory is there") {
            let path = entry.expect("it can be read").path();
            let text = read(&path);
            let (head, probe) = text.split_once("-- probe\n").expect("a probe");
            let (head, setup) = head.split_once("-- setup\n").unwrap_or((head, ""));
            let found = scan(&format!("{shop}\n;{setup}"), probe);
            wrong.extend(judge(head, &found).map(|what| format!("{}: {what}", path.display())));
        }
    }
    wrong.sort();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is wrong with the findings of a probe.
fn judge(head: &str, found: &[Finding]) -> Option<String> {
    let expected = |key, severity| head.lines().filter_map(move |line| Some((line.strip_prefix(key)?, severity)));
    let expected: Vec<(&str, Severity)> = expected("-- error: ", Severity::Error)
        .chain(expected("-- warning: ", Severity::Warning))
        .chain(expected("-- notice: ", Severity::Notice))
        .collect();
    if expected.is_empty() {
        let loud = found.iter().find(|finding| finding.severity >= Severity::Warning)?;
        return Some(format!("{} is said of a harmless script", loud.rule));
    }
    for (rules, severity) in expected {
        let of_locks = |id: &str| find(id).is_some_and(|rule| rule.group == Group::Locks && rule.id != "index-gap");
        let any: Vec<&str> = rules.split('|').map(|rule| rule.split_whitespace().next().unwrap_or_default()).collect();
        let fires = |id: &&str| found.iter().any(|finding| finding.rule.as_str() == *id && finding.severity >= severity);
        if any.iter().all(|id| of_locks(id)) && !any.iter().any(fires) {
            let shown: Vec<String> = found.iter().map(|finding| format!("{} {}", finding.severity, finding.rule)).collect();
            return Some(format!("{rules} is not said, but {}", shown.join(", ")));
        }
    }
    None
}
