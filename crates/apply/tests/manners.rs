//! Scripts of every shape on a real server: how each is sent, what becomes of it, and what its history row says.

#![expect(clippy::unwrap_used, reason = "a test panics where it must")]

use apply::{FailureKind, Manner, Run, Runner, RunnerOptions};
use database::{ConnectionString, SessionOptions};
use migrations::{Checksum, Migration, MigrationName};
use test_postgres::{TestDatabase, server};

/// A database with an empty history, and the runner on it.
struct Fixture {
    database: TestDatabase,
    runner: Runner,
}

/// What a history row says, in words: `applied`, `failed`, or `started`.
type Row = (String, String);

async fn fixture() -> Fixture {
    let database = server(None).database();
    let host = server(None).socket_directory().to_string_lossy().replace('/', "%2F");
    let target = ConnectionString::parse(&format!("postgresql://{0}@{host}/{0}", database.name)).unwrap();
    let options = RunnerOptions { schema: "public".to_owned(), schema_was_given: false, session: SessionOptions::default() };
    let runner = Runner::open(&target, &options).await.unwrap();
    runner.create_history().await.unwrap();
    Fixture { database, runner }
}

fn migration(name: &str, script: &str) -> Migration {
    let name = MigrationName::parse(name.as_bytes()).unwrap();
    Migration {
        file: format!("migrations/{name}/migration.sql"),
        name,
        script: script.to_owned(),
        checksum: Checksum::of(script),
    }
}

impl Fixture {
    async fn run(&self, name: &str, script: &str) -> Run {
        self.runner.run(&migration(name, script)).await.unwrap()
    }

    /// One text value of a query, read on another connection.
    async fn ask(&self, query: &str) -> Option<String> {
        let (client, connection) = self.database.owner.connect(tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        client.query_opt(query, &[]).await.unwrap().and_then(|row| row.get(0))
    }

    async fn rows(&self) -> Vec<Row> {
        let all = self.ask(
            "SELECT string_agg(migration_name || '=' || CASE WHEN finished_at IS NOT NULL AND logs IS NULL AND applied_steps_count = 1 \
             AND finished_at >= started_at THEN 'applied' WHEN logs IS NOT NULL AND finished_at IS NULL THEN 'failed' \
             ELSE 'started' END, ',' ORDER BY started_at) FROM _prisma_migrations WHERE rolled_back_at IS NULL",
        );
        let all = all.await.unwrap_or_default();
        all.split(',').filter_map(|row| row.split_once('=')).map(|(name, state)| (name.to_owned(), state.to_owned())).collect()
    }
}

fn kind(run: &Run) -> Option<&FailureKind> {
    run.result.as_ref().err().map(|failure| &failure.kind)
}

fn sqlstate(run: &Run) -> String {
    let failure = run.result.as_ref().expect_err("it should have failed");
    failure.server().map_or("none".to_owned(), |error| error.sqlstate.to_string())
}

fn row(name: &str, state: &str) -> Row {
    (name.to_owned(), state.to_owned())
}

#[tokio::test]
async fn a_script_and_its_row_are_one_transaction() {
    let fixture = fixture().await;
    let good = fixture.run("1_a", "CREATE TABLE a (id int);\nINSERT INTO a VALUES (1);").await;
    assert_eq!(good.manner, Manner::Transaction);
    assert!(good.result.is_ok());
    let bad = fixture.run("2_b", "CREATE TABLE b (id int);\n\nALTER TABLE nowhere ADD COLUMN x int;").await;
    let failure = bad.result.as_ref().unwrap_err();
    assert_eq!((sqlstate(&bad).as_str(), failure.may_remain), ("42P01", false));
    assert_eq!(failure.position.map(|position| (position.line, position.column)), Some((3, 1)));
    assert_eq!(failure.statement.as_deref(), Some("ALTER TABLE nowhere ADD COLUMN x int"));
    assert_eq!(fixture.ask("SELECT to_regclass('b')::text").await, None);
    assert_eq!(fixture.rows().await, [row("1_a", "applied"), row("2_b", "failed")]);
    let same_transaction = "SELECT (a.xmin = m.xmin)::text FROM a, _prisma_migrations m WHERE m.migration_name = '1_a'";
    assert_eq!(fixture.ask(same_transaction).await.as_deref(), Some("true"));
}

#[tokio::test]
async fn the_place_of_a_failure_counts_characters() {
    let fixture = fixture().await;
    let run = fixture.run("1_a", "-- größer\nSELECT 'ä', 1;\n  SELECT 'öäü' || nowhere;").await;
    assert_eq!(run.result.unwrap_err().position.map(|position| (position.line, position.column)), Some((3, 19)));
    // The server gives no place for rows in the way; the statement has one.
    let script = "CREATE TABLE t (id int);\nINSERT INTO t VALUES (NULL);\n\n-- now\nALTER TABLE t ALTER COLUMN id SET NOT NULL;";
    let run = fixture.run("2_b", script).await;
    assert_eq!(sqlstate(&run), "23502");
    assert_eq!(run.result.unwrap_err().position.map(|position| (position.line, position.column)), Some((5, 1)));
}

#[tokio::test]
async fn what_cannot_run_in_a_transaction_runs_statement_by_statement() {
    let fixture = fixture().await;
    let script = "CREATE TABLE t (id int);\nCREATE INDEX CONCURRENTLY i ON t (id);\nDROP INDEX CONCURRENTLY i;";
    let run = fixture.run("1_a", script).await;
    assert!(
        matches!(&run.manner, Manner::StatementByStatement { because } if because.contains("CREATE INDEX CONCURRENTLY")),
        "{run:?}"
    );
    assert!(run.result.is_ok(), "{run:?}");
    let run = fixture.run("2_b", "CREATE TABLE u (id int); CREATE INDEX CONCURRENTLY i ON u (nothing);").await;
    assert_eq!(sqlstate(&run), "42703");
    assert!(run.result.unwrap_err().may_remain);
    assert_eq!(fixture.ask("SELECT to_regclass('u')::text").await.as_deref(), Some("u"));
    assert_eq!(fixture.rows().await, [row("1_a", "applied"), row("2_b", "failed")]);
    let done = "SELECT applied_steps_count::text FROM _prisma_migrations WHERE migration_name = '2_b'";
    assert_eq!(fixture.ask(done).await.as_deref(), Some("1"));
}

#[tokio::test]
async fn the_server_decides_where_the_text_does_not_tell() {
    let fixture = fixture().await;
    fixture.run("1_a", "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE t (m mood);").await;
    fixture.run("2_b", "CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO t VALUES ('sad'); COMMIT; END $$;").await;
    let by_statement = |run: &Run| matches!(run.manner, Manner::StatementByStatement { .. }) && run.result.is_ok();
    let enum_value = fixture.run("3_c", "ALTER TYPE mood ADD VALUE 'ok'; INSERT INTO t VALUES ('ok');").await;
    assert!(by_statement(&enum_value), "{enum_value:?}");
    let procedure = fixture.run("4_d", "CALL p();").await;
    assert!(by_statement(&procedure), "{procedure:?}");
    let first = fixture.run("5_e", "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; INSERT INTO t VALUES ('sad');").await;
    assert!(matches!(first.manner, Manner::OneMessage { .. }) && first.result.is_ok(), "{first:?}");
    assert_eq!(fixture.ask("SELECT count(*)::text FROM t").await.as_deref(), Some("3"));
    let applied = ["1_a", "2_b", "3_c", "4_d", "5_e"].map(|name| row(name, "applied"));
    assert_eq!(fixture.rows().await, applied);
}

#[tokio::test]
async fn scripts_with_transactions_of_their_own() {
    let fixture = fixture().await;
    let own = fixture.run("1_a", "BEGIN;\nCREATE TABLE a (id int);\nCOMMIT;").await;
    assert!(matches!(own.manner, Manner::OneMessage { .. }) && own.result.is_ok(), "{own:?}");
    let open = fixture.run("2_b", "BEGIN; CREATE TABLE b (id int);").await;
    assert_eq!(kind(&open), Some(&FailureKind::OpenTransaction));
    assert_eq!(fixture.ask("SELECT to_regclass('b')::text").await, None);
    // The real error is reported, not that of the transaction it left behind.
    let failed = fixture.run("3_c", "BEGIN; CREATE TABLE c (id int); SELECT nowhere; COMMIT;").await;
    assert_eq!(sqlstate(&failed), "42703");
    let half = fixture.run("4_d", "CREATE TABLE d (id int); COMMIT; SELECT nowhere;").await;
    assert!(half.result.as_ref().unwrap_err().may_remain);
    assert_eq!(fixture.ask("SELECT to_regclass('d')::text").await.as_deref(), Some("d"));
    let after = fixture.run("5_e", "CREATE TABLE e (id int);").await;
    assert!(after.result.is_ok(), "{after:?}");
    let states = [("1_a", "applied"), ("2_b", "failed"), ("3_c", "failed"), ("4_d", "failed"), ("5_e", "applied")];
    assert_eq!(fixture.rows().await, states.map(|(name, state)| row(name, state)));
}

#[tokio::test]
async fn settings_of_one_script_do_not_reach_the_next() {
    let fixture = fixture().await;
    fixture.run("1_a", "CREATE SCHEMA s;").await;
    let moved = fixture
        .run(
            "2_b",
            "SET search_path = s; SET lock_timeout = '3s'; CREATE TABLE t (id int); CREATE TEMP TABLE left_over (id int);",
        )
        .await;
    assert!(moved.result.is_ok(), "{moved:?}");
    let left: Vec<_> = moved.left_behind.iter().map(|left| (left.setting, left.after.as_str(), left.breaks_prisma())).collect();
    assert_eq!(left, [("search_path", "s", true), ("lock_timeout", "3s", false)]);
    let local = fixture.run("3_c", "SET LOCAL search_path = s; ALTER TABLE t ADD COLUMN x int;").await;
    assert!(local.result.is_ok() && local.left_behind.is_empty(), "{local:?}");
    let next = fixture.run("4_d", "CREATE TABLE t (id int); CREATE TABLE left_over (id int);").await;
    assert!(next.result.is_ok(), "{next:?}");
    assert_eq!(fixture.ask("SELECT string_agg(t.oid::regclass::text, ' ' ORDER BY t.oid::regclass::text) FROM pg_class t WHERE relname IN ('t', 'left_over')").await.as_deref(), Some("left_over s.t t"));
}

#[tokio::test]
async fn a_deferred_constraint_fails_at_commit_and_leaves_nothing() {
    let fixture = fixture().await;
    let script = "CREATE TABLE t (id int UNIQUE DEFERRABLE INITIALLY DEFERRED); INSERT INTO t VALUES (1), (1);";
    let run = fixture.run("1_a", script).await;
    assert!(matches!(kind(&run), Some(FailureKind::Commit(error)) if error.sqlstate.as_str() == "23505"), "{run:?}");
    assert_eq!(fixture.ask("SELECT to_regclass('t')::text").await, None);
    assert_eq!(fixture.rows().await, [row("1_a", "failed")]);
}

#[tokio::test]
async fn a_script_that_tampers_with_the_history_does_not_pass() {
    let fixture = fixture().await;
    let dropped = fixture.run("1_a", "DROP TABLE _prisma_migrations;").await;
    assert!(matches!(kind(&dropped), Some(FailureKind::Recording(_))), "{dropped:?}");
    assert_eq!(fixture.rows().await, [row("1_a", "failed")]);
    let deleted = fixture.run("2_b", "BEGIN; DELETE FROM _prisma_migrations; COMMIT;").await;
    assert_eq!(kind(&deleted), Some(&FailureKind::RowGone));
    // A hostile operator in front of the search path does not get to decide which row is meant.
    let operator = "CREATE SCHEMA evil; CREATE FUNCTION evil.never(text, text) RETURNS bool LANGUAGE sql AS 'SELECT false'; \
                    CREATE OPERATOR evil.= (LEFTARG = text, RIGHTARG = text, FUNCTION = evil.never); SET search_path = evil, pg_catalog;";
    assert!(fixture.run("3_c", operator).await.result.is_ok());
}

#[tokio::test]
async fn what_needs_a_client_is_not_sent() {
    let fixture = fixture().await;
    let run = fixture.run("1_a", "CREATE TABLE t (id int);\nCOPY t TO STDOUT;").await;
    assert!(matches!(kind(&run), Some(FailureKind::NotSent(_))), "{run:?}");
    assert_eq!(run.result.unwrap_err().position.map(|position| position.line), Some(2));
    assert_eq!(fixture.ask("SELECT to_regclass('t')::text").await, None);
}
