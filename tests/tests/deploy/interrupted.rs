//! A deploy that is told to end, or does not get to.

use std::{
    process::Command,
    thread,
    time::{Duration, Instant},
};

use crate::fixture::{Ground, migrations, pairs, wait_for};

const SLOW: (&str, &str) = ("2_slow", "CREATE TABLE slow (id int); SELECT pg_sleep(60);");

const SLEEPS: &str = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep' AND application_name LIKE 'migration-gate/%'";
const LOCKS: &str = "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database WHERE locktype = 'advisory' AND d.datname = current_database()";

#[test]
fn whoever_says_term_has_the_report_and_a_free_lock_within_seconds() {
    let ground = Ground::new(&[("1_a", "CREATE TABLE a (id int);"), SLOW]);
    let ended = thread::scope(|scope| {
        let running = scope.spawn(|| {
            let out = std::fs::File::create(ground.project.path().join("out")).unwrap();
            drop(out);
            ground.deploy(&["--output", "report.json"]).spawn()
        });
        let mut child = running.join().unwrap();
        wait_for(&ground, SLEEPS);
        let told = Instant::now();
        assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
        let status = child.wait().unwrap();
        assert!(told.elapsed() < Duration::from_secs(5), "{:?}", told.elapsed());
        status.code()
    });
    assert_eq!(ended, Some(5));
    let report = std::fs::read_to_string(ground.project.path().join("report.json")).unwrap();
    assert!(report.contains("somebody asked for an end"), "{report}");
    assert_eq!((ground.number(LOCKS), ground.number(SLEEPS)), (0, 0));
    assert_eq!(ground.number("SELECT count(*) FROM pg_class WHERE relname = 'slow'"), 0);
    ground.project.migration("2_slow", "CREATE TABLE slow (id int);");
    assert_eq!(migrations(&ground.run(&[], 0)), pairs(&[("2_slow", "applied")]));
}

#[test]
fn one_that_is_killed_leaves_nothing_or_everything_of_a_migration() {
    let ground = Ground::new(&[("1_a", "CREATE TABLE a (id int);"), SLOW]);
    let mut child = ground.deploy(&[]).spawn();
    wait_for(&ground, SLEEPS);
    child.kill().unwrap();
    child.wait().unwrap();
    let freed = Instant::now();
    while ground.number(LOCKS) > 0 {
        assert!(freed.elapsed() < Duration::from_secs(5), "the server did not notice");
        thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(ground.number("SELECT count(*) FROM _prisma_migrations"), 1);
    ground.project.migration("2_slow", "CREATE TABLE slow (id int);");
    assert_eq!(migrations(&ground.run(&[], 0)), pairs(&[("2_slow", "applied")]));
}
