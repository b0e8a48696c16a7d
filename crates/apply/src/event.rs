//! What happens while migrations run? Told as it happens, for progress and logs.

use std::time::Duration;

use crate::{Blocker, FailureKind};

/// Something that happened. Names and texts are untrusted.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A script begins, once more perhaps.
    Started {
        /// The migration.
        name: &'a str,
        /// Which try, from 1.
        attempt: u32,
    },
    /// A statement of a script that runs statement by statement begins.
    Statement {
        /// Its place, from 0.
        index: usize,
        /// How many there are.
        total: usize,
    },
    /// Statements of a script that was sent as one message are done: at least so many, because the server keeps its answers until it has
    /// some thousand bytes of them, or something else to say.
    Completed {
        /// How many.
        done: usize,
        /// How many there are.
        total: usize,
    },
    /// A statement waits for a lock.
    Waiting {
        /// Who holds it, or waits before us.
        blockers: &'a [Blocker],
    },
    /// An index is being built.
    Building(&'a IndexProgress),
    /// A try was rolled back as a whole, and another follows.
    Retrying {
        /// Why it failed.
        why: &'a FailureKind,
        /// Who was in the way, as far as it was seen.
        blockers: &'a [Blocker],
        /// When the next try begins.
        pause: Duration,
    },
    /// What an earlier build left behind was dropped before the statement that builds it again.
    Repaired {
        /// The index, with its schema.
        index: &'a str,
    },
    /// A completed statement was not sent again.
    Skipped {
        /// Its place, from 0.
        index: usize,
        /// Why.
        because: &'static str,
    },
    /// The server was asked to stop the statement.
    Cancelling,
    /// The connection is gone; it is being learned what became of the script.
    Resolving {
        /// What the driver said.
        reason: &'a str,
    },
}

/// How far the build of an index is, as the server tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexProgress {
    /// The server's word for what it does: `building index: scanning table`.
    pub phase: String,
    /// Blocks that are done.
    pub blocks_done: i64,
    /// Blocks in all; 0 where the phase does not count them.
    pub blocks_total: i64,
    /// Transactions that have ended, of those that the build waits for.
    pub lockers_done: i64,
    /// How many it waits for.
    pub lockers_total: i64,
}

/// Hears of events.
pub type Events<'a> = &'a dyn Fn(Event<'_>);
