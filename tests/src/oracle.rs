//! What does Prisma's own engine make of a directory? Asked through `tests/prisma-oracle`.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use serde_json::Value;

use crate::root;

/// The oracle, installed.
#[derive(Debug)]
pub struct Oracle {
    program: PathBuf,
}

/// What a deploy came to.
#[derive(Debug)]
pub struct Deployed {
    /// The server's code for the script that failed, `none` for another error; `Ok` when all is applied.
    pub result: Result<(), String>,
    /// The rows of the history table afterwards, oldest first; empty when there is none.
    pub rows: Vec<Value>,
    /// What the engine said, to be shown where a test fails.
    pub answer: Value,
}

impl Oracle {
    /// Finds it.
    ///
    /// # Panics
    /// When it is not installed, with what to do.
    pub fn installed() -> Oracle {
        let directory = root().join("tests/prisma-oracle");
        let is_installed = directory.join("node_modules/.installed-lock").is_file();
        assert!(is_installed, "Prisma's engine is not installed: run tests/prisma-oracle/install.sh (it needs Node and npm)");
        Oracle { program: directory.join("oracle.mjs") }
    }

    /// `prisma migrate deploy`, each script whole or statement by statement.
    pub fn deploy(&self, migrations: &Path, url: &str, statement_wise: bool) -> Deployed {
        let mut answer = answer(self.deploying(migrations, url, statement_wise));
        let rows = take_rows(&mut answer);
        let result = match &answer["error"] {
            Value::Null => Ok(()),
            error => Err(error["sqlstate"].as_str().unwrap_or("none").to_owned()),
        };
        Deployed { result, rows, answer }
    }

    /// The same, begun: the caller waits for it, or ends it, and reads nothing.
    pub fn start_deploy(&self, migrations: &Path, url: &str, statement_wise: bool) -> Child {
        let mut command = self.deploying(migrations, url, statement_wise);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("node can be executed")
    }

    fn deploying(&self, migrations: &Path, url: &str, statement_wise: bool) -> Command {
        let mut command = self.command("deploy", url);
        command.arg("--migrations").arg(migrations);
        if statement_wise {
            command.arg("--split");
        }
        command
    }

    /// What Prisma would say about directory and history, and the rows of the history.
    pub fn diagnose(&self, migrations: &Path, url: &str) -> (Value, Vec<Value>) {
        let mut command = self.command("diagnose", url);
        command.arg("--migrations").arg(migrations);
        let mut answer = answer(command);
        let rows = take_rows(&mut answer);
        (answer, rows)
    }

    /// `prisma migrate resolve --applied`: the rows afterwards.
    ///
    /// # Panics
    /// When the engine refuses.
    pub fn mark_applied(&self, migrations: &Path, url: &str, name: &str) -> Vec<Value> {
        let mut command = self.command("mark-applied", url);
        command.arg("--migrations").arg(migrations).args(["--name", name]);
        obeyed(command)
    }

    /// `prisma migrate resolve --rolled-back`: the rows afterwards.
    ///
    /// # Panics
    /// When the engine refuses.
    pub fn mark_rolled_back(&self, url: &str, name: &str) -> Vec<Value> {
        let mut command = self.command("mark-rolled-back", url);
        command.args(["--name", name]);
        obeyed(command)
    }

    fn command(&self, name: &str, url: &str) -> Command {
        let mut command = Command::new("node");
        // `localeCompare` follows the language of the environment.
        command.arg(&self.program).args([name, "--url", url]).env("LC_ALL", "en_US.UTF-8").env_remove("NODE_OPTIONS");
        command
    }
}

fn answer(mut command: Command) -> Value {
    let output = command.output().expect("node can be executed");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("{command:?} answered no JSON ({error}):\n{}", String::from_utf8_lossy(&output.stderr));
    })
}

fn obeyed(command: Command) -> Vec<Value> {
    let mut answer = answer(command);
    assert_eq!(answer["error"], Value::Null, "{answer}");
    take_rows(&mut answer)
}

fn take_rows(answer: &mut Value) -> Vec<Value> {
    match answer["rows"].take() {
        Value::Array(rows) => rows,
        _ => Vec::new(),
    }
}
