//! The largest histories that people have: hundreds of migrations, scripts of more than a megabyte.

use history_generator::{SEED, history};
use migration_gate_tests::{Outcome, Project};

/// What a run's own process may take.
const MEMORY_KIB: u64 = 64 << 10;

#[test]
fn eight_hundred_and_twenty_migrations_are_applied() {
    let project = Project::new();
    project.configure("");
    history_generator::write(&project.migrations(), &history(SEED, 820)).unwrap();
    let ended = project.validate().run();
    let outcome = Outcome::of(&ended);
    assert_eq!(ended.code, Some(0), "{:?}", outcome.failure());
    assert_eq!(outcome.migrations().len(), 820);
    assert!(outcome.migrations().iter().all(|one| one.1 == "applied"));
    assert!(ended.peak_memory_kib < MEMORY_KIB, "{} KiB", ended.peak_memory_kib);
}

#[test]
fn a_script_of_37_000_lines_is_applied() {
    let project = Project::new();
    project.configure("");
    project.migration("0_init", "CREATE TABLE \"Word\" (\"id\" INT PRIMARY KEY, \"text\" TEXT NOT NULL);\n");
    let rows: String =
        (1..=37_000).map(|n| format!("INSERT INTO \"Word\" (\"id\", \"text\") VALUES ({n}, 'größe; {n}');\n")).collect();
    assert!(rows.len() > 1_300_000);
    project.migration("1_words", &rows);
    project.migration("2_check", "DO $$ BEGIN ASSERT (SELECT count(*) FROM \"Word\") = 37000; END $$;\n");
    let ended = project.validate().run();
    let outcome = Outcome::of(&ended);
    assert_eq!(outcome.outcome_of("2_check"), Some("applied"), "{:?}", outcome.failure());
    assert!(ended.peak_memory_kib < MEMORY_KIB, "{} KiB", ended.peak_memory_kib);
}
