//! A git repository in a temporary directory.
#![allow(dead_code, reason = "each test binary uses some of it")]

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use migrations::{Directory, Git};

pub(crate) struct Repository {
    pub(crate) directory: tempfile::TempDir,
}

impl Repository {
    pub(crate) fn new() -> Self {
        let repository = Repository { directory: tempfile::tempdir().unwrap() };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository
    }

    /// A clone of the last `depth` commits of `branch`.
    pub(crate) fn shallow_clone(&self, branch: &str, depth: u32) -> Self {
        let clone = Repository { directory: tempfile::tempdir().unwrap() };
        let url = format!("file://{}", self.path().display());
        clone.git(&["clone", "--quiet", "--branch", branch, &format!("--depth={depth}"), &url, "."]);
        clone
    }

    pub(crate) fn path(&self) -> &Path {
        self.directory.path()
    }

    pub(crate) fn open(&self) -> Git {
        Git::discover(self.path()).unwrap()
    }

    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    pub(crate) fn commit(&self, message: &str) -> String {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", message]);
        self.git(&["rev-parse", "HEAD"])
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        self.git_with_input(arguments, b"")
    }

    pub(crate) fn git_with_input(&self, arguments: &[&str], input: &[u8]) -> String {
        let mut command = Command::new("git");
        command.current_dir(self.path()).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
        for person in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{person}_NAME"), "Test").env(format!("GIT_{person}_EMAIL"), "test@example.com");
        }
        let pipes = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = pipes.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
    }
}

pub(crate) fn names(directory: &Directory) -> Vec<&str> {
    directory.migrations.iter().map(|migration| migration.name.as_str()).collect()
}

/// Rule, gravity and file of each problem.
pub(crate) fn told(directory: &Directory) -> Vec<String> {
    directory.problems.iter().map(|it| format!("{} {:?} {}", it.rule, it.gravity, it.file)).collect()
}
