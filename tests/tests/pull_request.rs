//! A developer's day: two branches of a git repository, and `validate` between them.

#![expect(clippy::unwrap_used, reason = "a test panics where it must")]

use std::{path::Path, process::Command, sync::Mutex};

use migration_gate_tests::{Ended, Program};
use serde_json::Value;
use tempfile::TempDir;

/// A repository with a main branch, and a branch that is checked out.
struct Repository {
    directory: TempDir,
}

impl Repository {
    fn with_main(migrations: &[(&str, &str)]) -> Repository {
        let repository = Repository { directory: tempfile::tempdir().unwrap() };
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository.write("prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n");
        repository.migrations(migrations);
        repository.commit();
        repository.git(&["switch", "--quiet", "--create", "topic"]);
        repository
    }

    fn path(&self) -> &Path {
        self.directory.path()
    }

    fn write(&self, path: &str, text: &str) {
        let file = self.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }

    fn migrations(&self, migrations: &[(&str, &str)]) {
        for (name, sql) in migrations {
            self.write(&format!("prisma/migrations/{name}/migration.sql"), sql);
        }
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

    fn validate(&self, arguments: &[&str]) -> Program {
        Program::new("validate").current_dir(self.path()).args(["--quiet", "--format", "json"]).args(arguments)
    }

    /// The same as a job of a pull request, on GitHub, without a token.
    fn validate_in_actions(&self) -> Program {
        let event = self.path().join("event.json");
        let commit = |branch: &str| serde_json::json!({ "sha": self.git(&["rev-parse", branch]), "ref": branch, "repo": { "full_name": "o/r", "id": 1 } });
        let json =
            serde_json::json!({ "number": 7, "pull_request": { "number": 7, "head": commit("topic"), "base": commit("main") } });
        std::fs::write(&event, json.to_string()).unwrap();
        self.validate(&[])
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_EVENT_NAME", "pull_request")
            .env("GITHUB_EVENT_PATH", event)
            .env("GITHUB_OUTPUT", self.path().join("output"))
            .env("GITHUB_STEP_SUMMARY", self.path().join("summary"))
    }
}

fn report(ended: &Ended) -> Value {
    serde_json::from_str(&ended.stdout).unwrap_or_else(|error| panic!("{error}\n{}\n{}", ended.stdout, ended.stderr))
}

fn rules(report: &Value) -> Vec<&str> {
    report["targets"][0]["findings"].as_array().unwrap().iter().map(|finding| finding["rule"].as_str().unwrap()).collect()
}

fn notes(report: &Value) -> String {
    report["targets"][0]["notes"].to_string()
}

const SHOP: &[(&str, &str)] = &[
    ("20260101000000_init", "CREATE TABLE product (id int PRIMARY KEY, code text); CREATE TABLE old (id int);"),
    ("20260201000000_more", "ALTER TABLE product ADD COLUMN price int;"),
];

#[test]
fn the_gate_closes_over_what_is_named_and_what_is_hidden() {
    let repository = Repository::with_main(SHOP);
    let hidden = "ALTER TABLE product DROP COLUMN code;\nDO $$ BEGIN EXECUTE 'DROP TABLE ' || quote_ident('old'); END $$;\n";
    repository.migrations(&[("20260301000000_tidy", hidden), ("20260302000000_index", "CREATE INDEX i ON product (price);")]);
    let ended = repository.validate(&["--base", "main"]).run();
    let report = report(&ended);
    assert_eq!(ended.code, Some(1));
    assert_eq!((&report["version"], &report["command"], &report["verdict"]), (&1.into(), &"validate".into(), &"blocked".into()));
    assert_eq!(rules(&report), ["drop-column", "dropped-unseen", "dynamic-sql"]);
    let migrations = report["targets"][0]["migrations"].as_array().unwrap();
    let told: Vec<_> = migrations.iter().map(|one| (one["origin"].as_str().unwrap(), one["outcome"].as_str().unwrap())).collect();
    assert_eq!(told, [("base", "applied"), ("base", "applied"), ("new", "applied"), ("new", "applied")]);
    let unseen = &report["targets"][0]["findings"][1];
    assert!(unseen["message"].as_str().unwrap().contains("public.old"), "{unseen}");
    assert_eq!((&unseen["line"], &unseen["severity"]), (&2.into(), &"error".into()));
    assert_eq!(unseen["file"], "prisma/migrations/20260301000000_tidy/migration.sql");
    let changes = |at: usize| {
        migrations[at]["changes"].as_array().unwrap().iter().map(|it| it["kind"].as_str().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!((changes(2), changes(3)), (vec!["table", "column"], vec!["index"]));
}

#[test]
fn a_harmless_change_passes() {
    let repository = Repository::with_main(SHOP);
    repository.migrations(&[(
        "20260301000000_view",
        "CREATE VIEW v AS SELECT id FROM product; COMMENT ON VIEW v IS 'DROP TABLE product';",
    )]);
    let ended = repository.validate(&["--base", "main"]).run();
    assert_eq!((ended.code, rules(&report(&ended))), (Some(0), vec![]), "{}", ended.stdout);
}

#[test]
fn what_a_branch_did_to_the_history_is_told() {
    let repository = Repository::with_main(SHOP);
    std::fs::remove_dir_all(repository.path().join("prisma/migrations/20260201000000_more")).unwrap();
    repository.migrations(&[
        ("20260101000000_init", "CREATE TABLE product (id bigint PRIMARY KEY);"),
        ("20260115000000_late", "CREATE TABLE late (id int);"),
    ]);
    let ended = repository.validate(&["--base", "main"]).run();
    let report = report(&ended);
    let mut found = rules(&report);
    found.sort_unstable();
    assert_eq!((ended.code, found), (Some(1), vec!["edited-migration", "out-of-order", "removed-migration"]));
}

#[test]
fn a_branch_that_is_behind_removed_nothing() {
    let repository = Repository::with_main(SHOP);
    repository.migrations(&[("20260301000000_mine", "CREATE TABLE mine (id int);")]);
    repository.commit();
    repository.git(&["switch", "--quiet", "main"]);
    repository.migrations(&[("20260215000000_theirs", "CREATE TABLE theirs (id int);")]);
    repository.commit();
    repository.git(&["switch", "--quiet", "topic"]);
    let ended = repository.validate(&["--base", "main"]).run();
    let report = report(&ended);
    assert_eq!((ended.code, rules(&report)), (Some(0), vec![]), "{}", ended.stdout);
    assert_eq!(report["targets"][0]["migrations"].as_array().unwrap().len(), 4);
    assert!(notes(&report).contains("1 migrations that this branch does not have yet"), "{}", notes(&report));
}

#[test]
fn a_pull_request_cannot_trust_itself() {
    let repository = Repository::with_main(SHOP);
    repository.migrations(&[("20260301000000_tidy", "ALTER TABLE product DROP COLUMN code;")]);
    let selfish = "[hazards]\nrules.drop-column = \"off\"\n[sandbox]\nbootstrap = [\"boot.sql\"]\n";
    repository.write(".github/migration-gate.toml", selfish);
    repository.write("boot.sql", "CREATE TABLE made_by_superuser (id int);");
    repository.commit();
    let ended = repository.validate_in_actions().run();
    let told = report(&ended);
    assert_eq!((ended.code, rules(&told)), (Some(1), vec!["drop-column"]), "{}", ended.stdout);
    assert!(notes(&told).contains("hazards.rules.drop-column") && notes(&told).contains("sandbox.bootstrap"), "{}", notes(&told));
    assert!(std::fs::read_to_string(repository.path().join("output")).unwrap().contains("blocked"));
    assert!(std::fs::read_to_string(repository.path().join("summary")).unwrap().contains("drop-column"));
    // On their own checkout, a person is followed.
    let ended = repository.validate(&["--base", "main"]).run();
    assert_eq!((ended.code, rules(&report(&ended))), (Some(0), vec![]), "{}", ended.stdout);
}

#[test]
fn without_a_base_the_past_is_told_and_closes_nothing() {
    let repository = Repository::with_main(SHOP);
    repository.migrations(&[("20260301000000_tidy", "ALTER TABLE product DROP COLUMN code;")]);
    let ended = repository.validate(&[]).run();
    let report = report(&ended);
    assert_eq!((ended.code, rules(&report)), (Some(0), vec!["drop-column"]), "{}", ended.stdout);
    assert_eq!(report["targets"][0]["findings"][0]["severity"], "warning");
    assert_eq!(repository.validate(&["--fail-on", "warning"]).run().code, Some(1));
}

#[test]
fn every_other_way_to_end() {
    let repository = Repository::with_main(SHOP);
    let code = |arguments: &[&str]| repository.validate(arguments).run().code;
    assert_eq!(code(&["--base", "no-such-branch"]), Some(2));
    assert_eq!(code(&["--migrations", "no/such/directory"]), Some(2));
    assert_eq!(code(&["--target", "no-such-target"]), Some(2));
    assert_eq!(code(&["--format", "sarif"]), Some(2));
    assert_eq!(code(&["--database-url", "postgresql://u:p@127.0.0.1:1/d"]), Some(3));
    assert_eq!(code(&["--postgres-bin", "/nowhere"]), Some(3));
    let targets = repository.validate(&["--list-targets"]).run();
    assert_eq!((targets.code, targets.stdout.as_str()), (Some(0), "[\"default\"]\n"));
    let shown = repository.validate(&["--show-config", "--postgres", "16"]).run();
    assert!(shown.stdout.contains("sandbox.postgres = 16  # --postgres"), "{}", shown.stdout);
}

/// Tests that count what is left on the server that all share.
static COUNTING: Mutex<()> = Mutex::new(());

#[test]
fn a_server_that_is_given_gets_everything_back() {
    let _alone = COUNTING.lock();
    let repository = Repository::with_main(SHOP);
    repository.migrations(&[("20260301000000_tidy", "DO $$ BEGIN EXECUTE 'DROP TABLE ' || quote_ident('old'); END $$;")]);
    let server = test_postgres::server(None);
    let host = server.socket_directory().to_string_lossy().replace('/', "%2F");
    let url = format!("postgresql://{}@{host}:5432/postgres", server.server().superuser());
    let ended = repository.validate(&["--base", "main"]).env("VALIDATE_DATABASE_URL", url).run();
    let report = report(&ended);
    assert_eq!((ended.code, rules(&report)), (Some(1), vec!["dropped-unseen", "dynamic-sql"]), "{}", ended.stdout);
    let left = "SELECT count(*)::int FROM pg_roles WHERE rolname LIKE 'migration_gate_1%'";
    assert_eq!(server.ask(left), 0);
}

#[test]
fn a_run_that_is_told_to_end_gives_back_what_it_was_lent() {
    let _alone = COUNTING.lock();
    let repository = Repository::with_main(&[("20260101000000_slow", "CREATE TABLE a (id int); SELECT pg_sleep(60);")]);
    let server = test_postgres::server(None);
    let host = server.socket_directory().to_string_lossy().replace('/', "%2F");
    let url = format!("postgresql://{}@{host}:5432/postgres", server.server().superuser());
    let mut child = repository.validate(&[]).env("VALIDATE_DATABASE_URL", url).spawn();
    let sleeps =
        "SELECT count(*)::int FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND datname LIKE 'migration_gate_%'";
    while server.ask(sleeps) != 1 {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(3));
    assert_eq!(server.ask("SELECT count(*)::int FROM pg_database WHERE datname LIKE 'migration_gate_%'"), 0);
}
