//! Every supported major version can be had, and databases keep to themselves.

use test_postgres::{TestServer, majors, server};
use tokio_postgres::{Config, NoTls};

async fn query(config: &Config, sql: &str) -> Result<String, tokio_postgres::Error> {
    let (client, connection) = config.connect(NoTls).await?;
    tokio::spawn(connection);
    Ok(client.query_one(sql, &[]).await?.get(0))
}

fn check(server: &TestServer) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (first, second) = (server.database(), server.database());
    runtime.block_on(async {
        let said = query(&first.owner, "SELECT current_user || ' ' || current_setting('server_version_num')").await;
        let number = server.version().major() * 10_000 + server.version().minor();
        assert_eq!(said.expect("its owner gets in"), format!("{} {number}", first.name));
        let is_superuser = query(&first.superuser, "SELECT current_setting('is_superuser')").await;
        assert_eq!(is_superuser.expect("the superuser gets in"), "on");
        let mut stranger = first.owner.clone();
        stranger.dbname(&second.name);
        query(&stranger, "SELECT 'here'").await.expect_err("a role reaches its own database only");
    });
}

#[test]
fn every_supported_major_serves() {
    for major in majors() {
        let server = server(Some(major));
        assert_eq!(server.version().major(), major);
        check(server);
    }
}

/// What honest migrations do must not meet the sandbox's walls.
#[test]
fn extensions_time_zones_collations_and_text_search_work_inside_the_sandbox() {
    let uses = [
        ("CREATE EXTENSION pgcrypto", "SELECT length(encode(gen_random_bytes(16), 'hex'))::text", "32"),
        ("CREATE EXTENSION \"uuid-ossp\"", "SELECT length(uuid_generate_v4()::text)::text", "36"),
        ("CREATE EXTENSION citext", "SELECT ('A'::citext = 'a'::citext)::text", "true"),
        ("CREATE EXTENSION pg_trgm", "SELECT (similarity('word', 'words') > 0.5)::text", "true"),
        ("CREATE EXTENSION hstore", "SELECT 'a=>1'::hstore -> 'a'", "1"),
        ("CREATE EXTENSION unaccent", "SELECT unaccent('Hôtel')", "Hotel"),
        ("CREATE EXTENSION btree_gist", "SELECT 'there'", "there"),
        ("SET timezone = 'Europe/Berlin'", "SELECT '2026-07-01 12:00+00'::timestamptz::text", "2026-07-01 14:00:00+02"),
        ("CREATE COLLATION german (provider = icu, locale = 'de')", "SELECT ('ä' < 'z' COLLATE german)::text", "true"),
        ("CREATE TABLE t (v tsvector)", "SELECT to_tsvector('english', 'the running dogs')::text", "'dog':3 'run':2"),
        ("CREATE TABLE big AS SELECT n FROM generate_series(1, 200000) n", "SELECT count(*)::text FROM big", "200000"),
        ("CREATE INDEX CONCURRENTLY ON big (n)", "SELECT 'built'", "built"),
    ];
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    for major in majors() {
        let database = server(Some(major)).database();
        runtime.block_on(async {
            let (client, connection) = database.owner.connect(NoTls).await.expect("its owner gets in");
            tokio::spawn(connection);
            for (preparation, question, expected) in uses {
                client.batch_execute(preparation).await.unwrap_or_else(|error| panic!("{major}: {preparation}: {error:?}"));
                let row = client.query_one(question, &[]).await.unwrap_or_else(|error| panic!("{major}: {question}: {error:?}"));
                assert_eq!(row.get::<_, String>(0), expected, "{major}: {question}");
            }
        });
    }
}

#[tokio::test]
async fn a_database_can_be_made_inside_a_runtime() {
    let database = server(None).database();
    assert_eq!(query(&database.owner, "SELECT current_database()::text").await.expect("it answers"), database.name);
}
