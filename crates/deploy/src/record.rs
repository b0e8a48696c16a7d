//! What is kept of a run: an artifact for who asks later.

use std::{path::Path, time::Duration};

use apply::{Applied, HeldLock, Part, Step};
use cli::{Failure, Session};
use config::variables;
use migrations::Migration;
use plan::Plan;
use serde::Serialize;

use crate::flow::Ground;

/// The form of the file; another number whenever it changes other than by new keys.
const VERSION: u32 = 1;

/// One target's part of a run.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Record {
    /// The target.
    pub target: String,
    /// When the run began, in UTC.
    pub began_at: String,
    /// The commit and the run of GitHub, where it ran there.
    pub commit: Option<String>,
    /// The run's number.
    pub run: Option<String>,
    /// Who started it.
    pub actor: Option<String>,
    /// The plan's code and digest.
    pub plan: Option<PlanRecord>,
    /// Logins of those who approved.
    pub approved_by: Vec<String>,
    /// How the run ended, as an exit code.
    pub exit_code: u8,
    /// How long the hooks took.
    pub hooks: Vec<HookRecord>,
    /// Every migration that was tried, in order.
    pub migrations: Vec<MigrationRecord>,
}

/// The plan that the run was bound to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PlanRecord {
    /// What people compare.
    pub code: String,
    /// All of it.
    pub digest: String,
}

/// When a hook ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum HookTime {
    /// Before the first migration.
    Before,
    /// After the last.
    After,
}

/// What became of a migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RecordedOutcome {
    /// It is applied.
    Applied,
    /// It was marked as applied, without being run (`--baseline`).
    MarkedApplied,
    /// Somebody else has applied it since we looked.
    AppliedElsewhere,
    /// Nothing of it remains.
    RolledBack,
    /// Something of it remains, or may.
    Remains,
}

/// A hook that ran.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HookRecord {
    /// Before the first migration, or after the last.
    pub when: HookTime,
    /// How long it took.
    pub seconds: f64,
}

/// What became of one migration.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MigrationRecord {
    /// Its name.
    pub name: String,
    /// Its checksum.
    pub checksum: String,
    /// How it ended.
    pub outcome: RecordedOutcome,
    /// What went wrong, without values of rows.
    pub error: Option<String>,
    /// All tries together; of one of several in a transaction, its own script in the last try.
    pub seconds: f64,
    /// How often it was tried.
    pub attempts: u32,
    /// How it was sent, when that is not the usual single transaction.
    pub manner: Option<String>,
    /// Tables that its transactions had locked at their ends, with the modes. What ran outside of a transaction, such as a concurrent index
    /// build, is not among them; of several migrations in one transaction, each has what it locked first.
    pub locks: Vec<LockRecord>,
    /// Sessions that were in the way.
    pub blockers: Vec<String>,
}

/// A lock that a migration held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LockRecord {
    /// The table.
    pub table: String,
    /// The mode as the server names it.
    pub mode: String,
}

impl Record {
    /// Of a run that has tried nothing yet. How it ends is written when it has ended.
    pub(crate) fn of(target: &config::Target, session: &Session, plan: Option<&Plan>, ground: &Ground) -> Record {
        let text = |variable| session.environment.get(variable).map(str::to_owned);
        Record {
            target: target.name.clone(),
            began_at: session.time_after(Duration::ZERO),
            commit: text(variables::GITHUB_SHA),
            run: text(variables::GITHUB_RUN_ID),
            actor: text(variables::GITHUB_ACTOR),
            plan: plan.map(|plan| PlanRecord { code: plan.code().to_owned(), digest: plan.digest().to_string() }),
            approved_by: ground.leave.by.clone(),
            exit_code: 0,
            hooks: Vec::new(),
            migrations: Vec::new(),
        }
    }
}

impl MigrationRecord {
    /// Of one that ran by itself.
    pub(crate) fn of(migration: &Migration, step: &Step) -> MigrationRecord {
        let outcome = match &step.result {
            Ok(Applied::Here | Applied::Found) => RecordedOutcome::Applied,
            Ok(Applied::Elsewhere) => RecordedOutcome::AppliedElsewhere,
            Err(failure) if failure.may_remain => RecordedOutcome::Remains,
            Err(_) => RecordedOutcome::RolledBack,
        };
        MigrationRecord {
            name: migration.name.as_str().to_owned(),
            checksum: migration.checksum.to_string(),
            outcome,
            error: step.result.as_ref().err().map(apply::Failure::public_message),
            seconds: step.took.as_secs_f64(),
            attempts: step.attempts,
            manner: step.manner.sentence(),
            locks: locks(&step.locks),
            blockers: step.blockers.iter().map(ToString::to_string).collect(),
        }
    }

    /// Of one that was marked as applied.
    pub(crate) fn marked(migration: &Migration) -> MigrationRecord {
        MigrationRecord {
            name: migration.name.as_str().to_owned(),
            checksum: migration.checksum.to_string(),
            outcome: RecordedOutcome::MarkedApplied,
            error: None,
            seconds: 0.0,
            attempts: 0,
            manner: None,
            locks: Vec::new(),
            blockers: Vec::new(),
        }
    }

    /// Of one of several in a transaction; the error is that of the one that it came to.
    pub(crate) fn of_part(migration: &Migration, step: &Step, part: Option<&Part>, is_reached: bool) -> MigrationRecord {
        let whole = MigrationRecord::of(migration, step);
        MigrationRecord {
            error: whole.error.filter(|_| is_reached),
            seconds: part.map_or(whole.seconds, |part| part.took.as_secs_f64()),
            manner: Some("in one transaction with the others".to_owned()),
            locks: part.map_or(whole.locks, |part| locks(&part.locks)),
            ..whole
        }
    }
}

fn locks(held: &[HeldLock]) -> Vec<LockRecord> {
    held.iter().map(|lock| LockRecord { table: lock.table.clone(), mode: lock.mode.clone() }).collect()
}

/// The file.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct File<'a> {
    /// The version of this form: 1. Additions are allowed; anything else is another version.
    version: u32,
    /// The binary that ran: `deploy`.
    command: &'a str,
    /// Every target that the run came to, in order, also one that was refused.
    targets: &'a [Record],
}

/// Writes the records of all targets.
pub(crate) fn write(path: &Path, records: &[Record]) -> Result<(), Failure> {
    let file = File { version: VERSION, command: crate::BINARY, targets: records };
    let text = serde_json::to_string_pretty(&file)?;
    cli::write_whole(path, |out| writeln!(out, "{text}"))
        .map_err(|error| Failure::usage(format!("cannot write the record to `{}`: {error}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/record.schema.json");

    fn generated() -> String {
        let mut schema = schemars::schema_for!(File<'_>);
        schema.insert("title".into(), "Migration Gate record of a deploy, version 1".into());
        format!("{}\n", serde_json::to_string_pretty(&schema).unwrap())
    }

    /// That real records are as it says is tested with real deploys.
    #[test]
    fn the_checked_in_schema_describes_the_file() {
        let checked_in = std::fs::read_to_string(SCHEMA).unwrap_or_default();
        assert_eq!(checked_in, generated(), "run `cargo test -p deploy -- --ignored write_schema` and review the difference");
    }

    #[test]
    #[ignore = "writes docs/record.schema.json; run it on purpose"]
    fn write_schema() {
        std::fs::write(SCHEMA, generated()).unwrap();
    }
}
