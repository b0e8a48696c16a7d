//! Migrations that failed, wait, or are not what they were.

use migration_gate_tests::Program;

use crate::shop::Shop;

#[test]
fn a_migration_that_waits_is_found() {
    let shop = Shop::with("CREATE TABLE a (id int)");
    let verified = shop.verify();
    verified.passes();
    assert!(verified.notes().iter().any(|note| note.starts_with("1 migrations are applied; the last one was `0001_step`")));
    shop.project.migration("0002_more", "CREATE TABLE b (id int);");
    let verified = shop.verify();
    verified.finds("pending-migration", "migration `0002_more` is not applied");
    assert_eq!(verified.target()["findings"][0]["migration"], "0002_more");
}

#[test]
fn many_that_wait_are_counted() {
    let shop = Shop::with("CREATE TABLE a (id int)");
    for number in 2..=40 {
        shop.project.migration(&format!("{number:04}_more"), "SELECT 1;");
    }
    let verified = shop.verify();
    assert_eq!(verified.findings().len(), 21);
    assert!(verified.findings().contains(&("pending-migration", "19 more migrations are not applied")));
}

#[test]
fn failed_and_unfinished_migrations_are_found_and_their_logs_are_not_shown() {
    let shop = Shop::with("CREATE TABLE a (id int)");
    for name in ["0002_failed", "0003_unfinished"] {
        shop.project.migration(name, "SELECT 1;");
    }
    shop.sql(
        "INSERT INTO _prisma_migrations (id, checksum, migration_name, logs, started_at) VALUES
        ('f', 'x', '0002_failed', 'Key (email)=(canary@example.com)', '2026-01-01T00:00:00Z'),
        ('u', 'x', '0003_unfinished', NULL, '2026-01-01T00:00:00Z')",
    );
    let verified = shop.verify_with("[deploy]\nfailed = \"allow\"\n");
    let found = verified.findings();
    let stuck = |it: &&(&str, &str)| matches!(it.0, "failed-migration" | "unfinished-migration");
    assert_eq!(
        found.iter().filter(stuck).map(|it| it.1).collect::<Vec<_>>(),
        [
            "`0002_failed` failed at 2026-01-01T00:00:00.000000Z and stands in the way of every deploy (Prisma's P3009)",
            "`0003_unfinished` began at 2026-01-01T00:00:00.000000Z and nobody wrote how it ended: it runs now, or its runner was killed",
        ]
    );
    assert_eq!((verified.code(), verified.ended.stdout.contains("canary")), (1, false));
}

#[test]
fn what_differs_from_the_directory_counts_as_the_configuration_says() {
    let shop = Shop::with("CREATE TABLE a (id int)");
    shop.migrate("CREATE TABLE b (id int)");
    shop.project.migration("0001_step", "CREATE TABLE a (id bigint)");
    std::fs::remove_dir_all(shop.project.migrations().join("0002_step")).unwrap();
    let rules = |configuration: &str| {
        let verified = shop.verify_with(configuration);
        let rules: Vec<_> = verified.findings().into_iter().map(|(rule, _)| rule.to_owned()).collect();
        (verified.code(), rules)
    };
    let both = ["edited-migration", "missing-migration"].map(str::to_owned).to_vec();
    assert_eq!(rules(""), (1, both.clone()));
    assert_eq!(rules("[deploy]\nedited = \"warn\"\nmissing = \"warn\"\n"), (0, both));
}

#[test]
fn a_database_without_history_has_nothing_deployed() {
    let shop = Shop::with("CREATE TABLE a (id int)");
    shop.sql("CREATE SCHEMA old; ALTER TABLE _prisma_migrations SET SCHEMA old");
    let verified = shop.verify();
    verified.finds(
        "pending-migration",
        "none of 1 migrations is recorded: there is no history table `public._prisma_migrations`; there is one in schema `old`",
    );
}

#[test]
fn a_history_that_the_role_may_not_read_or_sees_only_in_part_is_no_history() {
    let shop = Shop::with("CREATE TABLE a (id int)");
    shop.as_superuser("REVOKE pg_read_all_data FROM {reader}");
    shop.verify().cannot("cannot read the history `public._prisma_migrations`: permission denied");
    shop.as_superuser("GRANT pg_read_all_data TO {reader}");
    shop.sql("ALTER TABLE _prisma_migrations ENABLE ROW LEVEL SECURITY");
    shop.verify().cannot("row security hides rows of `public._prisma_migrations` from the role");
}

/// A reader of code scanning sees more of a rule than its name.
#[test]
fn the_rules_that_are_broken_are_described() {
    let shop = Shop::with("CREATE TABLE a (id int)");
    shop.project.migration("0001_step", "CREATE TABLE a (id bigint)");
    shop.project.migration("0002_more", "SELECT 1;");
    let program = Program::new("verify").current_dir(shop.project.path()).env("DIRECT_URL", shop.url());
    let ended = program.args(["--format", "sarif", "--publish", "never"]).run();
    let told: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    let rules = told["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let mut shown: Vec<_> = rules.iter().map(|rule| (rule["id"].as_str().unwrap(), rule["helpUri"].as_str().unwrap())).collect();
    shown.sort();
    let ends = |at: usize, id: &str, page: &str| assert!(shown[at].0 == id && shown[at].1.ends_with(page), "{shown:?}");
    assert_eq!(shown.len(), 2);
    ends(0, "edited-migration", "/docs/history-rules.md");
    ends(1, "pending-migration", "/docs/verify.md");
}
