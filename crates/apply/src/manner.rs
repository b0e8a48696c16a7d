//! In which manner must a script run? Decided from its text, before anything is sent.

use postgres_syntax::TransactionEffect;

/// How a script is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Manner {
    /// In one transaction with its history row: all or nothing.
    Transaction,
    /// As one message, outside of a transaction of ours, because the script controls transactions itself.
    OneMessage {
        /// The words that make it so.
        because: String,
    },
    /// Statement by statement, each on its own.
    StatementByStatement {
        /// The words that make it so.
        because: String,
    },
}

impl Manner {
    /// What the text asks for. `Err` names a statement that no manner can run, with its index.
    pub(crate) fn of(effects: &[TransactionEffect]) -> Result<Manner, (usize, &'static str)> {
        let mut controls = None;
        let mut cannot_run_inside = None;
        for (index, effect) in effects.iter().enumerate() {
            match effect {
                TransactionEffect::ReadsStandardInput => {
                    return Err((
                        index,
                        "COPY ... FROM STDIN needs a client that sends the rows; write INSERT statements instead",
                    ));
                }
                TransactionEffect::WritesStandardOutput => {
                    return Err((index, "COPY ... TO STDOUT needs a client that takes the rows; remove it from the migration"));
                }
                TransactionEffect::Begins => controls = controls.or(Some("BEGIN")),
                TransactionEffect::Commits => controls = controls.or(Some("COMMIT")),
                TransactionEffect::RollsBack => controls = controls.or(Some("ROLLBACK")),
                TransactionEffect::Prepared => controls = controls.or(Some("PREPARE TRANSACTION")),
                TransactionEffect::CannotRunInside(what) => cannot_run_inside = cannot_run_inside.or(Some(*what)),
                _ => {}
            }
        }
        Ok(match (cannot_run_inside, controls) {
            (Some(what), _) => Manner::StatementByStatement { because: format!("`{what}` cannot run in a transaction") },
            (None, Some(word)) => Manner::OneMessage { because: format!("the script has its own {word}") },
            (None, None) => Manner::Transaction,
        })
    }

    /// The same as a sentence for a report; `None` for the usual manner.
    pub fn sentence(&self) -> Option<String> {
        match self {
            Manner::Transaction => None,
            Manner::OneMessage { because } => Some(format!("ran as one message outside of our transaction: {because}")),
            Manner::StatementByStatement { because } => Some(format!("ran statement by statement, not atomically: {because}")),
        }
    }
}
