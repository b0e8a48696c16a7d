//! What running clients rely on: which findings there are, and what they say.

use crate::{check, message, scan};

#[test]
fn renames_of_everything() {
    let base = "CREATE TYPE k AS ENUM ('a'); CREATE VIEW v AS SELECT 1 AS a; CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TABLE t (a int); CREATE INDEX i ON t (a);";
    for (sql, expected) in [
        ("ALTER TYPE k RENAME TO l", "1 warning rename-object k"),
        ("ALTER TYPE k RENAME VALUE 'a' TO 'B'", "1 warning rename-object k.a"),
        ("ALTER TYPE c RENAME ATTRIBUTE x TO y CASCADE", "1 warning rename-object c.x"),
        ("ALTER DOMAIN d RENAME TO e", "1 warning rename-object d"),
        ("ALTER DOMAIN d RENAME CONSTRAINT a TO b", "1 notice rename-object d.a"),
        ("ALTER FUNCTION s.f(a int) RENAME TO g", "1 warning rename-object s.f(integer)"),
        ("ALTER OPERATOR CLASS o USING btree RENAME TO p", "1 warning rename-object o"),
        ("ALTER TEXT SEARCH CONFIGURATION c RENAME TO d", "1 warning rename-object c"),
        ("ALTER PUBLICATION p RENAME TO q", "1 warning rename-object p"),
        ("ALTER INDEX IF EXISTS i RENAME TO \"J\"", "1 notice rename-object i"),
        ("ALTER TABLE t RENAME CONSTRAINT a TO b", "1 notice rename-object t.a"),
        ("ALTER RULE r ON t RENAME TO q", "1 notice rename-object t.r"),
        ("ALTER POLICY p ON t RENAME TO q", "1 notice rename-object t.p"),
        ("ALTER SCHEMA s RENAME TO r", "1 warning rename-object s"),
        ("ALTER VIEW v SET SCHEMA s", "1 error set-schema v"),
        ("ALTER AGGREGATE g(*) SET SCHEMA s", "1 error set-schema g(*)"),
        ("ALTER OPERATOR @@ (NONE, text) SET SCHEMA s", "1 error set-schema \"@@\"(NONE, text)"),
    ] {
        check(base, sql, &[expected]);
    }
    // What is new, or comes back under the same name, is nobody's loss.
    check(
        base,
        "CREATE TYPE n AS ENUM ('a'); ALTER TYPE k RENAME TO o; ALTER TYPE n RENAME TO k; CREATE VIEW w AS SELECT 1; ALTER VIEW w RENAME TO x",
        &[],
    );
}

#[test]
fn views_and_functions_made_again() {
    let base = "CREATE TABLE t (id int, a text); CREATE VIEW v AS SELECT id, a FROM t; CREATE FUNCTION f(x int) RETURNS int LANGUAGE sql AS 'SELECT 1';";
    check(base, "CREATE OR REPLACE VIEW v AS select ID, a\n from t -- the same", &[]);
    check(base, "CREATE OR REPLACE VIEW public.v AS SELECT id, a FROM t WHERE id > 0", &["1 warning replace-view public.v"]);
    check(base, "CREATE OR REPLACE VIEW v AS SELECT id, a, 1 AS one FROM t", &["1 notice replace-view v"]);
    check(base, "DROP VIEW IF EXISTS v; CREATE VIEW v AS SELECT id, a FROM t;", &["1 warning replace-view v"]);
    check(
        base,
        "DROP FUNCTION f(int); CREATE FUNCTION f(x int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
        &["1 warning replace-function f(integer)"],
    );
    check(base, "DROP VIEW v; CREATE VIEW v AS SELECT id FROM t;", &["1 warning replace-view v"]);
    check(base, "DROP VIEW v CASCADE; CREATE VIEW v AS SELECT id, a FROM t;", &["1 error drop-view v"]);
    check(
        base,
        "CREATE OR REPLACE VIEW unknown AS SELECT 1; CREATE OR REPLACE VIEW unknown AS SELECT 2",
        &["1 notice replace-view unknown"],
    );
    check(base, "CREATE VIEW n AS SELECT 1; CREATE OR REPLACE VIEW n AS SELECT 2; DROP VIEW n;", &[]);
    check(base, "CREATE OR REPLACE FUNCTION f(x int) RETURNS int LANGUAGE sql AS 'SELECT 1'", &[]);
    check(
        base,
        "CREATE OR REPLACE FUNCTION f(x int) RETURNS int LANGUAGE sql AS 'SELECT 2'",
        &["1 notice replace-function f(integer)"],
    );
    check(
        base,
        "DROP FUNCTION f(integer); CREATE FUNCTION f(x int) RETURNS text LANGUAGE sql AS 'SELECT 1'",
        &["1 warning replace-function f(integer)"],
    );
    check(
        base,
        "DROP FUNCTION f; CREATE FUNCTION f(y text) RETURNS int LANGUAGE sql AS 'SELECT 1'",
        &["1 notice replace-function f"],
    );
    check(
        base,
        "DROP FUNCTION f(int); CREATE FUNCTION f(y text) RETURNS int LANGUAGE sql AS 'SELECT 1'",
        &["1 warning drop-function f(integer)"],
    );
    assert_eq!(
        message(base, "DROP VIEW v; CREATE VIEW v AS SELECT t.id AS key FROM t"),
        "view `v` no longer has `id` and `a`: clients that read it fail; it is dropped and made again, and the rights that were granted on it are lost"
    );
}

#[test]
fn what_clients_must_or_may_write() {
    let base =
        "CREATE TABLE t (id serial, a text NOT NULL DEFAULT 'x', b text, c int NOT NULL); CREATE VIEW v AS SELECT a FROM t;";
    let alter = |rest: &str| format!("ALTER TABLE t {rest}");
    check(base, &alter("ADD COLUMN d text NOT NULL"), &["1 error required-column t.d"]);
    check(base, &alter("ADD d text DEFAULT null PRIMARY KEY"), &["1 error required-column t.d"]);
    check(
        base,
        &alter(
            "ADD d text NOT NULL DEFAULT '', ADD e serial, ADD f int GENERATED ALWAYS AS IDENTITY, ADD g int GENERATED ALWAYS AS (1) STORED NOT NULL",
        ),
        &[],
    );
    check(base, "CREATE TABLE n (a int); ALTER TABLE n ADD b int NOT NULL, ALTER a SET DEFAULT 1, ALTER a DROP NOT NULL", &[]);
    check(
        base,
        &alter("ALTER a DROP NOT NULL, ALTER b DROP NOT NULL, ALTER z DROP NOT NULL"),
        &["1 warning drop-not-null t.a", "1 warning drop-not-null t.z"],
    );
    check(
        base,
        &alter("ALTER a DROP DEFAULT, ALTER b DROP DEFAULT, ALTER id DROP DEFAULT"),
        &["1 warning change-default t.a", "1 warning change-default t.id"],
    );
    check(base, &alter("ALTER a DROP DEFAULT; ALTER TABLE t ALTER a SET DEFAULT 'y'"), &["1 notice change-default t.a"]);
    check(base, &alter("ALTER a SET DEFAULT 'x', ALTER b SET DEFAULT 'y'"), &["1 notice change-default t.b"]);
    check(
        base,
        "ALTER VIEW v ALTER COLUMN a SET DEFAULT ''; ALTER VIEW v ALTER a DROP DEFAULT",
        &["1 notice change-default v.a", "1 notice change-default v.a"],
    );
    check(base, &alter("ADD CONSTRAINT k CHECK (b <> '') NOT VALID"), &["1 warning new-restriction t.k"]);
    check(base, &alter("ADD d text, ADD CHECK (d <> '') NOT VALID"), &[]);
    check(base, &alter("ADD FOREIGN KEY (c) REFERENCES t (id) NOT VALID"), &[]);
    check(base, &alter("ADD CONSTRAINT n NOT NULL b NOT VALID"), &["1 warning new-restriction t.n"]);
}

#[test]
fn keys_and_indexes_that_go() {
    let base = "CREATE TABLE u (id int PRIMARY KEY, mail text UNIQUE, n int, org int, CONSTRAINT pos CHECK (n > 0), CONSTRAINT set CHECK (n IS NOT NULL));
                CREATE TABLE o (u int REFERENCES u (id), mail text REFERENCES u (mail)); CREATE UNIQUE INDEX on_org ON u (org, n); CREATE INDEX on_n ON u (n);";
    let alter = |rest: &str| format!("ALTER TABLE u {rest}");
    check(base, &alter("DROP CONSTRAINT pos"), &["1 warning drop-constraint u.pos"]);
    check(base, &alter("DROP CONSTRAINT u_pkey CASCADE"), &["1 error drop-constraint u.u_pkey"]);
    check(
        base,
        &alter("DROP CONSTRAINT u_mail_key, ADD CONSTRAINT other UNIQUE (mail)"),
        &["1 warning drop-constraint u.u_mail_key"],
    );
    check(
        base,
        &alter("DROP CONSTRAINT u_mail_key, ADD CONSTRAINT other UNIQUE (mail, n)"),
        &["1 error drop-constraint u.u_mail_key"],
    );
    check(base, &alter("ALTER n SET NOT NULL; ALTER TABLE u DROP CONSTRAINT set"), &["1 notice drop-constraint u.set"]);
    check(
        base,
        "ALTER TABLE o DROP CONSTRAINT o_u_fkey; DROP TABLE o",
        &["1 notice drop-constraint o.o_u_fkey", "1 error drop-table o"],
    );
    check(
        base,
        "ALTER TABLE o DROP CONSTRAINT o_u_fkey; ALTER TABLE o DROP COLUMN mail",
        &["1 warning drop-constraint o.o_u_fkey", "1 error drop-column o.mail"],
    );
    check(
        base,
        "ALTER TABLE o DROP CONSTRAINT o_u_fkey; ALTER TABLE o ADD CONSTRAINT o_u_fkey FOREIGN KEY (u) REFERENCES u ON DELETE CASCADE",
        &[],
    );
    check(
        base,
        "ALTER DOMAIN d DROP CONSTRAINT c; ALTER TABLE o ALTER CONSTRAINT o_u_fkey DEFERRABLE",
        &["1 warning drop-constraint d.c", "1 notice drop-constraint o.o_u_fkey"],
    );
    check(
        base,
        "ALTER TABLE u DROP CONSTRAINT u_pkey; ALTER TABLE u ADD PRIMARY KEY (id)",
        &["1 warning drop-constraint u.u_pkey"],
    );
    check(
        base,
        "ALTER TABLE u DROP CONSTRAINT u_pkey; ALTER TABLE u ADD PRIMARY KEY (id, n)",
        &["1 error drop-constraint u.u_pkey"],
    );
    check(base, "DROP INDEX on_n, on_org", &["1 warning drop-index on_n", "1 error drop-index on_org"]);
    check(
        base,
        "DROP INDEX CONCURRENTLY on_n; DROP INDEX not_known",
        &["1 notice drop-index on_n", "1 warning drop-index not_known"],
    );
    check(base, "DROP INDEX on_org; ALTER TABLE u DROP COLUMN org", &["1 notice drop-index on_org", "1 error drop-column u.org"]);
    check(base, "DROP INDEX on_org; ALTER TABLE u ADD PRIMARY KEY (org)", &["1 warning drop-index on_org"]);
    check(base, "DROP INDEX on_n; CREATE INDEX on_n_id ON u (n, id)", &["1 warning index-gap on_n"]);
    check(
        base,
        "DROP INDEX on_org; CREATE INDEX on_org ON u (org)",
        &["1 error drop-index on_org", "1 warning index-gap on_org"],
    );
    check(base, "CREATE INDEX new ON u (n); DROP INDEX on_n", &["1 warning drop-index on_n"]);
    check(base, "CREATE INDEX new ON u (n); DROP INDEX new", &[]);
}

#[test]
fn triggers_rules_and_replication() {
    let base = "CREATE TABLE t (a int); CREATE PUBLICATION p FOR TABLE t;";
    check(
        base,
        "ALTER TABLE t DISABLE TRIGGER g; ALTER TABLE t DISABLE RULE r, ENABLE ALWAYS TRIGGER g2",
        &["1 warning disable-trigger t.g", "1 warning disable-trigger t.r"],
    );
    check(
        base,
        "ALTER TABLE t DISABLE TRIGGER g; UPDATE t SET a = 1 WHERE a = 2; ALTER TABLE t ENABLE TRIGGER g",
        &["1 notice disable-trigger t.g"],
    );
    check(
        base,
        "SET session_replication_role = replica; SET session_replication_role = origin",
        &["1 warning disable-trigger session_replication_role"],
    );
    check(base, "DROP TRIGGER g ON t; CREATE TRIGGER g AFTER INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION f()", &[]);
    check(base, "DROP TRIGGER IF EXISTS g ON t; DROP RULE r ON t", &["1 warning drop-trigger t.g", "1 warning drop-trigger t.r"]);
    check(
        base,
        "CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING; CREATE TABLE n (a int); CREATE RULE r AS ON DELETE TO n DO INSTEAD NOTHING",
        &["1 warning create-rule t.r"],
    );
    check(
        base,
        "ALTER PUBLICATION p DROP TABLES IN SCHEMA s; ALTER PUBLICATION p SET TABLE ONLY t *, TABLES IN SCHEMA s; ALTER PUBLICATION p SET (publish = '')",
        &["1 warning publication-change p"; 3],
    );
    check(base, "ALTER PUBLICATION p ADD TABLE t (a) WHERE (a > 0), u; CREATE PUBLICATION q FOR ALL TABLES", &[]);
    check(
        base,
        "ALTER TABLE t REPLICA IDENTITY FULL; ALTER TABLE t REPLICA IDENTITY DEFAULT",
        &["1 warning replica-identity t", "1 notice replica-identity t"],
    );
    check(
        base,
        "DROP PUBLICATION p, q; DROP OPERATOR CLASS IF EXISTS c USING btree; DROP TRANSFORM FOR hstore LANGUAGE l; DROP SERVER s",
        &[
            "1 warning other-object-dropped p",
            "1 warning other-object-dropped q",
            "1 warning other-object-dropped c",
            "1 warning other-object-dropped \"hstore l\"",
            "1 warning other-object-dropped s",
        ],
    );
    check(
        base,
        "DROP CAST IF EXISTS (text AS int); DROP OPERATOR s.= (text, text), ~ (NONE, bit)",
        &[
            "1 warning drop-function cast(text AS int)",
            "1 warning drop-function s.\"=\"(text, text)",
            "1 warning drop-function \"~\"(NONE, bit)",
        ],
    );
}

#[test]
fn names_that_are_cut() {
    let long = "a_name_of_more_than_sixty_three_bytes_that_somebody_wrote_without_counting";
    let kept = &long[..63];
    let check = |sql: String, fires: bool| {
        let object = format!("1 warning identifier-too-long {kept}");
        let found = scan("", &sql).findings;
        let is_found = found
            .iter()
            .any(|finding| format!("1 warning {} {}", finding.rule, finding.object.as_deref().unwrap_or("-")) == object);
        assert_eq!(is_found, fires, "{sql}");
    };
    check(format!("CREATE TABLE {long} (a int)"), true);
    check(format!("CREATE TABLE t ({long} int, CONSTRAINT c CHECK (true))"), true);
    check(format!("ALTER TABLE t ADD CONSTRAINT \"{long}\" CHECK (a > 0) NOT VALID"), true);
    check(format!("ALTER TABLE t RENAME a TO {long}"), true);
    check(format!("CREATE FUNCTION {long}(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'"), true);
    check(format!("CREATE VIEW v AS SELECT a AS {long} FROM t"), true);
    check(format!("ALTER TABLE t DROP CONSTRAINT {long}"), false);
    check(format!("CREATE INDEX i ON t ({long})"), false);
    check(format!("COMMENT ON TABLE {long} IS 'x'; SELECT {long} FROM t"), false);
    let found = scan("", &format!("CREATE TABLE \"{}\" (a int)", "ä".repeat(32))).findings;
    assert!(found.iter().any(|finding| finding.message.contains("has 64 bytes")), "letters are counted in bytes");
    assert!(
        scan("", &format!("CREATE TABLE \"{}\" (a int)", "ä".repeat(31)))
            .findings
            .iter()
            .all(|finding| finding.rule.as_str() != "identifier-too-long")
    );
}
