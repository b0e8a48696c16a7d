//! Runs one script after the other on one connection.

use std::cell::{Cell, RefCell};

use database::{ConnectionString, DeployLock, Error, ServerError, Session, SessionOptions};
use futures_util::{FutureExt, StreamExt, future::join};
use migrations::Migration;
use postgres_terms::{Identifier, QualifiedName};
use tokio_postgres::{SimpleQueryMessage, types::Type};

use crate::{
    Event, Events, Failure, FailureKind, HeldLock, LeftBehind, Manner, Run, clearing,
    failure::server_error,
    history::{History, RowId},
    resume::Resume,
    state::State,
    statements::Statements,
};

/// What a [`Runner`] needs to know besides the server.
#[derive(Debug, Clone)]
pub struct RunnerOptions {
    /// The schema that holds the history table, and comes first on the search path.
    pub schema: String,
    /// Whether the connection string named the schema. If not, the server's own search path stays in force, as with Prisma.
    pub schema_was_given: bool,
    /// Settings of the session, for one that must not hang.
    pub session: SessionOptions,
}

impl RunnerOptions {
    /// The settings with which a session for scripts starts.
    pub fn session_options(&self) -> SessionOptions {
        let mut options = self.session.clone();
        if self.schema_was_given {
            let path = Identifier::new(self.schema.as_str()).quote();
            options.parameters.push(("search_path", path));
        }
        options
    }
}

/// One connection that runs scripts and records them.
pub struct Runner {
    pub(crate) session: Session,
    pub(crate) history: History,
    pub(crate) clean: State,
    /// Held where others may change the same database; `None` on a throw-away server.
    pub(crate) lock: Option<DeployLock>,
    /// Set when the script that runs is to end without effect.
    pub(crate) stopping: Cell<bool>,
    observes_locks: Cell<bool>,
    pub(crate) in_flight: RefCell<Option<InFlight>>,
}

/// The row by which it can be found out later what became of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InFlight {
    pub(crate) id: RowId,
    pub(crate) phase: Phase,
}

/// How far a script was when we last knew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// In a transaction that nobody has asked to commit.
    Transaction,
    /// In a transaction that was asked to commit.
    Committing,
    /// Outside of a transaction of ours.
    Outside,
}

/// Gives the session the role that it connected as, whatever the script made of it.
pub(crate) const OWN_ROLE: &str = "RESET SESSION AUTHORIZATION; RESET ROLE";

/// How one way of sending a script ended.
#[derive(Debug, Default)]
pub(crate) struct Ended {
    pub(crate) failure: Option<Failure>,
    pub(crate) left_behind: Vec<LeftBehind>,
    pub(crate) locks: Vec<HeldLock>,
    pub(crate) lost_lock: bool,
}

impl Ended {
    pub(crate) fn failed(failure: Failure) -> Ended {
        Ended { failure: Some(failure), ..Ended::default() }
    }
}

/// A refused statement: what the server said, and how many statements had completed before it.
pub(crate) struct Refused {
    pub(crate) error: ServerError,
    pub(crate) completed: usize,
}

impl Runner {
    /// Opens the connection that scripts run on, on a server where nobody else is.
    pub async fn open(target: &ConnectionString, options: &RunnerOptions) -> Result<Runner, Error> {
        let session = Session::open(target, &options.session_options()).await?;
        Runner::on(session, &options.schema, None).await
    }

    /// On an open session, which holds the deploy lock where there is one.
    pub(crate) async fn on(session: Session, schema: &str, lock: Option<DeployLock>) -> Result<Runner, Error> {
        let clean = State::read(&session).await?;
        let history = History::new(&QualifiedName::new(schema, "_prisma_migrations"));
        let (stopping, observes_locks, in_flight) = (Cell::new(false), Cell::new(false), RefCell::default());
        Ok(Runner { session, history, clean, lock, stopping, observes_locks, in_flight })
    }

    /// Makes the history table.
    pub async fn create_history(&self) -> Result<(), Error> {
        self.history.create(&self.session).await
    }

    /// From now on says of each script what it has locked, also on a server where nobody else is.
    pub fn observe_locks(&self) {
        self.observes_locks.set(true);
    }

    /// Runs one script and records it. `Err` only when the conversation with the server ended.
    pub async fn run(&self, migration: &Migration) -> Result<Run, Error> {
        let run = self.attempt(migration, None, &|_| {}).await?;
        self.record_failure(migration, &run).await?;
        Ok(run)
    }

    /// Runs one script. A failure of which nothing remains is not recorded: there may be another try.
    pub(crate) async fn attempt(&self, migration: &Migration, resume: Option<&Resume>, events: Events<'_>) -> Result<Run, Error> {
        let statements = Statements::of(&migration.script);
        let manner = match Manner::of(&statements.effects) {
            Ok(manner) => manner,
            Err((index, why)) => {
                let place = statements.spans.get(index).copied();
                let failure = Failure::at_statement(migration, FailureKind::NotSent(why), place);
                return Ok(self.finish(Manner::Transaction, Ended::failed(failure)));
            }
        };
        if let Some(resume) = resume {
            let manner = resume.manner(manner);
            let ended = self.outside(migration, &statements, &manner, Some(resume), events).await?;
            return Ok(self.finish(manner, ended));
        }
        if manner != Manner::Transaction {
            let ended = self.outside(migration, &statements, &manner, None, events).await?;
            return Ok(self.finish(manner, ended));
        }
        let ended = self.in_transaction(migration, &statements, events).await?;
        // Everything was rolled back, so a second try in another manner starts from the same state.
        match ended.failure.as_ref().and_then(Statements::fallback) {
            Some(manner) => {
                let ended = self.outside(migration, &statements, &manner, None, events).await?;
                Ok(self.finish(manner, ended))
            }
            None => Ok(self.finish(Manner::Transaction, ended)),
        }
    }

    pub(crate) fn finish(&self, manner: Manner, ended: Ended) -> Run {
        let (notices, overflow) = self.session.take_notices();
        self.in_flight.replace(None);
        let Ended { failure, left_behind, locks, lost_lock } = ended;
        let result = failure.map_or(Ok(()), Err);
        Run { result, manner, left_behind, notices, overflow, locks, lost_lock, parts: Vec::new() }
    }

    /// The usual manner: our transaction around the script and its row, with a fence against scripts that end it. The
    /// session is clean at the start and at the end.
    async fn in_transaction(&self, migration: &Migration, statements: &Statements, events: Events<'_>) -> Result<Ended, Error> {
        let client = self.session.client();
        let id = RowId::new();
        self.in_flight.replace(Some(InFlight { id: id.clone(), phase: Phase::Transaction }));
        let transaction = match self.begin(Some(migration)).await? {
            Ok(transaction) => transaction,
            Err(failure) => return Ok(Ended::failed(failure)),
        };
        if let Err(Refused { error, completed }) = self.send_script(migration, statements, events).await? {
            client.batch_execute("ROLLBACK").await?;
            self.clean_up_after(statements).await?;
            let mut failure = Failure::of_server(migration, error, &statements.spans, completed, 0);
            failure.may_remain = self.lock.is_some() && !self.is_aborted(&transaction).await?;
            return Ok(Ended::failed(failure));
        }
        if !statements.are_plain
            && let Err(error) = client.batch_execute(OWN_ROLE).await
        {
            server_error(error.into())?;
        }
        let (locks, kind) = self.record_and_commit(migration, &id, &transaction).await?;
        let Err(kind) = kind else {
            let left_behind = if statements.are_plain { Vec::new() } else { self.leave_clean().await?.0 };
            let lost_lock = !self.holds_lock().await?;
            return Ok(Ended { failure: None, left_behind, locks, lost_lock });
        };
        client.batch_execute("ROLLBACK").await?;
        self.clean_up_after(statements).await?;
        let may_remain = kind == FailureKind::Escaped;
        Ok(Ended::failed(Failure { may_remain, ..Failure::of_script(kind) }))
    }

    /// Ends the transaction around a script that has run to its end.
    async fn record_and_commit(
        &self,
        migration: &Migration,
        id: &RowId,
        transaction: &str,
    ) -> Result<(Vec<HeldLock>, Result<(), FailureKind>), Error> {
        if self.stopping.get() {
            return Ok((Vec::new(), Err(FailureKind::Stopped)));
        }
        let recorded = self.history.record_applied(&self.session, id, migration, transaction, None);
        let (recorded, locks) = join(recorded, self.held_locks()).await;
        match recorded {
            Err(error) => return Ok((Vec::new(), Err(FailureKind::Recording(server_error(error)?)))),
            Ok(false) => return Ok((Vec::new(), Err(FailureKind::Escaped))),
            Ok(true) => {}
        }
        Ok((locks?, self.commit(id).await?))
    }

    /// Commits the transaction that holds the row, if nobody wants an end.
    pub(crate) async fn commit(&self, id: &RowId) -> Result<Result<(), FailureKind>, Error> {
        if self.stopping.get() {
            return Ok(Err(FailureKind::Stopped));
        }
        self.in_flight.replace(Some(InFlight { id: id.clone(), phase: Phase::Committing }));
        // When the connection is lost from here on, only the row can tell.
        match self.session.client().batch_execute("COMMIT").await {
            Ok(()) => Ok(Ok(())),
            Err(error) => Ok(Err(FailureKind::Commit(server_error(error.into())?))),
        }
    }

    /// Begins a transaction and tells its number. Where others may be at work, the history table is locked against them first, and
    /// the migration, if it is one alone, must not have a row by then.
    pub(crate) async fn begin(&self, migration: Option<&Migration>) -> Result<Result<String, Failure>, Error> {
        const BEGIN: &str = "BEGIN; SELECT pg_catalog.pg_current_xact_id()";
        let client = self.session.client();
        if self.lock.is_none() {
            return Ok(Ok(transaction_number(&client.simple_query(BEGIN).await?)?));
        }
        let table = self.history.table();
        let locking = format!("BEGIN; LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE; SELECT pg_catalog.pg_current_xact_id()");
        // On their way together: one round trip.
        let row = async {
            match migration {
                Some(migration) => self.history.live_row(&self.session, migration).await,
                None => Ok(None),
            }
        };
        let (begun, row) = join(client.simple_query(&locking), row).await;
        let kind = match (begun, row) {
            (Ok(begun), Ok(None)) => return Ok(Ok(transaction_number(&begun)?)),
            (Ok(_), Ok(Some(is_finished))) => FailureKind::Recorded { is_finished },
            (Ok(_), Err(error)) => FailureKind::Recording(server_error(error)?),
            (Err(error), _) => FailureKind::Server(server_error(error.into())?),
        };
        client.batch_execute("ROLLBACK").await?;
        Ok(Err(Failure::of_script(kind)))
    }

    /// Whether nothing that a transaction did remains.
    pub(crate) async fn is_aborted(&self, transaction: &str) -> Result<bool, Error> {
        let query = "SELECT pg_catalog.pg_xact_status($1::pg_catalog.xid8) AS status";
        let rows = self.session.client().query_typed(query, &[(&transaction, Type::TEXT)]).await?;
        let status: Option<String> = rows.first().map_or(Ok(None), |row| row.try_get("status"))?;
        Ok(status.as_deref() == Some("aborted"))
    }

    pub(crate) async fn held_locks(&self) -> Result<Vec<HeldLock>, Error> {
        if self.lock.is_none() && !self.observes_locks.get() {
            return Ok(Vec::new());
        }
        let query = include_str!("../queries/held_locks.sql");
        let rows = self.session.client().query_typed(query, &[(&self.history.table(), Type::TEXT)]).await?;
        let held = |row: &tokio_postgres::Row| {
            Ok::<_, tokio_postgres::Error>(HeldLock { table: row.try_get("relation")?, mode: row.try_get("mode")? })
        };
        Ok(rows.iter().map(held).collect::<Result<_, _>>()?)
    }

    /// Whether the deploy lock is still ours; always so where there is none.
    pub(crate) async fn holds_lock(&self) -> Result<bool, Error> {
        match &self.lock {
            Some(lock) => lock.is_held(&self.session).await,
            None => Ok(true),
        }
    }

    /// What outlives a rolled-back transaction: prepared statements, advisory locks.
    async fn clean_up_after(&self, statements: &Statements) -> Result<(), Error> {
        if statements.are_plain { Ok(()) } else { self.clear().await }
    }

    pub(crate) async fn clear(&self) -> Result<(), Error> {
        clearing::clear(&self.session, self.lock.as_ref().map_or(&[], |lock| lock.keys().keys())).await
    }

    /// Reads what the script left in the session and clears it. `true`: it had left a transaction open.
    pub(crate) async fn leave_clean(&self) -> Result<(Vec<LeftBehind>, bool), Error> {
        let left_behind = match State::read(&self.session).await {
            Ok(after) => self.clean.left_behind(&after),
            // In a failed transaction nothing can be read.
            Err(error) => server_error(error).map(|_| Vec::new())?,
        };
        let open = clearing::is_in_transaction(&self.session).await?;
        if open {
            self.session.client().batch_execute("ROLLBACK").await?;
        }
        self.clear().await?;
        Ok((left_behind, open))
    }

    /// Sends a whole script as one message, and tells how far it is when the server does.
    pub(crate) async fn send_script(
        &self,
        migration: &Migration,
        statements: &Statements,
        events: Events<'_>,
    ) -> Result<Result<(), Refused>, Error> {
        let total = statements.spans.len();
        self.send_and_hear(&migration.script, &|done| events(Event::Completed { done, total })).await
    }

    /// Sends a text as one message.
    pub(crate) async fn send(&self, text: &str) -> Result<Result<(), Refused>, Error> {
        self.send_and_hear(text, &|_| {}).await
    }

    /// Counts the statements that complete, so that a refusal without a place has one. `hear` learns of them while the server works.
    async fn send_and_hear(&self, text: &str, hear: &dyn Fn(usize)) -> Result<Result<(), Refused>, Error> {
        let (mut completed, mut told) = (0, 0);
        let stream = self.session.client().simple_query_raw(text).await?;
        let mut stream = std::pin::pin!(stream);
        loop {
            let message = match stream.next().now_or_never() {
                Some(message) => message,
                None => {
                    if completed > told {
                        told = completed;
                        hear(completed);
                    }
                    stream.next().await
                }
            };
            let Some(message) = message else { break };
            match message {
                Ok(SimpleQueryMessage::CommandComplete(_)) => completed += 1,
                Ok(_) => {}
                Err(error) => return Ok(Err(Refused { error: server_error(error.into())?, completed })),
            }
        }
        Ok(Ok(()))
    }

    /// The row of a migration of which nothing remains. On a throw-away server it is a failed row, as Prisma leaves one; where people
    /// would have to settle it by hand, it says itself that there is nothing to settle.
    pub(crate) async fn record_failure(&self, migration: &Migration, run: &Run) -> Result<(), Error> {
        let Err(failure) = &run.result else { return Ok(()) };
        if run.manner != Manner::Transaction || !failure.is_worth_recording() {
            return Ok(());
        }
        let (id, logs) = (RowId::new(), failure.logs(migration));
        let recorded = if self.lock.is_some() && !failure.may_remain {
            self.history.record_rolled_back(&self.session, &id, migration, &logs).await
        } else {
            self.history.record_failed(&self.session, &id, migration, &logs).await
        };
        // It may be forbidden by now; the failure itself is what counts.
        recorded.or_else(|error| server_error(error).map(drop))
    }
}

/// The number in the answer to the message that began a transaction.
fn transaction_number(begun: &[SimpleQueryMessage]) -> Result<String, Error> {
    let number = begun.iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0),
        _ => None,
    });
    number.map(str::to_owned).ok_or_else(|| Error::Lost("the server does not tell the transaction's number".to_owned()))
}
