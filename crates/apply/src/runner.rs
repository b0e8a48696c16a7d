//! Runs one script after the other on one connection.

use database::{ConnectionString, Error, Notice, Overflow, ServerError, Session, SessionOptions};
use futures_util::StreamExt;
use migrations::Migration;
use postgres_syntax::{Cursor, Span, StatementText, TransactionEffect};
use postgres_terms::QualifiedName;
use tokio_postgres::SimpleQueryMessage;

use crate::{
    Failure, FailureKind, LeftBehind, Manner,
    failure::server_error,
    history::{History, RowId},
    state::State,
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

/// One connection that runs scripts and records them.
pub struct Runner {
    session: Session,
    history: History,
    clean: State,
}

/// What became of one script.
#[derive(Debug)]
pub struct Run {
    /// `Err` when it did not run to its end or could not be recorded.
    pub result: Result<(), Failure>,
    /// How it was sent in the end.
    pub manner: Manner,
    /// Settings that differ afterwards; they were reset.
    pub left_behind: Vec<LeftBehind>,
    /// What the server said meanwhile.
    pub notices: Vec<Notice>,
    /// How many notices were too many to keep.
    pub overflow: Overflow,
}

/// The statements of one script and what each means for a transaction.
struct Statements {
    spans: Vec<Span>,
    effects: Vec<TransactionEffect>,
    /// Nothing but everyday DDL, which leaves nothing in the session. Looking and clearing up after each costs more than the
    /// history row; functions that such DDL calls are not looked into, and the next script that is not plain tells of what they set.
    are_plain: bool,
}

/// How everyday DDL begins.
const PLAIN: [&str; 11] = [
    "CREATE TABLE",
    "CREATE INDEX",
    "CREATE UNIQUE INDEX",
    "CREATE TYPE",
    "ALTER TABLE",
    "ALTER TYPE",
    "ALTER INDEX",
    "DROP TABLE",
    "DROP INDEX",
    "DROP TYPE",
    "COMMENT ON",
];

/// Gives the session the role that it connected as, whatever the script made of it.
const OWN_ROLE: &str = "RESET SESSION AUTHORIZATION; RESET ROLE";

/// How one way of sending a script ended.
struct Ended {
    result: Result<(), Failure>,
    left_behind: Vec<LeftBehind>,
}

impl Ended {
    fn failed(failure: Failure) -> Ended {
        Ended { result: Err(failure), left_behind: Vec::new() }
    }
}

/// A refused statement: what the server said, and how many statements had completed before it.
struct Refused {
    error: ServerError,
    completed: usize,
}

impl Runner {
    /// Opens the connection that scripts run on.
    pub async fn open(target: &ConnectionString, options: &RunnerOptions) -> Result<Runner, Error> {
        let mut session_options = options.session.clone();
        if options.schema_was_given {
            let path = postgres_terms::Identifier::new(options.schema.as_str()).quote();
            session_options.parameters.push(("search_path", path));
        }
        let session = Session::open(target, &session_options).await?;
        let clean = State::read(&session).await?;
        let history = History::new(&QualifiedName::new(options.schema.as_str(), "_prisma_migrations"));
        Ok(Runner { session, history, clean })
    }

    /// Makes the history table.
    pub async fn create_history(&self) -> Result<(), Error> {
        self.history.create(&self.session).await
    }

    /// Runs one script and records it. `Err` only when the conversation with the server ended.
    pub async fn run(&self, migration: &Migration) -> Result<Run, Error> {
        let statements = Statements::of(&migration.script);
        let manner = match Manner::of(&statements.effects) {
            Ok(manner) => manner,
            Err((index, why)) => {
                let place = statements.spans.get(index).copied();
                let failure = Failure::at_statement(migration, FailureKind::NotSent(why), place);
                return Ok(self.finish(Manner::Transaction, Ended::failed(failure)));
            }
        };
        let (ended, manner) = match manner {
            Manner::Transaction => {
                let ended = self.in_transaction(migration, &statements).await?;
                match ended.result.as_ref().err().and_then(|failure| statements.fallback(failure)) {
                    // Everything was rolled back, so a second try in another manner starts from the same state.
                    Some(manner) => (self.outside(migration, &statements, &manner).await?, manner),
                    None => {
                        self.record_failure(migration, &ended).await?;
                        (ended, Manner::Transaction)
                    }
                }
            }
            manner => (self.outside(migration, &statements, &manner).await?, manner),
        };
        Ok(self.finish(manner, ended))
    }

    fn finish(&self, manner: Manner, ended: Ended) -> Run {
        let (notices, overflow) = self.session.take_notices();
        Run { result: ended.result, manner, left_behind: ended.left_behind, notices, overflow }
    }

    /// The usual manner: our transaction around the script and its row, with a fence against scripts that end it. The
    /// session is clean at the start and at the end.
    async fn in_transaction(&self, migration: &Migration, statements: &Statements) -> Result<Ended, Error> {
        let client = self.session.client();
        let transaction = self.begin().await?;
        if let Err(Refused { error, completed }) = self.send(&migration.script).await? {
            client.batch_execute("ROLLBACK").await?;
            self.clean_up_after(statements).await?;
            return Ok(Ended::failed(Failure::of_server(migration, error, &statements.spans, completed, 0)));
        }
        if !statements.are_plain
            && let Err(error) = client.batch_execute(OWN_ROLE).await
        {
            server_error(error.into())?;
        }
        let recorded = self.history.record_applied(&self.session, &RowId::new(), migration, &transaction).await;
        let failure = match recorded {
            Err(error) => FailureKind::Recording(server_error(error)?),
            Ok(false) => FailureKind::Escaped,
            Ok(true) => match client.batch_execute("COMMIT").await {
                Err(error) => FailureKind::Commit(server_error(error.into())?),
                Ok(()) if statements.are_plain => return Ok(Ended { result: Ok(()), left_behind: Vec::new() }),
                Ok(()) => {
                    let (left_behind, _) = self.leave_clean().await?;
                    return Ok(Ended { result: Ok(()), left_behind });
                }
            },
        };
        client.batch_execute("ROLLBACK").await?;
        self.clean_up_after(statements).await?;
        let may_remain = failure == FailureKind::Escaped;
        Ok(Ended::failed(Failure { may_remain, ..Failure::of_script(failure) }))
    }

    /// Begins a transaction and tells its number.
    async fn begin(&self) -> Result<String, Error> {
        let begun = self.session.client().simple_query("BEGIN; SELECT pg_catalog.pg_current_xact_id()").await?;
        let number = begun.iter().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => row.get(0),
            _ => None,
        });
        number.map(str::to_owned).ok_or_else(|| Error::Lost("the server does not tell the transaction's number".to_owned()))
    }

    /// What outlives a rolled-back transaction: prepared statements, advisory locks.
    async fn clean_up_after(&self, statements: &Statements) -> Result<(), Error> {
        if statements.are_plain { Ok(()) } else { Ok(self.session.client().batch_execute("DISCARD ALL").await?) }
    }

    /// The manners for scripts that cannot be wrapped: row, script, row, each on its own, as Prisma does it.
    async fn outside(&self, migration: &Migration, statements: &Statements, manner: &Manner) -> Result<Ended, Error> {
        let id = RowId::new();
        if let Err(error) = self.history.record_started(&self.session, &id, migration).await {
            return Ok(Ended::failed(Failure::of_script(FailureKind::Recording(server_error(error)?))));
        }
        let sent = match manner {
            Manner::StatementByStatement { .. } => self.send_each(migration, statements).await?,
            Manner::Transaction | Manner::OneMessage { .. } => {
                let sent = self.send(&migration.script).await?;
                sent.map_err(|Refused { error, completed }| Failure::of_server(migration, error, &statements.spans, completed, 0))
            }
        };
        let (left_behind, open) = self.leave_clean().await?;
        let mut result = match sent {
            Ok(()) if open => Err(Failure::of_script(FailureKind::OpenTransaction)),
            sent => sent,
        };
        if result.is_ok() {
            result = match self.history.record_finished(&self.session, &id).await {
                Ok(true) => Ok(()),
                Ok(false) => Err(Failure::of_script(FailureKind::RowGone)),
                Err(error) => Err(Failure::of_script(FailureKind::Recording(server_error(error)?))),
            };
        }
        if let Err(failure) = &mut result {
            failure.may_remain = true;
            // The row may be gone or forbidden by now; the failure itself is what counts.
            if let Err(error) = self.history.record_logs(&self.session, &id, &failure.logs(migration)).await {
                server_error(error)?;
            }
        }
        Ok(Ended { result, left_behind })
    }

    /// Reads what the script left in the session and clears it. `true`: it had left a transaction open.
    async fn leave_clean(&self) -> Result<(Vec<LeftBehind>, bool), Error> {
        let client = self.session.client();
        let left_behind = match State::read(&self.session).await {
            Ok(after) => self.clean.left_behind(&after),
            // In a failed transaction nothing can be read.
            Err(error) => server_error(error).map(|_| Vec::new())?,
        };
        // `DISCARD ALL` refuses to run in a transaction block, which makes it the one sure test for one.
        let Err(error) = client.batch_execute("DISCARD ALL").await else { return Ok((left_behind, false)) };
        server_error(error.into())?;
        client.batch_execute("ROLLBACK").await?;
        client.batch_execute("DISCARD ALL").await?;
        Ok((left_behind, true))
    }

    async fn send_each(&self, migration: &Migration, statements: &Statements) -> Result<Result<(), Failure>, Error> {
        for span in &statements.spans {
            let text = migration.script.get(span.start..span.end).unwrap_or_default();
            if let Err(Refused { error, .. }) = self.send(text).await? {
                return Ok(Err(Failure::of_server(migration, error, std::slice::from_ref(span), 0, span.start)));
            }
        }
        Ok(Ok(()))
    }

    /// Sends a text as one message and counts the statements that complete, so that a refusal without a place has one.
    async fn send(&self, text: &str) -> Result<Result<(), Refused>, Error> {
        let mut completed = 0;
        let stream = self.session.client().simple_query_raw(text).await?;
        let mut stream = std::pin::pin!(stream);
        while let Some(message) = stream.next().await {
            match message {
                Ok(SimpleQueryMessage::CommandComplete(_)) => completed += 1,
                Ok(_) => {}
                Err(error) => return Ok(Err(Refused { error: server_error(error.into())?, completed })),
            }
        }
        Ok(Ok(()))
    }

    /// The row of a migration that was rolled back as a whole.
    async fn record_failure(&self, migration: &Migration, ended: &Ended) -> Result<(), Error> {
        let Err(failure) = &ended.result else { return Ok(()) };
        let recorded = self.history.record_failed(&self.session, &RowId::new(), migration, &failure.logs(migration)).await;
        recorded.or_else(|error| server_error(error).map(drop))
    }
}

impl Statements {
    fn of(script: &str) -> Statements {
        let split = postgres_syntax::split(script);
        let effects: Vec<_> =
            split.iter().map(|statement| postgres_syntax::transaction_effect(&statement.words(script))).collect();
        let begins_plainly =
            |statement| Cursor::new(script, StatementText::tokens(statement, script).take(3)).take_any(&PLAIN).is_some();
        let are_plain = effects.iter().all(|effect| *effect == TransactionEffect::Ordinary) && split.iter().all(begins_plainly);
        Statements { spans: split.iter().map(|statement| statement.span).collect(), effects, are_plain }
    }

    /// The manner to try next when the server says that a script cannot run inside a transaction.
    fn fallback(&self, failure: &Failure) -> Option<Manner> {
        let FailureKind::Server(error) = &failure.kind else { return None };
        match error.sqlstate.as_str() {
            // Said of statements like CREATE DATABASE, and of SET TRANSACTION after the first query.
            "25001" if error.message.contains("SET TRANSACTION") => {
                Some(Manner::OneMessage { because: "`SET TRANSACTION` must come first in its transaction".to_owned() })
            }
            "25001" => Some(Manner::StatementByStatement { because: error.message.clone() }),
            "2D000" => Some(Manner::StatementByStatement { because: "a procedure that it calls ends transactions".to_owned() }),
            "55P04" => {
                let because = "an enum value is used by the transaction that adds it, which Postgres refuses".to_owned();
                Some(Manner::StatementByStatement { because })
            }
            _ => None,
        }
    }
}
