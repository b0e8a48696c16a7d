//! What a plan binds, in five parts.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
};

use history::{Record, State};
use migrations::{Directory, LockFile, Migration, MigrationName};
use serde::{Deserialize, Serialize};

use crate::{Digest, canonical};

/// Says what is hashed and how; another number whenever either changes.
const DOMAIN: &str = "migration-gate plan 1";

/// Everything that an approval is bound to. Plain data; equal values have equal digests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Bound {
    /// Which database.
    pub target: TargetPart,
    /// What has run on it.
    pub history: HistoryPart,
    /// What is in it.
    pub schema: SchemaPart,
    /// What would run, in this order.
    pub pending: PendingPart,
    /// By what, and how.
    pub tool: ToolPart,
}

/// One of the five.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// [`Bound::target`].
    Target,
    /// [`Bound::history`].
    History,
    /// [`Bound::schema`].
    Schema,
    /// [`Bound::pending`].
    Pending,
    /// [`Bound::tool`].
    Tool,
}

/// Which database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TargetPart {
    /// The target's name in the configuration.
    pub name: String,
    /// The number that initdb gave the cluster; a restored or promoted copy shares it. Null where the server does not tell it.
    pub system_identifier: Option<String>,
    /// The database.
    pub database: String,
    /// The schema of the history table, which is that of unqualified names.
    pub schema: String,
}

/// What has run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HistoryPart {
    /// Whether there is a history table.
    pub exists: bool,
    /// Its rows, oldest first.
    pub rows: Vec<RecordedMigration>,
}

impl HistoryPart {
    /// Whether the later one is an earlier one: its last rows are gone, and that is all. So it is after a fail-over to a standby that
    /// lagged, or after a restore.
    pub fn went_back_to(&self, later: &HistoryPart) -> bool {
        later.rows.len() < self.rows.len() && self.rows.starts_with(&later.rows)
    }
}

/// One row of the history, without its identifier and times: marking a row anew does not change what would run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RecordedMigration {
    /// The migration.
    pub name: String,
    /// Its checksum as stored.
    pub checksum: String,
    /// What the row says.
    pub state: RecordedState,
}

/// What a row of the history says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RecordedState {
    /// It ran to its end.
    Applied,
    /// A person said that it is applied.
    MarkedApplied,
    /// It failed.
    Failed,
    /// It began, and nobody wrote how it ended.
    Unfinished,
    /// A person settled that it is not applied.
    RolledBack,
}

/// What is in the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SchemaPart {
    /// Of the whole catalog, without the history table.
    pub fingerprint: String,
    /// The server's major version; another one prints definitions in other words.
    pub server_major: u32,
}

/// What would run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PendingPart {
    /// In this order.
    pub migrations: Vec<PendingMigration>,
    /// The provider that `migration_lock.toml` names; null where it names none.
    pub provider: Option<String>,
}

/// One migration that would run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PendingMigration {
    /// Its directory's name.
    pub name: String,
    /// SHA-256 of its script, as Prisma will record it.
    pub sha256: String,
    /// The script's length.
    pub bytes: u64,
}

/// What runs it, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ToolPart {
    /// The version of Migration Gate.
    pub version: String,
    /// Settings that change what a deploy does.
    pub options: BTreeMap<String, String>,
}

impl Part {
    /// All five, in the order of the digest.
    pub const ALL: [Part; 5] = [Part::Target, Part::History, Part::Schema, Part::Pending, Part::Tool];
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Part::Target => "target",
            Part::History => "history",
            Part::Schema => "schema",
            Part::Pending => "pending",
            Part::Tool => "tool",
        })
    }
}

impl Bound {
    /// Over all five parts.
    pub fn digest(&self) -> Digest {
        let lines = Part::ALL.map(|part| format!("{part} {}\n", self.digest_of(part)));
        Digest::of(DOMAIN, &lines.concat())
    }

    /// Over one part.
    pub fn digest_of(&self, part: Part) -> Digest {
        let value = match part {
            Part::Target => serde_json::to_value(&self.target),
            Part::History => serde_json::to_value(&self.history),
            Part::Schema => serde_json::to_value(&self.schema),
            Part::Pending => serde_json::to_value(&self.pending),
            Part::Tool => serde_json::to_value(&self.tool),
        };
        let value = value.expect("structs of texts, numbers and maps with text keys are JSON");
        Digest::of(&format!("{DOMAIN} {part}"), &canonical::text(&value))
    }
}

impl HistoryPart {
    /// Of rows in the order in which they were read; `None` where there is no table.
    pub fn of(records: Option<&[Record]>) -> Self {
        let row = |record: &Record| RecordedMigration {
            name: record.name.clone(),
            checksum: record.checksum.clone(),
            state: record.state().into(),
        };
        HistoryPart { exists: records.is_some(), rows: records.unwrap_or_default().iter().map(row).collect() }
    }
}

impl PendingPart {
    /// Of those migrations of a directory that are pending. The directory must hold their scripts.
    pub fn of(directory: &Directory, pending: &[MigrationName]) -> Self {
        let by_name: HashMap<&MigrationName, &Migration> =
            directory.migrations.iter().map(|migration| (&migration.name, migration)).collect();
        let migration = |name: &MigrationName| {
            by_name.get(name).map(|migration| PendingMigration {
                name: name.as_str().to_owned(),
                sha256: migration.checksum.to_string(),
                bytes: migration.script.len() as u64,
            })
        };
        let provider = match &directory.lock {
            LockFile::PostgreSql => Some("postgresql".to_owned()),
            LockFile::Other(provider) => Some(provider.clone()),
            LockFile::Missing | LockFile::NoProvider => None,
        };
        PendingPart { migrations: pending.iter().filter_map(migration).collect(), provider }
    }
}

impl ToolPart {
    /// This version of Migration Gate.
    pub fn this(options: BTreeMap<String, String>) -> Self {
        ToolPart { version: env!("CARGO_PKG_VERSION").to_owned(), options }
    }
}

impl From<State> for RecordedState {
    fn from(state: State) -> Self {
        match state {
            State::Applied => RecordedState::Applied,
            State::MarkedApplied => RecordedState::MarkedApplied,
            State::Failed => RecordedState::Failed,
            State::Unfinished => RecordedState::Unfinished,
            State::RolledBack => RecordedState::RolledBack,
        }
    }
}

impl fmt::Display for RecordedState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            RecordedState::Applied => "applied",
            RecordedState::MarkedApplied => "marked applied",
            RecordedState::Failed => "failed",
            RecordedState::Unfinished => "unfinished",
            RecordedState::RolledBack => "rolled back",
        })
    }
}
