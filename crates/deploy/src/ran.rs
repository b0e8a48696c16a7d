//! What came of the scripts, one after the other.

use std::time::Duration;

use apply::{Applied, Failure as ScriptFailure, FailureKind, Step};
use cli::{Exit, Session};
use incident::{Conflict, Existing, Moment, Violation};
use migrations::Migration;
use report::Outcome;

use crate::{failed, record::MigrationRecord, telling};

/// What came of the scripts.
#[derive(Default)]
pub(crate) struct Ran {
    pub(crate) migrations: Vec<report::Migration>,
    pub(crate) records: Vec<MigrationRecord>,
    pub(crate) applied: usize,
    /// `None`: every one of them is applied.
    pub(crate) exit: Option<Exit>,
    /// The one that was not applied.
    pub(crate) failure: Option<(String, ScriptFailure)>,
    pub(crate) conflict: Option<Conflict>,
    pub(crate) timeline: Vec<Moment>,
}

impl Ran {
    pub(crate) fn moment(&mut self, session: &Session, what: String) {
        self.timeline.push(Moment { at: session.time_after(Duration::ZERO), what });
    }

    /// Takes up what became of one.
    pub(crate) fn take(&mut self, migration: &Migration, step: Step, session: &Session) {
        let name = migration.name.as_str();
        self.records.push(MigrationRecord::of(name, migration.checksum.to_string(), &step));
        let outcome = match &step.result {
            Ok(_) => Outcome::Applied,
            Err(failure) => Outcome::Failed(failed::error(migration, failure, &step)),
        };
        let manner = step.manner.sentence().or_else(|| match &step.result {
            Ok(Applied::Elsewhere) => Some("applied by somebody else meanwhile".to_owned()),
            Ok(Applied::Found) => Some("the connection was lost while it was committed; its row was found afterwards".to_owned()),
            _ => None,
        });
        let shown = report::Migration { duration: Some(step.took), manner, ..telling::migration(name, outcome) };
        self.migrations.push(shown);
        let what = match &step.result {
            Ok(_) => format!("`{name}` was applied"),
            Err(failure) => format!("`{name}` was not applied: {}", failure.public_message()),
        };
        self.moment(session, what);
        self.applied += usize::from(matches!(step.result, Ok(Applied::Here | Applied::Found)));
        if step.lost_lock {
            self.exit = Some(Exit::PersonNeeded);
        }
        if let Err(failure) = step.result {
            self.exit = Some(exit(&failure, self.applied));
            self.conflict = conflict(migration, &failure);
            self.failure = Some((name.to_owned(), failure));
        }
    }
}

/// How a run ends that could not apply a migration.
fn exit(failure: &ScriptFailure, applied: usize) -> Exit {
    match &failure.kind {
        _ if failure.may_remain => Exit::PersonNeeded,
        FailureKind::Lost(_) if applied == 0 => Exit::Inconclusive,
        _ => Exit::RolledBack,
    }
}

/// The rows in the way, as far as the script tells what it wanted of them.
fn conflict(migration: &Migration, failure: &ScriptFailure) -> Option<Conflict> {
    let server = failure.server()?;
    let object = &server.object;
    let violation = Violation {
        sqlstate: server.sqlstate.as_str(),
        schema: object.schema.as_deref(),
        table: object.table.as_deref(),
        column: object.column.as_deref(),
        constraint: object.constraint.as_deref(),
        detail: server.detail.as_deref(),
        script: &migration.script,
        existing: Existing::Unknown,
    };
    violation.conflict()
}
