//! The deploy lock between real sessions on a real server.

#![expect(clippy::unwrap_used, reason = "a test panics where it must")]

use std::time::{Duration, Instant};

use database::{
    ConnectionString, DeployLock, Holder, LockError, LockKeys, Session, SessionOptions,
    deploy_lock::{self, GATE_KEY, PRISMA_KEY},
};
use futures_util::future::join_all;
use test_postgres::{TestDatabase, server};

const NONE: Duration = Duration::ZERO;
const BOTH: LockKeys = LockKeys::GateAndPrisma;

async fn session(database: &TestDatabase, name: &str) -> Session {
    let host = server(None).socket_directory().to_string_lossy().replace('/', "%2F");
    let target = ConnectionString::parse(&format!("postgresql://{0}@{host}/{0}", database.name)).unwrap();
    let options = SessionOptions { application_name: name.to_owned(), parameters: Vec::new() };
    Session::open(&target, &options).await.unwrap()
}

async fn take(session: &Session, timeout: Duration) -> Result<DeployLock, LockError> {
    DeployLock::acquire(session, BOTH, timeout, &mut |_| {}).await
}

fn held_by(error: LockError) -> Vec<Holder> {
    match error {
        LockError::Held { holders, .. } => holders,
        LockError::Database(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn one_holds_it_and_the_other_learns_who() {
    let database = server(None).database();
    let (first, second) = (session(&database, "migration-gate/deploy run=7").await, session(&database, "second").await);
    let lock = take(&first, NONE).await.unwrap();
    assert!(lock.is_held(&first).await.unwrap());
    let error = take(&second, NONE).await.unwrap_err();
    assert!(error.to_string().contains("`migration-gate/deploy run=7` (pid "), "{error}");
    let holders = held_by(error);
    assert_eq!(holders.iter().map(|holder| holder.key).collect::<Vec<_>>(), [PRISMA_KEY, GATE_KEY]);
    assert!(holders.iter().all(|holder| holder.user.as_deref() == Some(database.name.as_str()) && holder.since.is_some()));
    // Other databases are other locks.
    let elsewhere = session(&server(None).database(), "elsewhere").await;
    assert!(deploy_lock::holders(&elsewhere, BOTH).await.unwrap().is_empty());
    let other = take(&elsewhere, NONE).await.unwrap();
    assert!(other.release(&elsewhere).await.unwrap());
    assert!(lock.release(&first).await.unwrap());
    let lock = take(&second, NONE).await.unwrap();
    drop(second);
    assert_eq!(lock.keys(), BOTH);
}

#[tokio::test]
async fn whoever_waits_is_told_for_whom_and_gets_it_when_it_is_free() {
    let database = server(None).database();
    let (first, second) = (session(&database, "first").await, session(&database, "second").await);
    let lock = take(&first, NONE).await.unwrap();
    let mut heard = Vec::new();
    let mut waiting = |holders: &[Holder]| heard.push(holders.iter().map(ToString::to_string).collect::<String>());
    let waiter = DeployLock::acquire(&second, BOTH, Duration::from_secs(20), &mut waiting);
    let releaser = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        lock.release(&first).await.unwrap();
        Instant::now()
    };
    let (got, released) = tokio::join!(waiter, releaser);
    assert!(got.unwrap().is_held(&second).await.unwrap());
    assert!(released.elapsed() < Duration::from_secs(2), "{:?}", released.elapsed());
    assert!(heard.first().is_some_and(|text| text.contains("`first`")), "{heard:?}");
}

#[tokio::test]
async fn a_waiter_is_never_in_the_servers_queue_and_leaves_nothing_behind() {
    let database = server(None).database();
    let (first, second) = (session(&database, "first").await, session(&database, "second").await);
    let lock = take(&first, NONE).await.unwrap();
    let looker = session(&database, "looker").await;
    let queued = async |sql: &str| looker.client().query_one(sql, &[]).await.unwrap().get::<_, i64>(0);
    let watch = async {
        let mut most = 0;
        for _ in 0..50 {
            most = most.max(queued("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted").await);
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        most
    };
    tokio::select! {
        got = take(&second, Duration::from_secs(60)) => panic!("two hold it: {got:?}"),
        most = watch => assert_eq!(most, 0),
    }
    drop(second);
    lock.release(&first).await.unwrap();
    let third = session(&database, "third").await;
    let lock = take(&third, Duration::from_secs(5)).await.unwrap();
    assert!(lock.is_held(&third).await.unwrap());
}

#[tokio::test]
async fn a_script_that_lets_go_is_noticed() {
    let database = server(None).database();
    let first = session(&database, "first").await;
    for script in ["DISCARD ALL", "SELECT pg_advisory_unlock_all()", "SELECT pg_advisory_unlock(72707369)"] {
        let lock = take(&first, NONE).await.unwrap();
        assert!(lock.is_held(&first).await.unwrap());
        first.client().batch_execute(script).await.unwrap();
        assert!(!lock.is_held(&first).await.unwrap(), "{script}");
        assert!(!lock.release(&first).await.unwrap(), "{script}");
    }
    // Keys of the two-number form, and of others, are not ours.
    first.client().batch_execute("SELECT pg_advisory_lock(0, 72707369), pg_advisory_lock(5)").await.unwrap();
    assert!(deploy_lock::holders(&first, BOTH).await.unwrap().is_empty());
}

#[tokio::test]
async fn prismas_key_alone_keeps_us_out_without_holding_ours() {
    let database = server(None).database();
    let (prisma, gate) = (session(&database, "prisma").await, session(&database, "gate").await);
    prisma.client().batch_execute("SELECT pg_advisory_lock(72707369)").await.unwrap();
    let error = take(&gate, Duration::from_millis(200)).await.unwrap_err();
    assert!(error.to_string().contains("with Prisma's key"), "{error}");
    assert_eq!(held_by(error).len(), 1);
    // A command under our own key alone may be Prisma itself.
    let lock = DeployLock::acquire(&gate, LockKeys::GateOnly, NONE, &mut |_| {}).await.unwrap();
    assert!(lock.is_held(&gate).await.unwrap());
}

#[tokio::test]
async fn an_index_is_built_concurrently_while_another_waits() {
    let database = server(None).database();
    let (first, second) = (session(&database, "first").await, session(&database, "second").await);
    first.client().batch_execute("CREATE TABLE t AS SELECT generate_series(1, 1000) AS a").await.unwrap();
    let lock = take(&first, NONE).await.unwrap();
    let waiter = take(&second, Duration::from_secs(30));
    let builder = async {
        for round in 0..5 {
            tokio::time::sleep(Duration::from_millis(60)).await;
            let built = first.client().batch_execute(&format!("CREATE INDEX CONCURRENTLY i{round} ON t (a)")).await;
            built.unwrap();
        }
        lock.release(&first).await.unwrap()
    };
    let (waited, released) = tokio::join!(waiter, builder);
    assert!(waited.is_ok() && released);
}

#[tokio::test]
async fn a_forced_release_ends_the_holder_that_was_shown_and_no_other() {
    let database = server(None).database();
    let (stale, gate) = (session(&database, "stale").await, session(&database, "gate").await);
    let _held = take(&stale, NONE).await.unwrap();
    let shown = held_by(take(&gate, NONE).await.unwrap_err());
    let stale_holder = shown.iter().find(|holder| holder.key == GATE_KEY).unwrap().clone();
    assert!(deploy_lock::terminate(&gate, &stale_holder).await.unwrap());
    let lock = take(&gate, Duration::from_secs(10)).await.unwrap();
    assert!(stale.client().batch_execute("SELECT 1").await.is_err());
    // The holder that was shown is gone by now; whoever has the lock since is not it.
    let third = session(&database, "third").await;
    assert!(!deploy_lock::terminate(&third, &stale_holder).await.unwrap());
    assert!(lock.is_held(&gate).await.unwrap());
}

#[tokio::test]
async fn twenty_take_turns() {
    let database = server(None).database();
    let looker = session(&database, "looker").await;
    looker.client().batch_execute("CREATE TABLE turns (who int, began timestamptz, ended timestamptz)").await.unwrap();
    let deployers = (0..20).map(async |who| {
        let session = session(&database, "one of twenty").await;
        let lock = take(&session, Duration::from_secs(60)).await.unwrap();
        let turn = format!("WITH began AS (SELECT clock_timestamp() AS at) INSERT INTO turns SELECT {who}, at, clock_timestamp() FROM began, pg_sleep(0.01)");
        session.client().batch_execute(&turn).await.unwrap();
        lock.release(&session).await.unwrap()
    });
    assert_eq!(join_all(deployers).await, [true; 20]);
    let count = async |sql: &str| looker.client().query_one(sql, &[]).await.unwrap().get::<_, i64>(0);
    assert_eq!(count("SELECT count(DISTINCT who) FROM turns WHERE began < ended").await, 20);
    let overlaps = "SELECT count(*) FROM turns a JOIN turns b ON a.who < b.who AND a.began < b.ended AND b.began < a.ended";
    assert_eq!(count(overlaps).await, 0);
}
