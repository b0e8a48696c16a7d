//! How does a text reach people on GitHub?
//!
//! As a comment that is kept up to date ([`GitHub::upsert_comment`]), as a job summary and as outputs ([`runner`]). Also reads
//! what GitHub tells a job about why it runs ([`Event`]). Nothing here ends a run: a text that could not be
//! published is an [`Outcome`], and the report still stands.

mod client;
mod comment;
mod event;
mod retry;
pub mod runner;

pub use client::{GitHub, SetupError};
pub use comment::{COMMENT_LIMIT, Marker, Outcome};
pub use event::{Commit, Event, EventError};
pub use retry::Patience;
