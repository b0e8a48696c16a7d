//! `destructive-scan` as people run it: on a branch, on files, on a whole history, in a pull request.

#![expect(clippy::unwrap_used, reason = "a test panics where it must")]

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use history_generator::{SEED, history};
use migration_gate_tests::{Ended, Program, build};
use serde_json::Value;
use tempfile::TempDir;
use test_github::{FakeGitHub, REPOSITORY};

const MIGRATIONS: &str = "prisma/migrations";
const INIT: (&str, &str) = ("20260101000000_init", "CREATE TABLE users (id int PRIMARY KEY, phone varchar(50), name text);");

/// A repository whose main branch has migrations, with a branch of its own checked out.
struct Repository {
    directory: TempDir,
}

impl Repository {
    fn with_main(migrations: &[(&str, &str)]) -> Repository {
        let repository = Repository { directory: tempfile::tempdir().unwrap() };
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository.write(&format!("{MIGRATIONS}/migration_lock.toml"), "provider = \"postgresql\"\n");
        migrations.iter().for_each(|(name, sql)| repository.migration(name, sql));
        repository.commit();
        repository.git(&["switch", "--quiet", "--create", "topic"]);
        repository
    }

    fn path(&self) -> &Path {
        self.directory.path()
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let file = self.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    fn migration(&self, name: &str, sql: &str) {
        self.write(&format!("{MIGRATIONS}/{name}/migration.sql"), sql);
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["-c", "user.name=T", "-c", "user.email=t@example.com", "commit", "--quiet", "--message", "x"]);
    }

    fn git(&self, arguments: &[&str]) -> String {
        let output = Command::new("git").args(arguments).current_dir(self.path()).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
    }

    fn scan(&self, arguments: &[&str]) -> Scanned {
        self.run(self.program(arguments))
    }

    fn program(&self, arguments: &[&str]) -> Program {
        Program::new("destructive-scan").current_dir(self.path()).args(["--format", "json"]).args(arguments)
    }

    fn run(&self, program: Program) -> Scanned {
        Scanned::of(program.run())
    }

    /// As a job of a pull request on GitHub.
    fn in_actions(&self, arguments: &[&str]) -> Program {
        let event = self.path().join("event.json");
        let repository = serde_json::json!({ "full_name": REPOSITORY });
        let commit =
            |branch: &str| serde_json::json!({ "sha": self.git(&["rev-parse", branch]), "ref": branch, "repo": repository });
        let pull_request = serde_json::json!({
            "number": 7, "head": commit("topic"), "base": commit("main"),
            "user": { "login": "ada" }, "created_at": "2026-11-21T08:00:00Z",
        });
        fs::write(&event, serde_json::json!({ "number": 7, "pull_request": pull_request }).to_string()).unwrap();
        self.program(arguments)
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_EVENT_NAME", "pull_request")
            .env("GITHUB_EVENT_PATH", event)
            .env("GITHUB_OUTPUT", self.path().join("output"))
            .env("GITHUB_STEP_SUMMARY", self.path().join("summary"))
    }

    /// The same with a token, which may ask and comment.
    fn with_token(&self, github: &FakeGitHub) -> Program {
        self.in_actions(&[])
            .env("GITHUB_API_URL", github.url())
            .env("GITHUB_TOKEN", github.token())
            .env("GITHUB_REPOSITORY", REPOSITORY)
    }
}

/// A run that has ended, with its report.
struct Scanned {
    ended: Ended,
    report: Value,
}

impl Scanned {
    fn of(ended: Ended) -> Scanned {
        let report = serde_json::from_str(&ended.stdout)
            .unwrap_or_else(|error| panic!("{error}\n{:?}\n{}\n{}", ended.code, ended.stdout, ended.stderr));
        Scanned { ended, report }
    }

    fn code(&self) -> i32 {
        self.ended.code.unwrap()
    }

    /// The findings of the target as `rule object-or-file`, at a severity and above.
    fn findings(&self, target: usize) -> Vec<(&str, &str)> {
        let findings = self.report["targets"][target]["findings"].as_array().unwrap();
        findings.iter().map(|finding| (finding["severity"].as_str().unwrap(), finding["rule"].as_str().unwrap())).collect()
    }

    /// The rules of errors, in order.
    fn errors(&self) -> Vec<&str> {
        self.findings(0).into_iter().filter(|(severity, _)| *severity == "error").map(|(_, rule)| rule).collect()
    }

    fn names(&self, target: usize) -> Vec<&str> {
        let migrations = self.report["targets"][target]["migrations"].as_array().unwrap();
        migrations.iter().map(|migration| migration["name"].as_str().unwrap()).collect()
    }

    fn notes(&self) -> String {
        self.report["targets"][0]["notes"].to_string()
    }
}

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
fn what_a_person_accepted_is_shown_with_their_name_and_does_not_count() {
    let repository = Repository::with_main(&[INIT]);
    let allow = "-- migration-gate: allow drop-column(users.phone) because exported in OPS-112, backup 2026-11-20\n";
    let drop = "ALTER TABLE users DROP COLUMN phone;\n";
    repository.migration("20260201000000_drop", &format!("{allow}{drop}"));
    let before = repository.scan(&[]);
    assert_eq!((before.code(), before.errors()), (0, vec!["drop-column"]), "{}", before.report);
    assert_eq!(before.report["targets"][0]["findings"][0]["acknowledged"]["by"], Value::Null);
    repository.commit();
    let committed = repository.scan(&[]);
    let acknowledged = &committed.report["targets"][0]["findings"][0]["acknowledged"];
    assert_eq!((committed.code(), &acknowledged["by"], &acknowledged["line"]), (0, &"T".into(), &1.into()));
    assert_eq!(acknowledged["commit"], repository.git(&["rev-parse", "HEAD"]));
    assert_eq!(acknowledged["reason"], "exported in OPS-112, backup 2026-11-20");
    repository.migration("20260201000000_drop", &format!("{allow}SELECT 1;\n{drop}"));
    let elsewhere = repository.scan(&[]);
    let mut rules: Vec<_> = elsewhere.findings(0).into_iter().map(|(_, rule)| rule).collect();
    rules.sort_unstable();
    assert_eq!((elsewhere.code(), rules), (1, vec!["drop-column", "unused-acknowledgement"]));
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
fn a_pull_request_has_its_comment_outputs_and_annotations_and_cannot_silence_a_rule() {
    let repository = Repository::with_main(&[INIT]);
    repository.migration("20260201000000_drop", "DROP TABLE users;");
    repository.write(".github/migration-gate.toml", "[hazards]\nrules.drop-table = \"off\"\n");
    repository.commit();
    let github = FakeGitHub::start("github-actions[bot]");
    let scanned = repository.run(repository.with_token(&github));
    assert_eq!((scanned.code(), scanned.errors()), (1, vec!["drop-table"]));
    assert!(scanned.notes().contains("hazards.rules.drop-table"), "{}", scanned.notes());
    let [(_, body)] = &github.comments(7)[..] else { panic!("not one comment: {}", scanned.ended.stderr) };
    assert!(body.contains("is blocked") && body.contains("drop-table") && body.contains("destructive-scan"), "{body}");
    assert!(scanned.ended.stderr.contains("::error file=prisma/migrations/20260201000000_drop/migration.sql,line=1"));
    assert!(fs::read_to_string(repository.path().join("output")).unwrap().contains("blocked"));
    assert!(fs::read_to_string(repository.path().join("summary")).unwrap().contains("drop-table"));
}

/// A pull request whose base asks for consent in this way, and whose branch drops a table under a comment that allows it.
fn pull_request_that_needs(way: &str) -> (Repository, FakeGitHub) {
    let repository = Repository::with_main(&[INIT]);
    repository.git(&["switch", "--quiet", "main"]);
    repository.write(".github/migration-gate.toml", format!("[hazards]\nacknowledgement = \"{way}\"\n"));
    repository.commit();
    repository.git(&["switch", "--quiet", "--force-create", "topic"]);
    let comment = "-- migration-gate: allow drop-table(users) because nobody reads it any more\n";
    repository.migration("20260201000000_drop", &format!("{comment}DROP TABLE users;\n"));
    repository.commit();
    (repository, FakeGitHub::start("github-actions[bot]"))
}

#[test]
fn an_approving_review_accepts_the_text_that_was_reviewed() {
    let (repository, github) = pull_request_that_needs("review");
    let scanned = repository.run(repository.with_token(&github));
    assert_eq!((scanned.code(), scanned.errors()), (1, vec!["drop-table"]), "a comment is not enough");
    assert!(scanned.notes().contains("nothing is accepted"), "{}", scanned.notes());
    let head = repository.git(&["rev-parse", "HEAD"]);
    github.permit("grace", "write");
    github.reviewed(7, "2026-11-21T10:00:00Z", "grace", "APPROVED", &head);
    let scanned = repository.run(repository.with_token(&github));
    let finding = &scanned.report["targets"][0]["findings"][0];
    assert_eq!((scanned.code(), &finding["acknowledged"]["by"]), (0, &"grace".into()), "{}", scanned.report);
    assert_eq!(finding["acknowledged"]["commit"], head);
    repository.migration("20260201000000_drop", "DROP TABLE users CASCADE;\n");
    repository.commit();
    let scanned = repository.run(repository.with_token(&github));
    assert_eq!((scanned.code(), scanned.errors()), (1, vec!["drop-table"]), "another text was approved");
    assert!(scanned.notes().contains("another text"), "{}", scanned.notes());
}

#[test]
fn a_label_accepts_the_text_on_which_it_was_set() {
    let (repository, github) = pull_request_that_needs("label");
    github.set_label(7, "2026-11-21T10:00:00Z", "grace", "migration: destructive");
    let scanned = repository.run(repository.with_token(&github));
    assert_eq!(scanned.code(), 1, "on which commit it was set is not known");
    assert!(scanned.report["targets"][0]["incomplete"].to_string().contains("add it again"), "{}", scanned.report);
    github.ran("2026-11-21T09:00:00Z", &repository.git(&["rev-parse", "HEAD"]), "topic", REPOSITORY);
    let scanned = repository.run(repository.with_token(&github));
    assert_eq!((scanned.code(), scanned.errors()), (0, vec!["drop-table"]), "{}", scanned.report);
    let reason = &scanned.report["targets"][0]["findings"][0]["acknowledged"]["reason"];
    assert_eq!(reason, "label `migration: destructive`");
}

#[test]
fn who_cannot_ask_for_consent_has_none() {
    let (repository, github) = pull_request_that_needs("review");
    let scanned = repository.run(repository.in_actions(&[]));
    assert_eq!((scanned.code(), scanned.errors()), (1, vec!["drop-table"]));
    assert!(scanned.report["targets"][0]["incomplete"].to_string().contains("GITHUB_TOKEN"), "{}", scanned.report);
    let laptop = repository.scan(&[]);
    assert_eq!(laptop.code(), 1);
    assert!(laptop.notes().contains("only a pull request"), "{}", laptop.notes());
    assert!(github.requests().is_empty());
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
