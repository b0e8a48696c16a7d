//! What people see: which rules fire on which scripts, at which severity and place.

use hazards::{Group, Loss, Rule, Scan, ScriptFindings, Settings};

use crate::script;

/// The other groups have tests of their own.
fn settings() -> Settings {
    let of_clients = ["drop-constraint", "drop-function", "drop-index", "drop-view", "enum-value-used-at-once"];
    let is_told =
        |rule: &Rule| matches!(rule.group, Group::Data | Group::Transactions | Group::Opaque) || of_clients.contains(&rule.id);
    let settings = Settings::default();
    Settings { rules: settings.rules.into_iter().filter(|rule| is_told(rule)).collect(), ..settings }
}

fn scan(base: &str, sql: &str) -> ScriptFindings {
    let mut scan = Scan::new(settings());
    scan.learn(&script(base));
    let found = scan.scan(&script(sql));
    assert_eq!(found.summary.total, found.summary.classified + found.summary.unparsed);
    found
}

/// Findings as `line severity rule`.
fn check_after(base: &str, sql: &str, expected: &[&str]) {
    let found = scan(base, sql);
    // Told of nearly every script with more than one statement; it has tests of its own.
    let told = found.findings.iter().filter(|finding| finding.rule.as_str() != "loses-atomicity");
    let shown: Vec<String> = told
        .map(|finding| format!("{} {} {}", finding.place.as_ref().map_or(0, |place| place.line), finding.severity, finding.rule))
        .collect();
    assert_eq!(shown, expected, "{sql}");
}

fn check(sql: &str, expected: &[&str]) {
    check_after("", sql, expected);
}

#[test]
fn each_kind_of_object() {
    check("DROP TABLE a, \"B\".c", &["1 error drop-table", "1 error drop-table"]);
    check("DROP FOREIGN TABLE a", &["1 error drop-table"]);
    check("DROP TYPE a", &["1 warning drop-type"]);
    check("DROP DOMAIN a CASCADE", &["1 error drop-type"]);
    check("ALTER TYPE a DROP ATTRIBUTE b CASCADE", &["1 error drop-type"]);
    check("DROP VIEW a CASCADE", &["1 error drop-view"]);
    check("DROP AGGREGATE a(int)", &["1 warning drop-function"]);
    check("DROP ROUTINE IF EXISTS a", &["1 warning drop-function"]);
    check("DROP TABLESPACE a", &["1 error drop-database"]);
    check("DROP INDEX CONCURRENTLY IF EXISTS a", &["1 warning drop-index"]);
    check("DROP POLICY p ON t; DROP TRIGGER a ON b; DROP ROLE r; COMMENT ON TABLE t IS NULL", &[]);
    check("TRUNCATE a, ONLY b RESTART IDENTITY CASCADE", &["1 error truncate", "1 error truncate"]);
    check(
        "ALTER TABLE IF EXISTS ONLY a DROP COLUMN IF EXISTS b, DROP c CASCADE, ADD d int",
        &["1 error drop-column", "1 error drop-column"],
    );
    check("ALTER TABLE a DROP CONSTRAINT b", &["1 warning drop-constraint"]);
    check("DROP OWNED BY a, b", &["1 error drop-owned"]);
}

#[test]
fn names_are_told_as_people_write_them() {
    let message = |sql: &str| scan("", sql).findings.first().map(|finding| finding.message.clone()).unwrap_or_default();
    assert_eq!(message("DROP TABLE \"User\""), "table `\"User\"` and all its rows are deleted");
    assert_eq!(
        message("drop table U&\"\\0075sers\" cascade"),
        "table `users` and all its rows are deleted, and with `CASCADE` everything that depends on it"
    );
    assert_eq!(message("DROP FUNCTION f(a   int,text)"), "function `f(integer, text)` is deleted: clients that call it fail");
}

#[test]
fn text_that_only_looks_like_sql_is_no_hazard() {
    check(
        "-- DROP TABLE a;\n/* TRUNCATE b; */\nINSERT INTO docs VALUES ('DROP TABLE c;', $pkg$ DROP SCHEMA d CASCADE; $pkg$, E'\\'; DROP TABLE e');\n\
         GRANT SELECT, TRUNCATE, DELETE ON f TO g; REVOKE TRUNCATE ON ALL TABLES IN SCHEMA public FROM h;\n\
         COMMENT ON TABLE t IS 'DROP TABLE t';\n\
         ALTER TABLE a ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES c(id) ON DELETE CASCADE ON UPDATE CASCADE;\n\
         CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM t WHERE a; END $$;\n\
         CREATE TRIGGER t BEFORE DELETE OR TRUNCATE ON x FOR EACH STATEMENT EXECUTE FUNCTION f('drop table');\n\
         CREATE RULE r AS ON DELETE TO x DO INSTEAD (DELETE FROM y; DELETE FROM z);\nSELECT 1;\nCREATE TABLE odd (delete int, update timestamp, \"drop\" text);\n\
         INSERT INTO odd (delete, update) VALUES (1, now());",
        &[],
    );
}

#[test]
fn what_the_change_itself_made_may_go() {
    check("CREATE TABLE a (b int); DROP TABLE a;", &[]);
    check("CREATE TABLE a (b int); DROP TABLE public.a;", &[]);
    check(
        "CREATE TABLE a (b int, c int); ALTER TABLE a DROP COLUMN c; CREATE INDEX i ON a (b); DROP INDEX i; DELETE FROM a; TRUNCATE a;",
        &[],
    );
    check("CREATE TABLE new (b int); ALTER TABLE new RENAME TO old; DROP TABLE old;", &[]);
    check("CREATE SCHEMA s; CREATE TABLE IF NOT EXISTS s.a (b int); DROP TABLE s.a; DROP SCHEMA s;", &[]);
    check("ALTER TABLE a ADD COLUMN b int; UPDATE a SET b = 1; ALTER TABLE a DROP COLUMN b;", &[]);
    let mut scan = Scan::new(settings());
    assert!(scan.scan(&script("CREATE TABLE a (b int);")).findings.is_empty());
    assert!(scan.scan(&script("DROP TABLE a;")).findings.is_empty(), "an earlier migration of the same change made it");
}

#[test]
fn what_only_seems_to_be_new_may_not() {
    check("CREATE TABLE IF NOT EXISTS a (b int);\nDROP TABLE a;", &["2 error drop-table"]);
    check("CREATE TABLE s.a (b int);\nDROP TABLE a;", &["2 error drop-table"]);
    check("CREATE TABLE a (b int);\nDROP TABLE a;\nDROP TABLE a;", &["3 error drop-table"]);
    check("CREATE TEMP TABLE a (b int);\nDROP TABLE a;\nDROP TABLE a;", &["1 notice session-state", "3 error drop-table"]);
    check_after("CREATE TABLE a (c int);", "CREATE TEMP TABLE a (b int) ON COMMIT DROP;\nDROP TABLE a;", &["2 error drop-table"]);
    check("CREATE TABLE a (b int);\nALTER TABLE a RENAME TO c;\nDROP TABLE a;", &["3 error drop-table"]);
    check("CREATE OR REPLACE VIEW a AS SELECT 1;\nDROP VIEW a;", &["2 warning drop-view"]);
    check("DO $$ BEGIN IF false THEN CREATE TABLE a (b int); END IF; END $$;\nDROP TABLE a;", &["2 error drop-table"]);
    check("DO $$ BEGIN IF false THEN ALTER TABLE n RENAME TO a; END IF; END $$;\nDROP TABLE a;", &["2 error drop-table"]);
    check("CREATE TABLE a (b int);\nSET LOCAL search_path = s;\nDROP TABLE a;", &["3 error drop-table"]);
    check("SAVEPOINT s;\nCREATE TABLE a (b int);\nROLLBACK TO s;\nDROP TABLE a;", &["4 error drop-table"]);
    check_after("CREATE TABLE a (b int);", "DROP TABLE a", &["1 error drop-table"]);
}

/// Ways to reach older rows through something new.
#[test]
fn what_is_new_does_not_hide_what_is_old() {
    check("CREATE VIEW v AS SELECT * FROM users;\nDELETE FROM v;", &["2 error delete-without-where"]);
    check("CREATE SCHEMA s;\nALTER TABLE users SET SCHEMA s;\nDROP SCHEMA s CASCADE;", &["3 error drop-schema"]);
    check("CREATE SCHEMA s;\nALTER TABLE users SET SCHEMA s;\nDROP TABLE s.users;", &["3 error drop-table"]);
    check(
        "CREATE TABLE n (a int) PARTITION BY RANGE (a);\nALTER TABLE n ATTACH PARTITION users DEFAULT;\nDROP TABLE n;",
        &["3 error drop-table"],
    );
    check("CREATE TABLE n (a int);\nALTER TABLE users INHERIT n;\nDELETE FROM n;", &["3 error delete-without-where"]);
    check("CREATE DOMAIN d AS text;\nALTER TABLE users ADD COLUMN c d;\nDROP DOMAIN d CASCADE;", &["3 error drop-type"]);
    check(
        "CREATE TABLE n (a int);\nALTER TABLE users ADD FOREIGN KEY (a) REFERENCES n;\nTRUNCATE n CASCADE;",
        &["3 error truncate"],
    );
    check("ALTER TABLE users RENAME TO old;\nCREATE TABLE users (a int);\nDROP TABLE old;", &["3 error drop-table"]);
    check(
        "ALTER TABLE users ADD x int;\nALTER TABLE users RENAME x TO y;\nALTER TABLE users RENAME email TO x;\nALTER TABLE users DROP x;",
        &["4 error drop-column"],
    );
    let mut scan = Scan::new(settings());
    scan.scan(&script("CREATE TABLE a (b int);"));
    scan.settle();
    assert_eq!(
        scan.scan(&script("DROP TABLE a;")).findings.len(),
        1,
        "in a history that is looked at as a whole it holds rows by now"
    );
}

#[test]
fn deletions_and_overwriting() {
    check("DELETE FROM a", &["1 error delete-without-where"]);
    check("DELETE FROM ONLY a WHERE 1 = 1", &["1 error delete-without-where"]);
    check("DELETE FROM a USING b WHERE a.id = b.id", &["1 warning delete-by-join"]);
    check(
        "SELECT 1;\nWITH d AS (\n  DELETE FROM a RETURNING *\n) INSERT INTO b SELECT * FROM d",
        &["3 error delete-without-where"],
    );
    check("WITH x AS (SELECT 1) DELETE FROM a", &["1 error delete-without-where"]);
    check("WITH x AS (SELECT 1) UPDATE a SET b = 1", &["1 warning update-without-where"]);
    check("COPY (DELETE FROM a RETURNING *) TO STDOUT", &["1 error delete-without-where"]);
    check("EXPLAIN (ANALYZE, BUFFERS) DELETE FROM a", &["1 error delete-without-where"]);
    check("EXPLAIN DELETE FROM a; PREPARE p AS DELETE FROM a", &["1 notice session-state"]);
    check("MERGE INTO a USING b ON true WHEN MATCHED THEN DELETE", &["1 error delete-without-where"]);
    check("MERGE INTO a USING b ON a.id = b.id WHEN NOT MATCHED BY SOURCE THEN DELETE", &["1 warning delete-by-join"]);
    check(
        "MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN UPDATE SET c = 1 WHEN NOT MATCHED THEN INSERT VALUES (1)",
        &["1 warning insert-overwrites"],
    );
    check("UPDATE a SET b = b WHERE (true OR c)", &["1 warning update-without-where"]);
    check("UPDATE a SET b = (SELECT c FROM d WHERE d.id = 1)", &["1 warning update-without-where"]);
}

#[test]
fn conditions_are_seen_where_the_parser_gives_up() {
    check(&format!("DELETE FROM a WHERE {}b{}", "(".repeat(500), ")".repeat(500)), &[]);
    check("DELETE FROM a RETURNING WITH (OLD AS o) o.id", &["1 error delete-without-where"]);
}

#[test]
fn types_are_compared_with_the_history() {
    let base = "CREATE TABLE \"User\" (\"id\" BIGINT NOT NULL, \"name\" TEXT, \"tags\" TEXT[], CONSTRAINT \"User_pkey\" PRIMARY KEY (\"id\"));\n\
                ALTER TABLE \"User\" ADD COLUMN \"age\" INTEGER; ALTER TABLE \"User\" RENAME COLUMN \"age\" TO \"years\";";
    let alter = |rest: &str| format!("ALTER TABLE \"User\" ALTER COLUMN {rest}");
    check_after(base, &alter("\"id\" SET DATA TYPE INTEGER"), &["1 error narrowing-type-change"]);
    check_after(base, &alter("\"name\" TYPE varchar(10)"), &["1 error narrowing-type-change"]);
    check_after(base, &alter("\"years\" TYPE BIGINT, ALTER \"name\" TYPE varchar"), &[]);
    check_after(base, &alter("\"name\" TYPE text USING NULL"), &["1 error narrowing-type-change"]);
    check_after(base, &alter("\"years\" TYPE bigint USING \"years\"::bigint"), &[]);
    check_after(base, &alter("\"years\" TYPE bigint USING \"years\" / 2"), &["1 warning narrowing-type-change"]);
    check_after(base, &alter("\"tags\" TYPE text USING \"tags\"[1]"), &["1 warning narrowing-type-change"]);
    check_after(base, &alter("\"name\" TYPE integer USING \"name\"::integer"), &["1 warning narrowing-type-change"]);
    check_after(base, &alter("\"unknown\" TYPE integer"), &["1 warning narrowing-type-change"]);
    check_after(base, &alter("\"unknown\" TYPE text"), &[]);
}

#[test]
fn enums_made_anew() {
    let base = "CREATE TYPE \"Role\" AS ENUM ('A', 'B'); ALTER TYPE \"Role\" ADD VALUE 'C'; CREATE TABLE t (r \"Role\");";
    let dance = |values: &str| {
        format!(
            "CREATE TYPE \"Role_new\" AS ENUM ({values});\nALTER TABLE t ALTER COLUMN r TYPE \"Role_new\" USING (r::text::\"Role_new\");\n\
             ALTER TYPE \"Role\" RENAME TO \"Role_old\";\nALTER TYPE \"Role_new\" RENAME TO \"Role\";\nDROP TYPE \"Role_old\";"
        )
    };
    check_after(base, &dance("'A', 'B'"), &["5 error enum-value-removed"]);
    check_after(base, &dance("'C', 'B', 'A', 'D'"), &[]);
    check(&dance("'A'"), &["5 warning enum-value-removed"]);
    let found = scan(base, &dance("'B'"));
    assert!(found.findings.iter().any(|finding| finding.message.contains("without `A`, `C`")), "{:?}", found.findings);
    // The other orders in which people do it.
    check_after(
        base,
        "ALTER TYPE \"Role\" RENAME TO old; CREATE TYPE \"Role\" AS ENUM ('A');\nDROP TYPE old;",
        &["2 error enum-value-removed"],
    );
    check_after(
        base,
        "CREATE TYPE n AS ENUM ('A');\nDROP TYPE \"Role\";\nALTER TYPE n RENAME TO \"Role\";",
        &["2 error enum-value-removed"],
    );
    check_after(base, "DROP TYPE \"Role\";", &["1 warning drop-type"]);
}

#[test]
fn new_enum_values_used_at_once() {
    check("ALTER TYPE r ADD VALUE 'x';\nUPDATE t SET a = 'x' WHERE b;", &["2 warning enum-value-used-at-once"]);
    check("ALTER TYPE r ADD VALUE 'x';\nCOMMIT;\nUPDATE t SET a = 'x' WHERE b;", &["2 warning own-transaction"]);
    check("CREATE TYPE r AS ENUM ('a'); ALTER TYPE r ADD VALUE 'x'; ALTER TABLE t ADD COLUMN c r DEFAULT 'x';", &[]);
    check("ALTER TYPE r ADD VALUE 'x'; ALTER TYPE r ADD VALUE 'y' AFTER 'x'; UPDATE t SET a = 'z' WHERE b;", &[]);
}

#[test]
fn transactions_of_the_script() {
    check("BEGIN;\nSELECT 1;\nCOMMIT;", &["1 notice own-transaction"]);
    check("BEGIN;\nSELECT 1;", &["1 error own-transaction"]);
    check("SELECT 1;\nROLLBACK;", &["2 error own-transaction"]);
    check("BEGIN;\nSELECT 1;\nROLLBACK;", &["1 notice own-transaction", "3 warning own-transaction"]);
    check("SAVEPOINT a; RELEASE a;", &[]);
    check("SELECT pg_catalog.set_config('search_path', '', false);", &["1 error session-state"]);
    check("SET lock_timeout = '1s'; SET LOCAL search_path = x;", &["1 notice session-state"]);
    check("CREATE INDEX CONCURRENTLY i ON t (a);", &[]);
    check("SELECT 1;\nVACUUM t;", &["2 warning concurrently-among-others"]);
    check("SELECT 1;\nREINDEX TABLE CONCURRENTLY t;", &["2 error concurrently-among-others"]);
    check("DO $$ BEGIN VACUUM t; END $$", &["1 error concurrently-among-others"]);
}

#[test]
fn blocks_are_read() {
    let block = "DO $$\nDECLARE r record;\nBEGIN\n  IF EXISTS (SELECT 1) THEN DROP TABLE a; ELSE\n    DELETE FROM b; END IF;\n  FOR r IN SELECT 1 LOOP\n    \
                 EXECUTE 'TRUNCATE c';\n    EXECUTE format('DROP TABLE %I', r.x);\n  END LOOP;\n  RAISE NOTICE 'DROP TABLE d';\n  x := CASE WHEN true THEN 1 END;\n\
                 EXCEPTION WHEN others THEN UPDATE e SET f = 1;\nEND $$;";
    check(
        block,
        &[
            "4 error drop-table",
            "5 error delete-without-where",
            "7 error truncate",
            "8 error dynamic-sql",
            "12 warning update-without-where",
        ],
    );
    let found = scan("", block);
    let table = found.findings.iter().find(|finding| finding.rule.as_str() == "drop-table").expect("it is found");
    assert_eq!((table.place.as_ref().map(|place| place.column), table.statement.as_deref()), (Some(40), Some("DROP TABLE a")));
    check("DO 'BEGIN DROP TABLE \"a\"\"b\"; END'", &["1 error drop-table"]);
    check(
        "DO LANGUAGE plpgsql $x$ BEGIN PERFORM set_config('role', 'x', false); SET search_path = y; END $x$",
        &["1 error session-state", "1 error session-state"],
    );
    check(
        "DO LANGUAGE plperl $$ DROP TABLE a; $$; CALL p(1); EXECUTE q;",
        &["1 warning opaque-code", "1 warning opaque-code", "1 warning opaque-code"],
    );
    check("DO $$ BEGIN ALTER TABLE a FROBNICATE; END $$", &["1 error unparsed-statement"]);
}

#[test]
fn what_is_not_understood_is_said() {
    let found = scan("", "SELECT 1; DORP TABLE a; ALTER TABLE a FROBNICATE; CREATE STAGE x; {{schema}}; DROP TABEL b");
    assert_eq!((found.summary.total, found.summary.unparsed), (6, 5));
    assert_eq!(found.findings.iter().filter(|finding| finding.rule.as_str() == "unparsed-statement").count(), 5);
}

/// Heads that the general parser rejects and that real histories hold.
#[test]
fn statements_of_real_histories_are_understood() {
    for sql in [
        "GRANT EXECUTE ON FUNCTION f(int, text) TO anon",
        "REVOKE ALL ON FUNCTION f(int) FROM PUBLIC",
        "COMMENT ON POLICY p ON t IS 'x'",
        "CREATE TRIGGER t AFTER INSERT ON x FOR EACH ROW EXECUTE FUNCTION f('a', 'b')",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO anon",
        "ALTER TYPE t OWNER TO postgres",
        "ALTER SEQUENCE s RESTART WITH 5",
        "CREATE SEQUENCE s AS integer START 1 INCREMENT BY 1 NO CYCLE",
        "ALTER TABLE t ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME x START WITH 1)",
        "ALTER VIEW v SET (security_invoker = true)",
        "CREATE FUNCTION f() RETURNS SETOF t LANGUAGE sql STABLE ROWS 1000 AS 'SELECT * FROM t'",
        "ALTER PUBLICATION p ADD TABLE t",
        "ALTER INDEX IF EXISTS i RENAME TO j",
        "CREATE RULE r AS ON INSERT TO v DO INSTEAD NOTHING",
        "CREATE EXTENSION IF NOT EXISTS x WITH SCHEMA extensions CASCADE",
        "ALTER TABLE t ALTER CONSTRAINT c DEFERRABLE INITIALLY DEFERRED",
        "CREATE MATERIALIZED VIEW m AS SELECT 1 WITH DATA",
        "ALTER TABLE t ATTACH PARTITION p FOR VALUES IN (1)",
        "ALTER TABLE t DETACH PARTITION p CONCURRENTLY",
        "ALTER TABLE t INHERIT u",
        "ALTER TABLE t SET SCHEMA s",
        "ALTER TABLE t SET TABLESPACE s",
        "ALTER TABLE t ALTER COLUMN c SET STATISTICS 100",
        "ALTER TABLE t ALTER c DROP IDENTITY IF EXISTS",
        "ALTER TABLE t ALTER c DROP EXPRESSION",
        "ALTER TABLE t CLUSTER ON i",
        "ALTER TABLE t REPLICA IDENTITY FULL",
        "ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
        "ALTER TABLE t ADD CHECK (a > 0) NOT VALID, VALIDATE CONSTRAINT c",
        "ALTER TABLE t ADD EXCLUDE USING gist (a WITH &&)",
        "ALTER TABLE ALL IN TABLESPACE a SET TABLESPACE b",
        "ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0)",
        "ALTER TYPE t ADD ATTRIBUTE a int, ALTER ATTRIBUTE b TYPE text",
        "ALTER TYPE t RENAME VALUE 'a' TO 'b'",
        "ALTER DATABASE d SET timezone = 'UTC'",
        "REASSIGN OWNED BY a TO b",
        "GRANT a TO b",
        "DROP CAST (a AS b); DROP OPERATOR = (a, b); DROP USER MAPPING FOR a SERVER b",
        "DROP STATISTICS s; DROP EVENT TRIGGER e; DROP LANGUAGE l; DROP SERVER s; DROP ACCESS METHOD a",
        "REFRESH MATERIALIZED VIEW CONCURRENTLY m",
        "SECURITY LABEL FOR x ON TABLE t IS 'y'",
        "LOCK TABLE t IN SHARE MODE",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END",
        "CREATE UNIQUE INDEX ON t (a) NULLS NOT DISTINCT",
        "CREATE TABLE t (a int REFERENCES u ON DELETE SET NULL (a), b int GENERATED ALWAYS AS (a + 1) STORED)",
        "CREATE TABLE p PARTITION OF t FOR VALUES FROM (1) TO (2)",
        "CREATE TABLE t (LIKE u INCLUDING ALL)",
        "CREATE UNLOGGED TABLE t AS SELECT 1",
        "CREATE OR REPLACE PROCEDURE p() LANGUAGE sql AS $$ SELECT 1 $$",
        "CREATE SCHEMA AUTHORIZATION a",
        "SELECT 'a'\n'b'",
        "(SELECT 1) UNION (SELECT 2)",
        "TABLE t",
        "NOTIFY c, 'x'; CHECKPOINT; ANALYZE t; SHOW x; CLOSE c; FETCH c; MOVE c",
        "IMPORT FOREIGN SCHEMA a FROM SERVER b INTO c",
        "CREATE POLICY p ON t FOR DELETE USING (true)",
        "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f()",
    ] {
        let found = scan("", sql);
        assert_eq!(found.summary.unparsed, 0, "{sql}");
        assert!(found.findings.iter().all(|finding| finding.severity < report::Severity::Error), "{sql}: {:?}", found.findings);
    }
}

#[test]
fn what_is_named_as_dropped_is_told() {
    let found = scan(
        "",
        "DROP TABLE IF EXISTS s.a CASCADE; ALTER TABLE b DROP c; TRUNCATE d; DROP FUNCTION f(int); DROP TRIGGER t ON s.u; CREATE TABLE e (f int); DROP TABLE e;",
    );
    let shown: Vec<String> = found
        .dropped
        .iter()
        .map(|dropped| {
            let schema = dropped.schema.as_deref().unwrap_or("-");
            let rows = if dropped.loss == Loss::Rows { " (rows)" } else { "" };
            format!("{} {schema} {}{}{rows}", dropped.kind, dropped.name.join("/"), if dropped.cascade { " cascade" } else { "" })
        })
        .collect();
    assert_eq!(
        shown,
        ["table s a cascade", "table column - b/c", "table - d (rows)", "function - f", "trigger s u/t", "table - e"]
    );
}

#[test]
fn findings_carry_place_statement_and_advice() {
    let found = scan("", "-- é\r\nALTER TABLE \"Ä\"\r\n  DROP COLUMN b,\r\n  DROP COLUMN c;\r\n");
    let places: Vec<_> = found
        .findings
        .iter()
        .filter_map(|finding| finding.place.as_ref())
        .map(|place| (place.line, place.column, place.end_line))
        .collect();
    assert_eq!(places, [(3, 3, 3), (4, 3, 4)]);
    for finding in &found.findings {
        assert!(
            finding
                .statement
                .as_deref()
                .is_some_and(|statement| statement.starts_with("ALTER TABLE \"Ä\"") && statement.ends_with("DROP COLUMN c"))
        );
        assert!(finding.advice.as_ref().is_some_and(|advice| advice.contains('`')));
        assert_eq!(finding.migration.as_deref(), Some("20260101000000_x"));
    }
    let long = format!("DELETE FROM t USING (VALUES {} (1)) v", "('é'), ".repeat(200));
    let found = scan("", &long);
    assert!(
        found.findings.iter().all(|finding| finding.statement.as_ref().is_some_and(|statement| statement.chars().count() == 401))
    );
}
