//! Code inside of SQL: blocks, bodies, what calls bring with them, and what cannot be read.

use hazards::{Group, find};

use crate::scan;

/// Findings on data, transactions and code, as `line severity rule object`.
fn check_after(base: &str, sql: &str, expected: &[&str]) {
    let found = scan(base, sql);
    let shown: Vec<String> = found
        .findings
        .iter()
        .filter(|finding| {
            let group = find(finding.rule.as_str()).map(|rule| rule.group);
            matches!(group, Some(Group::Data | Group::Transactions | Group::Opaque))
        })
        .map(|finding| {
            let line = finding.place.as_ref().map_or(0, |place| place.line);
            let object = finding.object.as_ref().map(|object| format!(" {object}")).unwrap_or_default();
            format!("{line} {} {}{object}", finding.severity, finding.rule)
        })
        .collect();
    assert_eq!(shown, expected, "{sql}\n{:#?}", found.findings);
}

fn check(sql: &str, expected: &[&str]) {
    check_after("", sql, expected);
}

fn block(statements: &str) -> String {
    format!("DO $$\nBEGIN\n{statements}\nEND $$;")
}

#[test]
fn every_statement_of_a_block_is_read_where_it_stands() {
    for (statements, expected) in [
        ("DROP TABLE a;", &["3 error drop-table a"] as &[&str]),
        (
            "IF x > 1 THEN\nDROP TABLE a;\nELSIF y THEN\nDROP TABLE b;\nELSE\nDROP TABLE c;\nEND IF;",
            &["4 error drop-table a", "6 error drop-table b", "8 error drop-table c"],
        ),
        (
            "CASE x WHEN 1, 2 THEN\nDROP TABLE a;\nELSE\nDROP TABLE b;\nEND CASE;",
            &["4 error drop-table a", "6 error drop-table b"],
        ),
        ("CASE WHEN x THEN NULL; WHEN y THEN\nDROP TABLE a; END CASE;", &["4 error drop-table a"]),
        ("<<l>> LOOP\nDROP TABLE a; EXIT l WHEN true; CONTINUE; END LOOP l;", &["4 error drop-table a"]),
        ("WHILE (SELECT true) LOOP\nDROP TABLE a; END LOOP;", &["4 error drop-table a"]),
        ("FOR i IN REVERSE 10..1 BY 2 LOOP\nDROP TABLE a; END LOOP;", &["4 error drop-table a"]),
        ("FOR r IN SELECT * FROM t FOR UPDATE LOOP\nDROP TABLE a; END LOOP;", &["4 error drop-table a"]),
        (
            "FOR r IN DELETE FROM t RETURNING * LOOP\nDROP TABLE a; END LOOP;",
            &["3 error delete-without-where t", "4 error drop-table a"],
        ),
        ("FOREACH e SLICE 1 IN ARRAY ARRAY[1, 2] LOOP\nDROP TABLE a; END LOOP;", &["4 error drop-table a"]),
        (
            "BEGIN\nDROP TABLE a;\nEXCEPTION WHEN undefined_table OR SQLSTATE '22012' THEN\nDROP TABLE b;\nWHEN OTHERS THEN NULL;\nEND;\nDROP TABLE c;",
            &["4 error drop-table a", "6 error drop-table b", "9 error drop-table c"],
        ),
        ("DELETE FROM t RETURNING id INTO STRICT x, y.z, w[1];", &["3 error delete-without-where t"]),
        (
            "SELECT a, b INTO x FROM t; SELECT INTO STRICT x a FROM t; x := 1; y.z = 2; w[1] := 3; GET DIAGNOSTICS n = ROW_COUNT;",
            &[],
        ),
        ("OPEN c FOR DELETE FROM t RETURNING 1; FETCH NEXT FROM c INTO x; MOVE c; CLOSE c;", &["3 error delete-without-where t"]),
        ("RAISE NOTICE 'DROP TABLE a; %', x USING HINT = 'DROP TABLE b'; ASSERT x > 1, 'DROP TABLE c'; RETURN;", &[]),
        ("DO $x$ BEGIN\nDROP TABLE a; END $x$;", &["4 error drop-table a"]),
        ("WITH d AS (DELETE FROM t RETURNING *) SELECT count(*) INTO n FROM d;", &["3 error delete-without-where t"]),
        ("#x\nDROP TABLE a;", &["3 error unparsed-statement"]),
    ] {
        check(&block(statements), expected);
    }
    check(
        "DO $$ #variable_conflict use_column\n<<outer>>\nDECLARE\n  a CONSTANT integer NOT NULL DEFAULT 1; c CURSOR (n integer) IS SELECT 1; e ALIAS FOR $1;\n\
         BEGIN\n  DECLARE b text; BEGIN TRUNCATE x; END;\nEND outer $$",
        &["6 error truncate x"],
    );
}

#[test]
fn guards_of_real_histories_are_silent() {
    for sql in [
        "DO $$ BEGIN CREATE TYPE \"Role\" AS ENUM ('A'); EXCEPTION WHEN duplicate_object THEN null; END $$;",
        "DO $$\nBEGIN\n  IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'x') THEN\n    CREATE TYPE x AS (a int);\n  END IF;\nEND\n$$;",
        "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'x') THEN ALTER TABLE t ADD COLUMN IF NOT EXISTS a text; END IF; END $$",
        "CREATE FUNCTION touch() RETURNS trigger AS $$ BEGIN NEW.updated_at = now(); RETURN NEW; END; $$ LANGUAGE plpgsql;",
        "CREATE FUNCTION own() RETURNS void LANGUAGE plpgsql AS $$ BEGIN CREATE TEMP TABLE x (a int) ON COMMIT DROP; DELETE FROM x; DROP TABLE x; END $$",
        "DO $$ BEGIN IF true THEN CREATE TABLE t (a int); CREATE INDEX i ON t (a); ALTER TABLE t ADD CHECK (a > 0); DROP TABLE t; END IF; END $$",
        "DO $$ BEGIN RAISE NOTICE 'nothing to do'; END $$",
    ] {
        check(sql, &[]);
    }
}

/// What one branch makes is nobody's business behind it.
#[test]
fn what_a_branch_makes_is_new_in_that_branch_only() {
    check(&block("CREATE TABLE a (b int);\nDROP TABLE a;\nDROP TABLE a;"), &["5 error drop-table a"]);
    check(&block("IF x THEN CREATE TABLE a (b int); END IF;\nDROP TABLE a;"), &["4 error drop-table a"]);
    check(&block("IF x THEN CREATE TABLE a (b int); ELSE\nDROP TABLE a; END IF;"), &["4 error drop-table a"]);
    check(&block("BEGIN CREATE TABLE a (b int); EXCEPTION WHEN OTHERS THEN\nDROP TABLE a; END;"), &["4 error drop-table a"]);
    check("DO $$ BEGIN CREATE TABLE a (b int); END $$;\nDROP TABLE a;", &[]);
    check(
        "DO $$ BEGIN CREATE TABLE a (b int); EXCEPTION WHEN OTHERS THEN NULL; END $$;\nDROP TABLE a;",
        &["2 error drop-table a"],
    );
    check("DO $$ BEGIN IF x THEN RETURN; END IF; CREATE TABLE a (b int); END $$;\nDROP TABLE a;", &["2 error drop-table a"]);
}

#[test]
fn constant_texts_are_read_like_the_statement_itself() {
    for sql in [
        "EXECUTE 'TRUNCATE x';",
        "EXECUTE 'TRUN' || 'CATE x';",
        "EXECUTE ('TRUNCATE ' || ('x'));",
        "EXECUTE E'TRUNCATE\\nx' INTO y;",
        "EXECUTE $q$ TRUNCATE x $q$ USING 1, 2;",
        "EXECUTE format('TRUNCATE x');",
        "EXECUTE pg_catalog.format('TRUNCATE x');",
        "EXECUTE concat('TRUNCATE ', 'x');",
        "EXECUTE 'TRUNCATE x'::text;",
        "FOR r IN EXECUTE 'TRUNCATE x' LOOP NULL; END LOOP;",
        "OPEN c FOR EXECUTE 'TRUNCATE x';",
        "RETURN QUERY EXECUTE 'TRUNCATE x';",
        "q := 'TRUNCATE '; EXECUTE q || 'x';",
        "EXECUTE 'DO ''BEGIN EXECUTE ''''TRUNCATE x''''; END''';",
        "PERFORM query_to_xml('TRUNCATE x', true, false, '');",
    ] {
        let found = scan("", &block(sql));
        let truncates = found.findings.iter().filter(|finding| finding.rule.as_str() == "truncate").count();
        assert_eq!((truncates, found.findings.len()), (1, 1), "{sql}: {:#?}", found.findings);
    }
    let place = |sql: &str| scan("", sql).findings[0].place.as_ref().map(|place| (place.line, place.column));
    assert_eq!(place("DO $$ BEGIN EXECUTE\n  'SELECT 1; TRUNCATE x'; END $$"), Some((2, 23)), "the very word");
    assert_eq!(place("DO 'BEGIN\n  TRUNCATE x; END'"), Some((2, 12)), "the very word");
}

#[test]
fn of_other_texts_what_is_known_is_said() {
    for (sql, severity, known) in [
        ("EXECUTE 'DROP TABLE ' || t;", "error", "drops the table `…`"),
        ("EXECUTE format('DROP TABLE %I', t);", "error", "drops the table `…`"),
        ("EXECUTE format('ALTER TABLE %1$I DROP COLUMN %2$I', t, c);", "error", "drops the column"),
        ("EXECUTE 'DELETE FROM ' || quote_ident(t);", "error", "deletes all rows"),
        ("EXECUTE (SELECT string_agg('DROP VIEW ' || viewname, ';') FROM pg_views);", "warning", "`DROP VIEW …`"),
        ("EXECUTE format('CREATE INDEX ON %I (a)', t);", "warning", "`CREATE INDEX ON … (a)`"),
        ("EXECUTE anything;", "warning", "it may do anything"),
        ("q := 'DROP TABLE ' || x; EXECUTE q;", "error", "drops the table"),
        ("EXECUTE format('DELETE FROM %I WHERE id = 1', t);", "warning", "DELETE FROM … WHERE id = 1"),
        ("EXECUTE format('SELECT count(*) FROM %I', t) INTO n;", "notice", "`SELECT count(*) FROM …`"),
        ("EXECUTE 'SELECT ' || f || '()';", "warning", "`SELECT …()`"),
        ("EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);", "notice", "ENABLE ROW LEVEL SECURITY"),
        ("EXECUTE format('CREATE SCHEMA %I', t);", "notice", "`CREATE SCHEMA …`"),
        ("EXECUTE format('CREATE TABLE %I PARTITION OF p DEFAULT', t);", "warning", "PARTITION OF p DEFAULT"),
        ("PERFORM query_to_xml(q, true, false, '');", "warning", "it may do anything"),
    ] {
        let found = scan("", &block(sql));
        let [finding] = found.findings.as_slice() else { panic!("{sql}: {:#?}", found.findings) };
        assert_eq!((finding.rule.as_str(), finding.severity.to_string().as_str()), ("dynamic-sql", severity), "{sql}");
        assert!(finding.message.contains(known), "{sql}: {}", finding.message);
    }
    check("CREATE FUNCTION run(c text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE c; END $$", &["1 warning dynamic-sql"]);
}

#[test]
fn a_call_does_what_the_body_does() {
    let base = "CREATE FUNCTION purge() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM users; RETURN 1; END $$;\n\
                CREATE FUNCTION app.indirect(x int) RETURNS int LANGUAGE sql AS 'SELECT purge()';\n\
                CREATE PROCEDURE p() LANGUAGE sql BEGIN ATOMIC DELETE FROM users; END;\n\
                CREATE FUNCTION shell() RETURNS int LANGUAGE plpython3u AS 'pass';";
    for sql in [
        "SELECT purge();",
        "SELECT public.purge();",
        "SELECT 1 WHERE purge() = 0;",
        "SELECT * FROM purge() AS f (n);",
        "SELECT app.indirect(1 + 2);",
        "CALL p();",
        "DO $$ BEGIN PERFORM purge(); END $$;",
        "DO $$ DECLARE x int := purge(); BEGIN NULL; END $$;",
        "DO $$ BEGIN x := purge(); END $$;",
        "DO $$ BEGIN IF purge() > 1 THEN NULL; END IF; END $$;",
        "DO $$ BEGIN CALL p(); END $$;",
        "DO $$ BEGIN EXECUTE 'SELECT purge()'; END $$;",
        "EXPLAIN ANALYZE SELECT purge();",
        "CREATE TABLE x AS SELECT purge();",
        "CREATE MATERIALIZED VIEW x AS SELECT purge() AS n;",
        "INSERT INTO x SELECT purge();",
        "INSERT INTO x VALUES (purge());",
        "UPDATE t SET a = purge() WHERE b;",
        "VALUES (purge());",
        "COPY (SELECT purge()) TO STDOUT;",
        "ALTER TABLE t ADD COLUMN a int DEFAULT purge();",
        "PREPARE q AS DELETE FROM users; EXECUTE q;",
        "PREPARE q AS SELECT 1; PREPARE q AS SELECT purge(); EXECUTE q;",
        "CREATE TABLE x AS EXECUTE q;",
    ] {
        let sql = if sql.contains("AS EXECUTE") {
            format!("PREPARE q AS DELETE FROM users RETURNING id; {sql}")
        } else {
            sql.to_owned()
        };
        let found = scan(base, &sql);
        let deletions: Vec<&str> = found
            .findings
            .iter()
            .filter(|finding| finding.rule.as_str() == "delete-without-where")
            .map(|finding| finding.message.as_str())
            .collect();
        assert_eq!(deletions.len(), 1, "{sql}: {:#?}", found.findings);
        assert!(
            deletions.iter().all(|message| message.contains(", by calling `") || message.contains(", by executing `")),
            "{deletions:?}"
        );
    }
    for sql in [
        "CREATE VIEW v AS SELECT purge();",
        "CREATE MATERIALIZED VIEW x AS SELECT purge() AS n WITH NO DATA;",
        "EXPLAIN SELECT purge();",
        "SELECT 'purge()', $$ purge() $$; -- purge()",
        "ALTER FUNCTION purge() RENAME TO other; SELECT a.purge;",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT purge()';",
    ] {
        let found = scan(base, sql);
        assert!(
            found.findings.iter().all(|finding| finding.rule.as_str() != "delete-without-where"),
            "{sql}: {:#?}",
            found.findings
        );
    }
    check_after(base, "SELECT shell();", &["1 warning opaque-code"]);
    check_after(base, "ALTER FUNCTION purge() RENAME TO other;\nSELECT other();", &["2 error delete-without-where users"]);
    check_after(base, "DROP FUNCTION purge();\nSELECT purge();", &["2 notice opaque-code purge"]);
}

#[test]
fn code_that_no_script_defines_is_said_to_be_unknown() {
    check("CALL p();", &["1 warning opaque-code p"]);
    check("SELECT cron.schedule('x', '0 0 * * *', 'DELETE FROM logs');", &["1 notice opaque-code cron.schedule"]);
    check("DO $$ BEGIN PERFORM a.b(); END $$", &["1 notice opaque-code a.b"]);
    check(
        "SELECT a.b(x) FROM t; SELECT lower('x'), now(); SELECT pg_catalog.anything(); INSERT INTO t (a) VALUES (b(1)); CREATE TABLE x (a varchar(3));",
        &[],
    );
    check("EXECUTE q; LOAD 'x';", &["1 warning opaque-code", "1 warning opaque-code", "1 notice session-state"]);
    check("DO LANGUAGE plv8 $$ x $$", &["1 warning opaque-code"]);
}

#[test]
fn routines_that_would_destroy_are_told() {
    for body in [
        "DROP TABLE a",
        "TRUNCATE a",
        "DELETE FROM a",
        "UPDATE a SET b = 1",
        "ALTER TABLE a DROP COLUMN b",
        "ALTER TABLE a DISABLE ROW LEVEL SECURITY",
        "GRANT SELECT ON a TO anon",
        "DROP SCHEMA a",
    ] {
        for sql in [
            format!("CREATE FUNCTION f() RETURNS void LANGUAGE sql AS '{body}'"),
            format!("CREATE OR REPLACE PROCEDURE f() LANGUAGE plpgsql AS $$ BEGIN IF true THEN {body}; END IF; END $$"),
        ] {
            let found = scan("", &sql);
            let told = found.findings.iter().filter(|finding| finding.rule.as_str() == "destructive-routine").count();
            assert_eq!(told, 1, "{sql}: {:#?}", found.findings);
            assert!(found.findings.iter().all(|finding| finding.severity <= report::Severity::Warning), "{sql}");
        }
    }
}

#[test]
fn what_cannot_be_read_inside_is_an_error_there() {
    check(&block("ALTER TABLE a FROBNICATE;\nDROP TABLE b;"), &["3 error unparsed-statement", "4 error drop-table b"]);
    check("CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN\nDORP TABLE a; END $$", &["2 error unparsed-statement"]);
    check("CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ SELECT 1;\nDORP TABLE a; $$", &["2 error unparsed-statement"]);
    check("DO $$ BEGIN IF true THEN NULL; $$", &["1 error unparsed-statement"]);
    check("DO $$ BEGIN END IF; END $$", &["1 error unparsed-statement"]);
}

#[test]
fn what_only_other_programs_understand_is_told_apart() {
    for (sql, says) in [
        ("ALTER TABLE {{ table }} ADD a int;", "placeholder"),
        ("DELETE FROM t WHERE id = :id;", "placeholder"),
        ("ALTER TABLE :table ADD a int;", "placeholder"),
        ("CREATE SCHEMA ${schema};", "placeholder"),
        ("\\i other.sql", "psql"),
        ("SELECT 1 \\gexec", "psql"),
        ("DELETE FROM t WHERE a = 'x;", "never closed"),
        ("SELECT 1\0;", "zero byte"),
        ("DORP TABLE a;", "not understood"),
    ] {
        let found = scan("", sql);
        assert_eq!(found.summary.unparsed, 1, "{sql}");
        let [finding] = found.findings.as_slice() else { panic!("{sql}: {:#?}", found.findings) };
        assert!(finding.message.contains(says), "{sql}: {}", finding.message);
    }
    let found = scan("", "SELECT a[1:2], a[:n], b::text, JSON_OBJECT('a': 1), JSON_OBJECT('a':b);");
    assert_eq!(found.summary.unparsed, 0);
}

#[test]
fn statements_inside_are_counted() {
    let inner = |sql: &str| scan("", sql).summary.inner;
    assert_eq!(inner("SELECT 1; DROP TABLE a;"), 0);
    assert_eq!(inner(&block("SELECT 1; IF x THEN DROP TABLE a; ELSE PERFORM b(); END IF;")), 3);
    assert_eq!(inner("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1; SELECT 2'"), 2);
    assert_eq!(inner(&block("EXECUTE 'SELECT 1; SELECT 2';")), 3);
}

/// Code that calls code could grow without end.
#[test]
fn calls_that_multiply_end() {
    let routine = |name: usize, calls: &str| {
        format!("CREATE FUNCTION f{name}() RETURNS int LANGUAGE sql AS $$ {calls} DELETE FROM t{name} $$;\n")
    };
    let doubling: String = (0..60)
        .map(|at| routine(at, &format!("SELECT f{0}(); SELECT f{0}(); SELECT f{1}();", at + 1, at + 2)))
        .chain(["SELECT f0();\n".to_owned()])
        .collect();
    assert!(scan("", &doubling).findings.iter().filter(|finding| finding.rule.as_str() == "delete-without-where").count() >= 60);
    let circle = format!("{}{}SELECT f0();", routine(0, "SELECT f1();"), routine(1, "SELECT f0();"));
    assert_eq!(scan("", &circle).findings.iter().filter(|finding| finding.rule.as_str() == "delete-without-where").count(), 2);
    let chain: String = (0..4_000).map(|at| routine(at, &format!("SELECT f{}();", at + 1))).collect();
    scan("", &format!("{chain}SELECT f0();"));
    let large = routine(0, &"DELETE FROM u;".repeat(1_000));
    let many = scan(&large, &"SELECT f0();".repeat(1_000));
    assert!(many.findings.iter().any(|finding| finding.message.contains("more code than can be followed")));
}

#[test]
fn texts_that_double_end() {
    let doubling: String = (0..2_000).map(|at| format!("v{} := v{at} || v{at} || 'DROP TABLE a; ';\n", at + 1)).collect();
    scan("", &block(&format!("v0 := 'DROP TABLE a; ';\n{doubling} EXECUTE v2000;")));
    let deep = format!("EXECUTE {}'DROP TABLE a'{};", "(".repeat(5_000), ")".repeat(5_000));
    scan("", &block(&deep));
    for opening in [
        "IF x THEN ",
        "LOOP ",
        "BEGIN ",
        "CASE WHEN x THEN ",
        "IF (",
        "DECLARE ",
        "FOR x IN SELECT ",
        "<<a>> ",
        "x[",
        "END; ",
        "EXCEPTION WHEN x THEN ",
    ] {
        scan("", &block(&opening.repeat(4_000)));
    }
}

/// Whoever gives a function the name of one of Postgres's own is not believed.
#[test]
fn names_of_postgres_hide_nothing() {
    let base = "CREATE FUNCTION log(text) RETURNS int LANGUAGE sql AS 'DELETE FROM users; SELECT 1'; \
                CREATE FUNCTION pg_tidy() RETURNS int LANGUAGE sql AS 'DELETE FROM users; SELECT 1';";
    check_after(base, "SELECT log('x');", &["1 error delete-without-where users"]);
    check_after(base, "SELECT pg_tidy();", &["1 error delete-without-where users"]);
    check("SELECT log(2), pg_sleep(1), length('x');", &[]);
    check("SELECT lo_export(1, '/x');", &["1 warning opaque-code lo_export"]);
    check("SELECT * FROM t WHERE dblink_exec('x', 'y') IS NULL;", &["1 warning opaque-code dblink_exec"]);
}

/// Nothing is passed over: what the splitter counts is understood, or a finding.
#[test]
fn every_statement_of_this_repository_is_accounted_for() {
    fn scripts(directory: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
        let entries = std::fs::read_dir(directory).expect("a directory can be listed");
        for path in entries.map(|entry| entry.expect("it can be read").path()) {
            if path.is_dir() {
                scripts(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "sql") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    for directory in ["tests", "crates"] {
        scripts(&std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join(directory), &mut found);
    }
    let mut statements = 0;
    for path in found {
        // Some are in other encodings, and are refused before they are scanned.
        let Ok(sql) = std::fs::read_to_string(&path) else { continue };
        let told = scan("", &sql);
        let said = told.findings.iter().filter(|finding| finding.rule.as_str() == "unparsed-statement").count();
        assert_eq!(told.summary.total, postgres_syntax::split(&sql).len(), "{}", path.display());
        assert_eq!(told.summary.total, told.summary.classified + told.summary.unparsed, "{}", path.display());
        assert!(said >= told.summary.unparsed.min(200), "{}", path.display());
        statements += told.summary.total;
    }
    assert!(statements > 1_500, "{statements}");
}

#[test]
fn triggers_do_what_their_functions_do() {
    let base = "CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM users; RETURN NEW; END $$; \
                CREATE TRIGGER g BEFORE INSERT OR UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION f();";
    for sql in
        ["INSERT INTO t VALUES (1);", "UPDATE t SET a = 2 WHERE a = 1;", "ALTER TABLE t RENAME TO u; INSERT INTO u VALUES (1);"]
    {
        let found = scan(base, sql);
        let fired = found.findings.iter().filter(|finding| finding.message.ends_with(", by firing the trigger `g`"));
        let deletions = fired.filter(|finding| finding.rule.as_str() == "delete-without-where").count();
        assert_eq!(deletions, 1, "{sql}: {:#?}", found.findings);
    }
    for sql in ["DELETE FROM t WHERE a = 1;", "DROP TRIGGER g ON t; INSERT INTO t VALUES (1);", "INSERT INTO other VALUES (1);"] {
        check_after(base, sql, &[]);
    }
}
