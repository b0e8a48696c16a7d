//! What came of the scripts, one after the other.

use std::time::Duration;

use apply::{Applied, Failure as ScriptFailure, FailureKind, Step};
use cli::{Exit, Session};
use incident::{Conflict, Moment};
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
    pub(crate) fn take(&mut self, migration: &Migration, step: Step, conflict: Option<Conflict>, session: &Session) {
        let name = migration.name.as_str();
        self.records.push(MigrationRecord::of(migration, &step));
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
        self.end(migration, step, conflict);
    }

    /// Takes up what became of migrations that ran in one transaction.
    pub(crate) fn take_together(
        &mut self,
        migrations: &[&Migration],
        mut step: Step,
        conflict: Option<Conflict>,
        session: &Session,
    ) {
        let Some(reached) = reached(migrations, &step) else { return };
        let parts = std::mem::take(&mut step.parts);
        for (index, migration) in migrations.iter().enumerate() {
            let name = migration.name.as_str();
            let part = parts.get(index);
            let (outcome, manner) = match &step.result {
                Ok(_) => (Outcome::Applied, Some("in one transaction with the others".to_owned())),
                Err(failure) if migration.name == reached.name => {
                    (Outcome::Failed(failed::error(migration, failure, &step)), None)
                }
                Err(failure) if part.is_some() && failure.may_remain => {
                    (Outcome::NotRun, Some(format!("ran in one transaction with `{}`", reached.name)))
                }
                Err(_) if part.is_some() => (Outcome::NotRun, Some(format!("rolled back together with `{}`", reached.name))),
                Err(_) => (Outcome::NotRun, None),
            };
            if step.result.is_ok() || part.is_some() || migration.name == reached.name {
                self.records.push(MigrationRecord::of_part(migration, &step, part, migration.name == reached.name));
            }
            let duration = part.map(|part| part.took);
            self.migrations.push(report::Migration { duration, manner, ..telling::migration(name, outcome) });
        }
        let what = match &step.result {
            Ok(_) => format!("{} migrations were applied", migrations.len()),
            Err(failure) => format!("`{}` was not applied, and none of the others: {}", reached.name, failure.public_message()),
        };
        self.moment(session, what);
        self.applied = if step.result.is_ok() { migrations.len() } else { 0 };
        self.end(reached, step, conflict);
    }

    fn end(&mut self, migration: &Migration, step: Step, conflict: Option<Conflict>) {
        if step.lost_lock {
            self.exit = Some(Exit::PersonNeeded);
        }
        if let Err(failure) = step.result {
            self.exit = Some(exit(&failure, self.applied));
            self.conflict = conflict;
            self.failure = Some((migration.name.as_str().to_owned(), failure));
        }
    }
}

/// The one that a transaction for several came to: that which failed, or the last. `None` of no migrations.
pub(crate) fn reached<'a>(migrations: &[&'a Migration], step: &Step) -> Option<&'a Migration> {
    migrations.get(step.parts.len()).or(migrations.last()).copied()
}

/// How a run ends that could not apply a migration.
fn exit(failure: &ScriptFailure, applied: usize) -> Exit {
    match &failure.kind {
        _ if failure.may_remain => Exit::PersonNeeded,
        FailureKind::Lost(_) if applied == 0 => Exit::Inconclusive,
        _ => Exit::RolledBack,
    }
}
