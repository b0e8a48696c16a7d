//! Keepers that are killed or silent, and servers that go away.

use std::time::Duration;

use test_postgres::{request, start};

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
    std::thread::sleep(Duration::from_secs(1));
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
    std::thread::sleep(Duration::from_secs(1));
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
    std::thread::sleep(Duration::from_secs(1));
    check(&job.lock(&["release"]).run(), 6, &["was lost before it was released"]);
    assert_eq!(job.holders(GATE_KEY), 1, "the next one's is untouched");
    check(&next.lock(&["release"]).run(), 0, &["is released"]);
}
