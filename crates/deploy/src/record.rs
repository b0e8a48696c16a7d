//! What is kept of a run: an artifact for who asks later.

use std::{path::Path, time::Duration};

use apply::{Applied, Step};
use cli::{Failure, Session};
use config::variables;
use plan::Plan;
use serde::Serialize;

use crate::flow::Ground;

/// The form of the file; another number whenever it changes other than by new keys.
const VERSION: u32 = 1;

/// One target's part of a run.
#[derive(Debug, Clone, PartialEq, Serialize)]
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

/// The plan that was carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanRecord {
    /// What people compare.
    pub code: String,
    /// All of it.
    pub digest: String,
}

/// A hook that ran.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HookRecord {
    /// `before` or `after`.
    pub when: &'static str,
    /// How long it took.
    pub seconds: f64,
}

/// What became of one migration.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MigrationRecord {
    /// Its name.
    pub name: String,
    /// Its checksum.
    pub checksum: String,
    /// `applied`, `applied-elsewhere`, `rolled-back`, or `remains`.
    pub outcome: &'static str,
    /// What went wrong, without values of rows.
    pub error: Option<String>,
    /// All tries together.
    pub seconds: f64,
    /// How often it was tried.
    pub attempts: u32,
    /// How it was sent, when that is not the usual single transaction.
    pub manner: Option<String>,
    /// Tables that its transaction had locked at the end, with the modes.
    pub locks: Vec<LockRecord>,
    /// Sessions that were in the way.
    pub blockers: Vec<String>,
}

/// A lock that a migration held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
    pub(crate) fn of(name: &str, checksum: String, step: &Step) -> MigrationRecord {
        let outcome = match &step.result {
            Ok(Applied::Here | Applied::Found) => "applied",
            Ok(Applied::Elsewhere) => "applied-elsewhere",
            Err(failure) if failure.may_remain => "remains",
            Err(_) => "rolled-back",
        };
        MigrationRecord {
            name: name.to_owned(),
            checksum,
            outcome,
            error: step.result.as_ref().err().map(apply::Failure::public_message),
            seconds: step.took.as_secs_f64(),
            attempts: step.attempts,
            manner: step.manner.sentence(),
            locks: step.locks.iter().map(|lock| LockRecord { table: lock.table.clone(), mode: lock.mode.clone() }).collect(),
            blockers: step.blockers.iter().map(ToString::to_string).collect(),
        }
    }
}

/// Writes the records of all targets.
pub(crate) fn write(path: &Path, records: &[Record]) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct File<'a> {
        version: u32,
        command: &'static str,
        targets: &'a [Record],
    }
    let file = File { version: VERSION, command: crate::BINARY, targets: records };
    let text = serde_json::to_string_pretty(&file)?;
    cli::write_whole(path, |out| writeln!(out, "{text}"))
        .map_err(|error| Failure::usage(format!("cannot write the record to `{}`: {error}", path.display())))
}
