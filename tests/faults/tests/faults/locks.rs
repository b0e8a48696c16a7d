//! Others who want the same lock.

use std::time::Duration;

use apply::Stop;
use database::{DeployLock, LockError, LockKeys, deploy_lock::PRISMA_KEY};
use faults::{Ground, Reach, deploy, migration};
use futures_util::future::join_all;

#[tokio::test]
async fn row_2_an_index_is_built_while_five_others_wait_for_the_lock() {
    let ground = Ground::new();
    let reach = Reach::new(ground.target());
    let table = migration("001_t", "CREATE TABLE t (x int); INSERT INTO t SELECT generate_series(1, 1000);");
    deploy(&reach, std::slice::from_ref(&table), Stop::never()).await.unwrap();
    for round in 1..=5 {
        let index = migration(&format!("00{}_index", round + 1), &format!("CREATE INDEX CONCURRENTLY t_{round} ON t (x);"));
        let index = [index];
        let waiters = join_all((0..5).map(|_| deploy(&reach, &[], Stop::never())));
        let (steps, waiters) = tokio::join!(deploy(&reach, &index, Stop::never()), waiters);
        let steps = steps.unwrap();
        assert!(steps[0].1.result.is_ok(), "round {round}: {steps:?}");
        assert!(waiters.iter().all(Result::is_ok), "round {round}: a waiter fails");
    }
}

#[tokio::test]
async fn row_10_the_lock_that_prisma_takes_and_ours_exclude_each_other() {
    let ground = Ground::new();
    let (prisma, session) = (ground.client().await, ground.session().await);
    let take = format!("SELECT pg_advisory_lock({PRISMA_KEY})");
    // Prisma's first statement, word for word; it never lets go but with its connection.
    prisma.batch_execute(&take).await.unwrap();
    let held = DeployLock::acquire(&session, LockKeys::GateAndPrisma, Duration::from_millis(200), &mut |_| {}).await;
    let Err(LockError::Held { holders, .. }) = held else { panic!("Prisma holds it") };
    assert!(holders.iter().any(|holder| holder.key == PRISMA_KEY), "{holders:?}");
    drop(prisma);
    let lock = DeployLock::acquire(&session, LockKeys::GateAndPrisma, Duration::from_secs(5), &mut |_| {}).await.unwrap();
    let prisma = ground.client().await;
    let mut waiting = Box::pin(prisma.batch_execute(&take));
    assert!(tokio::time::timeout(Duration::from_millis(300), &mut waiting).await.is_err(), "Prisma waits for us");
    assert!(lock.release(&session).await.unwrap());
    waiting.await.unwrap();
}
