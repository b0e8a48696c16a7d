use std::{fmt, time::Duration};

use serde::Serialize;

use crate::Position;

/// One migration, as the run saw it.
#[derive(Debug, Clone, PartialEq)]
pub struct Migration {
    /// The directory's name.
    pub name: String,
    /// Why it was looked at.
    pub origin: Origin,
    /// What became of it.
    pub outcome: Outcome,
    /// How long its script ran; `None` when it did not.
    pub duration: Option<Duration>,
    /// How its script was sent, when that is not the usual single transaction; one sentence.
    pub manner: Option<String>,
    /// What it changed in the schema; empty for base migrations.
    pub changes: Vec<SchemaChange>,
}

/// Where a migration comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// On the base branch already.
    Base,
    /// Added by this change.
    New,
    /// Known to the history table only.
    History,
}

/// What became of a migration.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Its script ran to the end.
    Applied,
    /// Its script failed.
    Failed(MigrationError),
    /// An earlier one failed, or the run ended before it.
    NotRun,
    /// On disk only; nobody tried to run it.
    Pending,
}

/// Why a script failed.
#[derive(Debug, Clone, PartialEq)]
pub struct MigrationError {
    /// The server's five-character code; `None` when the server did not say it.
    pub sqlstate: Option<String>,
    /// The server's message, or ours. Untrusted, unescaped.
    pub message: String,
    /// What sort of failure it is.
    pub class: ErrorClass,
    /// Path of the script, relative to the repository.
    pub file: String,
    /// Line of the failing place, from 1.
    pub line: Option<u32>,
    /// Column of the failing place, from 1, in characters.
    pub column: Option<u32>,
    /// The failing statement as written, possibly shortened. Untrusted, unescaped.
    pub statement: Option<String>,
    /// Where the statement starts in the file, so that an excerpt can show lines and a caret; `None` when unknown.
    pub statement_start: Option<Position>,
    /// What to do next.
    pub advice: String,
}

/// The sorts of failure that call for different answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ErrorClass {
    /// The server could not be reached, or refused the role.
    ConnectivityOrPermission,
    /// Rows stand in the way.
    DataConflict,
    /// The statement is wrong.
    SqlError,
    /// A lock or a time limit.
    Lock,
    /// An extension is not installed or not allowed.
    ExtensionMissing,
}

impl fmt::Display for ErrorClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ErrorClass::ConnectivityOrPermission => "connectivity or permission",
            ErrorClass::DataConflict => "data conflict",
            ErrorClass::SqlError => "SQL error",
            ErrorClass::Lock => "lock",
            ErrorClass::ExtensionMissing => "extension missing",
        })
    }
}

/// One difference between the schema before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SchemaChange {
    /// Added, removed or altered.
    pub change: SchemaChangeKind,
    /// The kind of object in Postgres's words: `table`, `column`, `index`.
    pub kind: String,
    /// The object's qualified name, as Postgres would print it. Untrusted, unescaped.
    pub name: String,
    /// What it is now, or how it differs, one line each. Untrusted, unescaped.
    pub details: Vec<String>,
}

/// Added, removed or altered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum SchemaChangeKind {
    /// Not there before.
    Added,
    /// Not there any more.
    Removed,
    /// There before and after, and different.
    Altered,
}

impl SchemaChangeKind {
    /// One character before the object: `+`, `−` or `~`.
    pub fn sign(self) -> char {
        match self {
            SchemaChangeKind::Added => '+',
            SchemaChangeKind::Removed => '−',
            SchemaChangeKind::Altered => '~',
        }
    }
}

impl fmt::Display for SchemaChangeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SchemaChangeKind::Added => "added",
            SchemaChangeKind::Removed => "removed",
            SchemaChangeKind::Altered => "altered",
        })
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Origin::Base => "base",
            Origin::New => "new",
            Origin::History => "history",
        })
    }
}

impl Outcome {
    /// The error, when it failed.
    pub fn error(&self) -> Option<&MigrationError> {
        match self {
            Outcome::Failed(error) => Some(error),
            Outcome::Applied | Outcome::NotRun | Outcome::Pending => None,
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Outcome::Applied => "applied",
            Outcome::Failed(_) => "failed",
            Outcome::NotRun => "not run",
            Outcome::Pending => "pending",
        })
    }
}
