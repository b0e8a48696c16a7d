//! What `status` asks, on every supported version: it runs for a plain role, and answers with the columns that are read.

#![expect(clippy::unwrap_used, reason = "a test panics where it must")]

use tokio_postgres::{Client, Config, NoTls};

/// Each query with its columns and their types, in order.
const QUERIES: [(&str, &[(&str, &str)]); 5] = [
    (include_str!("../queries/database_size.sql"), &[("bytes", "int8")]),
    (include_str!("../queries/server_connections.sql"), &[("connections", "int8"), ("most", "int4")]),
    (
        include_str!("../queries/largest_tables.sql"),
        &[("schema", "text"), ("name", "text"), ("bytes", "int8"), ("rows_estimate", "int8")],
    ),
    (include_str!("../queries/connections.sql"), &[("state", "text"), ("connections", "int8"), ("oldest_transaction", "float8")]),
    (
        include_str!("../queries/blocking.sql"),
        &[
            ("pid", "int4"),
            ("blocker", "int4"),
            ("application", "text"),
            ("user", "text"),
            ("state", "text"),
            ("query", "text"),
            ("seconds", "float8"),
            ("mode", "text"),
            ("object", "text"),
        ],
    ),
];

async fn connect(config: &Config) -> Client {
    let (client, connection) = config.connect(NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

#[tokio::test]
async fn every_query_answers_a_plain_role_on_every_version() {
    for major in test_postgres::majors() {
        let database = test_postgres::server(Some(major)).database();
        let client = connect(&database.owner).await;
        // As our own sessions have it: nothing may be found by way of the path.
        client.batch_execute("CREATE TABLE t (n int); SET search_path = pg_temp; BEGIN READ ONLY").await.unwrap();
        for (query, columns) in QUERIES {
            let statement = client.prepare(query).await.unwrap_or_else(|error| panic!("{major}: {error:?}\n{query}"));
            let found: Vec<(&str, &str)> =
                statement.columns().iter().map(|column| (column.name(), column.type_().name())).collect();
            assert_eq!(found, columns, "{major}");
            client.query(&statement, &[]).await.unwrap_or_else(|error| panic!("{major}: {error:?}\n{query}"));
            assert!(query.starts_with("-- Purpose: "), "it has a header");
        }
    }
}

#[tokio::test]
async fn who_waits_for_whom_is_seen_on_every_version() {
    for major in test_postgres::majors() {
        let database = test_postgres::server(Some(major)).database();
        let (holder, waiter, looker) =
            (connect(&database.owner).await, connect(&database.owner).await, connect(&database.owner).await);
        holder.batch_execute("CREATE TABLE t (n int)").await.unwrap();
        holder.batch_execute("BEGIN; LOCK TABLE t").await.unwrap();
        let waiting = tokio::spawn(async move { waiter.batch_execute("BEGIN; LOCK TABLE public.t IN SHARE MODE; COMMIT").await });
        let mut rows = Vec::new();
        for _ in 0..500 {
            if rows.len() == 2 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            rows = looker.query(include_str!("../queries/blocking.sql"), &[]).await.unwrap();
        }
        let waits: Vec<_> = rows.iter().filter(|row| row.get::<_, Option<i32>>("blocker").is_some()).collect();
        let pid: i32 = holder.query_one("SELECT pg_backend_pid()", &[]).await.unwrap().get(0);
        assert_eq!((waits.len(), waits[0].get::<_, i32>("blocker")), (1, pid), "{major}");
        assert_eq!((waits[0].get("mode"), waits[0].get("object")), ("ShareLock", "public.t"), "{major}");
        let sizes = looker.query(include_str!("../queries/largest_tables.sql"), &[]).await.unwrap();
        assert_eq!(sizes[0].get::<_, Option<i64>>("bytes"), None, "{major}: looking waits for nobody");
        holder.batch_execute("COMMIT").await.unwrap();
        waiting.await.unwrap().unwrap();
    }
}
