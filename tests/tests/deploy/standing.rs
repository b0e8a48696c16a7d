//! What stands in the way of a deploy.

use std::time::Duration;

use crate::fixture::{Ground, check, migrations, pairs, rules, target};

const A: (&str, &str) = ("1_a", "CREATE TABLE a (id int);");
const B: (&str, &str) = ("2_b", "CREATE TABLE b (id int);");

#[test]
fn a_history_that_is_not_as_it_should_be_closes_the_gate() {
    let ground = Ground::new(&[A]);
    ground.run(&[], 0);
    ground.project.migration("2_b", B.1);
    ground.project.migration("1_a", "CREATE TABLE a (id int, changed int);");
    let edited = ground.run(&[], 1);
    assert_eq!((rules(&edited), migrations(&edited)), (vec!["edited-migration".to_owned()], pairs(&[("2_b", "pending")])));
    ground.configure("edited = \"warn\"\n");
    assert_eq!(migrations(&ground.run(&[], 0)), pairs(&[("2_b", "applied")]));
    ground.execute("UPDATE _prisma_migrations SET migration_name = '0_gone' WHERE migration_name = '1_a'; DELETE FROM _prisma_migrations WHERE migration_name = '2_b'");
    let missing = ground.run(&[], 1);
    assert!(rules(&missing).contains(&"missing-migration".to_owned()), "{}", missing.stdout);
    ground.execute(
        "DELETE FROM _prisma_migrations; INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('x', 'x', '1_a')",
    );
    assert!(rules(&ground.run(&[], 1)).contains(&"unfinished-migration".to_owned()));
    // A row of another tool says nothing of how far it got.
    assert!(rules(&ground.run(&["--resume"], 1)).contains(&"unfinished-migration".to_owned()));
    assert_eq!(ground.number("SELECT count(*) FROM _prisma_migrations"), 1);
}

#[test]
fn a_database_with_tables_and_no_history_is_adopted_only_when_somebody_says_so() {
    let ground = Ground::new(&[A, B]);
    ground.execute("CREATE TABLE a (id int)");
    assert_eq!(rules(&ground.run(&[], 1)), ["database-not-empty"]);
    ground.run(&["--baseline", "3_nothing"], 2);
    let shown = ground.run(&["--baseline", "1_a", "--dry-run"], 0);
    assert_eq!(migrations(&shown), pairs(&[("1_a", "pending")]));
    assert_eq!(ground.number("SELECT count(*) FROM pg_class WHERE relname = '_prisma_migrations'"), 0);
    assert_eq!(migrations(&ground.run(&["--baseline", "1_a"], 0)), pairs(&[("1_a", "applied")]));
    let marked =
        "SELECT count(*) FROM _prisma_migrations WHERE finished_at = started_at AND logs = '' AND applied_steps_count = 0";
    assert_eq!(ground.number(marked), 1);
    assert_eq!(migrations(&ground.run(&[], 0)), pairs(&[("2_b", "applied")]));
    // Once more: nothing is left to mark.
    assert_eq!(migrations(&ground.run(&["--baseline", "2_b"], 0)), []);
}

#[test]
fn a_lock_that_somebody_holds_is_waited_for_and_named() {
    let ground = Ground::new(&[A]);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut config = ground.database.owner.clone();
    config.application_name("prisma, perhaps");
    let (holder, connection) = runtime.block_on(config.connect(tokio_postgres::NoTls)).unwrap();
    runtime.spawn(connection);
    runtime.block_on(holder.batch_execute("SELECT pg_advisory_lock(72707369)")).unwrap();
    let held = ground.run(&["--wait", "300ms"], 4);
    assert!(held.stderr.contains("`prisma, perhaps`") && held.stderr.contains("Prisma's key"), "{}", held.stderr);
    let waiting = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| ground.deploy(&["--wait", "30s"]).run());
        std::thread::sleep(Duration::from_millis(700));
        runtime.block_on(holder.batch_execute("SELECT pg_advisory_unlock(72707369)")).unwrap();
        waiting.join().unwrap()
    });
    assert_eq!(migrations(&check(waiting, 0)), pairs(&[("1_a", "applied")]));
}

#[test]
fn whoever_is_in_the_way_of_a_statement_is_named() {
    let ground = Ground::new(&[A]);
    ground.run(&[], 0);
    ground.project.migration("2_b", "ALTER TABLE a ADD COLUMN b int;");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut config = ground.database.owner.clone();
    config.application_name("the report");
    let (reader, connection) = runtime.block_on(config.connect(tokio_postgres::NoTls)).unwrap();
    runtime.spawn(connection);
    runtime.block_on(reader.batch_execute("BEGIN; SELECT * FROM a")).unwrap();
    let ended = ground.run(&[], 5);
    let error = &target(&ended)["migrations"][0]["error"];
    assert_eq!((error["sqlstate"].as_str(), error["class"].as_str()), (Some("55P03"), Some("lock")), "{error}");
    assert!(error["message"].as_str().unwrap().contains("in the way: `the report` (pid "), "{error}");
    runtime.block_on(reader.batch_execute("COMMIT")).unwrap();
    ground.run(&[], 0);
}

#[test]
fn what_cannot_be_used_is_said_with_what_to_do() {
    let ground = Ground::new(&[A]);
    ground.configure("require-plan = true\n");
    assert!(ground.run(&[], 1).stderr.contains("preview --plan FILE"));
    ground.run(&["--dry-run"], 1);
    std::fs::write(ground.project.path().join("plan.json"), "{}").unwrap();
    assert!(ground.run(&["--plan", "plan.json"], 2).stderr.contains("this is no plan"));
    ground.run(&["--plan", "nowhere.json"], 2);
    let gone = ground
        .deploy(&[])
        .env("DATABASE_URL", "postgresql://u:canary-7f3a@127.0.0.1:1/d?sslmode=disable&connect_timeout=2")
        .run();
    check(gone, 3);
    ground.configure("");
    ground.project.migration("2_b", "COPY a FROM STDIN;\n");
    ground.run(&[], 2);
}
