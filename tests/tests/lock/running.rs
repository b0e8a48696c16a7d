//! `run`: a command under the lock.

use std::{fs, thread, time::Duration};

use crate::fixture::{GATE_KEY, Job, PRISMA_KEY, check, signal, wait_until};

#[test]
fn the_command_has_the_lock_and_the_last_word() {
    let job = Job::new();
    let ended = job.lock(&["run", "--", "sh", "-c", "echo said; echo told >&2; exit 7"]).run();
    check(&ended, 7, &[]);
    assert_eq!((ended.stdout.as_str(), ended.stderr.as_str()), ("said\n", "told\n"));
    check(&job.lock(&["run", "--", "sh", "-c", "kill -9 $$"]).run(), 137, &[]);
    check(&job.lock(&["run", "--", "no-such-program"]).run(), 2, &["`no-such-program` cannot be run"]);
    check(&job.lock(&["run", "--", "true"]).run(), 0, &[]);
    assert_eq!(job.holders(GATE_KEY), 0);
}

#[test]
fn prismas_key_is_left_to_the_command() {
    let job = Job::new();
    let mut running = job.lock(&["run", "--", "sleep", "60"]).spawn();
    wait_until("it holds the lock", Duration::from_secs(10), || job.holders(GATE_KEY) == 1);
    assert_eq!(job.holders(PRISMA_KEY), 0);
    let prisma = job.session("prisma");
    assert!(prisma.truth(&format!("SELECT pg_try_advisory_lock({PRISMA_KEY})")));
    check(&job.another().lock(&["run", "--wait", "100ms", "--", "true"]).run(), 4, &["is held by"]);
    signal("TERM", running.id());
    assert_eq!(running.wait().unwrap().code(), Some(143), "the signal was passed on to the command");
    wait_until("the lock is free", Duration::from_secs(2), || job.holders(GATE_KEY) == 0);
}

#[test]
fn a_signal_lets_the_command_end_as_it_wants() {
    let job = Job::new();
    let ready = job.directory().join("ready");
    let script = format!("trap 'exit 9' INT; touch {}; while :; do sleep 0.05; done", ready.display());
    let mut running = job.lock(&["run", "--", "sh", "-c", &script]).spawn();
    wait_until("the command runs", Duration::from_secs(10), || ready.exists());
    signal("INT", running.id());
    assert_eq!(running.wait().unwrap().code(), Some(9));
    assert_eq!(job.holders(GATE_KEY), 0);
}

#[test]
fn a_lost_lock_ends_the_command_and_nothing_else() {
    let job = Job::new();
    let (ready, bystander) = (job.directory().join("ready"), job.directory().join("bystander"));
    // The bystander has a process group of its own, as what the command starts for good has.
    let script = format!(
        "setsid sh -c 'sleep 2; touch {}' & trap 'echo asked; exit 0' TERM; touch {}; while :; do sleep 0.05; done",
        bystander.display(),
        ready.display()
    );
    let program = job.lock(&["run", "--", "sh", "-c", &script]);
    let ended = thread::scope(|scope| {
        let run = scope.spawn(move || program.run());
        wait_until("the command runs", Duration::from_secs(10), || ready.exists());
        job.terminate_holder();
        run.join().unwrap()
    });
    check(&ended, 6, &["the deploy lock was lost", "was told to end and ended with code 0", "asked"]);
    wait_until("the bystander lives", Duration::from_secs(10), || bystander.exists());
}

#[test]
fn twenty_at_once_come_one_after_the_other() {
    let job = Job::new();
    let (inside, count) = (job.directory().join("inside"), job.directory().join("count"));
    let script = format!("mkdir {0} || exit 9; echo x >> {1}; sleep 0.02; rmdir {0}", inside.display(), count.display());
    let run = || job.lock(&["run", "--wait", "90s", "--quiet", "--", "sh", "-c", &script]).run();
    let ended = thread::scope(|scope| {
        let runs: Vec<_> = (0..20).map(|_| scope.spawn(run)).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect::<Vec<_>>()
    });
    for ended in &ended {
        check(ended, 0, &[]);
    }
    assert_eq!(fs::read_to_string(&count).unwrap().lines().count(), 20);
}
