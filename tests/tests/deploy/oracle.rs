//! Prisma's own engine and `deploy` take turns on the same database.

use migration_gate_tests::{Ended, Expected, History, Oracle, Prisma, each, histories};
use serde_json::{Value, json};

use crate::fixture::{Ground, check};

/// Histories that need nothing but a database, and of which Prisma's engine and ours make the same.
fn plain() -> Vec<History> {
    let same = |history: &History| history.applies() == Expected::All && history.whole() == Prisma::Same;
    let says_nothing = |history: &History| {
        let says = &history.says;
        says.roles.is_empty()
            && says.extensions.is_empty()
            && says.bootstrap.is_empty()
            && says.postgres.is_none()
            && says.postgres_below.is_none()
            && says.schema.is_none()
    };
    histories().into_iter().filter(|history| same(history) && says_nothing(history)).collect()
}

#[test]
fn whatever_one_has_applied_the_other_finds_in_step() {
    let oracle = Oracle::installed();
    let plain = plain();
    assert!(plain.len() > 20, "only {} histories", plain.len());
    each(
        plain,
        |history| history.name.clone(),
        |history| {
            let path = history.migrations().display().to_string();
            let (ours, theirs) = (Ground::new(&[]), Ground::new(&[]));
            // Their directories are outside of the repository, and so is no configuration.
            let deploy = |ground: &Ground| until_done(ground, &path);
            deploy(&ours);
            let (diagnosis, our_rows) = oracle.diagnose(&history.migrations(), &ours.prisma_url());
            assert_eq!(diagnosis["history"], Value::Null, "{diagnosis}");
            assert_eq!(
                (&diagnosis["failedMigrationNames"], &diagnosis["editedMigrationNames"]),
                (&json!([]), &json!([])),
                "{diagnosis}"
            );
            let again = oracle.deploy(&history.migrations(), &ours.prisma_url(), false);
            assert_eq!((again.result, again.rows.len()), (Ok(()), our_rows.len()), "{}", again.answer);
            let deployed = oracle.deploy(&history.migrations(), &theirs.prisma_url(), false);
            assert_eq!(deployed.result, Ok(()), "{}", deployed.answer);
            assert_eq!(compared(deployed.rows), compared(our_rows));
            let ended = deploy(&theirs);
            assert!(ended.stdout.contains("nothing to apply"), "{}", ended.stdout);
        },
    );
}

/// A script that lets go of the deploy lock is the last of its run; the next run goes on.
fn until_done(ground: &Ground, migrations: &str) -> Ended {
    for _ in 0..5 {
        let ended = ground.deploy(&["--migrations", migrations]).run();
        if ended.code != Some(6) || !ended.stdout.contains("let go of the deploy lock") {
            return check(ended, 0);
        }
    }
    panic!("never done");
}

/// Rows without what differs from run to run.
fn compared(rows: Vec<Value>) -> Vec<Value> {
    let reduce = |mut row: Value| {
        let columns = row.as_object_mut().unwrap();
        columns.remove("id");
        columns.remove("started_at");
        let is_finished = !columns["finished_at"].is_null();
        columns.insert("finished_at".to_owned(), json!(is_finished));
        row
    };
    rows.into_iter().map(reduce).collect()
}

#[test]
fn each_keeps_the_other_out() {
    let oracle = Oracle::installed();
    let ground = Ground::new(&[("1_a", "CREATE TABLE a (id int); SELECT pg_sleep(3);")]);
    let mut running = ground.deploy(&[]).spawn();
    let began = std::time::Instant::now();
    while ground.number("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()")
        == 0
    {
        assert!(began.elapsed().as_secs() < 20);
    }
    // Prisma waits for the same key, and then finds nothing to do.
    let theirs = oracle.deploy(&ground.project.migrations(), &ground.prisma_url(), false);
    assert_eq!((theirs.result, theirs.rows.len()), (Ok(()), 1), "{}", theirs.answer);
    assert!(running.wait().unwrap().success());
    // What Prisma marks as rolled back is pending to us, and what we baseline is applied to Prisma.
    ground.execute("UPDATE _prisma_migrations SET rolled_back_at = now(), finished_at = NULL; DROP TABLE a");
    ground.run(&[], 0);
    let (diagnosis, rows) = oracle.diagnose(&ground.project.migrations(), &ground.prisma_url());
    assert_eq!((&diagnosis["history"], rows.len()), (&Value::Null, 2), "{diagnosis}");
}
