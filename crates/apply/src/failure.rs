//! What went wrong with a script, and where in it.

use std::time::Duration;

use database::{Error, ServerError};
use migrations::Migration;
use postgres_syntax::{Lines, Position, Span};

/// Characters of a failing statement that are kept.
const STATEMENT_SHOWN: usize = 400;

/// Why a script did not run to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What happened.
    pub kind: FailureKind,
    /// Where in the script, as far as the server said.
    pub position: Option<Position>,
    /// The failing statement as written, shortened. Untrusted.
    pub statement: Option<String>,
    /// Where that statement starts in the script.
    pub statement_start: Option<Position>,
    /// Effects of the script may remain in the database.
    pub may_remain: bool,
}

/// The ways in which a script fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FailureKind {
    /// The server refused a statement.
    Server(ServerError),
    /// All statements ran, and the server refused to commit them.
    Commit(ServerError),
    /// All statements ran, and the history row could not be written.
    Recording(ServerError),
    /// The script removed its own history row or the table.
    RowGone,
    /// The script ended our transaction, in a manner that its text does not show.
    Escaped,
    /// The script began a transaction and did not end it.
    OpenTransaction,
    /// The script let go of the deploy lock, with others to come in the same transaction.
    LockGone,
    /// A statement that builds this index ran, and the index is not usable: it was there, and the statement left it alone.
    Unbuilt(String),
    /// We did not send it.
    NotSent(&'static str),
    /// Somebody else has recorded the migration since we looked.
    Recorded {
        /// Whether as applied; if not, it runs there or has failed there.
        is_finished: bool,
    },
    /// It was stopped because somebody asked for an end.
    Stopped,
    /// It was stopped because it took longer than allowed.
    TimedOut(Duration),
    /// The connection was lost, for the reason that the driver gave. `may_remain` says whether it could be learned afterwards that nothing remains.
    Lost(String),
}

impl Failure {
    pub(crate) fn of_script(kind: FailureKind) -> Failure {
        Failure { kind, position: None, statement: None, statement_start: None, may_remain: false }
    }

    pub(crate) fn at_statement(migration: &Migration, kind: FailureKind, statement: Option<Span>) -> Failure {
        Failure::placed(migration, kind, statement, None)
    }

    /// The server's place: an offset in characters from `sent_from` (a byte offset in the script) when it gave one, else the start
    /// of the statement after the `completed` ones. An error of syntax comes before any statement of the message is run, so
    /// the offset tells the statement where there is one.
    pub(crate) fn of_server(
        migration: &Migration,
        error: ServerError,
        sent: &[Span],
        completed: usize,
        sent_from: usize,
    ) -> Failure {
        let offset = error.position.and_then(|position| {
            let sent = migration.script.get(sent_from..)?;
            let characters = usize::try_from(position).ok()?.checked_sub(1)?;
            Some(sent_from + sent.char_indices().nth(characters).map_or(sent.len(), |(offset, _)| offset))
        });
        let at_offset = offset.and_then(|offset| sent.iter().rev().find(|span| span.start <= offset));
        let statement = at_offset.or_else(|| sent.get(completed)).copied();
        Failure::placed(migration, FailureKind::Server(error), statement, offset)
    }

    fn placed(migration: &Migration, kind: FailureKind, statement: Option<Span>, offset: Option<usize>) -> Failure {
        let lines = Lines::new(&migration.script);
        let statement_start = statement.map(|span| lines.position(span.start));
        let position = offset.map(|offset| lines.position(offset)).or(statement_start);
        let statement = statement.and_then(|span| migration.script.get(span.start..span.end)).map(shortened);
        Failure { kind, position, statement, statement_start, may_remain: false }
    }

    /// The server's own error, where there is one.
    pub fn server(&self) -> Option<&ServerError> {
        match &self.kind {
            FailureKind::Server(error) | FailureKind::Commit(error) | FailureKind::Recording(error) => Some(error),
            _ => None,
        }
    }

    /// What happened, in one sentence. Untrusted: the server's message may quote the script, and values of rows.
    pub fn message(&self) -> String {
        self.told(|error| error.message.clone())
    }

    /// The same without values of rows, for a database that holds real ones.
    pub fn public_message(&self) -> String {
        self.told(ServerError::public_message)
    }

    fn told(&self, words: impl Fn(&ServerError) -> String) -> String {
        match &self.kind {
            FailureKind::Server(error) => words(error),
            FailureKind::Commit(error) => format!("the transaction could not be committed: {}", words(error)),
            FailureKind::Recording(error) => {
                format!("the script ran, but its history row could not be written: {}", words(error))
            }
            FailureKind::RowGone => "the script ran, but removed its own row from the history table".to_owned(),
            FailureKind::Escaped => "the script ended the transaction that was opened around it".to_owned(),
            FailureKind::OpenTransaction => "the script begins a transaction and does not end it".to_owned(),
            FailureKind::LockGone => "the script let go of the deploy lock".to_owned(),
            FailureKind::Unbuilt(index) => {
                format!(
                    "the statement ran, but left the index {index} as an interrupted build had left it, and the server does not use it"
                )
            }
            FailureKind::NotSent(why) => (*why).to_owned(),
            FailureKind::Recorded { is_finished: true } => "somebody else has applied it meanwhile".to_owned(),
            FailureKind::Recorded { is_finished: false } => "somebody else has begun it meanwhile and not finished".to_owned(),
            FailureKind::Stopped => "it was stopped, as somebody asked for an end".to_owned(),
            FailureKind::TimedOut(limit) => format!("it was stopped because it ran longer than {} s", limit.as_secs_f32()),
            FailureKind::Lost(reason) => format!("the connection to the server was lost while it ran: {reason}"),
        }
    }

    /// Whether another try may succeed: nothing remains, and what stood in the way was another transaction.
    pub(crate) fn is_worth_retrying(&self) -> bool {
        !self.may_remain && self.server().is_some_and(ServerError::is_worth_retrying)
    }

    /// Whether the server refused it only because of the transaction around it.
    pub fn minds_the_transaction(&self) -> bool {
        matches!(&self.kind, FailureKind::Server(error) if matches!(error.sqlstate.as_str(), "25001" | "2D000" | "55P04"))
    }

    /// Whether the history has to remember it: the script was sent, and no other row does.
    pub(crate) fn is_worth_recording(&self) -> bool {
        !matches!(self.kind, FailureKind::NotSent(_) | FailureKind::Recorded { .. } | FailureKind::Lost(_))
    }

    /// The text for the history row's `logs`, worded like the first lines of Prisma's.
    pub(crate) fn logs(&self, migration: &Migration) -> String {
        let code = self.server().map_or("none", |error| error.sqlstate.as_str());
        let place =
            self.position.map_or(String::new(), |place| format!("\n\nPosition: line {}, column {}", place.line, place.column));
        format!(
            "A migration failed to apply.\n\nMigration name: {}\n\nDatabase error code: {code}\n\nDatabase error:\n{}{place}",
            migration.name,
            self.public_message()
        )
    }
}

/// Tells a refusal by the server from a lost connection.
pub(crate) fn server_error(error: Error) -> Result<ServerError, Error> {
    match error {
        Error::Server(server) => Ok(*server),
        other => Err(other),
    }
}

fn shortened(statement: &str) -> String {
    match statement.char_indices().nth(STATEMENT_SHOWN) {
        Some((end, _)) => format!("{} ...", &statement[..end]),
        None => statement.to_owned(),
    }
}
