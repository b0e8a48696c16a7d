//! A repository with a branch checked out, and a run of `destructive-scan` in it.

use std::{fs, path::Path, process::Command};

use migration_gate_tests::{Ended, Program};
use serde_json::Value;
use tempfile::TempDir;
use test_github::{FakeGitHub, REPOSITORY};

pub(crate) const MIGRATIONS: &str = "prisma/migrations";
pub(crate) const INIT: (&str, &str) =
    ("20260101000000_init", "CREATE TABLE users (id int PRIMARY KEY, phone varchar(50), name text);");

/// A repository whose main branch has migrations, with a branch of its own checked out.
pub(crate) struct Repository {
    directory: TempDir,
}

impl Repository {
    pub(crate) fn with_main(migrations: &[(&str, &str)]) -> Repository {
        let repository = Repository { directory: tempfile::tempdir().unwrap() };
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository.write(&format!("{MIGRATIONS}/migration_lock.toml"), "provider = \"postgresql\"\n");
        migrations.iter().for_each(|(name, sql)| repository.migration(name, sql));
        repository.commit();
        repository.git(&["switch", "--quiet", "--create", "topic"]);
        repository
    }

    pub(crate) fn path(&self) -> &Path {
        self.directory.path()
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let file = self.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    pub(crate) fn migration(&self, name: &str, sql: &str) {
        self.write(&format!("{MIGRATIONS}/{name}/migration.sql"), sql);
    }

    pub(crate) fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["-c", "user.name=T", "-c", "user.email=t@example.com", "commit", "--quiet", "--message", "x"]);
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = Command::new("git").args(arguments).current_dir(self.path()).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
    }

    pub(crate) fn scan(&self, arguments: &[&str]) -> Scanned {
        self.run(self.program(arguments))
    }

    pub(crate) fn program(&self, arguments: &[&str]) -> Program {
        Program::new("destructive-scan").current_dir(self.path()).args(["--format", "json"]).args(arguments)
    }

    pub(crate) fn run(&self, program: Program) -> Scanned {
        Scanned::of(program.run())
    }

    /// As a job of a pull request on GitHub.
    pub(crate) fn in_actions(&self, arguments: &[&str]) -> Program {
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
    pub(crate) fn with_token(&self, github: &FakeGitHub) -> Program {
        self.in_actions(&[])
            .env("GITHUB_API_URL", github.url())
            .env("GITHUB_TOKEN", github.token())
            .env("GITHUB_REPOSITORY", REPOSITORY)
    }
}

/// A run that has ended, with its report.
pub(crate) struct Scanned {
    pub(crate) ended: Ended,
    pub(crate) report: Value,
}

impl Scanned {
    pub(crate) fn of(ended: Ended) -> Scanned {
        let report = serde_json::from_str(&ended.stdout)
            .unwrap_or_else(|error| panic!("{error}\n{:?}\n{}\n{}", ended.code, ended.stdout, ended.stderr));
        Scanned { ended, report }
    }

    pub(crate) fn code(&self) -> i32 {
        self.ended.code.unwrap()
    }

    /// The findings of the target as `rule object-or-file`, at a severity and above.
    pub(crate) fn findings(&self, target: usize) -> Vec<(&str, &str)> {
        let findings = self.report["targets"][target]["findings"].as_array().unwrap();
        findings.iter().map(|finding| (finding["severity"].as_str().unwrap(), finding["rule"].as_str().unwrap())).collect()
    }

    /// The rules of errors, in order.
    pub(crate) fn errors(&self) -> Vec<&str> {
        self.findings(0).into_iter().filter(|(severity, _)| *severity == "error").map(|(_, rule)| rule).collect()
    }

    pub(crate) fn names(&self, target: usize) -> Vec<&str> {
        let migrations = self.report["targets"][target]["migrations"].as_array().unwrap();
        migrations.iter().map(|migration| migration["name"].as_str().unwrap()).collect()
    }

    pub(crate) fn notes(&self) -> String {
        self.report["targets"][0]["notes"].to_string()
    }
}
