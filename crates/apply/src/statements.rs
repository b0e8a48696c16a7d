//! What does a script consist of, as far as running it goes?

use postgres_syntax::{Cursor, Span, StatementText, TransactionEffect};

use crate::{Failure, FailureKind, Manner};

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

/// The statements of one script and what each means for a transaction.
pub(crate) struct Statements {
    pub(crate) spans: Vec<Span>,
    pub(crate) effects: Vec<TransactionEffect>,
    /// Nothing but everyday DDL, which leaves nothing in the session. Looking and clearing up after each costs more than the
    /// history row; functions that such DDL calls are not looked into, and the next script that is not plain tells of what they set.
    pub(crate) are_plain: bool,
}

impl Statements {
    pub(crate) fn of(script: &str) -> Statements {
        let split = postgres_syntax::split(script);
        let effects: Vec<_> =
            split.iter().map(|statement| postgres_syntax::transaction_effect(&statement.words(script))).collect();
        let begins_plainly =
            |statement| Cursor::new(script, StatementText::tokens(statement, script).take(3)).take_any(&PLAIN).is_some();
        let are_plain = effects.iter().all(|effect| *effect == TransactionEffect::Ordinary) && split.iter().all(begins_plainly);
        Statements { spans: split.iter().map(|statement| statement.span).collect(), effects, are_plain }
    }

    /// Whether the script begins or ends transactions by itself somewhere.
    pub(crate) fn control_transactions(&self) -> bool {
        use TransactionEffect::{Begins, Commits, Prepared, RollsBack, Savepoint};
        self.effects.iter().any(|effect| matches!(effect, Begins | Commits | RollsBack | Prepared | Savepoint))
    }

    /// Whether a statement only sets something in the session, so that it may be sent again.
    pub(crate) fn is_setting(&self, index: usize, script: &str) -> bool {
        let words = |span: &Span| StatementText::at(*span).words(script);
        matches!(self.effects.get(index), Some(TransactionEffect::ChangesSession(_)))
            && self.spans.get(index).is_some_and(|span| words(span).take_any(&["SET", "RESET"]).is_some())
    }

    /// The manner to try next when the server says that a script cannot run inside a transaction.
    pub(crate) fn fallback(failure: &Failure) -> Option<Manner> {
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
