//! What people see of rights, roles, policies and secrets: which rules fire, how gravely, and what is never shown.

use std::{fs, path::Path};

use hazards::{Group, Scan, ScriptFindings, Settings, rules};

use crate::script;

/// Rules of the group, and what no reader knows.
fn settings(exposed: Option<&[&str]>) -> Settings {
    let of_interest = |rule: &&hazards::Rule| rule.group == Group::Security || rule.id == "unparsed-statement";
    Settings {
        rules: rules().iter().copied().filter(of_interest).collect(),
        exposed_schemas: exposed.map(|schemas| schemas.iter().map(|schema| (*schema).to_owned()).collect()),
        ..Settings::default()
    }
}

fn scan(settings: Settings, base: &str, sql: &str) -> ScriptFindings {
    let mut scan = Scan::new(settings);
    scan.learn(&script(base));
    scan.scan(&script(sql))
}

/// Findings as `severity rule object`; nothing is exposed.
fn check(base: &str, sql: &str, expected: &[&str]) {
    check_with(Some(&[]), base, sql, expected);
}

fn check_with(exposed: Option<&[&str]>, base: &str, sql: &str, expected: &[&str]) {
    let found = scan(settings(exposed), base, sql);
    let shown: Vec<String> = found
        .findings
        .iter()
        .map(|finding| {
            let object = finding.object.as_ref().map(|object| format!(" {object}")).unwrap_or_default();
            format!("{} {}{object}", finding.severity, finding.rule)
        })
        .collect();
    assert_eq!(shown, expected, "{sql}");
}

const NOTES: &str = "CREATE TABLE notes (id int, owner text, published boolean);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON notes TO authenticated USING (owner = CURRENT_USER) WITH CHECK (owner = CURRENT_USER);
CREATE POLICY held ON notes AS RESTRICTIVE TO a, b USING (published);
CREATE TABLE open (id int);";

/// Every form of statement that the grammar has is read.
#[test]
fn no_form_is_unparsed() {
    let directory = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/grammar/statements"));
    for file in ["rights.sql", "create_other.sql", "alter_other.sql", "session.sql"] {
        let text = fs::read_to_string(directory.join(file)).expect("the forms are there");
        let found = scan(settings(None), "", &text);
        let unparsed: Vec<&str> = found
            .findings
            .iter()
            .filter(|finding| finding.rule.as_str() == "unparsed-statement")
            .filter_map(|finding| finding.statement.as_deref())
            .collect();
        assert!(unparsed.is_empty(), "{file}: {unparsed:#?}");
    }
}

#[test]
fn what_is_not_sql_is_not_taken_for_it() {
    for sql in [
        "GRANT SELECT ON t",
        "GRANT SELECT ON t TO a WITH",
        "GRANT FLY ON t TO a",
        "GRANT SELECT ON TO a",
        "REVOKE a TO b",
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLE t TO a",
        "CREATE POLICY p ON t FOR MERGE USING (true)",
        "ALTER POLICY p ON t WHERE (true)",
        "CREATE ROLE r FLYING",
        "SET ROLE",
        "ALTER SYSTEM work_mem = 1",
        "CREATE SCHEMA s DROP TABLE t",
        "ALTER EXTENSION e",
        "CREATE EXTENSION e NOW",
    ] {
        check("", sql, &["error unparsed-statement"]);
    }
}

#[test]
fn row_security_of_tables() {
    check(NOTES, "ALTER TABLE notes DISABLE ROW LEVEL SECURITY", &["error disable-row-security notes"]);
    check(NOTES, "ALTER TABLE public.open DISABLE ROW LEVEL SECURITY", &[]);
    check("", "ALTER TABLE unknown DISABLE ROW LEVEL SECURITY", &["error disable-row-security unknown"]);
    check(NOTES, "ALTER TABLE notes NO FORCE ROW LEVEL SECURITY", &[]);
    check("", "ALTER TABLE unknown NO FORCE ROW LEVEL SECURITY", &["warning disable-row-security unknown"]);
    check(NOTES, "ALTER TABLE open ENABLE ROW LEVEL SECURITY", &["warning row-security-without-policy open"]);
    check("", "ALTER TABLE unknown ENABLE ROW LEVEL SECURITY", &["notice row-security-without-policy unknown"]);
    check(NOTES, "ALTER TABLE notes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY", &[]);
    check(NOTES, "ALTER TABLE open ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON open FOR SELECT TO a USING (id = f())", &[]);
    check(NOTES, "CREATE POLICY p ON open FOR SELECT TO a USING (id = f())", &["warning table-without-row-security open"]);
}

#[test]
fn new_tables() {
    let new =
        "CREATE TABLE a (b int); CREATE UNLOGGED TABLE s.c (d int); CREATE TEMP TABLE e (f int); CREATE TABLE g AS SELECT 1";
    check(NOTES, new, &[]);
    check_with(Some(&["public"]), NOTES, new, &["warning table-without-row-security a", "warning table-without-row-security g"]);
    check_with(None, "", new, &["notice table-without-row-security a", "notice table-without-row-security s.c"]);
    check_with(
        None,
        "GRANT SELECT ON other TO anon",
        new,
        &[
            "warning table-without-row-security a",
            "notice table-without-row-security s.c",
            "warning table-without-row-security g",
        ],
    );
    let secured =
        "CREATE TABLE x (y int); ALTER TABLE x ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON x FOR SELECT TO a USING (y = f());";
    check_with(None, secured, "CREATE TABLE z (b int)", &["warning table-without-row-security z"]);
    check_with(Some(&["public"]), "", secured, &[]);
    check_with(Some(&["public"]), "", "CREATE TABLE a (b int); DROP TABLE a;", &[]);
    check_with(
        Some(&["api"]),
        "CREATE TABLE a (b int)",
        "ALTER TABLE a SET SCHEMA api",
        &["warning table-without-row-security api.a"],
    );
}

#[test]
fn policies_that_replace_others() {
    for (sql, expected) in [
        ("ALTER POLICY own ON notes USING (owner = CURRENT_USER AND published)", None),
        ("ALTER POLICY own ON notes USING (((owner) = current_user)) WITH CHECK (\"owner\" = CURRENT_USER)", None),
        ("ALTER POLICY own ON notes USING (owner = (SELECT CURRENT_USER))", None),
        ("ALTER POLICY own ON notes USING (owner = CURRENT_USER OR published)", Some("warning weaken-policy notes.own")),
        ("ALTER POLICY own ON notes USING (owner = f())", Some("warning weaken-policy notes.own")),
        ("ALTER POLICY own ON notes USING (1 < 2)", Some("error weaken-policy notes.own")),
        ("ALTER POLICY own ON notes WITH CHECK (true)", Some("error weaken-policy notes.own")),
        ("ALTER POLICY own ON notes TO anon", Some("error weaken-policy notes.own")),
        ("ALTER POLICY own ON notes TO authenticated, batch", Some("warning weaken-policy notes.own")),
        ("ALTER POLICY own ON notes TO PUBLIC", Some("error weaken-policy notes.own")),
        ("ALTER POLICY held ON notes TO a, b, c", None),
        ("ALTER POLICY held ON notes TO a", Some("warning weaken-policy notes.held")),
        ("ALTER POLICY held ON notes USING (true)", Some("error weaken-policy notes.held")),
        ("ALTER POLICY unknown ON other USING (a)", Some("warning weaken-policy other.unknown")),
        ("ALTER POLICY unknown ON other TO anon USING (true)", Some("error weaken-policy other.unknown")),
        ("DROP POLICY own ON notes; CREATE POLICY own ON notes TO authenticated USING (owner = CURRENT_USER)", None),
        ("DROP POLICY own ON notes; CREATE POLICY own ON notes FOR SELECT TO authenticated USING (owner = CURRENT_USER)", None),
        (
            "DROP POLICY own ON notes; CREATE POLICY mine ON notes USING (owner = CURRENT_USER)",
            Some("error weaken-policy notes.mine"),
        ),
        (
            "DROP POLICY held ON notes; CREATE POLICY held ON notes TO a, b USING (published)",
            Some("warning weaken-policy notes.held"),
        ),
    ] {
        check(NOTES, sql, expected.as_slice());
    }
}

#[test]
fn policies_that_go() {
    check(NOTES, "DROP POLICY own ON notes", &["warning drop-policy notes.own"]);
    check(NOTES, "DROP POLICY IF EXISTS held ON public.notes CASCADE", &["error drop-policy public.notes.held"]);
    check(NOTES, "DROP POLICY IF EXISTS other ON notes", &["warning drop-policy notes.other"]);
    check("", "DROP POLICY own ON notes", &["error drop-policy notes.own"]);
    check(
        "",
        "CREATE TABLE n (a int); CREATE POLICY p ON n FOR SELECT TO a USING (a = f()); DROP POLICY p ON n;",
        &["warning table-without-row-security n"],
    );
}

#[test]
fn new_policies() {
    for (policy, expected) in [
        ("USING (true)", Some("error")),
        ("TO anon USING (true)", Some("error")),
        ("FOR SELECT USING (true)", Some("warning")),
        ("FOR SELECT TO authenticated USING ('a' = 'a')", Some("warning")),
        ("FOR INSERT WITH CHECK (true)", Some("error")),
        ("FOR INSERT TO anon WITH CHECK (published = false)", Some("warning")),
        ("FOR DELETE TO authenticated USING (true)", Some("error")),
        ("FOR UPDATE TO authenticated USING (owner = CURRENT_USER) WITH CHECK (true)", Some("warning")),
        ("FOR UPDATE USING (published)", Some("warning")),
        ("FOR SELECT USING (published)", Some("notice")),
        ("TO batch USING (true)", Some("warning")),
        ("TO postgres, service_role USING (true)", None),
        ("FOR UPDATE USING (owner = auth.uid())", Some("notice")),
        ("FOR UPDATE TO authenticated USING (owner = auth.uid())", Some("notice")),
        ("FOR UPDATE TO authenticated USING (owner = auth.uid()) WITH CHECK (owner = auth.uid())", None),
        ("FOR DELETE TO authenticated USING (owner = auth.uid())", None),
        ("TO anon WITH CHECK (true)", Some("error")),
        ("TO authenticated USING (owner = CURRENT_USER)", Some("notice")),
        ("FOR SELECT TO authenticated USING (published)", None),
        ("AS RESTRICTIVE USING (true)", None),
        ("TO anon USING (false)", None),
        ("FOR INSERT TO anon", None),
    ] {
        let expected = expected.map(|severity| format!("{severity} permissive-policy notes.p"));
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        check(NOTES, &format!("CREATE POLICY p ON notes {policy}"), &expected);
    }
}

#[test]
fn grants() {
    for (grant, expected) in [
        ("SELECT ON open TO PUBLIC", "error broad-grant open"),
        ("SELECT ON open TO anon", "warning broad-grant open"),
        ("UPDATE (id) ON TABLE open TO reporting, authenticated", "error broad-grant open"),
        ("SELECT ON unknown TO anon", "warning broad-grant unknown"),
        ("SELECT, UPDATE ON notes TO anon", "notice other-grant notes"),
        ("SELECT ON notes TO PUBLIC", "warning broad-grant notes"),
        ("ALL ON notes TO anon", "warning broad-grant notes"),
        ("TRUNCATE ON notes TO anon", "error broad-grant notes"),
        ("MAINTAIN, REFERENCES ON open TO authenticated", "error broad-grant open"),
        ("SELECT ON open TO reporting", "notice other-grant open"),
        ("SELECT ON open TO GROUP reporting WITH GRANT OPTION GRANTED BY CURRENT_USER", "warning broad-grant open"),
        ("ALL PRIVILEGES ON open TO app", "warning broad-grant open"),
        ("ALL ON open TO service_role", "notice other-grant open"),
        ("SELECT ON ALL TABLES IN SCHEMA public TO app", "warning broad-grant public"),
        ("ALL ON ALL TABLES IN SCHEMA public TO anon", "error broad-grant public"),
        ("USAGE ON ALL SEQUENCES IN SCHEMA s TO anon", "warning broad-grant s"),
        ("EXECUTE ON ALL ROUTINES IN SCHEMA s TO app", "warning broad-grant s"),
        ("EXECUTE ON FUNCTION f(int) TO anon", "warning broad-grant f(integer)"),
        ("EXECUTE ON FUNCTION f(int) TO app", "notice other-grant f(integer)"),
        ("USAGE ON SCHEMA s TO anon", "warning broad-grant s"),
        ("USAGE ON SCHEMA s TO app", "notice other-grant s"),
        ("CREATE ON SCHEMA s TO app", "warning broad-grant s"),
        ("CREATE, USAGE ON SCHEMA s TO PUBLIC", "error broad-grant s"),
        ("CREATE ON DATABASE d TO app", "warning broad-grant d"),
        ("CONNECT ON DATABASE d TO app", "notice other-grant d"),
        ("USAGE ON FOREIGN SERVER s TO app", "warning broad-grant s"),
        ("SET ON PARAMETER session_replication_role TO app", "warning broad-grant session_replication_role"),
        ("SELECT ON LARGE OBJECT 12 TO anon", "warning broad-grant \"12\""),
        ("USAGE ON TYPE t TO anon", "notice other-grant t"),
    ] {
        check(NOTES, &format!("GRANT {grant}"), &[expected]);
    }
    check(
        "",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; REVOKE ALL ON FUNCTION f() FROM PUBLIC; GRANT EXECUTE ON FUNCTION f() TO authenticated;",
        &["notice other-grant f()"],
    );
    check(
        "",
        "CREATE SCHEMA s CREATE TABLE t (a int) GRANT SELECT ON t TO anon GRANT CREATE ON SCHEMA s TO bob",
        &["warning broad-grant s.t", "warning broad-grant s"],
    );
}

#[test]
fn rights_of_roles() {
    for (sql, expected) in [
        ("CREATE ROLE r SUPERUSER", vec!["error powerful-role r"]),
        ("CREATE USER r CREATEDB", vec!["warning powerful-role r"]),
        ("ALTER USER r WITH BYPASSRLS LOGIN", vec!["error powerful-role r"]),
        (
            "CREATE ROLE r IN ROLE pg_read_all_data, other",
            vec!["error powerful-role pg_read_all_data", "warning role-membership other"],
        ),
        ("CREATE GROUP r USER a, b", vec!["warning role-membership r"]),
        ("ALTER GROUP r ADD USER a", vec!["warning role-membership r"]),
        ("ALTER GROUP r DROP USER a", vec!["warning revoke r"]),
        ("GRANT pg_monitor TO r", vec!["warning powerful-role pg_monitor"]),
        ("GRANT mighty TO r", vec!["error powerful-role mighty"]),
        ("GRANT a TO r WITH ADMIN OPTION", vec!["warning role-membership a"]),
        ("GRANT a TO CURRENT_USER", vec!["notice role-membership a"]),
        ("CREATE ROLE r", vec!["notice create-role r"]),
        ("ALTER ROLE r VALID UNTIL '2030-01-01'", vec![]),
        ("ALTER ROLE r NOLOGIN", vec!["warning revoke r"]),
        ("DROP ROLE a, b", vec!["warning drop-role a", "warning drop-role b"]),
        ("REVOKE a FROM r", vec!["warning revoke a"]),
        ("REASSIGN OWNED BY a TO b", vec!["warning reassign-owned a"]),
        ("ALTER ROLE r PASSWORD 'SCRAM-SHA-256$4096:a$b:c'", vec![]),
        ("ALTER ROLE r PASSWORD NULL", vec![]),
    ] {
        check("CREATE ROLE mighty REPLICATION", sql, &expected);
    }
}

#[test]
fn rights_that_go() {
    check(NOTES, "REVOKE SELECT ON notes, open FROM anon", &["warning revoke notes", "warning revoke open"]);
    let own = "CREATE SCHEMA IF NOT EXISTS own; CREATE OR REPLACE FUNCTION own.f() RETURNS int LANGUAGE sql AS 'SELECT 1';";
    let closed = format!("{own} REVOKE ALL ON SCHEMA own FROM PUBLIC; REVOKE ALL ON FUNCTION own.f() FROM PUBLIC");
    check(NOTES, &closed, &["notice revoke own", "notice revoke own.f()"]);
    check(own, &closed, &["warning revoke own", "warning revoke own.f()"]);
    check("", "REVOKE CREATE ON SCHEMA public FROM PUBLIC", &["notice revoke public"]);
    check("", "CREATE TABLE t (a int); REVOKE ALL ON t FROM PUBLIC", &[]);
    check("", "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC", &["notice default-privileges"]);
    check("", "ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO PUBLIC", &["error default-privileges s"]);
    check("", "ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO app", &["notice default-privileges s"]);
}

#[test]
fn functions_that_run_as_their_owner() {
    let function = |more: &str| format!("CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER {more} AS 'SELECT 1'");
    let closed = "; REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC";
    check("", &function(""), &["error security-definer f()"]);
    check("", &(function("SET search_path = ''") + closed), &[]);
    check("", &(function("SET search_path TO app, pg_temp") + closed), &[]);
    check("", &(function("SET search_path TO app") + closed), &["warning security-definer f()"]);
    check("", &(function("SET search_path TO \"$user\", pg_temp") + closed), &["warning security-definer f()"]);
    check("", &function("SET search_path = ''"), &["warning security-definer f()"]);
    check("ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC", &function("SET search_path = ''"), &[]);
    check(
        "",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS 'BEGIN RETURN NEW; END'",
        &[],
    );
    let known = function("SET search_path = ''") + closed;
    check(&known, "ALTER FUNCTION f() RESET search_path", &["error security-definer f()"]);
    check(&known, "ALTER FUNCTION f() SET search_path = public", &["warning security-definer f()"]);
    check(&known, "ALTER FUNCTION f() COST 5", &[]);
    check("", "ALTER FUNCTION g() SECURITY DEFINER", &["warning security-definer g()"]);
    check("", "ALTER FUNCTION g() LEAKPROOF", &["warning leakproof-function g()"]);
    check("", "CREATE FUNCTION g() RETURNS int LANGUAGE plpython3u AS 'return 1'", &["error untrusted-language g()"]);
    check("", "CREATE OR REPLACE PROCEDURAL LANGUAGE plperlu", &["error untrusted-language plperlu"]);
}

#[test]
fn views_and_owners() {
    check(NOTES, "CREATE VIEW v AS SELECT * FROM public.notes", &["warning view-bypasses-row-security v"]);
    check(NOTES, "CREATE VIEW v WITH (security_invoker) AS SELECT * FROM notes", &[]);
    check(NOTES, "CREATE VIEW v AS SELECT * FROM open", &[]);
    check(NOTES, "CREATE MATERIALIZED VIEW v AS SELECT * FROM notes", &["warning view-bypasses-row-security v"]);
    check(NOTES, "CREATE MATERIALIZED VIEW v AS SELECT * FROM open", &[]);
    check_with(None, "", "CREATE MATERIALIZED VIEW v AS SELECT 1 AS a", &["notice view-bypasses-row-security v"]);
    check("", "CREATE VIEW v AS SELECT id FROM auth.users", &["error view-bypasses-row-security v"]);
    check_with(
        Some(&["public"]),
        NOTES,
        "CREATE VIEW v AS SELECT id AS api_key FROM open; CREATE MATERIALIZED VIEW m AS SELECT id FROM open",
        &["error view-bypasses-row-security v", "warning view-bypasses-row-security m"],
    );
    let view = format!("{NOTES} CREATE VIEW v AS SELECT * FROM notes;");
    check(&view, "CREATE OR REPLACE VIEW v AS SELECT * FROM notes WHERE published", &[]);
    check(&view, "CREATE VIEW w AS SELECT * FROM v", &["warning view-bypasses-row-security w"]);
    let view = format!("{NOTES} CREATE VIEW v WITH (security_invoker = on) AS SELECT * FROM open;");
    check(&view, "CREATE OR REPLACE VIEW v AS SELECT * FROM open", &["warning view-bypasses-row-security v"]);
    check(&view, "ALTER VIEW v RESET (security_invoker)", &["warning view-bypasses-row-security v"]);
    check(&view, "ALTER VIEW v SET (security_barrier = false)", &["warning view-bypasses-row-security v"]);
    check(&view, "ALTER VIEW v SET (security_invoker = true)", &[]);
    check(NOTES, "ALTER TABLE notes OWNER TO app", &["warning change-owner notes"]);
    check(NOTES, "ALTER TABLE notes OWNER TO anon", &["error change-owner notes"]);
    check("", "CREATE TABLE t (a int); ALTER TABLE t OWNER TO app", &[]);
    check(
        "",
        "ALTER DATABASE d OWNER TO app; ALTER SCHEMA s OWNER TO app",
        &["warning change-owner d", "warning change-owner s"],
    );
}

#[test]
fn what_is_brought_in_and_what_reaches_out() {
    check("", "CREATE EXTENSION IF NOT EXISTS pgcrypto", &["notice create-extension pgcrypto"]);
    check_with(Some(&["public"]), "", "CREATE EXTENSION pgcrypto", &["warning create-extension pgcrypto"]);
    check(
        "",
        "CREATE EXTENSION dblink; CREATE EXTENSION file_fdw",
        &["warning create-extension dblink", "error create-extension file_fdw"],
    );
    check(
        "",
        "CREATE EXTENSION plperlu; CREATE EXTENSION plpgsql_check",
        &["error create-extension plperlu", "notice create-extension plpgsql_check"],
    );
    check("", "IMPORT FOREIGN SCHEMA s FROM SERVER v INTO r", &["warning foreign-server r"]);
    check("", "CREATE FOREIGN TABLE t (a int) SERVER s", &["warning foreign-server t"]);
    check("", "CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION f()", &["warning event-trigger e"]);
    check("", "CREATE PUBLICATION p FOR ALL TABLES", &["warning publication-exposure p"]);
    check("", "ALTER PUBLICATION p ADD TABLE s.t", &["warning publication-exposure s.t"]);
    check("", "ALTER PUBLICATION p DROP TABLE t", &[]);
    check("", "SECURITY LABEL FOR anon ON COLUMN t.c IS 'MASKED'", &["notice security-label \"COLUMN t.c\""]);
}

#[test]
fn sessions_and_settings() {
    check("", "SET ROLE app; RESET ROLE; SET ROLE NONE", &["warning session-authority app"]);
    check("", "SET LOCAL SESSION AUTHORIZATION 'app'; SET SESSION AUTHORIZATION DEFAULT", &["warning session-authority app"]);
    check("", "SET row_security = OFF; SET row_security TO on; RESET row_security", &["warning session-authority row_security"]);
    check("", "SELECT pg_catalog.set_config('role', 'app', true)", &["warning session-authority app"]);
    check(
        "",
        "DO $$ BEGIN PERFORM set_config('row_security', 'off', false); END $$",
        &["warning session-authority row_security"],
    );
    check("", "PREPARE p AS SELECT set_config('role', 'app', false)", &[]);
    check("", "ALTER ROLE ALL SET search_path = x", &["warning server-setting search_path"]);
    check(
        "",
        "ALTER DATABASE d RESET ALL; ALTER SYSTEM SET a.b = 1",
        &["warning server-setting all", "warning server-setting \"a.b\""],
    );
}

/// No secret appears in anything that is said, whichever rule says it.
#[test]
fn secrets_are_found_and_never_shown() {
    for (secret, sql, expected) in [
        ("hunter2", "CREATE ROLE r PASSWORD 'hunter2' SUPERUSER", "error plain-password r"),
        ("hunter2", "CREATE ROLE r PASSWORD E'hunter2'", "error plain-password r"),
        ("hunter2", "ALTER USER r ENCRYPTED PASSWORD $x$hunter2$x$", "error plain-password r"),
        ("hunter2", "DO 'BEGIN CREATE ROLE r PASSWORD ''hunter2''; END'", "error plain-password r"),
        (
            "hunter2",
            "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN ALTER ROLE r PASSWORD 'hunter2'; END $$",
            "error plain-password r",
        ),
        ("hunter2", "ALTER USER MAPPING FOR r SERVER s OPTIONS (SET password 'hunter2')", "error plain-password s.r"),
        ("hunter2", "ALTER SUBSCRIPTION s CONNECTION 'host=h password=hunter2'", "error plain-password s"),
        ("hunter2", "CREATE SUBSCRIPTION s CONNECTION 'postgresql://u:hunter2@h/d' PUBLICATION p", "error secret-in-sql"),
        ("topsecretvalue", "ALTER DATABASE d SET app.jwt_secret = 'topsecretvalue'", "error secret-in-sql \"app.jwt_secret\""),
        ("topsecretvalue", "SET app.api_key TO 'topsecretvalue'", "error secret-in-sql \"app.api_key\""),
        ("topsecretvalue", "SELECT set_config('app.token', 'topsecretvalue', true)", "error secret-in-sql \"app.token\""),
        (
            "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
            "ALTER TABLE t ALTER c SET DEFAULT 'sk_live_4eC39HqLyjWDarjtT1zdp7dc'",
            "error secret-in-sql",
        ),
        ("AKIAIOSFODNN7ABCDEFG", "-- AKIAIOSFODNN7ABCDEFG\nDROP TABLE t", "error secret-in-sql"),
        ("AKIAIOSFODNN7ABCDEFG", "CREATE POLICY p ON t USING (a = 'AKIAIOSFODNN7ABCDEFG')", "error secret-in-sql"),
        ("AKIAIOSFODNN7ABCDEFG", "DROP TABLE \"AKIAIOSFODNN7ABCDEFG\"", "error secret-in-sql"),
    ] {
        let found = scan(Settings::default(), "", sql);
        let shown: Vec<String> = found
            .findings
            .iter()
            .map(|finding| {
                let object = finding.object.as_ref().map(|object| format!(" {object}")).unwrap_or_default();
                format!("{} {}{object}", finding.severity, finding.rule)
            })
            .collect();
        assert_eq!(shown.iter().filter(|line| *line == expected).count(), 1, "{sql}: {shown:?}");
        for finding in &found.findings {
            assert!(!format!("{finding:?}").contains(secret), "{sql}: {finding:?}");
        }
    }
    check("", "ALTER ROLE r SET password_encryption = 'md5'", &["warning server-setting password_encryption"]);
    check("", "CREATE USER MAPPING FOR r SERVER s OPTIONS (password_required 'false')", &["warning foreign-server s.r"]);
    check("", "SET app.token_url = 'https://example.com/token'", &[]);
}

/// A hostile script costs no more than its size.
#[test]
fn floods_end() {
    let many = |one: &dyn Fn(usize) -> String| (0..2_000).map(one).collect::<Vec<_>>().join(";\n");
    for sql in [
        many(&|n| format!("CREATE POLICY p{n} ON t USING (a = {n} OR b)")),
        many(&|n| format!("DROP POLICY p{n} ON t; CREATE POLICY p{n} ON t USING (a)")),
        many(&|n| format!("CREATE TABLE t{n} (a int)")),
        many(&|n| format!("CREATE VIEW v{} AS SELECT * FROM v{n}", n + 1)),
        many(&|n| format!("GRANT ALL ON t{n} TO anon; REVOKE ALL ON FUNCTION f{n}() FROM PUBLIC")),
        many(&|n| format!("SELECT set_config('a.token{n}', 'topsecret', true), 'AKIAIOSFODNN7ABCDEFG'")),
        format!("CREATE POLICY p ON t USING ({})", (0..10_000).map(|n| format!("a = {n}")).collect::<Vec<_>>().join(" OR ")),
        format!(
            "CREATE USER MAPPING FOR r SERVER s OPTIONS ({})",
            (0..2_000).map(|n| format!("password{n} 'x{n}'")).collect::<Vec<_>>().join(", ")
        ),
        format!("SELECT '{}'", "AKIAIOSFODNN7ABCDEFG ".repeat(5_000)),
        format!("SELECT '{}'", "-----BEGIN PRIVATE KEY-----".repeat(5_000)),
        format!("SELECT '{}'", "a://b:c@password=x host=".repeat(5_000)),
    ] {
        scan(settings(None), &sql, &sql);
    }
}
