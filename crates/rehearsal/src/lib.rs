//! What would these migrations do, and what do the rules say of it?
//!
//! The scan foresees, a throw-away server shows, and [`rehearse`] joins both into a report's target: the base runs first, then each
//! new migration, watched. Which migrations are new, and how findings weigh, is left to the binaries.

mod changes;
mod failed;
mod ground;
mod rehearsing;
mod witnessed;

use report::RuleDescription;

pub(crate) use ground::Ground;
pub use ground::GroundRequest;
pub use rehearsing::{Rehearsed, Request, listed, rehearse, script};

/// What a report can say of the scan's rules.
pub fn descriptions() -> Vec<RuleDescription> {
    hazards::rules().iter().map(|rule| rule.description()).collect()
}
