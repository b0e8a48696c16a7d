//! What exactly was approved?
//!
//! A [`Plan`] binds an approval to five [`Part`]s: the target, its history, its schema, the pending migrations, and the tool with its
//! options. Each is hashed apart, so that a refusal can name the part that moved ([`Bound::compare`]) and show how. Commit, run, times
//! and findings travel beside the parts and never change the digest: the same change on the same database has the same digest,
//! whoever asks and whenever.
//!
//! Left to others: reading a database (`history`, `catalog`), and what a difference leads to (`deploy`).

mod canonical;
mod comparison;
mod digest;
mod file;
mod parts;

pub use comparison::{Moved, Objects};
pub use digest::Digest;
pub use file::{Expected, Plan, PlanError, Risk, TableAtRisk};
pub use parts::{
    Bound, HistoryPart, Part, PendingMigration, PendingPart, RecordedMigration, RecordedState, SchemaPart, TargetPart, ToolPart,
};
