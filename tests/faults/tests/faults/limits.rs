//! Limits: of time, of connections, of what a unique index allows.

use std::time::{Duration, Instant};

use apply::{FailureKind, Stop, invalid_indexes};
use database::{ErrorClass, Session, SessionOptions};
use faults::{Ground, Reach, deploy, migration};

/// One script, and what is left of the table that it makes.
async fn run(reach: &Reach, ground: &Ground, script: &str) -> (FailureKind, bool) {
    let steps = deploy(reach, &[migration("001_slow", script)], Stop::never()).await.unwrap();
    let failure = steps.into_iter().next().unwrap().1.result.unwrap_err();
    assert!(!failure.may_remain, "{failure:?}");
    let there = ground.client().await.query_one("SELECT to_regclass('public.slow') IS NOT NULL", &[]).await.unwrap();
    (failure.kind, there.get(0))
}

const SLOW: &str = "CREATE TABLE slow (x int); SELECT pg_sleep(20);";

#[tokio::test]
async fn row_22_a_statement_that_takes_too_long_is_rolled_back() {
    let ground = Ground::new();
    let mut reach = Reach::new(ground.target());
    reach.work.statement_timeout = Duration::from_millis(300);
    let (kind, is_there) = run(&reach, &ground, SLOW).await;
    let FailureKind::Server(error) = &kind else { panic!("{kind:?}") };
    assert_eq!((error.sqlstate.as_str(), error.class(), is_there), ("57014", ErrorClass::Timeout, false));
}

#[tokio::test]
async fn row_23_our_own_limit_stops_the_server_and_not_only_the_waiting() {
    let ground = Ground::new();
    let mut reach = Reach::new(ground.target());
    reach.limits.script_timeout = Some(Duration::from_millis(400));
    let began = Instant::now();
    let (kind, is_there) = run(&reach, &ground, SLOW).await;
    assert!(matches!(kind, FailureKind::TimedOut(_)) && !is_there, "{kind:?}");
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    let busy = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(20)%' AND pid <> pg_backend_pid() AND state = 'active' AND datname = current_database()";
    assert_eq!(ground.client().await.query_one(busy, &[]).await.unwrap().get::<_, i64>(0), 0);
}

#[tokio::test]
async fn row_27_duplicates_end_a_unique_index_and_what_it_leaves_is_told() {
    let ground = Ground::new();
    let reach = Reach::new(ground.target());
    let migrations = [
        migration("001_t", "CREATE TABLE t (x int); INSERT INTO t VALUES (1), (1);"),
        migration("002_unique", "CREATE UNIQUE INDEX CONCURRENTLY t_x_key ON t (x);"),
    ];
    let steps = deploy(&reach, &migrations, Stop::never()).await.unwrap();
    let step = &steps[1].1;
    let failure = step.result.as_ref().unwrap_err();
    assert_eq!(failure.server().map(|error| error.class()), Some(ErrorClass::Data), "{failure:?}");
    let left: Vec<_> = step.unfinished_indexes.iter().map(|index| index.index.as_str()).collect();
    assert!(left.len() == 1 && left[0].contains("t_x_key"), "{left:?}");
}

#[tokio::test]
async fn row_28_the_twin_of_an_interrupted_reindex_is_found() {
    let ground = Ground::new();
    let (client, other) = (ground.client().await, ground.client().await);
    client.batch_execute("CREATE TABLE t (x int); CREATE INDEX t_x_idx ON t (x)").await.unwrap();
    // An old transaction makes the rebuild wait; ended there, it leaves its twin behind.
    other.batch_execute("BEGIN; INSERT INTO t VALUES (1)").await.unwrap();
    client.batch_execute("SET statement_timeout = '400ms'").await.unwrap();
    let ended = client.batch_execute("REINDEX INDEX CONCURRENTLY t_x_idx").await.unwrap_err();
    assert_eq!(ended.code().map(|code| code.code()), Some("57014"));
    let found = invalid_indexes(&ground.session().await).await.unwrap();
    assert!(found.iter().any(|index| index.index.contains("t_x_idx_ccnew")), "{found:?}");
}

#[tokio::test]
async fn row_30_a_server_without_room_says_so() {
    let ground = Ground::new();
    let full = format!("ALTER ROLE {} CONNECTION LIMIT 0", ground.database.name);
    ground.client().await.batch_execute(&full).await.unwrap();
    let refused = Session::open(&ground.target(), &SessionOptions::for_reading("test")).await.err().unwrap();
    assert_eq!(refused.class(), ErrorClass::Resources, "{refused}");
}
