//! Deployers that are killed, and deployers in a crowd.

use std::{
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use database::{DeployLock, LockKeys};
use faults::{Ground, State, Tally, judge, rows_of, settled, spread, trials};

/// Migrations of a run that is killed.
const COUNT: usize = 4;

fn start(ground: &Ground, schema: &str, count: usize) -> Child {
    Command::new(env!("CARGO_BIN_EXE_fault-deployer"))
        .args([ground.url(), schema.to_owned(), count.to_string()])
        .stdin(Stdio::null())
        .spawn()
        .unwrap()
}

async fn make_schema(ground: &Ground, schema: &str) {
    let make = format!("CREATE SCHEMA {schema} AUTHORIZATION {}", ground.database.name);
    ground.client().await.batch_execute(&make).await.unwrap();
}

#[tokio::test]
async fn row_11_a_deployer_that_is_killed_leaves_no_riddle() {
    let ground = Ground::new();
    make_schema(&ground, "whole").await;
    let began = Instant::now();
    assert!(start(&ground, "whole", COUNT).wait().unwrap().success());
    let whole = began.elapsed();
    let mut tally = Tally::default();
    for trial in 0..trials(12, 300) {
        let schema = format!("s{trial}");
        make_schema(&ground, &schema).await;
        let mut deployer = start(&ground, &schema, COUNT);
        tokio::time::sleep(whole.mul_f64(spread(trial) * 1.1)).await;
        deployer.kill().unwrap();
        deployer.wait().unwrap();
        let state = settled(&ground, &schema, COUNT).await;
        tally.count(state, COUNT);
        if state == State::Ambiguous {
            println!("trial {trial} is ambiguous");
            continue;
        }
        assert!(start(&ground, &schema, COUNT).wait().unwrap().success(), "trial {trial}: the next run finishes it");
        assert_eq!(judge(&ground.client().await, &schema, COUNT).await, State::Applied(COUNT), "trial {trial}");
        ground.client().await.batch_execute(&format!("DROP SCHEMA {schema} CASCADE")).await.unwrap();
    }
    println!("{}", tally.told("random kills of the engine"));
    assert!(tally.ambiguous == 0 && tally.none > 0 && tally.some + tally.all > 0, "the kills hit the run: {tally}");
}

#[tokio::test]
async fn row_1_twenty_deployers_apply_each_migration_once() {
    let ground = Ground::new();
    make_schema(&ground, "s").await;
    let mut crowd: Vec<Child> = (0..20).map(|_| start(&ground, "s", 5)).collect();
    for deployer in &mut crowd {
        assert!(deployer.wait().unwrap().success());
    }
    let client = ground.client().await;
    assert_eq!(judge(&client, "s", 5).await, State::Applied(5));
    for number in 1..=5 {
        assert_eq!(rows_of(&client, "s", &format!("{number:03}_mark")).await, (1, 0));
    }
}

#[tokio::test]
async fn row_3_killed_waiters_are_in_nobodys_way() {
    let ground = Ground::new();
    make_schema(&ground, "s").await;
    let session = ground.session().await;
    let lock = DeployLock::acquire(&session, LockKeys::GateAndPrisma, Duration::ZERO, &mut |_| {}).await.unwrap();
    let client = ground.client().await;
    // The server is everybody's.
    let waiters =
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'migration-gate/faults' AND datname = current_database()";
    let count = async || client.query_one(waiters, &[]).await.unwrap().get::<_, i64>(0);
    let mut crowd: Vec<Child> = (0..3).map(|_| start(&ground, "s", 1)).collect();
    while count().await < 3 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let queued = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";
    assert_eq!(client.query_one(queued, &[]).await.unwrap().get::<_, i64>(0), 0, "nobody waits inside the server");
    for waiter in &mut crowd {
        waiter.kill().unwrap();
        waiter.wait().unwrap();
    }
    let began = Instant::now();
    while count().await > 0 {
        assert!(began.elapsed() < Duration::from_secs(5), "they are still there");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    println!("figure: three killed waiters: gone after {} ms", began.elapsed().as_millis());
    assert!(lock.release(&session).await.unwrap());
}
