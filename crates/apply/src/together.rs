//! Several scripts in one transaction with all their rows: everything that is pending, or nothing of it.
//!
//! What happens between two transactions otherwise happens between two scripts here: deferred constraints are checked, and the session
//! is cleared, so that a script means what it means alone.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use database::Error;
use futures_util::future::join;
use migrations::Migration;

use crate::{
    Event, Events, Failure, FailureKind, HeldLock, LeftBehind, Manner, Run, clearing,
    failure::server_error,
    history::RowId,
    runner::{Ended, InFlight, OWN_ROLE, Phase, Refused, Runner},
    state::State,
    statements::Statements,
};

/// One of several migrations that ran in the same transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// How long its script took.
    pub took: Duration,
    /// Tables that the transaction had locked at its end, in modes in which it had not before.
    pub locks: Vec<HeldLock>,
}

/// What a transaction for several migrations goes by.
struct Whole {
    /// Its number.
    transaction: String,
    parts: Vec<Part>,
    /// What it had locked so far.
    locks: BTreeSet<HeldLock>,
    left_behind: Vec<LeftBehind>,
}

/// Raises what is wrong with deferred constraints, and leaves them deferred: what it ran is undone, and runs again at the end.
const CHECK_DEFERRED: &str = "SAVEPOINT migration_gate; SET CONSTRAINTS ALL IMMEDIATE; ROLLBACK TO SAVEPOINT migration_gate; RELEASE SAVEPOINT migration_gate";

/// Why a migration cannot share a transaction with others, as far as its text tells; `None` when it may.
pub fn obstacle(migration: &Migration) -> Option<String> {
    match Manner::of(&Statements::of(&migration.script).effects) {
        Ok(Manner::Transaction) => None,
        Ok(Manner::OneMessage { because } | Manner::StatementByStatement { because }) => Some(because),
        Err((_, why)) => Some(why.to_owned()),
    }
}

impl Runner {
    /// Runs scripts in one transaction. A failure is that of the migration after the parts that have run, or of the commit after all of them.
    pub(crate) async fn together(&self, migrations: &[&Migration], attempt: u32, events: Events<'_>) -> Result<Run, Error> {
        // The rows are committed together, so that one of them tells of all.
        let id = RowId::new();
        self.in_flight.replace(Some(InFlight { id: id.clone(), phase: Phase::Transaction }));
        let transaction = match self.begin(None).await? {
            Ok(transaction) => transaction,
            Err(failure) => return Ok(self.finish(Manner::Transaction, Ended::failed(failure))),
        };
        let mut whole = Whole { transaction, parts: Vec::new(), locks: BTreeSet::new(), left_behind: Vec::new() };
        let mut failure = self.parts(migrations, (&id, attempt), &mut whole, events).await?;
        if failure.is_none() {
            failure = self.commit(&id).await?.err().map(Failure::of_script);
        }
        let client = self.session.client();
        if let Some(failure) = &mut failure {
            client.batch_execute("ROLLBACK").await?;
            failure.may_remain |= !self.is_aborted(&whole.transaction).await?;
        }
        self.clear().await?;
        let lost_lock = !self.holds_lock().await?;
        let locks = whole.locks.into_iter().collect();
        let ended = Ended { failure, left_behind: whole.left_behind, locks, lost_lock };
        Ok(Run { parts: whole.parts, ..self.finish(Manner::Transaction, ended) })
    }

    async fn parts(
        &self,
        migrations: &[&Migration],
        (first, attempt): (&RowId, u32),
        whole: &mut Whole,
        events: Events<'_>,
    ) -> Result<Option<Failure>, Error> {
        for (index, migration) in migrations.iter().enumerate() {
            events(Event::Started { name: migration.name.as_str(), attempt });
            let id = if index == 0 { first.clone() } else { RowId::new() };
            if let Err(failure) = self.part(migration, &id, whole, events).await? {
                return Ok(Some(failure));
            }
        }
        Ok(None)
    }

    /// One script and its row.
    async fn part(
        &self,
        migration: &Migration,
        id: &RowId,
        whole: &mut Whole,
        events: Events<'_>,
    ) -> Result<Result<(), Failure>, Error> {
        let began = Instant::now();
        let of_script = |kind| Ok(Err(Failure::of_script(kind)));
        if self.stopping.get() {
            return of_script(FailureKind::Stopped);
        }
        let started = match self.history.begin_part(&self.session, migration).await {
            Ok((started, None)) => started,
            Ok((_, Some(is_finished))) => return of_script(FailureKind::Recorded { is_finished }),
            Err(error) => return of_script(FailureKind::Recording(server_error(error)?)),
        };
        let statements = Statements::of(&migration.script);
        if let Err(Refused { error, completed }) = self.send_script(migration, &statements, events).await? {
            return Ok(Err(Failure::of_server(migration, error, &statements.spans, completed, 0)));
        }
        if !statements.are_plain
            && let Err(kind) = self.settle(whole).await?
        {
            return of_script(kind);
        }
        let recorded = self.history.record_applied(&self.session, id, migration, &whole.transaction, Some(started));
        let (recorded, locks) = join(recorded, self.held_locks()).await;
        match recorded {
            Ok(true) => {}
            Ok(false) => return Ok(Err(Failure { may_remain: true, ..Failure::of_script(FailureKind::Escaped) })),
            Err(error) => return of_script(FailureKind::Recording(server_error(error)?)),
        }
        let locks = locks?.into_iter().filter(|lock| whole.locks.insert(lock.clone())).collect();
        whole.parts.push(Part { took: began.elapsed(), locks });
        Ok(Ok(()))
    }

    /// What the end of a transaction and a new session would do.
    async fn settle(&self, whole: &mut Whole) -> Result<Result<(), FailureKind>, Error> {
        let client = self.session.client();
        let settled = async {
            client.batch_execute(OWN_ROLE).await?;
            client.batch_execute(CHECK_DEFERRED).await?;
            let after = State::read(&self.session).await?;
            clearing::clear_inside(&self.session).await?;
            Ok::<_, Error>(after)
        };
        match settled.await {
            Ok(after) => whole.left_behind.extend(self.clean.left_behind(&after)),
            // Whatever the server says here, it says of what the script has done.
            Err(error) => {
                let error = server_error(error)?;
                let is_outside = error.sqlstate.as_str() == "25P01";
                return Ok(Err(if is_outside { FailureKind::Escaped } else { FailureKind::Server(error) }));
            }
        }
        Ok(if self.holds_lock().await? { Ok(()) } else { Err(FailureKind::LockGone) })
    }
}
