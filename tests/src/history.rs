//! The histories in `tests/histories`: what each says must become of it. Its `README.md` lists the keys.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::root;

/// One directory of `tests/histories`.
#[derive(Debug)]
pub struct History {
    /// The directory's name.
    pub name: String,
    /// Where it is.
    pub directory: PathBuf,
    /// What it says.
    pub says: Says,
}

/// `history.toml`, as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Says {
    /// Why the history exists.
    pub why: String,
    #[serde(default = "all")]
    applies: String,
    #[serde(default = "same")]
    whole: String,
    #[serde(default = "same")]
    statement_wise: String,
    /// Rules that must have a finding.
    #[serde(default)]
    pub findings: Vec<String>,
    /// Line of the failure.
    pub line: Option<u64>,
    /// Column of the failure.
    pub column: Option<u64>,
    /// How the failing statement begins.
    pub statement: Option<String>,
    /// Lowest major version.
    pub postgres: Option<u32>,
    /// First major version on which it no longer holds.
    pub postgres_below: Option<u32>,
    /// Roles made beforehand.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Extensions made beforehand.
    #[serde(default)]
    pub extensions: Vec<String>,
    /// SQL files run beforehand.
    #[serde(default)]
    pub bootstrap: Vec<String>,
    /// The schema that the connection string names.
    pub schema: Option<String>,
}

fn all() -> String {
    "all".to_owned()
}

fn same() -> String {
    "same".to_owned()
}

/// What must become of a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// Every migration is applied.
    All,
    /// This one fails, those before it are applied, those after it are not run.
    Fails {
        /// The migration; `nothing` for a failure before the first.
        name: String,
        /// The server's code; `none` when it is not the server that refuses.
        sqlstate: String,
    },
    /// Nothing is run; the rule has a finding.
    Refused(String),
}

/// What Prisma's engine must make of a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Prisma {
    /// The same as `validate`: outcome, rows and schema.
    Same,
    /// Success, with other rows or another schema.
    Differs,
    /// An outcome of its own.
    Ends(Expected),
}

impl History {
    /// What `validate` must make of it.
    pub fn applies(&self) -> Expected {
        self.expected(&self.says.applies)
    }

    /// What Prisma's engine must make of it, one message a script.
    pub fn whole(&self) -> Prisma {
        self.prisma(&self.says.whole)
    }

    /// What Prisma's engine must make of it, cut into statements.
    pub fn statement_wise(&self) -> Prisma {
        self.prisma(&self.says.statement_wise)
    }

    /// Where its migrations are.
    pub fn migrations(&self) -> PathBuf {
        self.directory.join("migrations")
    }

    /// The major version to run it on, where `usual` is the one at hand.
    pub fn major(&self, usual: u32) -> u32 {
        let lowest = self.says.postgres.unwrap_or(usual);
        let highest = self.says.postgres_below.map_or(usual.max(lowest), |below| below - 1);
        usual.clamp(lowest.min(highest), highest)
    }

    /// The rest of the configuration that it needs: more keys of its target, and the sandbox.
    pub fn configuration(&self, major: u32) -> String {
        let Says { schema, roles, extensions, bootstrap, .. } = &self.says;
        let schema = schema.as_ref().map_or_else(String::new, |schema| format!("database-schema = \"{schema}\"\n"));
        // A list of plain words looks the same in Rust and in TOML.
        format!(
            "{schema}[sandbox]\npostgres = {major}\nroles = {roles:?}\nextensions = {extensions:?}\nbootstrap = {bootstrap:?}\n"
        )
    }

    fn prisma(&self, text: &str) -> Prisma {
        match text {
            "same" => Prisma::Same,
            "differs" => Prisma::Differs,
            "applies" => Prisma::Ends(Expected::All),
            text => Prisma::Ends(self.expected(text)),
        }
    }

    fn expected(&self, text: &str) -> Expected {
        if text == "all" {
            return Expected::All;
        }
        if let Some(rule) = text.strip_prefix("refused by ") {
            return Expected::Refused(rule.to_owned());
        }
        match text.strip_prefix("fails at ").and_then(|rest| rest.rsplit_once(" with ")) {
            Some((name, sqlstate)) => Expected::Fails { name: name.to_owned(), sqlstate: sqlstate.to_owned() },
            None => panic!("`{}` says `{text}`, which says nothing", self.name),
        }
    }
}

/// A major version to run every history on, where it can run there, instead of the newest one on this machine.
const MAJOR: &str = "MIGRATION_GATE_TEST_MAJOR";

/// The major version that histories run on when they do not ask for another.
pub fn usual_major() -> u32 {
    let asked = std::env::var(MAJOR).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("`{MAJOR}` is no number: `{text}`")));
    asked.unwrap_or_else(|| test_postgres::server(None).version().major())
}

/// All of them, by name.
pub fn histories() -> Vec<History> {
    let directory = root().join("tests/histories");
    let entries = fs::read_dir(&directory).expect("the repository is complete");
    let mut directories: Vec<PathBuf> =
        entries.map(|entry| entry.expect("a directory can be read").path()).filter(|path| path.is_dir()).collect();
    directories.sort();
    directories.into_iter().map(read).collect()
}

fn read(directory: PathBuf) -> History {
    let name = directory.file_name().expect("an entry has a name").to_string_lossy().into_owned();
    let file = directory.join("history.toml");
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", show(&file)));
    let says = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", show(&file)));
    History { name, directory, says }
}

fn show(path: &Path) -> std::path::Display<'_> {
    path.strip_prefix(root()).unwrap_or(path).display()
}
