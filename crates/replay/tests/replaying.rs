//! Whole replays on servers of their own: what is told of each migration.

#![expect(clippy::unwrap_used, reason = "a test panics where it must")]

use std::time::Duration;

use catalog::Action;
use database::ConnectionString;
use ephemeral_postgres::Server;
use migrations::{Checksum, Migration, MigrationName};
use replay::{Ending, Replay, Replayed, Sandbox, SandboxRequest, Step, replay};

fn migration(name: &str, script: &str) -> Migration {
    let name = MigrationName::parse(name.as_bytes()).unwrap();
    Migration {
        file: format!("migrations/{name}/migration.sql"),
        name,
        script: script.to_owned(),
        checksum: Checksum::of(script),
    }
}

fn history(scripts: &[&str]) -> Vec<Migration> {
    scripts.iter().enumerate().map(|(index, script)| migration(&format!("{index:03}_m"), script)).collect()
}

fn own_server() -> Server {
    test_postgres::start(&test_postgres::request(None))
}

fn superuser(server: &Server) -> ConnectionString {
    let host = server.socket_directory().to_string_lossy().replace('/', "%2F");
    ConnectionString::parse(&format!("postgresql://{}@{host}:{}/postgres", server.superuser(), server.port())).unwrap()
}

async fn replayed(request: &SandboxRequest, base: &[&str], new: &[&str]) -> Replayed {
    let server = own_server();
    let sandbox = Sandbox::on_own_server(&superuser(&server), request).await.unwrap();
    server.lock_out_superuser().unwrap();
    let (base, new) = (history(base), history(new));
    let what = Replay { base: &base, new: &new, time_limit: Duration::from_secs(20), read_apart: 3 };
    replay(&sandbox, &what, &|| server.kill(), &mut |_| {}).await.unwrap()
}

fn applied(step: &Step) -> bool {
    step.ending.is_applied()
}

fn changes(step: &Step) -> Vec<String> {
    let changes = step.changes.as_ref().unwrap().iter();
    changes
        .map(|change| {
            format!(
                "{} {}",
                match change.action {
                    Action::Added => '+',
                    Action::Removed => '-',
                    Action::Altered => '~',
                },
                change.identity
            )
        })
        .collect()
}

#[tokio::test]
async fn names_come_in_parts() {
    let base = [
        "CREATE TYPE \"Mood\" AS ENUM ('a'); CREATE DOMAIN d AS int; CREATE FUNCTION f(int, text) RETURNS int LANGUAGE sql AS 'SELECT 1'; \
                 CREATE TABLE t (a int CONSTRAINT c CHECK (a > 0), b int); CREATE INDEX i ON t (a); CREATE SCHEMA s; CREATE EXTENSION citext;",
    ];
    let new = [
        "DROP TYPE \"Mood\"; DROP DOMAIN d; DROP FUNCTION f; ALTER TABLE t DROP CONSTRAINT c; DROP INDEX i; ALTER TABLE t DROP b; DROP SCHEMA s; \
                DROP EXTENSION citext;",
    ];
    let replayed = replayed(&SandboxRequest::default(), &base, &new).await;
    let told: Vec<_> =
        replayed.steps[1].testimony.dropped.iter().map(|it| format!("{}: {}", it.kind, it.names.join(" "))).collect();
    let expected = [
        "type: public Mood",
        "type: public d",
        "function: public f",
        "table constraint: public t c",
        "index: public i",
        "table column: public t b",
        "schema: s",
        "extension: citext",
    ];
    assert_eq!(told, expected);
}

/// What disappeared: kind, name, and `!` when no statement named it.
fn dropped(step: &Step) -> Vec<String> {
    let dropped = step.testimony.dropped.iter();
    dropped.map(|it| format!("{}{} {}", if it.named { "" } else { "!" }, it.kind, it.identity)).collect()
}

#[tokio::test]
async fn tells_what_each_new_migration_changed() {
    let base = ["CREATE TABLE a (id int PRIMARY KEY, old text);"];
    let new = ["ALTER TABLE a ADD COLUMN fresh int; CREATE INDEX i ON a (fresh);", "ALTER TABLE a DROP COLUMN old;"];
    let replayed = replayed(&SandboxRequest::default(), &base, &new).await;
    assert!(replayed.steps.iter().all(applied), "{replayed:?}");
    assert_eq!(replayed.steps[0].changes, None);
    let first = changes(&replayed.steps[1]);
    assert!(first.len() == 2 && first.iter().all(|change| change.starts_with('+')), "{first:?}");
    assert_eq!(changes(&replayed.steps[2]).len(), 1);
    assert_eq!(dropped(&replayed.steps[2]), ["table column public.a.old"]);
}

#[tokio::test]
async fn a_failure_stops_the_rest() {
    let replayed =
        replayed(&SandboxRequest::default(), &["CREATE TABLE a (id int);"], &["SELECT nowhere;", "CREATE TABLE b (id int);"])
            .await;
    assert!(matches!(&replayed.steps[1].ending, Ending::Ran(run) if run.result.is_err()));
    assert!(matches!(replayed.steps[2].ending, Ending::NotRun));
    assert!(changes(&replayed.steps[1]).is_empty());
}

#[tokio::test]
async fn hears_what_no_statement_names() {
    let base = [
        "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a_id int REFERENCES a); CREATE VIEW v AS SELECT * FROM a;",
        "CREATE TABLE again (id int); CREATE TABLE rows (id int); INSERT INTO rows VALUES (1);",
        "CREATE FUNCTION tidy() RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DROP TABLE ' || 'again'; END $$;",
    ];
    let new = [
        "DROP TABLE a CASCADE;",
        "SET client_min_messages = error; SELECT tidy(); CREATE TABLE again (id int);",
        "DO $$ BEGIN EXECUTE 'TRUNCATE rows'; END $$;",
        "ALTER TABLE rows ALTER COLUMN id TYPE bigint;",
    ];
    let replayed = replayed(&SandboxRequest::default(), &base, &new).await;
    assert!(replayed.steps.iter().all(applied), "{:?}", replayed.steps);
    let new = &replayed.steps[3..];
    assert_eq!(dropped(&new[0]), ["table public.a", "!table constraint b_a_id_fkey on public.b", "!view public.v"]);
    // Dropped and made again: the catalog looks the same, the rows are gone.
    assert_eq!(dropped(&new[1]), ["table public.again"]);
    let read = |step: &Step| step.changes.is_some();
    assert_eq!(new.iter().map(read).collect::<Vec<_>>(), [true, true, true, true]);
    assert_eq!(new[2].emptied, [("public".to_owned(), "rows".to_owned())]);
    assert!(new[3].emptied.is_empty());
    assert_eq!(new[3].testimony.rewritten, [("public".to_owned(), "rows".to_owned())]);
}

#[tokio::test]
async fn a_flood_does_not_wash_the_witness_away_unnoticed() {
    let flood = "DO $$ BEGIN FOR i IN 1..9000 LOOP RAISE INFO 'noise'; END LOOP; EXECUTE 'DROP TABLE a'; END $$;";
    let replayed = replayed(&SandboxRequest::default(), &["CREATE TABLE a (id int);"], &[flood]).await;
    assert!(replayed.steps[1].testimony.unreadable > 0);
    assert_eq!(changes(&replayed.steps[1]), ["- public.a"]);
}

#[tokio::test]
async fn reads_early_migrations_together() {
    let new: Vec<String> = (0..6).map(|index| format!("CREATE TABLE t{index} (id int);")).collect();
    let new: Vec<&str> = new.iter().map(String::as_str).collect();
    let replayed = replayed(&SandboxRequest::default(), &[], &new).await;
    let told: Vec<_> =
        replayed.steps.iter().map(|step| (step.changes.as_ref().map(Vec::len), step.changes_include_earlier)).collect();
    assert_eq!(told, [(None, 0), (None, 0), (Some(3), 2), (Some(1), 0), (Some(1), 0), (Some(1), 0)]);
}

#[tokio::test]
async fn an_endless_script_ends_with_its_server() {
    let server = own_server();
    let sandbox = Sandbox::on_own_server(&superuser(&server), &SandboxRequest::default()).await.unwrap();
    let new = history(&[
        "CREATE TABLE a (id int);",
        "DO $$ BEGIN LOOP BEGIN PERFORM pg_sleep(1); EXCEPTION WHEN query_canceled THEN NULL; END; END LOOP; END $$;",
    ]);
    let what = Replay { base: &[], new: &new, time_limit: Duration::from_millis(700), read_apart: 20 };
    let replayed = replay(&sandbox, &what, &|| server.kill(), &mut |_| {}).await.unwrap();
    assert!(applied(&replayed.steps[0]));
    assert!(matches!(replayed.steps[1].ending, Ending::TimedOut(_)));
    assert!(server.end().is_some());
}

#[tokio::test]
async fn finds_the_roles_and_extensions_that_were_asked_for() {
    let request = SandboxRequest {
        roles: vec!["anon".to_owned(), "postgres".to_owned(), "migration_gate".to_owned()],
        extensions: vec!["moddatetime".to_owned()],
        bootstrap: vec![("boot.sql".to_owned(), "CREATE SCHEMA auth; CREATE TABLE auth.users (id uuid PRIMARY KEY); GRANT USAGE ON SCHEMA auth TO postgres; GRANT SELECT, REFERENCES ON auth.users TO postgres;".to_owned())],
        schema: Some("app".to_owned()),
    };
    let base = ["CREATE EXTENSION moddatetime; CREATE TABLE t (id uuid REFERENCES auth.users); GRANT SELECT ON t TO anon;"];
    let replayed = replayed(&request, &base, &["SET ROLE migration_gate;"]).await;
    assert!(applied(&replayed.steps[0]), "{:?}", replayed.steps);
    assert!(!applied(&replayed.steps[1]), "the owner became a superuser");
    assert!(replayed.after.objects().any(|object| object.identity.to_string().contains("app.t")));
}

#[tokio::test]
async fn a_lent_server_gets_everything_back() {
    let server = own_server();
    let administrator = superuser(&server);
    let sandbox = Sandbox::on_given_server(&administrator, &SandboxRequest::default()).await.unwrap();
    let new = history(&["CREATE TABLE a (id int);", "DO $$ BEGIN EXECUTE 'DROP TABLE a'; END $$;"]);
    let what = Replay { base: &[], new: &new, time_limit: Duration::from_secs(20), read_apart: 20 };
    let replayed = replay(&sandbox, &what, &|| {}, &mut |_| {}).await.unwrap();
    assert_eq!(dropped(&replayed.steps[1]), ["table public.a"]);
    assert_eq!(sandbox.give_back().await, None);
    let session = database::Session::open(&administrator, &database::SessionOptions::default()).await.unwrap();
    let left = "SELECT count(*)::int FROM (SELECT datname FROM pg_database UNION ALL SELECT rolname FROM pg_roles) n(name) WHERE name LIKE 'migration_gate_%'";
    assert_eq!(session.client().query_one(left, &[]).await.unwrap().get::<_, i32>(0), 0);
}
