//! The answer: every setting, resolved.

use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use crate::{
    approval::{Approval, Incidents},
    deploy::Deploy,
    hazards::Hazards,
    merge::Flags,
    origin::{Origin, Sourced},
    quantity::{show_bytes, show_duration},
    repository_path::RepositoryPath,
    verify::Verify,
};

/// Everything the user asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The histories, in the order of the file. Empty until [`Config::add_discovered`] when no file names any.
    pub targets: Vec<Target>,
    /// Rules and what closes the gate.
    pub hazards: Hazards,
    /// The throw-away server.
    pub sandbox: Sandbox,
    /// What must be true of a database.
    pub verify: Verify,
    /// How a deploy goes about it.
    pub deploy: Deploy,
    /// Which deploys need a person's approval.
    pub approval: Approval,
    /// What is done about a deploy that failed.
    pub incidents: Incidents,
    /// What the head's file says differently and is not believed; `None` when nothing is.
    pub change: Option<Change>,
    /// Kept for the targets that discovery adds.
    pub(crate) flags: Flags,
}

/// One history of migrations.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Letters, digits, `-`, `_`.
    pub name: String,
    /// The migrations directory.
    pub migrations: Sourced<Location>,
    /// The Prisma schema: a file, or a directory of files.
    pub schema: Option<Sourced<Location>>,
    /// Name of the variable with the direct connection string.
    pub direct_url: Option<Sourced<String>>,
    /// Name of the variable with the connection string that may lead through a pooler.
    pub database_url: Option<Sourced<String>>,
    /// The schema of the database in which the migrations work.
    pub database_schema: Sourced<String>,
    /// How migrations are ordered.
    pub order: Sourced<Order>,
}

/// Where something is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// Inside the repository, from its root.
    InRepository(RepositoryPath),
    /// As the user typed it, from the current directory.
    Given(PathBuf),
}

impl Location {
    /// The path to open.
    pub fn resolve(&self, repository_root: &Path) -> PathBuf {
        match self {
            Location::InRepository(path) => repository_root.join(path.as_str()),
            Location::Given(path) => path.clone(),
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Location::InRepository(path) => path.fmt(f),
            Location::Given(path) => path.display().fmt(f),
        }
    }
}

/// How migrations are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// As Prisma 6.6 and later.
    #[default]
    Locale,
    /// As Prisma before 6.6.
    Bytes,
}

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(if *self == Order::Locale { "locale" } else { "bytes" })
    }
}

impl FromStr for Order {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "locale" => Ok(Order::Locale),
            "bytes" => Ok(Order::Bytes),
            other => Err(format!("unknown order `{other}` (one of: locale, bytes)")),
        }
    }
}

/// The throw-away server.
#[derive(Debug, Clone, PartialEq)]
pub struct Sandbox {
    /// Major version; `None` for the newest on the machine.
    pub postgres: Option<Sourced<u32>>,
    /// Extensions to create before the first migration.
    pub extensions: Sourced<Vec<String>>,
    /// Roles to create before the first migration.
    pub roles: Sourced<Vec<String>>,
    /// SQL files to run as superuser before the first migration; to be read from the side that the origin names.
    pub bootstrap: Sourced<Vec<RepositoryPath>>,
    /// How long one migration may run.
    pub migration_timeout: Sourced<Duration>,
    /// Most memory of one server process, in bytes.
    pub memory_bytes: Sourced<u64>,
    /// Most disk of the server, in bytes.
    pub disk_bytes: Sourced<u64>,
    /// Never download a Postgres.
    pub offline: Sourced<bool>,
}

/// The head's file wants something otherwise than the side that decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The head's file.
    pub file: String,
    /// The keys that differ: `sandbox.extensions`.
    pub keys: Vec<String>,
    /// What holds instead, and why, in one sentence.
    pub reason: String,
}

impl Config {
    /// Every setting with its value as TOML and its origin, in the order of `default.toml`; for `--show-config`.
    pub fn entries(&self) -> Vec<(String, Sourced<String>)> {
        let mut entries: Vec<_> = self.targets.iter().flat_map(Target::entries).collect();
        entries.extend(self.hazards.entries());
        entries.extend(self.sandbox.entries());
        entries.extend(self.verify.entries());
        entries.extend(self.deploy.entries());
        entries.extend(self.approval.entries());
        entries.extend(self.incidents.entries());
        entries
    }

    /// [`Config::entries`] as text, one line each.
    pub fn show(&self) -> String {
        let lines = self.entries().into_iter().map(|(key, entry)| format!("{key} = {}  # {}\n", entry.value, entry.origin));
        lines.collect()
    }
}

pub(crate) fn entry<T>(
    key: impl Into<String>,
    setting: &Sourced<T>,
    show: impl FnOnce(&T) -> String,
) -> (String, Sourced<String>) {
    (key.into(), Sourced { value: show(&setting.value), origin: setting.origin.clone() })
}

pub(crate) fn quoted(value: &impl ToString) -> String {
    format!("{:?}", value.to_string())
}

pub(crate) fn list<T: ToString>(values: &[T]) -> String {
    format!("[{}]", values.iter().map(quoted).collect::<Vec<_>>().join(", "))
}

impl Target {
    fn entries(&self) -> Vec<(String, Sourced<String>)> {
        let key = |key: &str| format!("targets.{}.{key}", self.name);
        let mut entries = vec![entry(key("migrations"), &self.migrations, quoted)];
        entries.extend(self.schema.as_ref().map(|schema| entry(key("schema"), schema, quoted)));
        entries.extend(self.direct_url.as_ref().map(|name| entry(key("direct-url"), name, quoted)));
        entries.extend(self.database_url.as_ref().map(|name| entry(key("database-url"), name, quoted)));
        entries.push(entry(key("database-schema"), &self.database_schema, quoted));
        entries.push(entry(key("order"), &self.order, quoted));
        entries
    }

    /// Names of the variables that may hold the connection string, the first one to be asked first.
    pub fn url_variables(&self) -> Vec<String> {
        let configured: Vec<String> =
            [&self.direct_url, &self.database_url].into_iter().flatten().map(|name| name.value.clone()).collect();
        if !configured.is_empty() {
            return configured;
        }
        let own = self.name.to_ascii_uppercase().replace('-', "_");
        vec![format!("{own}_DIRECT_URL"), format!("{own}_DATABASE_URL"), "DIRECT_URL".to_owned(), "DATABASE_URL".to_owned()]
    }
}

impl Sandbox {
    pub(crate) fn entries(&self) -> Vec<(String, Sourced<String>)> {
        let mut entries: Vec<_> =
            self.postgres.iter().map(|postgres| entry("sandbox.postgres", postgres, u32::to_string)).collect();
        entries.extend([
            entry("sandbox.extensions", &self.extensions, |names| list(names)),
            entry("sandbox.roles", &self.roles, |names| list(names)),
            entry("sandbox.bootstrap", &self.bootstrap, |names| list(names)),
            entry("sandbox.migration-timeout", &self.migration_timeout, |time| quoted(&show_duration(*time))),
            entry("sandbox.memory", &self.memory_bytes, |bytes| quoted(&show_bytes(*bytes))),
            entry("sandbox.disk", &self.disk_bytes, |bytes| quoted(&show_bytes(*bytes))),
            entry("sandbox.offline", &self.offline, bool::to_string),
        ]);
        entries
    }

    /// Whether the base side decided, so that files named here must be read from it as well.
    pub fn is_from_base(&self) -> bool {
        matches!(self.bootstrap.origin, Origin::BaseFile { .. })
    }
}
