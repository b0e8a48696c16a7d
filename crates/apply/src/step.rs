//! What became of a script, and of a migration on a database that matters?

use std::time::Duration;

use database::{Notice, Overflow};

use crate::{Blocker, Failure, InvalidIndex, LeftBehind, Manner, Part};

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
    /// Tables that its transactions had locked at their ends, by name and mode, without what was sent outside of one; only where the deploy
    /// lock is held, or where somebody wants to see them ([`Runner::observe_locks`](crate::Runner::observe_locks)).
    pub locks: Vec<HeldLock>,
    /// The script let go of the deploy lock.
    pub lost_lock: bool,
    /// Those that have run of several migrations in one transaction, in order; empty for a migration by itself.
    pub parts: Vec<Part>,
}

/// A table that a transaction has locked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct HeldLock {
    /// The table, with its schema. Untrusted.
    pub table: String,
    /// The mode as the server names it: `AccessExclusiveLock`.
    pub mode: String,
}

/// What became of one migration.
#[derive(Debug)]
pub struct Step {
    /// `Err` when it is not applied; its `may_remain` says whether something of it is there all the same.
    pub result: Result<Applied, Failure>,
    /// How it was sent in the end.
    pub manner: Manner,
    /// How often it was tried.
    pub attempts: u32,
    /// How long it took, all tries together.
    pub took: Duration,
    /// Settings that differ afterwards; they were reset.
    pub left_behind: Vec<LeftBehind>,
    /// What the server said meanwhile.
    pub notices: Vec<Notice>,
    /// Tables that its transactions had locked at their ends. What was sent outside of one (a concurrent build) is not seen.
    pub locks: Vec<HeldLock>,
    /// Who was seen in the way.
    pub blockers: Vec<Blocker>,
    /// Indexes that it began and did not finish.
    pub unfinished_indexes: Vec<InvalidIndex>,
    /// It let go of the deploy lock: nothing may run after it.
    pub lost_lock: bool,
    /// Those that have run of several migrations in one transaction, in order; empty for a migration by itself.
    pub parts: Vec<Part>,
}

/// How it came to be applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applied {
    /// By this run.
    Here,
    /// By this run; the answer to its COMMIT was lost, and its row was found afterwards.
    Found,
    /// By somebody else, since we looked.
    Elsewhere,
}

impl Step {
    pub(crate) fn new() -> Step {
        Step {
            result: Ok(Applied::Here),
            manner: Manner::Transaction,
            attempts: 0,
            took: Duration::ZERO,
            left_behind: Vec::new(),
            notices: Vec::new(),
            locks: Vec::new(),
            blockers: Vec::new(),
            unfinished_indexes: Vec::new(),
            lost_lock: false,
            parts: Vec::new(),
        }
    }
}
