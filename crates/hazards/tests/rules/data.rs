//! What is lost: which findings there are, and what they say.

use crate::{check, message, scan};

/// Each statement of the reference, in the forms that Postgres documents.
#[test]
fn every_statement_of_the_reference_is_understood() {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/grammar/statements");
    let mut failed = Vec::new();
    for entry in std::fs::read_dir(directory).expect("the statements are there") {
        let text = std::fs::read_to_string(entry.expect("it can be read").path()).expect("it is UTF-8");
        let found = scan("", &text).findings;
        failed.extend(
            found
                .into_iter()
                .filter(|finding| finding.rule.as_str() == "unparsed-statement")
                .filter_map(|finding| finding.statement),
        );
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn rows_that_another_table_or_a_key_takes_along() {
    let base = "CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL, note text); CREATE TABLE orders (id int PRIMARY KEY, u int REFERENCES users ON DELETE CASCADE);
                CREATE TABLE items (o int REFERENCES orders (id) ON DELETE CASCADE); CREATE TABLE logs (u int REFERENCES users ON DELETE SET NULL);";
    check(base, "DELETE FROM users WHERE id = 1", &["1 warning delete-cascades users"]);
    check(base, "DELETE FROM ONLY users u USING orders o WHERE o.u = u.id", &["1 warning delete-by-join users"]);
    check(base, "DELETE FROM users USING orders", &["1 error delete-without-where users"]);
    check(base, "DELETE FROM users WHERE name IS NOT NULL", &["1 error delete-without-where users"]);
    check(base, "DELETE FROM users WHERE note IS NOT NULL", &["1 warning delete-cascades users"]);
    check(base, "DELETE FROM items WHERE o = 1; DELETE FROM logs WHERE u = 1", &[]);
    check(base, "UPDATE users SET note = '' WHERE \"name\" IS NOT NULL", &["1 warning update-without-where users"]);
    assert_eq!(
        message(base, "DELETE FROM users WHERE id = 1"),
        "with the rows of `users` also those of `orders` and `items` are deleted that reference them: their foreign keys say `ON DELETE CASCADE`"
    );
    assert!(message(base, "TRUNCATE users CASCADE").contains("every table that references it: `orders`, `logs` and `items`"));
    assert!(
        message(base, "DELETE FROM users").ends_with("`ON DELETE CASCADE` the rows of `orders` and `items` that reference them")
    );
}

#[test]
fn merge_copy_and_conflicts() {
    let merge = |rest: &str| format!("MERGE INTO ONLY t AS x USING (SELECT 1 AS a) AS y ON x.a = y.a {rest}");
    check("", &merge("WHEN MATCHED AND y.a > 1 THEN DELETE"), &["1 warning delete-by-join t"]);
    check("", &merge("WHEN NOT MATCHED BY SOURCE AND true THEN DELETE RETURNING *"), &["1 error delete-without-where t"]);
    check(
        "",
        &merge(
            "WHEN MATCHED AND CASE WHEN y.a = 1 THEN true ELSE false END THEN DO NOTHING WHEN NOT MATCHED THEN INSERT DEFAULT VALUES",
        ),
        &[],
    );
    check("", &merge("WHEN MATCHED THEN UPDATE SET b = CASE WHEN y.a = 1 THEN 1 END"), &["1 warning insert-overwrites t"]);
    check("", &merge("WHEN NEVER THEN DELETE"), &["1 error unparsed-statement -"]);
    check("", "INSERT INTO t (SELECT 1) ON CONFLICT (a) WHERE a > 0 DO UPDATE SET b = 1", &["1 warning insert-overwrites t"]);
    check("", "INSERT INTO t VALUES (1) ON CONFLICT ON CONSTRAINT c DO NOTHING", &[]);
    check(
        "",
        "CREATE TABLE t (a int); INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 1; DELETE FROM t USING u; COPY t FROM STDIN",
        &[],
    );
    check(
        "",
        "COPY t (a, b) TO PROGRAM 'x'; COPY (SELECT 1) TO '/x'; COPY BINARY t FROM '/x'; COPY t TO STDOUT",
        &["1 error copy-program t", "1 error copy-program -", "1 error copy-program t"],
    );
    // As deep as commands may stand, and deeper.
    let nested = |depth: usize| format!("{}DELETE FROM t{}", "WITH a AS (".repeat(depth), ") SELECT 1".repeat(depth));
    check("", &nested(5), &["1 error delete-without-where t"]);
    check("", &nested(20), &["1 error unparsed-statement -"]);
}

#[test]
fn sequences_and_identities() {
    let base = "CREATE SEQUENCE s; CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, n serial, c int GENERATED ALWAYS AS (1) STORED);";
    check(base, "ALTER SEQUENCE IF EXISTS public.s INCREMENT 2 RESTART", &["1 warning sequence-reset public.s"]);
    check(base, "ALTER SEQUENCE s OWNED BY t.n; ALTER SEQUENCE s AS bigint MAXVALUE 5 NO CYCLE", &[]);
    check(base, "SELECT setval('\"A\".\"b\"'::regclass, 1)", &["1 warning sequence-reset \"A\".b"]);
    check(
        base,
        "SELECT pg_catalog.setval(pg_get_serial_sequence('public.t', 'n'), 1)",
        &["1 warning sequence-reset public.t_n_seq"],
    );
    check(base, "SELECT setval('s', (SELECT max(n) FROM t))", &["1 notice sequence-reset s"]);
    check(base, "SELECT setval(which, 1) FROM (VALUES ('s')) v (which)", &["1 warning sequence-reset -"]);
    check(
        base,
        "CREATE TABLE n (id serial); SELECT setval('n_id_seq', 5); CREATE SEQUENCE q; ALTER SEQUENCE q RESTART WITH 3",
        &[],
    );
    check(
        base,
        "ALTER TABLE t ALTER id RESTART WITH 1, ALTER id DROP IDENTITY, ALTER c DROP EXPRESSION",
        &["1 warning sequence-reset t.id", "1 warning drop-identity t.id", "1 warning drop-expression t.c"],
    );
    check(
        base,
        "ALTER TABLE t ALTER id SET GENERATED BY DEFAULT; ALTER TABLE t ALTER id SET GENERATED ALWAYS",
        &["1 warning new-restriction t.id"],
    );
}

#[test]
fn what_becomes_of_tables() {
    let base = "CREATE TABLE p (a int) PARTITION BY RANGE (a); CREATE TABLE c PARTITION OF p FOR VALUES FROM (1) TO (2); CREATE TABLE t (a int);";
    check(
        base,
        "ALTER TABLE p DETACH PARTITION c; ALTER TABLE t SET UNLOGGED, ADD b int",
        &["1 warning detach-partition c", "1 error set-unlogged t"],
    );
    check(base, "ALTER TABLE t NO INHERIT p; ALTER TABLE t SET LOGGED", &["1 warning detach-partition t"]);
    check(base, "CREATE TABLE n (a int); ALTER TABLE n SET UNLOGGED; ALTER TABLE n INHERIT t; ALTER TABLE n NO INHERIT t", &[]);
    check(base, "ALTER TABLE t RENAME TO u", &["1 error rename-table t"]);
    check(base, "ALTER TABLE t RENAME TO u; CREATE VIEW t AS SELECT * FROM u", &["1 warning rename-table t"]);
    check(base, "ALTER TABLE t SET SCHEMA s; ALTER EXTENSION e SET SCHEMA s", &["1 error set-schema t", "1 error set-schema e"]);
    check(
        base,
        "ALTER TABLE t RENAME a TO b; ALTER VIEW v RENAME COLUMN a TO b",
        &["1 error rename-column t.a", "1 error rename-column v.a"],
    );
    check(
        base,
        "CREATE TABLE n (a int); ALTER TABLE n RENAME TO m; ALTER TABLE m RENAME a TO b; ALTER TABLE m SET SCHEMA s",
        &[],
    );
}

#[test]
fn what_goes_along_is_named() {
    let base = "CREATE TABLE u (id int PRIMARY KEY, mail text, n int); CREATE UNIQUE INDEX on_mail ON u (mail, n); CREATE TABLE o (u int, CONSTRAINT to_u FOREIGN KEY (u) REFERENCES u);
                CREATE VIEW v AS SELECT * FROM u JOIN o ON true; CREATE MATERIALIZED VIEW m AS SELECT 1 FROM (SELECT id FROM public.u) x;";
    assert!(message(base, "ALTER TABLE u DROP COLUMN mail").ends_with("and its values are deleted; with it index `on_mail`"));
    let column = message(base, "ALTER TABLE u DROP id CASCADE");
    assert!(
        column.ends_with("; with it constraint `u_pkey`, foreign key `o.to_u` and whichever of the views `m` and `v` shows it"),
        "{column}"
    );
    let table = message(base, "DROP TABLE u CASCADE");
    assert!(table.ends_with("; with it foreign key `o.to_u` and views `m` and `v`"), "{table}");
    assert!(message(base, "DROP TABLE o").ends_with("; nobody reads or writes `u` meanwhile, which it references"));
    let advice = |sql: &str| scan(base, sql).findings.into_iter().rev().find_map(|finding| finding.advice).unwrap_or_default();
    assert!(
        advice("ALTER TABLE u ADD m2 text; UPDATE u SET m2 = mail WHERE n > 0; ALTER TABLE u DROP mail")
            .contains("`m2` got its values")
    );
    assert!(advice("ALTER TABLE u DROP n, ADD number int").contains("ALTER TABLE u RENAME COLUMN n TO number;"));
    assert!(
        advice("CREATE TABLE u2 (id int); INSERT INTO u2 SELECT id FROM u; DROP TABLE u")
            .contains("Where `u2` is `u` in a new shape")
    );
}

#[test]
fn conversions_that_say_how() {
    let base = "CREATE TABLE t (a timestamp(3), b text, c int);";
    let alter = |rest: &str| format!("ALTER TABLE t ALTER {rest}");
    check(base, &alter("a TYPE timestamptz(3)"), &["1 warning narrowing-type-change t.a"]);
    check(base, &alter("a TYPE timestamptz USING a AT TIME ZONE 'UTC'"), &[]);
    check(base, &alter("a TYPE timestamptz(0) USING a AT TIME ZONE 'UTC'"), &["1 warning narrowing-type-change t.a"]);
    check(base, &alter("b TYPE text USING lower(b)"), &["1 warning narrowing-type-change t.b"]);
    check(base, &alter("b TYPE text USING b::text"), &[]);
    check(base, "DROP VIEW IF EXISTS v; CREATE OR REPLACE VIEW v AS SELECT 1", &["1 warning replace-view v"]);
    check(
        "CREATE TYPE k AS ENUM ('a'); CREATE TABLE t (k k, s text);",
        "ALTER TYPE k ADD VALUE 'b'; INSERT INTO t VALUES ('b'); ALTER TABLE x ALTER y SET DEFAULT 'b'",
        &["1 error enum-value-used-at-once k.b", "1 warning enum-value-used-at-once k.b", "1 notice change-default x.y"],
    );
}
