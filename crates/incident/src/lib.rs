//! What does the person on call need to know?
//!
//! From what a deploy saw to one text: what failed and what sort of failure it is, the rows that stand in the way, how each migration stands,
//! what happened when, and what to do next. Pure: an [`Incident`] is built from values, and becomes the title and the Markdown of an issue. Values of
//! rows are in none of it; where rows are in the way, [`conflict`] writes the query that finds them.

pub mod conflict;
mod demand;
mod document;
mod steps;

pub use conflict::{Conflict, Existing, Violation};
pub use document::{Incident, Moment};
pub use steps::{Aftermath, Step, steps};
