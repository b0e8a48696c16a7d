//! Keepers that are killed or silent, and servers that go away.

use std::{thread, time::Duration};

use fault_proxy::{Fault, FaultProxy, Upstream};
use test_postgres::{request, server, start};

use crate::fixture::{GATE_KEY, Job, check, keeper_of, signal, url, wait_until};

#[test]
fn a_killed_keeper_frees_the_lock_and_the_release_says_so() {
    let job = Job::new();
    let acquired = job.lock(&["acquire"]).run();
    check(&acquired, 0, &[]);
    signal("KILL", keeper_of(&acquired));
    wait_until("the lock is free", Duration::from_secs(5), || job.holders(GATE_KEY) == 0);
    check(&job.lock(&["release"]).run(), 6, &["was lost before it was released", "was probably killed"]);
    check(&job.lock(&["acquire"]).run(), 0, &[]);
    check(&job.lock(&["release"]).run(), 0, &["is released"]);
}

#[test]
fn a_keeper_that_is_told_to_end_gives_the_lock_back() {
    let job = Job::new();
    let acquired = job.lock(&["acquire"]).run();
    signal("TERM", keeper_of(&acquired));
    wait_until("the lock is free", Duration::from_secs(5), || job.holders(GATE_KEY) == 0);
    check(&job.lock(&["release"]).run(), 6, &["SIGTERM"]);
}

#[test]
fn a_terminated_session_is_noticed() {
    let job = Job::new();
    check(&job.lock(&["acquire"]).run(), 0, &[]);
    job.terminate_holder();
    thread::sleep(Duration::from_secs(1));
    check(&job.lock(&["release"]).run(), 6, &["the connection to the server has ended"]);
}

#[test]
fn a_server_that_went_away_took_the_lock_with_it() {
    let server = start(&request(None));
    let job = Job::new();
    let address = url(server.socket_directory(), server.superuser(), "postgres");
    let acquired = job.step(&["acquire"]).env("DATABASE_URL", address).run();
    check(&acquired, 0, &[]);
    drop(server);
    thread::sleep(Duration::from_secs(1));
    check(&job.step(&["release"]).run(), 6, &["was lost before it was released"]);
}

/// Half a minute, which is what the server waits for a word from a holder.
#[test]
fn a_silent_keeper_loses_the_lock_to_the_next() {
    let job = Job::new();
    let acquired = job.lock(&["acquire"]).run();
    let keeper = keeper_of(&acquired);
    signal("STOP", keeper);
    let next = job.another();
    check(&next.lock(&["acquire", "--wait", "60s"]).run(), 0, &["waiting for the deploy lock, held by `migration-gate/lock`"]);
    signal("CONT", keeper);
    thread::sleep(Duration::from_secs(1));
    check(&job.lock(&["release"]).run(), 6, &["was lost before it was released"]);
    assert_eq!(job.holders(GATE_KEY), 1, "the next one's is untouched");
    check(&next.lock(&["release"]).run(), 0, &["is released"]);
}

/// Whoever holds the lock has to know that it is lost before anybody else can have it.
#[test]
fn a_command_ends_before_a_silent_network_gives_its_lock_away() {
    let job = Job::new();
    let proxy = FaultProxy::start(Upstream::in_directory(server(None).socket_directory(), 5432));
    let ready = job.directory().join("ready");
    let script = format!("trap 'exit 0' TERM; touch {}; while :; do sleep 0.05; done", ready.display());
    let address = format!("postgresql://{0}@127.0.0.1:{1}/{0}?sslmode=disable", job.database.name, proxy.port());
    let program = job.step(&["run", "--", "sh", "-c", &script]).env("DATABASE_URL", address);
    let ended = thread::scope(|scope| {
        let run = scope.spawn(move || program.run());
        wait_until("the command runs", Duration::from_secs(20), || ready.exists());
        proxy.set(Fault::Swallow);
        run.join().unwrap()
    });
    assert_eq!(job.holders(GATE_KEY), 1, "the server has not given it away yet");
    check(&ended, 6, &["the server did not answer for 20 seconds", "was told to end and ended with code 0"]);
    wait_until("the server frees it", Duration::from_secs(20), || job.holders(GATE_KEY) == 0);
}
