//! Several migrations in one transaction, and a connection that breaks around its commit: all of them are there, or none, and it is known.

use apply::{Deployment, FailureKind, Step, Stop};
use database::{DeployLock, LockKeys, Session};
use fault_proxy::{Fault, FaultProxy, Upstream};
use faults::{Ground, Reach, State, Tally, deploy, settled, shop, trials};
use migrations::Migration;
use test_postgres::server;

/// How many run together.
const COUNT: usize = 3;

/// All of them in one transaction, through a proxy where this goes wrong with its commit.
async fn commit_through(ground: &Ground, proxy: &FaultProxy, fault: Fault, schema: &str) -> Step {
    let client = ground.client().await;
    client.batch_execute(&format!("CREATE SCHEMA {schema} AUTHORIZATION {}", ground.database.name)).await.unwrap();
    let reach = Reach { schema: schema.to_owned(), ..Reach::new(ground.target_by(proxy.port())) };
    // The history table comes first and in peace, with nothing pending.
    deploy(&reach, &[], Stop::never()).await.unwrap();
    let options = reach.options();
    let session = Session::open(&reach.target, &options.session_options()).await.unwrap();
    let lock = DeployLock::acquire(&session, LockKeys::GateAndPrisma, reach.patience, &mut |_| {}).await.unwrap();
    let begun = Deployment::begin(session, lock, &reach.target, &options, reach.limits, Stop::never()).await;
    let before = proxy.fired();
    proxy.set(fault);
    let migrations = shop(COUNT);
    let migrations: Vec<&Migration> = migrations.iter().collect();
    let step = begun.unwrap().run_together(&migrations, &|_| {}).await;
    assert_eq!(proxy.fired(), before + 1, "the fault has happened");
    step
}

#[tokio::test]
async fn row_15_of_several_migrations_in_one_transaction_all_are_found_or_none() {
    let proxy = FaultProxy::start(Upstream::in_directory(server(None).socket_directory(), server(None).server().port()));
    let ground = Ground::new();
    let faults = [Fault::CutBeforeCommit, Fault::CutAfterCommit, Fault::CutAtCommit, Fault::HalfCloseAtCommit];
    let (mut tally, mut right) = (Tally::default(), 0);
    for trial in 0..trials(8, 40) {
        let schema = format!("t{trial}");
        let step = commit_through(&ground, &proxy, faults[usize::try_from(trial).unwrap() % faults.len()], &schema).await;
        let state = settled(&ground, &schema, COUNT).await;
        let told = match &step.result {
            Ok(_) => State::Applied(COUNT),
            Err(failure) if !failure.may_remain && matches!(failure.kind, FailureKind::Lost(_)) => State::Applied(0),
            Err(_) => State::Ambiguous,
        };
        if told != state {
            println!("trial {trial}: {state:?} {step:?}");
        }
        right += u32::from(told == state && state != State::Ambiguous);
        tally.count(state, COUNT);
    }
    println!("{}", tally.told(&format!("unknown commits of {COUNT} migrations at once: {right} of {} resolved", tally.trials)));
    assert!(right == tally.trials && tally.ambiguous + tally.some == 0 && tally.none > 0 && tally.all > 0, "{tally}");
}
