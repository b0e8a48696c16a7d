//! What would these migrations do, and what do the rules say of it?
//!
//! The scan foresees, a throw-away server shows, and [`rehearse`] joins both into a report's target: the base runs first, then each
//! new migration, watched. Which migrations are new, and how findings weigh, is left to the binaries.

mod changes;
mod failed;
mod ground;
mod rehearsing;
mod witnessed;

use std::process::ExitCode;

use report::RuleDescription;

pub(crate) use ground::Ground;
pub use ground::GroundRequest;
pub use rehearsing::{Rehearsed, Request, learned, listed, rehearse, script};

/// The body of a binary that rehearses. The supervisor of a throw-away server is this program, executed again.
pub fn main<C: cli::Command>() -> ExitCode {
    if std::env::args_os().nth(1).is_some_and(|argument| argument == ephemeral_postgres::HIDDEN_ARGUMENT) {
        return ephemeral_postgres::supervise();
    }
    cli::main::<C>()
}

/// What a report can say of the scan's rules.
pub fn descriptions() -> Vec<RuleDescription> {
    hazards::rules().iter().map(|rule| rule.description()).collect()
}
