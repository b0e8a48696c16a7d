//! Prisma's own engine and `deploy` take turns on the same database.

use migration_gate_tests::{Ended, Expected, History, Oracle, Prisma, each, histories};
use serde_json::{Value, json};

use crate::fixture::{Ground, check, migrations, pairs, rules};

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
}

const BROKEN: &str = "CREATE TABLE b (id int); SELECT 1 / 0;";
const MENDED: &str = "CREATE TABLE b (id int);";

/// A first migration that is applied and a second that fails.
fn ground_with_a_broken_one() -> Ground {
    Ground::new(&[("1_a", "CREATE TABLE a (id int);"), ("2_b", BROKEN)])
}

/// Nothing failed, pending or edited, as Prisma's engine sees it.
fn is_in_step(oracle: &Oracle, ground: &Ground) {
    let (diagnosis, _) = oracle.diagnose(&ground.project.migrations(), &ground.prisma_url());
    let names = ["failedMigrationNames", "editedMigrationNames"].map(|names| diagnosis[names].clone());
    assert_eq!((&diagnosis["history"], names), (&Value::Null, [json!([]), json!([])]), "{diagnosis}");
}

#[test]
fn what_failed_with_prisma_and_was_resolved_there_is_resolved_for_us() {
    let oracle = Oracle::installed();
    // As rolled back: it is pending, and applied anew.
    let ground = ground_with_a_broken_one();
    let failed = oracle.deploy(&ground.project.migrations(), &ground.prisma_url(), false);
    assert_eq!((failed.result, failed.rows.len()), (Err("22012".to_owned()), 2), "{}", failed.answer);
    let refused = ground.run(&[], 1);
    assert_eq!(rules(&refused), ["failed-migration"]);
    let rows = oracle.mark_rolled_back(&ground.prisma_url(), "2_b");
    assert!(!rows[1]["rolled_back_at"].is_null(), "{rows:?}");
    ground.project.migration("2_b", MENDED);
    let ended = ground.run(&[], 0);
    assert_eq!(migrations(&ended), pairs(&[("2_b", "applied")]));
    is_in_step(&oracle, &ground);

    // As applied: somebody finished it by hand, and nothing is left to do.
    let ground = ground_with_a_broken_one();
    oracle.deploy(&ground.project.migrations(), &ground.prisma_url(), false);
    oracle.mark_applied(&ground.project.migrations(), &ground.prisma_url(), "2_b");
    let ended = ground.run(&[], 0);
    assert_eq!(migrations(&ended), []);
    is_in_step(&oracle, &ground);
}

#[test]
fn what_failed_with_us_is_nothing_that_prisma_must_resolve() {
    let oracle = Oracle::installed();
    let ground = ground_with_a_broken_one();
    ground.run(&[], 5);
    let (diagnosis, rows) = oracle.diagnose(&ground.project.migrations(), &ground.prisma_url());
    assert_eq!((&diagnosis["failedMigrationNames"], rows.len()), (&json!([]), 2), "{diagnosis}");
    ground.project.migration("2_b", MENDED);
    let deployed = oracle.deploy(&ground.project.migrations(), &ground.prisma_url(), false);
    assert_eq!((deployed.result, deployed.rows.len()), (Ok(()), 3), "{}", deployed.answer);
    assert_eq!(migrations(&ground.run(&[], 0)), []);
}

#[test]
fn what_stopped_half_way_with_us_is_resolved_with_prisma() {
    let oracle = Oracle::installed();
    let ground =
        Ground::new(&[("1_a", "CREATE TABLE a (id int);"), ("2_i", "CREATE INDEX CONCURRENTLY i ON a (id); SELECT 1 / 0;")]);
    ground.run(&[], 6);
    // Both see a failed migration.
    let refused = oracle.deploy(&ground.project.migrations(), &ground.prisma_url(), false);
    assert_eq!(refused.answer["error"]["code"], "P3009", "{}", refused.answer);
    assert_eq!(rules(&ground.run(&[], 1)), ["failed-migration"]);
    oracle.mark_applied(&ground.project.migrations(), &ground.prisma_url(), "2_i");
    assert_eq!(migrations(&ground.run(&[], 0)), []);
    is_in_step(&oracle, &ground);
}

#[test]
fn a_baseline_of_ours_is_one_for_prisma_and_the_other_way_round() {
    let oracle = Oracle::installed();
    let adopted = || {
        let ground = Ground::new(&[("1_a", "CREATE TABLE a (id int);"), ("2_b", MENDED)]);
        ground.execute("CREATE TABLE a (id int)");
        ground
    };
    let ours = adopted();
    ours.run(&["--baseline", "1_a"], 0);
    let deployed = oracle.deploy(&ours.project.migrations(), &ours.prisma_url(), false);
    assert_eq!((deployed.result, deployed.rows.len()), (Ok(()), 2), "{}", deployed.answer);
    let theirs = adopted();
    let rows = oracle.mark_applied(&theirs.project.migrations(), &theirs.prisma_url(), "1_a");
    assert_eq!(compared(rows)[0], compared(deployed.rows)[0]);
    assert_eq!(migrations(&theirs.run(&[], 0)), pairs(&[("2_b", "applied")]));
}
