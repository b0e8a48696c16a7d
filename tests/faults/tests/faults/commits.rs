//! The connection breaks around COMMIT: what is told afterwards is what is there.

use std::time::Duration;

use apply::{Applied, FailureKind, Step, Stop};
use database::{DeployLock, LockKeys, Session};
use fault_proxy::{Fault, FaultProxy, Upstream};
use faults::{Ground, Reach, State, Tally, deploy, judge, settled, shop, trials};
use test_postgres::server;

/// One migration, through a proxy where this goes wrong with its commit.
async fn commit_through(ground: &Ground, proxy: &FaultProxy, fault: Fault, schema: &str) -> Step {
    let client = ground.client().await;
    client.batch_execute(&format!("CREATE SCHEMA {schema} AUTHORIZATION {}", ground.database.name)).await.unwrap();
    let reach = Reach { schema: schema.to_owned(), ..Reach::new(ground.target_by(proxy.port())) };
    // The history table comes first and in peace, with nothing pending.
    deploy(&reach, &[], Stop::never()).await.unwrap();
    let before = proxy.fired();
    proxy.set(fault);
    let (_, step) = deploy(&reach, &shop(1), Stop::never()).await.unwrap().remove(0);
    assert_eq!(proxy.fired(), before + 1, "the fault has happened");
    step
}

/// Whether what the step says is what is there.
async fn is_true(ground: &Ground, schema: &str, step: &Step) -> (bool, State) {
    let state = settled(ground, schema, 1).await;
    let told = match &step.result {
        Ok(_) => State::Applied(1),
        Err(failure) if !failure.may_remain && matches!(failure.kind, FailureKind::Lost(_)) => State::Applied(0),
        Err(_) => State::Ambiguous,
    };
    (told == state && state != State::Ambiguous, state)
}

fn proxy() -> FaultProxy {
    FaultProxy::start(Upstream::in_directory(server(None).socket_directory(), ephemeral_port()))
}

fn ephemeral_port() -> u16 {
    server(None).server().port()
}

#[tokio::test]
async fn row_14_a_cut_before_commit_is_known_to_be_nothing() {
    let (ground, proxy) = (Ground::new(), proxy());
    let step = commit_through(&ground, &proxy, Fault::CutBeforeCommit, "s").await;
    assert!(step.result.is_err() && !step.lost_lock, "{step:?}");
    assert_eq!(is_true(&ground, "s", &step).await, (true, State::Applied(0)));
}

#[tokio::test]
async fn row_15_a_cut_after_commit_is_known_to_be_applied() {
    let (ground, proxy) = (Ground::new(), proxy());
    let step = commit_through(&ground, &proxy, Fault::CutAfterCommit, "s").await;
    assert_eq!(step.result.as_ref().ok(), Some(&Applied::Found), "{step:?}");
    assert_eq!(is_true(&ground, "s", &step).await, (true, State::Applied(1)));
}

#[tokio::test]
async fn row_15_whatever_happened_to_a_commit_is_found_out() {
    let (ground, proxy) = (Ground::new(), proxy());
    let faults = [Fault::CutBeforeCommit, Fault::CutAfterCommit, Fault::CutAtCommit, Fault::HalfCloseAtCommit];
    let (mut tally, mut right) = (Tally::default(), 0);
    for trial in 0..trials(8, 100) {
        let schema = format!("s{trial}");
        let fault = faults[usize::try_from(trial).unwrap() % faults.len()];
        let step = commit_through(&ground, &proxy, fault, &schema).await;
        let (is_right, state) = is_true(&ground, &schema, &step).await;
        if !is_right {
            println!("trial {trial}, {fault:?}: {state:?} {step:?}");
        }
        right += u32::from(is_right);
        tally.count(state, 1);
    }
    println!("{}", tally.told(&format!("unknown commits: {right} of {} resolved", tally.trials)));
    assert!(right == tally.trials && tally.ambiguous == 0 && tally.none > 0 && tally.all > 0, "{tally}");
}

#[tokio::test]
async fn row_8_a_holder_that_nobody_hears_of_any_more_loses_the_lock() {
    let (ground, proxy) = (Ground::new(), proxy());
    let mut reach = Reach::new(ground.target_by(proxy.port()));
    reach.work.lease = Duration::from_secs(2);
    let holder = Session::open(&reach.target, &reach.options().session_options()).await.unwrap();
    let lock = DeployLock::acquire(&holder, LockKeys::GateAndPrisma, Duration::ZERO, &mut |_| {}).await.unwrap();
    proxy.set(Fault::Swallow);
    let began = std::time::Instant::now();
    let next = ground.session().await;
    let got = DeployLock::acquire(&next, LockKeys::GateAndPrisma, Duration::from_secs(20), &mut |_| {}).await;
    let took = began.elapsed();
    assert!(got.is_ok() && took < Duration::from_secs(8), "{took:?}");
    println!("figure: lock of a black-holed holder with a lease of 2 s: free after {:.1} s", took.as_secs_f64());
    proxy.set(Fault::None);
    assert!(lock.is_held(&holder).await.is_err(), "the holder learns that it is none");
}

#[tokio::test]
async fn row_30_slow_and_crumbling_ways_are_only_slow() {
    let (ground, proxy) = (Ground::new(), proxy());
    let reach = Reach::new(ground.target_by(proxy.port()));
    for (fault, count) in [(Fault::Dribble, 1), (Fault::Delay(Duration::from_millis(15)), 2)] {
        proxy.set(fault);
        let steps = deploy(&reach, &shop(count), Stop::never()).await.unwrap();
        assert!(steps.iter().all(|(_, step)| step.result.is_ok()), "{fault:?}: {steps:?}");
        assert_eq!(judge(&ground.client().await, "public", count).await, State::Applied(count));
    }
}
