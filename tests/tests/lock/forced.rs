//! Holders that nobody wants any more.

use std::time::Duration;

use crate::fixture::{GATE_KEY, Job, PRISMA_KEY, check, wait_until};

#[test]
fn a_stale_holder_is_shown_and_ended() {
    let job = Job::new();
    let (stale, bystander) = (job.session("stale deploy"), job.session("bystander"));
    stale.execute(&format!("SELECT pg_advisory_lock({GATE_KEY}), pg_advisory_lock({PRISMA_KEY})"));
    check(&job.lock(&["release"]).run(), 4, &["`stale deploy`"]);
    assert!(!stale.is_closed());
    let forced = job.lock(&["release", "--force"]).run();
    check(&forced, 0, &["ending `stale deploy` (pid ", "the deploy lock is free: ended `stale deploy`"]);
    wait_until("the stale session has ended", Duration::from_secs(5), || stale.is_closed());
    assert!(bystander.truth("SELECT true"), "nobody else was ended");
    check(&job.lock(&["release", "--force"]).run(), 0, &["nobody holds the deploy lock"]);
}

#[test]
fn acquire_can_take_the_lock_from_a_stale_holder() {
    let job = Job::new();
    let stale = job.session("stale");
    stale.execute(&format!("SELECT pg_advisory_lock({GATE_KEY})"));
    check(&job.lock(&["acquire"]).env("LOCK_TIMEOUT_MS", "100").run(), 4, &["`stale`"]);
    let forced = job.lock(&["acquire"]).env("LOCK_TIMEOUT_MS", "100").env("FORCE_RELEASE", "true").run();
    check(&forced, 0, &["ending `stale`"]);
    wait_until("the stale session has ended", Duration::from_secs(5), || stale.is_closed());
    check(&job.lock(&["release"]).env("FORCE_RELEASE", "false").run(), 0, &["is released"]);
}

#[test]
fn a_role_that_may_not_end_the_holder_is_told_so() {
    let job = Job::new();
    let mut superuser = job.database.superuser.clone();
    let holder = crate::fixture::OtherSession::open(superuser.application_name("boss"));
    holder.execute(&format!("SELECT pg_advisory_lock({GATE_KEY})"));
    let forced = job.lock(&["release", "--force"]).run();
    check(&forced, 3, &["ending ", "SQLSTATE 42501"]);
    assert!(!holder.is_closed());
}

/// What is done to others cannot be taken back, so that no flag hides it.
#[test]
fn whom_force_ends_is_told_to_who_wants_quiet_as_well() {
    let job = Job::new();
    for command in
        [&["release", "--force", "--quiet"][..], &["acquire", "--force", "--quiet"], &["run", "--force", "--quiet", "--", "true"]]
    {
        let stale = job.session("stale");
        stale.execute(&format!("SELECT pg_advisory_lock({GATE_KEY})"));
        let ended = job.lock(command).run();
        check(&ended, 0, &["ending `stale` (pid "]);
        assert!(ended.stderr.contains("ending `stale`") && !ended.stderr.contains("waiting"), "{command:?}: {}", ended.stderr);
        check(&job.lock(&["release", "--quiet"]).run(), 0, &[]);
    }
}
