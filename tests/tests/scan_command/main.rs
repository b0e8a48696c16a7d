//! `destructive-scan` as people run it: on a branch, on files, on a whole history, in a pull request.

#![expect(clippy::unwrap_used, reason = "a test panics where it must")]

mod pull_request;
mod repository;

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use history_generator::{SEED, history};
use migration_gate_tests::{Program, build};
use serde_json::Value;

use repository::{INIT, MIGRATIONS, Repository, Scanned};

#[test]
fn without_arguments_it_looks_at_what_the_branch_adds() {
    let repository = Repository::with_main(&[INIT, ("20260102000000_more", "DROP TABLE IF EXISTS older;")]);
    repository.migration("20260201000000_tidy", "ALTER TABLE users DROP COLUMN phone;\n");
    let scanned = repository.scan(&[]);
    assert_eq!((scanned.code(), scanned.errors(), scanned.names(0)), (1, vec!["drop-column"], vec!["20260201000000_tidy"]));
    let target = &scanned.report["targets"][0];
    assert_eq!((&scanned.report["command"], &target["verdict"]), (&"destructive-scan".into(), &"blocked".into()));
    assert_eq!(target["statements"], serde_json::json!({ "total": 1, "classified": 1, "unparsed": 0 }));
    let finding = &target["findings"][0];
    assert_eq!((&finding["line"], &finding["object"]), (&1.into(), &"users.phone".into()));
    assert_eq!(finding["file"], format!("{MIGRATIONS}/20260201000000_tidy/migration.sql"));
    assert!(scanned.notes().contains("the merge base with the default branch `main`"), "{}", scanned.notes());
    assert!(scanned.notes().contains("2 migrations of the base"), "{}", scanned.notes());
}

#[test]
fn a_dropped_column_that_clients_still_know_is_told_with_evidence() {
    let repository = Repository::with_main(&[INIT]);
    repository.git(&["switch", "--quiet", "main"]);
    repository.write("prisma/schema.prisma", "model User {\n  id Int @id\n  phone String?\n  @@map(\"users\")\n}\n");
    repository.commit();
    repository.git(&["switch", "--quiet", "--force-create", "topic"]);
    repository.write("prisma/schema.prisma", "model User {\n  id Int @id\n  phone String? @ignore\n  @@map(\"users\")\n}\n");
    repository.migration("20260201000000_drop", "ALTER TABLE users DROP COLUMN phone;\n");
    let scanned = repository.scan(&[]);
    let evidence = scanned.report["targets"][0]["findings"][0]["evidence"].to_string();
    assert!(evidence.contains("the base has `User.phone` without `@ignore`"), "{evidence}");
}

#[test]
fn a_branch_that_adds_nothing_harmful_passes() {
    let repository = Repository::with_main(&[INIT]);
    assert_eq!(repository.scan(&[]).code(), 0);
    repository.migration("20260201000000_more", "ALTER TABLE users ADD COLUMN nickname text;\n");
    let scanned = repository.scan(&["--fail-on", "warning"]);
    assert_eq!((scanned.code(), scanned.names(0).len()), (0, 1), "{}", scanned.report);
}

#[test]
fn without_a_default_branch_it_says_what_to_do() {
    let repository = Repository::with_main(&[INIT]);
    repository.git(&["branch", "--quiet", "--move", "main", "trunk"]);
    let ended = repository.program(&[]).run();
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""));
    for word in ["no default branch", "--base", "--all"] {
        assert!(ended.stderr.contains(word), "{}", ended.stderr);
    }
    assert_eq!(repository.scan(&["--base", "trunk"]).code(), 0);
    repository.migration("20260201000000_tidy", "DROP TABLE users;");
    assert_eq!(repository.scan(&["--base", "trunk"]).errors(), ["drop-table"]);
}

#[test]
fn the_base_may_be_a_directory() {
    let repository = Repository::with_main(&[INIT]);
    repository.migration("20260201000000_type", "ALTER TABLE users ALTER COLUMN phone TYPE varchar(20);");
    repository.write("then/20260101000000_init/migration.sql", INIT.1);
    let scanned = repository.scan(&["--base-migrations", "then"]);
    assert_eq!((scanned.code(), scanned.errors()), (1, vec!["narrowing-type-change"]));
    let known = scanned.report["targets"][0]["findings"].to_string();
    assert!(known.contains("50"), "the base says what the type was: {known}");
}

#[test]
fn a_history_is_told_and_closes_the_gate_only_when_asked() {
    let repository = Repository::with_main(&[INIT, ("20260102000000_drop", "DROP TABLE users;")]);
    let scanned = repository.scan(&["--all"]);
    assert_eq!((scanned.code(), scanned.errors(), scanned.names(0).len()), (0, vec!["drop-table"], 2));
    assert_eq!(scanned.report["targets"][0]["fail_on"], Value::Null);
    let asked = repository.scan(&["--all", "--fail-on", "error"]);
    assert_eq!((asked.code(), asked.errors()), (1, vec!["drop-table"]));
}

#[test]
fn an_edited_migration_is_looked_at_again() {
    let repository = Repository::with_main(&[INIT, ("20260102000000_more", "CREATE TABLE more (id int);")]);
    repository.migration("20260102000000_more", "CREATE TABLE more (id int);\nDROP TABLE users;\n");
    let scanned = repository.scan(&[]);
    let mut errors = scanned.errors();
    errors.sort_unstable();
    assert_eq!((scanned.code(), errors), (1, vec!["drop-table", "edited-migration"]));
    let ends = Repository::with_main(&[INIT, ("20260102000000_drop", "DROP TABLE users;\n")]);
    ends.migration("20260102000000_drop", "DROP TABLE users;\r\n");
    let scanned = ends.scan(&[]);
    assert_eq!((scanned.code(), scanned.findings(0)), (0, vec![("notice", "edited-migration")]), "only line ends changed");
}

#[test]
fn a_script_needs_no_repository_and_no_git() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("b.sql"), "DROP TABLE b;").unwrap();
    fs::write(directory.path().join("a.sql"), "TRUNCATE a;\nSELECT 1;").unwrap();
    let program = |arguments: &[&str]| {
        let program = Program::new("destructive-scan").current_dir(directory.path()).args(["--format", "json"]);
        Scanned::of(program.args(arguments).run())
    };
    let scanned = program(&["b.sql", "a.sql"]);
    assert_eq!((scanned.code(), scanned.names(0), scanned.errors()), (1, vec!["b", "a"], vec!["truncate", "drop-table"]));
    assert_eq!(scanned.report["targets"][0]["statements"]["total"], 3);
    assert!(scanned.ended.descendants.is_empty(), "a program was started: {:?}", scanned.ended.descendants);
    for (argument, word) in [("none.sql", "does not exist"), (".", "is a directory")] {
        let ended = Program::new("destructive-scan").current_dir(directory.path()).args([argument]).run();
        assert_eq!(ended.code, Some(2));
        assert!(ended.stderr.contains(word), "{}", ended.stderr);
    }
}

#[test]
fn standard_input_is_a_script() {
    let mut child = Command::new(build("destructive-scan"))
        .args(["--format", "json", "-"])
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"DROP TABLE \"Order\";").unwrap();
    let output = child.wait_with_output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let finding = &report["targets"][0]["findings"][0];
    assert_eq!(
        (output.status.code(), &finding["rule"], &finding["object"]),
        (Some(1), &"drop-table".into(), &"\"Order\"".into())
    );
}

#[test]
fn a_script_of_a_history_has_what_comes_before_it_as_context() {
    let wider = ("20260201000000_wider", "ALTER TABLE users ALTER COLUMN phone TYPE varchar(100);");
    let narrow = ("20260202000000_narrow", "ALTER TABLE users ALTER COLUMN phone TYPE varchar(20);");
    let after = ("20260301000000_after", "DROP TABLE users;");
    let repository = Repository::with_main(&[INIT, wider, narrow, after]);
    let file = |name: &str| format!("{MIGRATIONS}/{name}/migration.sql");
    let scanned = repository.scan(&[&file(narrow.0), &file(wider.0)]);
    assert_eq!((scanned.errors(), scanned.names(0)), (vec!["narrowing-type-change"], vec![wider.0, narrow.0]));
    assert!(scanned.notes().contains("1 migration before these in `prisma/migrations`"), "{}", scanned.notes());
    repository.write("supabase/migrations/20260101000000_a.sql", INIT.1);
    repository.write("supabase/migrations/20260102000000_b.sql", wider.1);
    let scanned = repository.scan(&["supabase/migrations/20260102000000_b.sql"]);
    assert_eq!((scanned.code(), scanned.names(0)), (0, vec!["20260102000000_b"]), "{}", scanned.report);
}

#[test]
fn what_must_not_be_read_ends_with_a_report_and_code_2() {
    let repository = Repository::with_main(&[INIT]);
    repository.migration("20260201000000_nul", "SELECT 1;\n\0");
    repository.migration("20260202000000_drop", "DROP TABLE users;");
    repository.write(".github/migration-gate.toml", "[hazards]\nrules.nul-byte = \"off\"\n");
    let scanned = repository.scan(&[]);
    let mut errors = scanned.errors();
    errors.sort_unstable();
    assert_eq!((scanned.code(), errors), (2, vec!["drop-table", "nul-byte"]));
    let nul = scanned.report["targets"][0]["findings"].as_array().unwrap().iter().find(|it| it["rule"] == "nul-byte").unwrap();
    assert_eq!((&nul["line"], &nul["severity"]), (&2.into(), &"error".into()));
    assert!(nul["advice"].is_string());
    let file = format!("{MIGRATIONS}/20260201000000_nul/migration.sql");
    let named = repository.scan(&[&file]);
    assert_eq!((named.code(), named.errors()), (2, vec!["nul-byte"]));
}

#[test]
fn plain_files_of_supabase_are_looked_at_too() {
    let repository = Repository::with_main(&[INIT]);
    repository.write("supabase/migrations/20260101000000_a.sql", "create table a (b int);");
    repository.commit();
    repository.git(&["branch", "--quiet", "--force", "main", "HEAD"]);
    repository.write("supabase/migrations/20260201000000_b.sql", "drop table a;");
    let scanned = repository.scan(&[]);
    let names: Vec<&Value> = scanned.report["targets"].as_array().unwrap().iter().map(|target| &target["name"]).collect();
    assert_eq!(names, ["default", "supabase"]);
    assert_eq!((scanned.code(), scanned.names(0).len(), scanned.names(1)), (1, 0, vec!["20260201000000_b"]));
    assert_eq!(scanned.findings(1), [("error", "drop-table")]);
    let only = repository.scan(&["--target", "default"]);
    assert_eq!((only.code(), only.report["targets"].as_array().unwrap().len()), (0, 1));
}

#[test]
fn the_configuration_weighs_rules_for_all_for_a_target_and_for_a_path() {
    let repository = Repository::with_main(&[INIT]);
    repository.migration("20260201000000_drop", "DROP TABLE users;");
    let with = |text: &str| {
        let target = format!("[targets.site]\nmigrations = \"{MIGRATIONS}\"\n");
        repository.write(".github/migration-gate.toml", format!("{target}{text}"));
        let scanned = repository.scan(&[]);
        (scanned.code(), scanned.findings(0).iter().map(|(severity, _)| (*severity).to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(with(""), (1, vec!["error".to_owned()]));
    assert_eq!(with("[hazards]\nrules.drop-table = \"warning\"\n"), (0, vec!["warning".to_owned()]));
    assert_eq!(with("[targets.site.hazards]\nrules.drop-table = \"notice\"\n"), (0, vec!["notice".to_owned()]));
    assert_eq!(
        with("[targets.site.hazards]\nfail-on = \"notice\"\nrules.drop-table = \"notice\"\n"),
        (1, vec!["notice".to_owned()])
    );
    assert_eq!(with("[[hazards.paths]]\npath = \"prisma/**\"\nrules.drop-table = \"off\"\n"), (0, vec![]));
    assert_eq!(with("[[hazards.paths]]\npath = \"other/**\"\nrules.drop-table = \"off\"\n"), (1, vec!["error".to_owned()]));
    repository.write(".github/migration-gate.toml", "[hazards]\nrules.drop-tabel = \"off\"\n");
    let ended = repository.program(&[]).run();
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains("did you mean `drop-table`?"), "{}", ended.stderr);
}

#[test]
fn every_rule_is_listed_and_explained() {
    let program = |arguments: &[&str]| Program::new("destructive-scan").current_dir(Path::new("/")).args(arguments).run();
    let listed = program(&["--list-rules", "--format", "json"]);
    let rules: Vec<Value> = serde_json::from_str(&listed.stdout).unwrap();
    assert!(rules.len() > 20 && listed.code == Some(0));
    let plain = program(&["--list-rules"]).stdout;
    for rule in &rules {
        let id = rule["id"].as_str().unwrap();
        assert!(plain.contains(&format!("  {id} ")), "{id}");
        let page = program(&["--explain", id]);
        assert!(page.code == Some(0) && page.stdout.lines().count() > 5, "{id}: {}", page.stdout);
    }
    let unknown = program(&["--explain", "drop-colum"]);
    assert_eq!((unknown.code, unknown.stdout.as_str()), (Some(2), ""));
    assert!(unknown.stderr.contains("did you mean `drop-column`?"), "{}", unknown.stderr);
}

#[test]
fn ten_thousand_migrations_fit_into_little_memory() {
    let directory = tempfile::tempdir().unwrap();
    history_generator::write(&directory.path().join("many"), &history(SEED, 10_000)).unwrap();
    // A limit of what the process may write to, so that the size of a binary for debugging does not count.
    let output = Command::new("bash")
        .args(["-c", "ulimit -d 65536 && exec \"$@\"", "bash"])
        .arg(build("destructive-scan"))
        .args(["--migrations", "many", "--all", "--format", "json"])
        .current_dir(directory.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["targets"][0]["migrations"].as_array().unwrap().len(), 10_000);
}

#[test]
fn a_long_history_in_git_is_read_as_base() {
    let repository = Repository::with_main(&[INIT]);
    history_generator::write(&repository.path().join("many"), &history(SEED, 1_000)).unwrap();
    repository.commit();
    repository.write("many/99990101000000_last/migration.sql", "DROP TABLE nowhere;");
    let scanned = repository.scan(&["--migrations", "many", "--base", "HEAD"]);
    assert_eq!((scanned.code(), scanned.names(0)), (1, vec!["99990101000000_last"]));
    assert!(scanned.notes().contains("1000 migrations of the base"), "{}", scanned.notes());
}
