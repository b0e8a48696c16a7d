//! How does a text reach people on GitHub?
//!
//! As a comment that is kept up to date ([`GitHub::upsert_comment`]), as a job summary and as outputs ([`runner`]). Also reads
//! what GitHub tells a job about why it runs ([`Event`]), and asks who agreed to a pull request by a label or a review
//! ([`GitHub::label_consent`], [`GitHub::review_consents`]). Nothing here ends a run: a text that could not be
//! published is an [`Outcome`], and the report still stands.

mod client;
mod comment;
mod consent;
mod event;
mod retry;
pub mod runner;

pub use client::{GitHub, SetupError};
pub use comment::{COMMENT_LIMIT, Marker, Outcome};
pub use consent::{Answer, Consent, Reach};
pub use event::{Commit, Event, EventError, Labelled, PullDetails};
pub use retry::Patience;
