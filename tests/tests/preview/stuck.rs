//! Histories that are not as they should be: what is told, and what stops a deploy.

use crate::house::House;

#[test]
fn a_failed_migration_is_told_with_its_log_and_with_what_it_left() {
    let house = House::new();
    house.applied("20260101000000_init", "CREATE TABLE users (id integer PRIMARY KEY)");
    let script = "CREATE TABLE posts (id integer PRIMARY KEY); ALTER TABLE users ADD COLUMN name text; CREATE INDEX users_name ON users (name)";
    house.project.migration("20260201000000_posts", script);
    // As a tool leaves it that sends statement by statement.
    house.sql("CREATE TABLE posts (id integer PRIMARY KEY); ALTER TABLE users ADD COLUMN name text");
    house.row(
        "20260201000000_posts",
        script,
        "NULL, NULL, E'Database error code: 55P03\\n\\nDbError { detail: Some(\"Key (email)=(ann@example.org)\") }', 0",
    );
    house.pending("20260301000000_next", "ALTER TABLE users ADD COLUMN age integer");
    let told = house.preview().expect(1, "blocked");
    assert_eq!(told.severities("failed-migration"), ["error"]);
    assert_eq!(told.migrations(), [("20260301000000_next", "pending")]);
    let left = told.section("What `20260201000000_posts` left").to_string();
    assert!(left.contains("Database error code: 55P03") && !left.contains("ann@example.org"), "{left}");
    assert!(left.contains("2 of its 3 changes are there: new table `public.posts`, new column `public.users.name`"), "{left}");
    assert!(left.contains("not there: new index `users_name on public.users`"), "{left}");
    assert!(told.notes().contains("cannot be foretold: a migration has failed"), "{}", told.notes());
    // Nothing is left where the script ran in one transaction.
    house.sql("DROP TABLE posts; ALTER TABLE users DROP COLUMN name");
    let left = house.preview().section("What `20260201000000_posts` left").to_string();
    assert!(left.contains("none of its 3 changes of the schema is there"), "{left}");
    house.sql("UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL");
    let told = house.preview().expect(0, "pass");
    assert_eq!(told.severities("rolled-back-migration"), ["notice"]);
    assert_eq!(told.migrations().len(), 2);
}

#[test]
fn the_policies_decide_what_stops_a_deploy() {
    let house = House::new();
    house.applied("20260101000000_init", "CREATE TABLE users (id integer PRIMARY KEY)");
    house.applied("20260301000000_posts", "CREATE TABLE posts (id integer PRIMARY KEY)");
    house.row("20260215000000_elsewhere", "SELECT 1", "now(), NULL, NULL, 1");
    house.row("20260101000000_init", "CREATE TABLE users (id integer PRIMARY KEY)", "now(), NULL, NULL, 1");
    house.project.migration("20260301000000_posts", "CREATE TABLE posts (id integer PRIMARY KEY); -- more");
    house.pending("20260201000000_late", "ALTER TABLE users ADD COLUMN age integer");
    let rules = ["edited-migration", "missing-migration", "duplicate-rows", "out-of-order"];
    for (policy, severity, code, verdict) in
        [("stop", "error", 1, "blocked"), ("warn", "warning", 0, "pass"), ("allow", "notice", 0, "pass")]
    {
        house.configure(&format!(
            "[deploy]\nedited = \"{policy}\"\nmissing = \"{policy}\"\nduplicate = \"{policy}\"\nout-of-order = \"{policy}\"\n"
        ));
        let told = house.preview().expect(code, verdict);
        for rule in rules {
            assert_eq!(told.severities(rule), [severity], "{rule}");
        }
        assert!(told.notes().contains("the rehearsal lacks the applied migrations"), "{}", told.notes());
    }
}

#[test]
fn a_database_with_tables_and_no_history_is_not_deployed_to() {
    let house = House::empty();
    house.pending("20260101000000_init", "CREATE TABLE users (id integer PRIMARY KEY)");
    assert_eq!(house.preview().expect(0, "pass").migrations(), [("20260101000000_init", "pending")]);
    house.sql("CREATE TABLE users (id integer PRIMARY KEY)");
    let told = house.preview().expect(1, "blocked");
    assert_eq!(told.severities("database-not-empty"), ["error"]);
}

#[test]
fn a_schema_named_like_the_role_is_a_trap_that_is_told() {
    let house = House::new();
    house.as_superuser("CREATE SCHEMA AUTHORIZATION {reader}; DROP TABLE public._prisma_migrations");
    house.pending("20260101000000_init", "CREATE TABLE users (id integer PRIMARY KEY)");
    assert_eq!(house.preview().expect(1, "blocked").severities("schema-diversion"), ["error"]);
}

#[test]
fn files_that_must_not_be_run_are_refused_before_anything_is_asked() {
    let house = House::new();
    house.pending("20260101000000_init", "\\! id\nSELECT 1;");
    let told = house.preview().expect(2, "blocked");
    assert_eq!(told.severities("psql-command"), ["error"]);
}
