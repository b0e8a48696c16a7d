//! What a deploy does when it is let.

use std::{fs, thread};

use serde_json::json;

use crate::fixture::{Ground, check, migrations, pairs, target};

const A: (&str, &str) = ("1_a", "CREATE TABLE a (id int PRIMARY KEY);");
const B: (&str, &str) = ("2_b", "ALTER TABLE a ADD COLUMN b text;");

#[test]
fn pending_migrations_are_applied_once_and_then_there_is_nothing_to_do() {
    let ground = Ground::new(&[A, B]);
    let dry = ground.run(&["--dry-run"], 0);
    assert_eq!(migrations(&dry), pairs(&[("1_a", "pending"), ("2_b", "pending")]));
    assert_eq!(ground.number("SELECT count(*) FROM pg_class WHERE relname IN ('a', '_prisma_migrations')"), 0);
    let first = ground.run(&[], 0);
    assert_eq!(migrations(&first), pairs(&[("1_a", "applied"), ("2_b", "applied")]));
    let rows =
        "SELECT count(*) FROM _prisma_migrations WHERE finished_at IS NOT NULL AND applied_steps_count = 1 AND logs IS NULL";
    assert_eq!(ground.number(rows), 2);
    let second = ground.run(&[], 0);
    assert_eq!(migrations(&second), []);
    assert!(target(&second)["summary"].as_str().unwrap().starts_with("nothing to apply"), "{}", second.stdout);
    ground.project.migration("3_c", "CREATE TABLE c (id int);");
    assert_eq!(migrations(&ground.run(&[], 0)), pairs(&[("3_c", "applied")]));
}

#[test]
fn a_named_schema_is_made_and_worked_in() {
    let ground = Ground::new(&[A]);
    let url = format!("{}?schema=shop", ground.url());
    check(ground.deploy(&[]).env("DATABASE_URL", url).run(), 0);
    let both =
        "SELECT count(*) FROM pg_class WHERE relnamespace = 'shop'::regnamespace AND relname IN ('a', '_prisma_migrations')";
    assert_eq!(ground.number(both), 2);
}

#[test]
fn a_failed_migration_is_rolled_back_and_those_before_it_stand() {
    let script = "CREATE TABLE b (id int);\nINSERT INTO a VALUES (7), (7);";
    let ground = Ground::new(&[A, ("2_b", script), ("3_c", "CREATE TABLE c (id int);")]);
    let ended = ground.run(&[], 5);
    assert_eq!(migrations(&ended), pairs(&[("1_a", "applied"), ("2_b", "failed"), ("3_c", "not-run")]));
    let error = &target(&ended)["migrations"][1]["error"];
    assert_eq!((&error["sqlstate"], &error["line"]), (&json!("23505"), &json!(2)), "{error}");
    assert!(
        !ended.stdout.contains("(7)=") && !ended.stdout.contains("already exists."),
        "values of rows are not shown: {}",
        ended.stdout
    );
    assert_eq!(ground.number("SELECT count(*) FROM pg_class WHERE relname IN ('b', 'c')"), 0);
    // Nothing has to be resolved by hand.
    ground.project.migration("2_b", "CREATE TABLE b (id int);");
    assert_eq!(migrations(&ground.run(&[], 0)), pairs(&[("2_b", "applied"), ("3_c", "applied")]));
}

#[test]
fn what_stops_half_way_needs_a_person_and_then_goes_on() {
    let script = "CREATE TABLE b AS SELECT 1 AS id FROM generate_series(1, 2);\nCREATE UNIQUE INDEX CONCURRENTLY i ON b (id);";
    let ground = Ground::new(&[A, ("2_b", script)]);
    let ended = ground.run(&[], 6);
    assert_eq!(migrations(&ended), pairs(&[("1_a", "applied"), ("2_b", "failed")]));
    let advice = target(&ended)["migrations"][1]["error"]["advice"].as_str().unwrap().to_owned();
    assert!(advice.contains("deploy --resume") && advice.contains("`public.i` on `public.b`"), "{advice}");
    assert_eq!(crate::fixture::rules(&ground.run(&[], 1)), ["failed-migration"]);
    ground.execute("DELETE FROM b WHERE ctid = (SELECT max(ctid) FROM b)");
    assert_eq!(migrations(&ground.run(&["--resume"], 0)), pairs(&[("2_b", "applied")]));
    assert_eq!(ground.number("SELECT count(*) FROM pg_index WHERE indexrelid = 'i'::regclass AND indisvalid"), 1);
}

#[test]
fn a_script_that_lets_go_of_the_lock_is_the_last() {
    let ground = Ground::new(&[A, ("2_b", "SELECT pg_advisory_unlock_all();"), ("3_c", "CREATE TABLE c (id int);")]);
    let ended = ground.run(&[], 6);
    assert_eq!(migrations(&ended), pairs(&[("1_a", "applied"), ("2_b", "applied"), ("3_c", "not-run")]));
    assert!(ended.stdout.contains("let go of the deploy lock"), "{}", ended.stdout);
}

#[test]
fn hooks_run_before_and_after_and_the_one_before_can_stop_it() {
    let ground = Ground::new(&[A]);
    ground.configure("before = [\"sh\", \"-c\", \"exit 3\"]\n");
    assert!(ground.run(&[], 3).stderr.contains("exit status: 3"));
    assert_eq!(ground.number("SELECT count(*) FROM pg_class WHERE relname = 'a'"), 0);
    let told = ground.project.path().join("told");
    let hook = format!("[\"sh\", \"-c\", \"echo $MIGRATION_GATE_TARGET $MIGRATION_GATE_PENDING >> {}\"]", told.display());
    ground.configure(&format!("before = {hook}\nafter = {hook}\n"));
    ground.run(&[], 0);
    assert_eq!(fs::read_to_string(&told).unwrap(), "main 1_a\nmain 1_a\n");
    // Without work there is nothing to prepare for.
    ground.run(&[], 0);
    assert_eq!(fs::read_to_string(&told).unwrap().lines().count(), 2);
    ground.project.migration("2_b", B.1);
    ground.configure("before = [\"sleep\", \"60\"]\nhook-timeout = \"200ms\"\n");
    assert!(ground.run(&[], 3).stderr.contains("took longer than"));
    // One that fails afterwards changes nothing any more, and is told.
    ground.configure("after = [\"sh\", \"-c\", \"exit 3\"]\n");
    let ended = ground.run(&[], 0);
    assert!(
        ended.stdout.contains("exit status: 3. Run it by hand") && !ended.stdout.contains("nothing was applied"),
        "{}",
        ended.stdout
    );
}

#[test]
fn twenty_at_once_apply_each_migration_once() {
    let scripts: Vec<(String, String)> = (0..5).map(|n| (format!("{n}_m"), format!("CREATE TABLE t{n} (id int);"))).collect();
    let scripts: Vec<(&str, &str)> = scripts.iter().map(|(name, script)| (name.as_str(), script.as_str())).collect();
    let ground = Ground::new(&scripts);
    let ended: Vec<_> = thread::scope(|scope| {
        let running: Vec<_> = (0..20).map(|_| scope.spawn(|| ground.deploy(&[]).run())).collect();
        running.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let applied: usize = ended.into_iter().map(|ended| migrations(&check(ended, 0)).len()).sum();
    assert_eq!(applied, scripts.len());
    assert_eq!(ground.number("SELECT count(*) FROM _prisma_migrations"), 5);
}
