//! The queries, on every supported version: they can be prepared, keep to their contract, and see the same for every reader.

mod support;

use catalog::{Kind, Reader, Scope};
use support::{Database, SHOP, connect};

/// Columns of a query that are not properties, and their types.
const FIELDS: [(&str, &str); 7] = [
    ("address", "text"),
    ("position", "int2"),
    ("schema", "text"),
    ("parent", "text"),
    ("name", "text"),
    ("arguments", "text"),
    ("inherited_from", "_text"),
];

#[tokio::test]
async fn every_query_keeps_its_contract_on_every_version() {
    let mut columns_of_versions = Vec::new();
    for major in test_postgres::majors() {
        let database = Database::on(Some(major)).await;
        database.run("SET search_path = pg_catalog").await;
        let mut lines = String::new();
        for kind in Kind::ALL {
            let statement =
                database.client.prepare(kind.query()).await.unwrap_or_else(|error| panic!("{major} {kind}: {error:?}"));
            assert!(statement.params().is_empty(), "{kind} takes no parameters");
            let columns: Vec<(&str, &str)> =
                statement.columns().iter().map(|column| (column.name(), column.type_().name())).collect();
            for (name, type_name) in &columns {
                let expected = FIELDS.iter().find(|(field, _)| field == name).map(|(_, expected)| *expected);
                let fits = expected.map_or(["text", "_text"].contains(type_name), |expected| expected == *type_name);
                assert!(fits, "{major} {kind}: column {name} is of type {type_name}");
            }
            assert!(columns.iter().any(|(name, _)| *name == "name"), "{kind} has names");
            assert!(kind.query().contains("ORDER BY"), "{kind} is ordered");
            assert!(kind.query().starts_with("-- "), "{kind} has a header");
            let shown =
                columns.iter().map(|(name, type_name)| format!("{name}{}", if *type_name == "_text" { "[]" } else { "" }));
            lines += &format!("{kind:?}: {}\n", shown.collect::<Vec<_>>().join(", "));
        }
        columns_of_versions.push((major, lines));
    }
    for (major, lines) in &columns_of_versions {
        assert_eq!(*lines, columns_of_versions[0].1, "{major} has other columns");
    }
    insta::assert_snapshot!("columns", columns_of_versions[0].1);
}

#[tokio::test]
async fn the_owner_sees_what_a_superuser_sees_on_every_version() {
    for major in test_postgres::majors() {
        let database = Database::on(Some(major)).await;
        database.run(SHOP).await;
        let mine = database.snapshot().await;
        let superuser = connect(&database.names.superuser).await;
        let theirs = catalog::snapshot(&superuser, &Scope::default()).await.unwrap();
        assert_eq!(mine, theirs, "{major}");
        assert_eq!(mine.fingerprint(), theirs.fingerprint());
        for kind in Kind::ALL {
            // Only a superuser can make these two.
            let is_beyond_an_owner = [Kind::ForeignTable, Kind::EventTrigger].contains(&kind);
            assert_eq!(mine.of_kind(kind).next().is_some(), !is_beyond_an_owner, "{major} {kind:?}");
        }
    }
}

#[tokio::test]
async fn sees_foreign_tables_and_event_triggers() {
    let database = Database::on(None).await;
    let superuser = connect(&database.names.superuser).await;
    let made = "CREATE FOREIGN DATA WRAPPER nowhere; CREATE SERVER far FOREIGN DATA WRAPPER nowhere;
        CREATE FOREIGN TABLE public.remote (id integer NOT NULL) SERVER far OPTIONS (path 'x');
        CREATE FUNCTION public.noticed() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
        CREATE EVENT TRIGGER watch ON sql_drop WHEN TAG IN ('DROP TABLE') EXECUTE FUNCTION public.noticed();
        ALTER FOREIGN TABLE public.remote OWNER TO CURRENT_USER; CREATE ROLE watcher SUPERUSER; ALTER EVENT TRIGGER watch OWNER TO watcher";
    superuser.batch_execute(made).await.unwrap();
    let snapshot = database.snapshot().await;
    let told =
        |kind| snapshot.of_kind(kind).map(|object| format!("{}: {}", object.identity, object.describe())).collect::<Vec<_>>();
    assert_eq!(told(Kind::ForeignTable), ["public.remote: server far, options path=x"]);
    assert_eq!(told(Kind::EventTrigger), ["watch: event sql_drop, tags DROP TABLE, function public.noticed()"]);
    assert_eq!(told(Kind::Column), ["public.remote.id: integer, not null"]);
}

#[tokio::test]
async fn settings_of_a_hostile_owner_change_nothing() {
    let database = Database::with(SHOP).await;
    let expected = database.snapshot().await;
    let owner = &database.names.name;
    for setting in [
        "search_path = evil",
        "quote_all_identifiers = on",
        "DateStyle = 'German'",
        "IntervalStyle = iso_8601",
        "TimeZone = 'Asia/Tokyo'",
        "extra_float_digits = -15",
        "bytea_output = escape",
        "standard_conforming_strings = off",
        "default_transaction_read_only = on",
    ] {
        database.run(&format!("ALTER ROLE {owner} SET {setting}")).await;
    }
    // A function and an operator that would answer in the system's place.
    database
        .run("CREATE SCHEMA evil; CREATE FUNCTION evil.starts_with(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT true'")
        .await;
    let mut config = database.names.owner.clone();
    config.options("-c client_min_messages=warning");
    let (client, connection) = config.connect(tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    database.run("DROP SCHEMA evil CASCADE").await;
    let seen = catalog::snapshot(&client, &Scope::default()).await.unwrap();
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn names_of_every_kind_survive() {
    let quote = |name: &str| postgres_terms::Identifier::new(name).quote();
    let name = "we\"ird\n$1 ' \\ naïve 名 @everyone";
    let (quoted, table) = (quote(name), format!("t{name}"));
    let quoted_table = quote(&table);
    let database = Database::on(None).await;
    database
        .run(&format!(
            "CREATE SCHEMA {quoted}; CREATE TYPE {quoted}.{quoted} AS ENUM ('a''b', E'c\\nd');
             CREATE TABLE {quoted}.{quoted_table} ({quoted} {quoted}.{quoted} PRIMARY KEY);
             CREATE INDEX {quoted} ON {quoted}.{quoted_table} ({quoted});
             CREATE FUNCTION {quoted}.{quoted}({quoted} integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'"
        ))
        .await;
    let snapshot = database.snapshot().await;
    let find = |kind, parent: Option<&str>| {
        let found = snapshot.of_kind(kind).find(|object| {
            object.identity.schema.as_ref().is_some_and(|schema| schema.as_str() == name)
                && object.identity.parent.as_ref().map(|parent| parent.as_str()) == parent
        });
        found.unwrap_or_else(|| panic!("no {kind} in {snapshot:#?}"))
    };
    assert_eq!(find(Kind::Enum, None).list("values"), ["a'b", "c\nd"]);
    assert_eq!(find(Kind::Table, None).identity.name.as_str(), table);
    assert_eq!(find(Kind::Column, Some(&table)).identity.name.as_str(), name);
    let index = find(Kind::Index, Some(&table));
    assert_eq!((index.identity.name.as_str(), index.list("columns")), (name, &[name.to_owned()][..]));
    assert!(index.text("definition").unwrap().starts_with("btree ("), "{index:?}");
    assert_eq!(find(Kind::Function, None).identity.arguments.as_deref(), Some("integer"));
    assert_eq!(find(Kind::Constraint, Some(&table)).list("columns"), [name]);
}

#[tokio::test]
async fn the_history_table_is_left_out_and_counted() {
    let database =
        Database::with("CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY); CREATE TABLE t (id integer)").await;
    let snapshot = database.snapshot().await;
    assert_eq!(snapshot.of_kind(Kind::Table).count(), 1);
    assert_eq!(snapshot.left_out, 3, "the table, its column, its key");
}

#[tokio::test]
async fn a_truncated_table_has_another_file_and_a_written_one_the_same() {
    let database = Database::with("CREATE TABLE t (id integer); CREATE TABLE u (id integer)").await;
    let observer = connect(&database.names.owner).await;
    let reader = Reader::new(&observer).await.unwrap();
    let before = reader.relation_files().await.unwrap();
    database.run("TRUNCATE t; INSERT INTO u VALUES (1); CREATE TABLE v (id integer)").await;
    let after = reader.relation_files().await.unwrap();
    let file = |name: &str| ("public".to_owned(), name.to_owned());
    assert_ne!(before[&file("t")], after[&file("t")]);
    assert_eq!(before[&file("u")], after[&file("u")]);
    assert_eq!(before.keys().collect::<Vec<_>>(), [&file("t"), &file("u")]);
}

#[tokio::test]
async fn a_reading_that_fails_leaves_the_connection_usable() {
    let database = Database::with("CREATE TABLE t (id integer); CREATE VIEW v AS SELECT 1 AS one").await;
    let observer = connect(&database.names.owner).await;
    let reader = Reader::new(&observer).await.unwrap();
    database.run("BEGIN; LOCK TABLE v IN ACCESS EXCLUSIVE MODE").await;
    observer.batch_execute("SET lock_timeout = '50ms'").await.unwrap();
    let error = reader.snapshot(&Scope::default()).await.unwrap_err();
    assert!(error.to_string().starts_with("cannot read "), "{error}");
    database.run("COMMIT").await;
    assert_eq!(reader.settled_snapshot(&Scope::default()).await.unwrap().of_kind(Kind::View).count(), 1);
}
