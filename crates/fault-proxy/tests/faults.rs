//! Each fault, as a client of a real server meets it.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::time::Duration;

use fault_proxy::{Fault, FaultProxy, Upstream};
use test_postgres::{TestDatabase, server};
use tokio_postgres::{Client, Config, Error, NoTls};

fn proxy() -> (FaultProxy, TestDatabase) {
    let (server, database) = (server(None), server(None).database());
    (FaultProxy::start(Upstream::in_directory(server.socket_directory(), 5432)), database)
}

async fn through(proxy: &FaultProxy, database: &TestDatabase) -> Client {
    let mut config = Config::new();
    config.host("127.0.0.1").port(proxy.port()).user(&database.name).dbname(&database.name);
    let (client, connection) = config.connect(NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

async fn directly(database: &TestDatabase, query: &str) -> i64 {
    let (client, connection) = database.owner.connect(NoTls).await.unwrap();
    tokio::spawn(connection);
    client.query_one(query, &[]).await.unwrap().get(0)
}

/// Commits a row through the fault.
async fn commit(fault: Fault) -> (Result<(), Error>, FaultProxy, TestDatabase) {
    let (proxy, database) = proxy();
    let client = through(&proxy, &database).await;
    client.batch_execute("CREATE TABLE t (x int)").await.unwrap();
    client.batch_execute("BEGIN; INSERT INTO t VALUES (1)").await.unwrap();
    proxy.set(fault);
    (client.batch_execute("COMMIT").await, proxy, database)
}

/// How often the row is there, once nobody is at work any more.
async fn rows(database: &TestDatabase) -> i64 {
    let busy = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    while directly(database, busy).await > 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    directly(database, "SELECT count(*) FROM t").await
}

#[tokio::test]
async fn a_cut_before_the_commit_undoes_and_one_after_it_does_not() {
    for (fault, expected) in [(Fault::CutBeforeCommit, 0), (Fault::CutAfterCommit, 1), (Fault::CutAtCommit, 1)] {
        let (committed, proxy, database) = commit(fault).await;
        assert!(committed.unwrap_err().is_closed(), "{fault:?}: the client cannot know");
        assert_eq!((proxy.commits(), proxy.fired()), (1, 1), "{fault:?}");
        assert_eq!(rows(&database).await, expected, "{fault:?}");
    }
}

#[tokio::test]
async fn who_is_held_at_a_commit_waits_until_it_goes() {
    for (fault, expected) in [(Fault::HoldBeforeCommit, 0), (Fault::HoldAfterCommit, 1)] {
        let (proxy, database) = proxy();
        let client = through(&proxy, &database).await;
        client.batch_execute("CREATE TABLE t (x int)").await.unwrap();
        client.batch_execute("BEGIN; INSERT INTO t VALUES (1)").await.unwrap();
        proxy.set(fault);
        assert!(tokio::time::timeout(Duration::from_millis(300), client.batch_execute("COMMIT")).await.is_err());
        assert_eq!((proxy.commits(), proxy.fired()), (1, 1), "{fault:?}");
        // The driver would wait for the answer before it goes.
        drop(proxy);
        assert_eq!(rows(&database).await, expected, "{fault:?}");
    }
}

#[tokio::test]
async fn a_half_closed_way_still_brings_the_answer() {
    let (committed, _proxy, database) = commit(Fault::HalfCloseAtCommit).await;
    committed.unwrap();
    assert_eq!(rows(&database).await, 1);
}

#[tokio::test]
async fn small_pieces_and_slow_ones_arrive() {
    for fault in [Fault::Dribble, Fault::Delay(Duration::from_millis(20))] {
        let (committed, proxy, database) = commit(fault).await;
        committed.unwrap();
        assert_eq!((proxy.fired(), directly(&database, "SELECT count(*) FROM t").await), (0, 1), "{fault:?}");
    }
}

#[tokio::test]
async fn what_is_swallowed_waits_and_nobody_is_told() {
    let (proxy, database) = proxy();
    let client = through(&proxy, &database).await;
    proxy.set(Fault::Swallow);
    let mut asked = Box::pin(client.query_one("SELECT 1::int8", &[]));
    let silence = tokio::time::timeout(Duration::from_millis(300), &mut asked).await;
    assert!(silence.is_err(), "nothing comes through");
    proxy.set(Fault::None);
    assert_eq!(asked.await.unwrap().get::<_, i64>(0), 1);
}
