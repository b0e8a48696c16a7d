//! `acquire` in one step, `release` in another.

use std::{fs, os::unix::fs::PermissionsExt, thread, time::Duration};

use migration_gate_tests::is_alive;

use crate::fixture::{CANARY, GATE_KEY, Job, PRISMA_KEY, check, keeper_of, wait_until};

#[test]
fn a_lock_is_kept_from_one_step_to_another() {
    let job = Job::new();
    let rival = job.another();
    let acquired = job.lock(&["acquire"]).run();
    check(&acquired, 0, &["the deploy lock is held, until `lock release`, for 60 min at the longest"]);
    assert_eq!((job.holders(GATE_KEY), job.holders(PRISMA_KEY)), (1, 1));
    let refused = rival.lock(&["acquire", "--wait", "200ms"]).run();
    check(
        &refused,
        4,
        &["the deploy lock is held by `migration-gate/lock`", "waiting for the deploy lock", "lock release --force"],
    );
    let not_ours = rival.lock(&["release"]).run();
    check(&not_ours, 4, &["no lock was acquired from here", "`migration-gate/lock`"]);
    check(&job.lock(&["release"]).run(), 0, &["is released"]);
    assert_eq!((job.holders(GATE_KEY), job.holders(PRISMA_KEY)), (0, 0));
    wait_until("the keeper ends", Duration::from_secs(5), || acquired.descendants.iter().all(|process| !is_alive(*process)));
    check(&job.lock(&["release"]).run(), 0, &["nothing to release: nobody holds the deploy lock"]);
    check(&rival.lock(&["acquire", "--wait", "200ms"]).run(), 0, &["is held"]);
    check(&rival.lock(&["release"]).run(), 0, &["is released"]);
}

#[test]
fn the_releasing_step_needs_no_connection_string() {
    let job = Job::new();
    check(&job.lock(&["acquire"]).run(), 0, &[]);
    check(&job.step(&["release"]).run(), 0, &["is released"]);
    assert_eq!(job.holders(GATE_KEY), 0);
}

#[test]
fn the_keeper_shows_no_secret_and_leaves_nothing() {
    let job = Job::new();
    let acquired = job.lock(&["acquire"]).env("SHOP_TOKEN", CANARY).run();
    check(&acquired, 0, &[]);
    let keeper = keeper_of(&acquired);
    for file in ["cmdline", "environ"] {
        let shown = String::from_utf8_lossy(&fs::read(format!("/proc/{keeper}/{file}")).unwrap()).into_owned();
        assert!(!shown.contains(CANARY), "{file}: {shown}");
    }
    let left = fs::read_dir(job.directory()).unwrap().next().unwrap().unwrap().path();
    assert_eq!(left.metadata().unwrap().permissions().mode() & 0o777, 0o700);
    let files: Vec<_> = fs::read_dir(&left).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    assert_eq!(files[0].metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert!(!fs::read_to_string(&files[0]).unwrap().contains(CANARY));
    check(&job.lock(&["release"]).run(), 0, &[]);
    wait_until("nothing is left", Duration::from_secs(5), || fs::read_dir(&left).unwrap().next().is_none());
}

#[test]
fn prisma_may_pass_when_it_is_allowed_to() {
    let job = Job::new();
    check(&job.lock(&["acquire", "--allow-prisma"]).run(), 0, &["Prisma's own commands may run"]);
    assert_eq!((job.holders(GATE_KEY), job.holders(PRISMA_KEY)), (1, 0));
    check(&job.lock(&["release"]).run(), 0, &[]);
}

#[test]
fn a_lease_ends_and_the_release_says_so() {
    let job = Job::new();
    let acquired = job.lock(&["acquire", "--lease", "300ms"]).run();
    check(&acquired, 0, &["for 0.3 s at the longest"]);
    wait_until("the lease ends", Duration::from_secs(5), || job.holders(GATE_KEY) == 0);
    thread::sleep(Duration::from_millis(100));
    check(&job.lock(&["release"]).run(), 6, &["was lost before it was released", "its lease"]);
    check(&job.lock(&["release"]).run(), 0, &["nothing to release"]);
}

#[test]
fn whoever_gives_up_waiting_leaves_no_keeper() {
    let job = Job::new();
    let holder = job.session("holder");
    holder.execute(&format!("SELECT pg_advisory_lock({GATE_KEY})"));
    let other = job.another();
    let mut waiting = other.lock(&["acquire", "--wait", "60s"]).spawn();
    wait_until("the keeper waits", Duration::from_secs(10), || connections(&job) == 1);
    waiting.kill().unwrap();
    waiting.wait().unwrap();
    wait_until("the keeper is gone", Duration::from_secs(5), || connections(&job) == 0);
    holder.execute(&format!("SELECT pg_advisory_unlock({GATE_KEY})"));
    thread::sleep(Duration::from_millis(200));
    assert_eq!(job.holders(GATE_KEY), 0);
}

fn connections(job: &Job) -> i64 {
    let query = "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'migration-gate/lock%' AND datname = current_database()";
    job.session("looks").number(query)
}

#[test]
fn of_several_targets_one_has_to_be_named() {
    let job = Job::new();
    for target in ["site", "job"] {
        let directory = job.directory().join(format!("{target}/migrations"));
        fs::create_dir_all(&directory).unwrap();
        fs::write(directory.join("migration_lock.toml"), "provider = \"postgresql\"\n").unwrap();
    }
    check(&job.lock(&["acquire"]).run(), 2, &["there are 2 targets", "--target"]);
    let named = job.step(&["acquire", "--target", "site"]).env("SITE_DATABASE_URL", job.url()).run();
    check(&named, 0, &["site"]);
    check(
        &job.step(&["release", "--target", "job"]).env("JOB_DATABASE_URL", job.url()).run(),
        4,
        &["no lock was acquired from here"],
    );
    check(&job.step(&["release", "--target", "site"]).run(), 0, &["is released"]);
}

#[test]
fn what_makes_no_sense_is_refused() {
    let job = Job::new();
    check(&job.lock(&["run"]).run(), 2, &["no command to run", "lock run --"]);
    check(&job.lock(&["status", "--", "true"]).run(), 2, &["only `run` takes a command"]);
    check(
        &job.lock(&["acquire"]).env("LOCK_TIMEOUT_MS", "30s").run(),
        2,
        &["`LOCK_TIMEOUT_MS` must be a number of milliseconds"],
    );
    check(&job.lock(&["acquire"]).env("FORCE_RELEASE", "yes").run(), 2, &["`FORCE_RELEASE` is `true` or `false`"]);
    check(&job.step(&["acquire"]).run(), 2, &["no connection string", "DATABASE_URL"]);
    let unreachable =
        job.step(&["acquire"]).env("DATABASE_URL", format!("postgresql://a:{CANARY}@127.0.0.1:1/d?sslmode=disable"));
    check(&unreachable.run(), 3, &["127.0.0.1:1"]);
}
