//! The manners for scripts that cannot be wrapped: a row first, then the script, then the end of the row.
//!
//! Statement by statement, each that can is one transaction with the count of completed statements; one that cannot (a concurrent
//! index build, say) is sent alone, and counted after.

use std::collections::BTreeSet;

use database::{Error, ServerError};
use futures_util::future::join;
use migrations::Migration;
use postgres_syntax::{Span, TransactionEffect};
use tokio_postgres::types::Type;

use crate::{
    Event, Events, Failure, FailureKind, HeldLock, Manner,
    failure::server_error,
    history::RowId,
    resume::{MARK, RUNNING, Resume},
    runner::{Ended, InFlight, Phase, Refused, Runner},
    statements::Statements,
};

/// For as long as the transaction: the role that the history table belongs to, whatever the script has set.
const OWN_ROLE_FOR_NOW: &str = "SET LOCAL SESSION AUTHORIZATION DEFAULT; SET LOCAL ROLE NONE";

/// A failure, and whether something of the script remains.
type Stopped = (Failure, bool);

impl Runner {
    /// Row, script, row. With `resume` the row is there, and a part of the script is done.
    pub(crate) async fn outside(
        &self,
        migration: &Migration,
        statements: &Statements,
        manner: &Manner,
        resume: Option<&Resume>,
        events: Events<'_>,
    ) -> Result<Ended, Error> {
        let by_statement = matches!(manner, Manner::StatementByStatement { .. });
        let id = resume.map_or_else(RowId::new, |resume| RowId(resume.id.clone()));
        self.in_flight.replace(Some(InFlight { id: id.clone(), phase: Phase::Outside }));
        if let Err(kind) = self.start(migration, &id, by_statement.then_some(RUNNING), resume).await? {
            return Ok(Ended::failed(Failure::of_script(kind)));
        }
        let mut locks = BTreeSet::new();
        let sent = if by_statement {
            self.send_each(migration, statements, &id, resume, &mut locks, events).await?
        } else {
            let sent = self.send_script(migration, statements, events).await?;
            sent.map_err(|Refused { error, completed }| {
                (Failure::of_server(migration, error, &statements.spans, completed, 0), true)
            })
        };
        let (left_behind, open) = self.leave_clean().await?;
        let mut result = match sent {
            Ok(()) if open => Err((Failure::of_script(FailureKind::OpenTransaction), true)),
            sent => sent,
        };
        if result.is_ok() {
            result = self.finish_row(&id).await?.map_err(|kind| (Failure::of_script(kind), true));
        }
        let failure = match result {
            Ok(()) => None,
            Err(stopped) => Some(self.close_row(migration, &id, stopped, by_statement).await?),
        };
        Ok(Ended { failure, left_behind, locks: locks.into_iter().collect(), lost_lock: !self.holds_lock().await? })
    }

    /// Writes the row that says that the script runs, or takes it up. Where others may be at work, the history table is locked against
    /// them, and the migration must not have another row.
    async fn start(
        &self,
        migration: &Migration,
        id: &RowId,
        says: Option<&str>,
        resume: Option<&Resume>,
    ) -> Result<Result<(), FailureKind>, Error> {
        let client = self.session.client();
        if self.lock.is_none() && resume.is_none() {
            let started = self.history.record_started(&self.session, id, migration, says).await;
            return started.map_or_else(|error| Ok(Err(FailureKind::Recording(server_error(error)?))), |()| Ok(Ok(())));
        }
        let locking = format!("BEGIN; LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE", self.history.table());
        let written = async {
            client.batch_execute(&locking).await.map_err(|error| server_error(error.into()).map(FailureKind::Server))?;
            let failed = |error: Error| server_error(error).map(FailureKind::Recording);
            if let Some(resume) = resume {
                let says = says.unwrap_or(RUNNING);
                let taken = self.history.record_resumed(&self.session, id, migration, resume.completed, says).await;
                if !taken.map_err(failed)? {
                    return Err(Ok(FailureKind::RowGone));
                }
            } else {
                if let Some(is_finished) = self.history.live_row(&self.session, migration).await.map_err(failed)? {
                    return Err(Ok(FailureKind::Recorded { is_finished }));
                }
                self.history.record_started(&self.session, id, migration, says).await.map_err(failed)?;
            }
            client.batch_execute("COMMIT").await.map_err(|error| failed(error.into()))
        };
        match written.await {
            Ok(()) => Ok(Ok(())),
            Err(kind) => {
                let kind = kind?;
                client.batch_execute("ROLLBACK").await?;
                Ok(Err(kind))
            }
        }
    }

    async fn finish_row(&self, id: &RowId) -> Result<Result<(), FailureKind>, Error> {
        match self.history.record_finished(&self.session, id).await {
            Ok(true) => Ok(Ok(())),
            Ok(false) => Ok(Err(FailureKind::RowGone)),
            Err(error) => Ok(Err(FailureKind::Recording(server_error(error)?))),
        }
    }

    /// Writes what went wrong.
    async fn close_row(
        &self,
        migration: &Migration,
        id: &RowId,
        (mut failure, remains): Stopped,
        by_statement: bool,
    ) -> Result<Failure, Error> {
        failure.may_remain = remains;
        let mark = if by_statement { format!("{MARK}\n\n") } else { String::new() };
        let logs = format!("{mark}{}", failure.logs(migration));
        // The row may be gone or forbidden by now; the failure itself is what counts.
        let written = if remains || self.lock.is_none() {
            self.history.record_logs(&self.session, id, &logs).await
        } else {
            self.history.record_undone(&self.session, id, &logs).await
        };
        written.or_else(|error| server_error(error).map(drop))?;
        Ok(failure)
    }

    async fn send_each(
        &self,
        migration: &Migration,
        statements: &Statements,
        id: &RowId,
        resume: Option<&Resume>,
        locks: &mut BTreeSet<HeldLock>,
        events: Events<'_>,
    ) -> Result<Result<(), Stopped>, Error> {
        let done = resume.map_or(0, |resume| resume.completed);
        let own_transactions = statements.control_transactions();
        for (index, span) in statements.spans.iter().enumerate() {
            let text = migration.script.get(span.start..span.end).unwrap_or_default();
            if index < done {
                // What was only said to the session has to be said again.
                if statements.is_setting(index, &migration.script)
                    && let Err(refused) = self.send(text).await?
                {
                    return Ok(Err((failed_at(migration, refused, *span), true)));
                }
                continue;
            }
            if self.stopping.get() {
                return Ok(Err((Failure::at_statement(migration, FailureKind::Stopped, Some(*span)), index > 0)));
            }
            events(Event::Statement { index, total: statements.spans.len() });
            let was_interrupted = index == done && resume.is_some_and(|resume| resume.was_interrupted);
            let is_alone = matches!(statements.effects.get(index), Some(TransactionEffect::CannotRunInside(_)));
            let sent = if is_alone || own_transactions {
                let skipped = is_alone && self.make_way(&migration.script, *span, index, was_interrupted, events).await?;
                if skipped {
                    Ok(())
                } else {
                    self.send_alone(text, statements.effects.get(index)).await?.map_err(|error| (error, true))
                }
            } else {
                self.send_counted(text, id, index + 1, locks).await?
            };
            if let Err((error, remains)) = sent {
                return Ok(Err((failed_at(migration, error, *span), remains || index > 0)));
            }
            if is_alone && let Some(index) = self.unbuilt(&migration.script, *span).await? {
                return Ok(Err((Failure::at_statement(migration, FailureKind::Unbuilt(index), Some(*span)), true)));
            }
            if (is_alone || own_transactions)
                && let Err(error) = self.count(id, index + 1, own_transactions).await?
            {
                return Ok(Err((Failure::at_statement(migration, FailureKind::Recording(error), Some(*span)), true)));
            }
        }
        Ok(Ok(()))
    }

    /// A statement and the count of completed ones in one transaction. What the server does not want in a transaction goes alone.
    async fn send_counted(
        &self,
        text: &str,
        id: &RowId,
        completed: usize,
        locks: &mut BTreeSet<HeldLock>,
    ) -> Result<Result<(), (Refused, bool)>, Error> {
        let client = self.session.client();
        client.batch_execute("BEGIN").await?;
        if let Err(refused) = self.send(text).await? {
            client.batch_execute("ROLLBACK").await?;
            if !matches!(refused.error.sqlstate.as_str(), "25001" | "2D000") {
                return Ok(Err((refused, false)));
            }
            let sent = self.send(text).await?;
            if sent.is_ok()
                && let Err(error) = self.count(id, completed, false).await?
            {
                return Ok(Err((Refused { error, completed: 0 }, true)));
            }
            return Ok(sent.map_err(|refused| (refused, true)));
        }
        let counted = async {
            client.batch_execute(OWN_ROLE_FOR_NOW).await?;
            let progress = self.history.record_progress(&self.session, id, completed);
            let (progress, held) = join(progress, self.held_locks()).await;
            progress?;
            locks.extend(held?);
            Ok::<_, Error>(client.batch_execute("COMMIT").await?)
        };
        let Err(error) = counted.await else { return Ok(Ok(())) };
        let error = server_error(error)?;
        client.batch_execute("ROLLBACK").await?;
        Ok(Err((Refused { error, completed: 0 }, false)))
    }

    /// Counts a statement that has run by itself: as a part of the transaction that the script has opened, if it may have, else in the
    /// role that the history table belongs to. A row that is gone is noticed, and said, at the end.
    async fn count(&self, id: &RowId, completed: usize, in_its_own: bool) -> Result<Result<(), ServerError>, Error> {
        let client = self.session.client();
        let counted = async {
            if in_its_own {
                return self.history.record_progress(&self.session, id, completed).await.map(drop);
            }
            client.batch_execute(&format!("BEGIN; {OWN_ROLE_FOR_NOW}")).await?;
            self.history.record_progress(&self.session, id, completed).await?;
            Ok(client.batch_execute("COMMIT").await?)
        };
        let Err(error) = counted.await else { return Ok(Ok(())) };
        let error = server_error(error)?;
        if !in_its_own {
            client.batch_execute("ROLLBACK").await?;
        }
        Ok(Err(error))
    }

    /// A concurrent build waits for transactions and lets all others pass meanwhile, so time limits that protect others would only
    /// make it fail half way.
    pub(crate) async fn send_alone(&self, text: &str, effect: Option<&TransactionEffect>) -> Result<Result<(), Refused>, Error> {
        let is_concurrent = matches!(effect, Some(TransactionEffect::CannotRunInside(what)) if what.contains("CONCURRENTLY"));
        if self.lock.is_none() || !is_concurrent {
            return self.send(text).await;
        }
        let client = self.session.client();
        let (lock, statement) = (self.clean.setting("lock_timeout"), self.clean.setting("statement_timeout"));
        let query = include_str!("../queries/patience.sql");
        let lifted = client.query_typed(query, &[(&lock, Type::TEXT), (&statement, Type::TEXT)]).await;
        let lifted = match lifted {
            Ok(rows) => !rows.is_empty(),
            Err(error) => server_error(error.into()).map(|_| false)?,
        };
        let sent = self.send(text).await?;
        if lifted {
            client.batch_execute("RESET lock_timeout; RESET statement_timeout").await?;
        }
        Ok(sent)
    }
}

fn failed_at(migration: &Migration, refused: Refused, span: Span) -> Failure {
    Failure::of_server(migration, refused.error, std::slice::from_ref(&span), 0, span.start)
}
