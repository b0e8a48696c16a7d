//! What was approved is what runs: `preview` writes the plan, `deploy` carries it out or says what moved.

use migration_gate_tests::Program;

use crate::fixture::{Ground, check, migrations, pairs, rules, wait_for};

const A: (&str, &str) = ("1_a", "CREATE TABLE a (id int PRIMARY KEY);");
const PLANNED: [&str; 2] = ["--plan", "plan.json"];

/// A repository with one applied migration, one that is pending, and a plan for it.
fn planned() -> Ground {
    let ground = Ground::new(&[A]);
    ground.run(&[], 0);
    ground.project.migration("2_b", "CREATE TABLE b (id int);");
    plan(&ground);
    ground
}

fn plan(ground: &Ground) {
    let program = Program::new("preview").current_dir(ground.project.path()).env("DATABASE_URL", ground.url());
    check(program.args(["--format", "json", "--publish", "never", "--plan", "plan.json"]).run(), 0);
}

#[test]
fn a_plan_is_carried_out_and_once_more_is_no_error() {
    let ground = planned();
    assert_eq!(migrations(&ground.run(&PLANNED, 0)), pairs(&[("2_b", "applied")]));
    let again = ground.run(&PLANNED, 0);
    assert!(again.stdout.contains("has been carried out already"), "{}", again.stdout);
}

#[test]
fn whatever_has_moved_since_closes_the_gate_and_is_named() {
    let stale = |what: &str, words: &str, change: &dyn Fn(&Ground)| {
        let ground = planned();
        change(&ground);
        let ended = ground.run(&PLANNED, 1);
        assert!(rules(&ended).contains(&"stale-plan".to_owned()), "{what}: {}", ended.stdout);
        assert!(ended.stdout.contains(&format!("the {what} is not what was approved")), "{what}: {}", ended.stdout);
        assert!(ended.stdout.contains(words), "{what}: {}", ended.stdout);
        assert_eq!(ground.number("SELECT count(*) FROM pg_class WHERE relname = 'b'"), 0, "{what}");
        // A new plan is what it takes.
        plan(&ground);
        ground.run(&PLANNED, 0);
    };
    stale("pending", "2_b", &|ground| ground.project.migration("2_b", "CREATE TABLE b (id int, more int);"));
    stale("pending", "3_c", &|ground| ground.project.migration("3_c", "CREATE TABLE c (id int);"));
    stale("schema", "by_hand", &|ground| ground.execute("CREATE TABLE by_hand (id int)"));
}

#[test]
fn a_plan_that_was_touched_is_none() {
    let ground = planned();
    let file = ground.project.path().join("plan.json");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("\"2_b\"", "\"2_c\"")).unwrap();
    assert!(ground.run(&PLANNED, 2).stderr.contains("digest"));
}

#[test]
fn what_could_not_be_compared_afterwards_is_for_a_person() {
    let ground = Ground::new(&[A]);
    ground.project.migration("2_b", "SELECT pg_sleep(2);");
    plan(&ground);
    let limit =
        |limit: i32| ground.execute_as_superuser(&format!("ALTER DATABASE {} CONNECTION LIMIT {limit}", ground.database.name));
    let ended = std::thread::scope(|scope| {
        let running = scope.spawn(|| ground.deploy(&PLANNED).run());
        wait_for(&ground, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'");
        limit(0);
        running.join().unwrap()
    });
    limit(-1);
    let ended = check(ended, 6);
    assert_eq!(migrations(&ended), pairs(&[("1_a", "applied"), ("2_b", "applied")]));
    assert!(ended.stdout.contains("the schema was not compared"), "{}", ended.stdout);
}
