//! A repository with migrations, as somebody has it on disk when `validate` runs.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;
use tempfile::TempDir;

use crate::{Ended, Program};

/// A repository below a temporary directory, gone when dropped.
#[derive(Debug)]
pub struct Project {
    directory: TempDir,
}

const MIGRATIONS: &str = "prisma/migrations";
const BASE: &str = "base";

impl Project {
    /// An empty one.
    pub fn new() -> Project {
        let project = Project { directory: tempfile::tempdir().expect("a temporary directory can be made") };
        fs::create_dir_all(project.migrations()).expect("it is empty");
        project
    }

    /// The repository's root.
    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Where its migrations are.
    pub fn migrations(&self) -> PathBuf {
        self.path().join(MIGRATIONS)
    }

    /// Writes a file; the path is relative to the root.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let file = self.path().join(path);
        fs::create_dir_all(file.parent().expect("it lies in the project")).expect("a directory can be made");
        fs::write(file, content).expect("a file can be written");
    }

    /// Writes a migration.
    pub fn migration(&self, name: &str, script: impl AsRef<[u8]>) {
        self.write(&format!("{MIGRATIONS}/{name}/migration.sql"), script);
    }

    /// Writes a migration that the base branch has too.
    pub fn base_migration(&self, name: &str, script: impl AsRef<[u8]>) {
        self.write(&format!("{BASE}/{name}/migration.sql"), &script);
        self.migration(name, script);
    }

    /// Writes the configuration: its only target, then what is given, which may begin with more keys of that target.
    pub fn configure(&self, more: &str) {
        self.write(".github/migration-gate.toml", format!("[targets.main]\nmigrations = \"{MIGRATIONS}\"\n{more}"));
    }

    /// `validate` on its migrations, with JSON for an answer; against the base migrations, where there are any.
    pub fn validate(&self) -> Program {
        self.validate_in("json")
    }

    /// The same with an answer in another format.
    pub fn validate_in(&self, format: &str) -> Program {
        let program = Program::new("validate").current_dir(self.path()).args(["--format", format, "--publish", "never"]);
        if self.path().join(BASE).is_dir() { program.args(["--base-migrations", BASE]) } else { program }
    }
}

impl Default for Project {
    fn default() -> Self {
        Project::new()
    }
}

/// What a JSON report says of the only target.
#[derive(Debug)]
pub struct Outcome {
    target: Value,
}

impl Outcome {
    /// Reads it from standard output.
    pub fn of(ended: &Ended) -> Outcome {
        match serde_json::from_str::<Value>(&ended.stdout) {
            Ok(report) => Outcome { target: report["targets"][0].clone() },
            Err(error) => panic!("no JSON ({error}), exit {:?}:\n{}\n{}", ended.code, ended.stdout, ended.stderr),
        }
    }

    /// The migrations' names and outcomes, in the order in which they ran.
    pub fn migrations(&self) -> Vec<(&str, &str)> {
        let migrations = self.target["migrations"].as_array().map_or(&[][..], Vec::as_slice);
        migrations.iter().map(|one| (one["name"].as_str().unwrap_or("?"), one["outcome"].as_str().unwrap_or("?"))).collect()
    }

    /// What became of the migration.
    pub fn outcome_of(&self, name: &str) -> Option<&str> {
        self.migrations().into_iter().find(|one| one.0 == name).map(|one| one.1)
    }

    /// The first failed migration's name and error.
    pub fn failure(&self) -> Option<(&str, &Value)> {
        let migrations = self.target["migrations"].as_array()?;
        migrations.iter().find(|one| one["outcome"] == "failed").and_then(|one| Some((one["name"].as_str()?, &one["error"])))
    }

    /// The rules that have findings, each as often as it has.
    pub fn rules(&self) -> Vec<&str> {
        let findings = self.target["findings"].as_array().map_or(&[][..], Vec::as_slice);
        findings.iter().filter_map(|finding| finding["rule"].as_str()).collect()
    }

    /// The whole, to be shown where a test fails.
    pub fn json(&self) -> &Value {
        &self.target
    }
}

/// Copies what is below a directory into another that exists.
pub fn copy_tree(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a directory can be read") {
        let entry = entry.expect("a directory can be read");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("an entry has a type").is_dir() {
            fs::create_dir_all(&target).expect("a directory can be made");
            copy_tree(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).expect("a file can be copied");
        }
    }
}
