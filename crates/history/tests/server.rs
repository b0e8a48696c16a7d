//! Where the history is found, and how its rows are read, on real servers.

#![expect(clippy::unwrap_used, reason = "a test panics where it must")]

use database::{ConnectionString, Session, SessionOptions};
use history::{Place, Presence, State, find, read};
use test_postgres::TestServer;

/// Column for column as Prisma makes it.
const TABLE: &str =
    "_prisma_migrations (id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0)";

struct Database {
    server: &'static TestServer,
    name: String,
}

impl Database {
    fn new(major: Option<u32>) -> Database {
        let server = test_postgres::server(major);
        Database { server, name: server.database().name }
    }

    async fn session(&self, role: &str, parameters: &[(&'static str, &str)]) -> Session {
        let host = self.server.socket_directory().to_string_lossy().replace('/', "%2F");
        let url = format!("postgresql://{role}@{host}:{}/{}", self.server.server().port(), self.name);
        let parameters = parameters.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        let options = SessionOptions { parameters, ..SessionOptions::default() };
        Session::open(&ConnectionString::parse(&url).unwrap(), &options).await.unwrap()
    }

    /// As the owner, with the search path that our own sessions start with.
    async fn owner(&self) -> Session {
        self.session(&self.name, &[("search_path", "pg_catalog")]).await
    }

    async fn superuser(&self) -> Session {
        self.session(self.server.server().superuser(), &[]).await
    }

    async fn make(&self, sql: &str) {
        self.superuser()
            .await
            .client()
            .batch_execute(&sql.replace("{table}", TABLE).replace("{owner}", &self.name))
            .await
            .unwrap();
    }

    async fn find(&self, schema: Option<&str>) -> Place {
        find(&self.owner().await, schema).await.unwrap()
    }
}

#[tokio::test]
async fn an_empty_database_is_empty_on_every_version() {
    for major in test_postgres::majors() {
        let database = Database::new(Some(major));
        let place = database.find(None).await;
        assert_eq!((&place.presence, place.schema.as_str()), (&Presence::Absent, "public"), "{major}");
        assert_eq!((place.diversion, place.others), (None, vec![]));
        assert_eq!((place.search_path.as_str(), place.role), ("\"$user\", public", database.name));
        assert!(place.schema_exists);
    }
}

#[tokio::test]
async fn tables_without_a_history_are_told_apart_from_what_prisma_does_not_count() {
    let database = Database::new(None);
    database
        .make(
            "CREATE VIEW v AS SELECT 1; CREATE TYPE e AS ENUM ('a'); CREATE TABLE p (id int) PARTITION BY LIST (id);
                   CREATE TABLE spatial_ref_sys (id int); CREATE TABLE \"Raster_Columns\" (id int); CREATE SEQUENCE s",
        )
        .await;
    assert_eq!(database.find(None).await.presence, Presence::Absent);
    database.make("CREATE UNLOGGED TABLE u (id int); CREATE TABLE p1 PARTITION OF p DEFAULT; CREATE SCHEMA other; CREATE TABLE other.t (id int)").await;
    let tables = vec!["p1".to_owned(), "u".to_owned()];
    assert_eq!(database.find(None).await.presence, Presence::AbsentAmongTables { tables, count: 2 });
    assert_eq!(database.find(Some("nowhere")).await.presence, Presence::Absent);
    assert!(!database.find(Some("nowhere")).await.schema_exists);
}

#[tokio::test]
async fn the_schema_of_the_connection_string_decides() {
    let database = Database::new(None);
    database.make("CREATE SCHEMA app; CREATE TABLE public.{table}; CREATE TABLE app.{table}").await;
    let place = database.find(Some("app")).await;
    assert_eq!((place.presence, place.schema.as_str(), place.search_path.as_str()), (Presence::Present, "app", "\"app\""));
    assert_eq!(place.others.iter().map(|other| other.as_str()).collect::<Vec<_>>(), ["public"]);
    assert_eq!(place.diversion, None);
    let place = database.find(None).await;
    assert_eq!((place.schema.as_str(), place.others.len()), ("public", 1));
}

#[tokio::test]
async fn a_schema_named_like_the_role_is_a_diversion() {
    let database = Database::new(None);
    database.make("CREATE SCHEMA {owner}; GRANT ALL ON SCHEMA {owner} TO {owner}").await;
    let place = database.find(None).await;
    let diversion = place.diversion.unwrap();
    assert_eq!((diversion.schema.as_str(), diversion.is_of_role), (database.name.as_str(), true));
    assert_eq!((place.schema.as_str(), place.presence), (database.name.as_str(), Presence::Absent));
    // What was made in `public` before there was such a schema is found there, as Prisma finds it.
    database.make("CREATE TABLE public.{table}").await;
    let place = database.find(None).await;
    assert_eq!((place.schema.as_str(), place.presence, place.diversion), ("public", Presence::Present, None));
    database.make("CREATE TABLE {owner}.{table}").await;
    let place = database.find(None).await;
    assert_eq!((place.schema.as_str(), place.others.len()), (database.name.as_str(), 1));
    assert!(place.diversion.is_some());
    assert_eq!(database.find(Some("public")).await.diversion, None);
}

#[tokio::test]
async fn what_is_set_for_role_and_database_counts_and_our_own_search_path_does_not() {
    let database = Database::new(None);
    database.make("CREATE SCHEMA app AUTHORIZATION {owner}; CREATE SCHEMA \"with, comma\" AUTHORIZATION {owner}; ALTER DATABASE {owner} SET search_path = app, public").await;
    let place = database.find(None).await;
    assert_eq!((place.schema.as_str(), place.search_path.as_str()), ("app", "app, public"));
    assert!(!place.diversion.unwrap().is_of_role);
    database.make("ALTER ROLE {owner} SET search_path = \"with, comma\"").await;
    assert_eq!(database.find(None).await.schema.as_str(), "with, comma");
    database.make("ALTER ROLE {owner} IN DATABASE {owner} SET search_path = nowhere, public").await;
    assert_eq!(database.find(None).await.schema.as_str(), "public");
    let session = database.session(&database.name, &[]).await;
    assert_eq!(find(&session, None).await.unwrap().search_path, "nowhere, public");
}

#[tokio::test]
async fn what_looks_like_a_history_and_is_none_is_told() {
    let database = Database::new(None);
    database.make("CREATE VIEW _prisma_migrations AS SELECT 1 AS id").await;
    assert_eq!(database.find(None).await.presence, Presence::NotATable);
    let database = Database::new(None);
    database.make("CREATE TABLE {table}; ALTER TABLE _prisma_migrations ENABLE ROW LEVEL SECURITY; GRANT SELECT ON _prisma_migrations TO {owner}").await;
    assert_eq!(database.find(None).await.presence, Presence::Hidden);
    assert_eq!(find(&database.superuser().await, None).await.unwrap().presence, Presence::Present);
}

#[tokio::test]
async fn rows_are_read_in_prisma_s_order_with_times_in_utc() {
    let database = Database::new(None);
    database.make("CREATE TABLE {table}; GRANT SELECT ON _prisma_migrations TO {owner};
        INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, rolled_back_at, logs, applied_steps_count) VALUES
        ('d', 'x', '2_b', '2026-01-01 02:00:00+01', NULL, NULL, repeat('é', 5000), 0),
        ('c', 'x', '1_a', '2026-01-01 00:30:00+00', '2026-01-01 00:30:00.5+00', NULL, repeat('q', 100000), 1),
        ('b', 'x', 'B', '2026-01-01 01:00:00+00', NULL, NULL, NULL, 0),
        ('a', 'x', '0_z', '2026-01-01 01:00:00+00', NULL, '2026-02-01 00:00:00+00', 'gone', 0)").await;
    let session = database.session(&database.name, &[("TimeZone", "Asia/Tokyo"), ("DateStyle", "German")]).await;
    let place = find(&session, None).await.unwrap();
    let records = read(&session, &place.table()).await.unwrap();
    let told: Vec<_> = records.iter().map(|record| (record.name.as_str(), record.started_at.as_str(), record.state())).collect();
    assert_eq!(
        told,
        [
            ("1_a", "2026-01-01T00:30:00.000000Z", State::Applied),
            ("0_z", "2026-01-01T01:00:00.000000Z", State::RolledBack),
            ("2_b", "2026-01-01T01:00:00.000000Z", State::Failed),
            ("B", "2026-01-01T01:00:00.000000Z", State::Unfinished),
        ]
    );
    assert_eq!((records[0].logs.as_deref(), records[0].finished_at.as_deref()), (None, Some("2026-01-01T00:30:00.500000Z")));
    assert_eq!(records[2].logs.as_deref().unwrap().chars().count(), 4096);
}

#[tokio::test]
async fn ten_thousand_rows_are_read_in_less_than_a_second() {
    let database = Database::new(None);
    database.make("CREATE TABLE {table}; GRANT SELECT ON _prisma_migrations TO {owner};
        INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, logs, applied_steps_count)
        SELECT gen_random_uuid()::text, repeat('0', 64), n || '_migration', now(), repeat('log ', 1000), 1 FROM generate_series(1, 10000) AS n").await;
    let session = database.owner().await;
    let place = find(&session, None).await.unwrap();
    let began = std::time::Instant::now();
    let records = read(&session, &place.table()).await.unwrap();
    assert_eq!(records.len(), 10_000);
    assert!(began.elapsed() < std::time::Duration::from_secs(1), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_role_without_the_right_to_read_is_told_what_could_not_be_read() {
    let database = Database::new(None);
    database.make("CREATE TABLE {table}").await;
    let session = database.owner().await;
    let place = find(&session, None).await.unwrap();
    let history::Error::Server { what, source } = read(&session, &place.table()).await.unwrap_err();
    assert_eq!(what, "the history `public._prisma_migrations`");
    assert_eq!(source.server().unwrap().sqlstate.as_str(), "42501");
}
