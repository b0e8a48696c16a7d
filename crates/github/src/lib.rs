//! How does a text reach people on GitHub, and who agreed?
//!
//! As a comment that is kept up to date ([`GitHub::upsert_comment`]), as an issue about an incident ([`GitHub::upsert_issue`]), as the status of a
//! deployment ([`GitHub::report_deployment`]), as a job summary and as outputs ([`runner`]). Also reads
//! what GitHub tells a job about why it runs ([`Event`]), and asks who agreed to a pull request by a label or a review
//! ([`GitHub::label_consent`], [`GitHub::review_consents`]), who approved a job ([`GitHub::approval`]), and whether somebody forbade to
//! deploy ([`GitHub::freeze`]). Nothing here ends a run: a text that could not be published is an [`Outcome`], and the report still stands.

mod approval;
mod client;
mod comment;
mod consent;
mod deployment;
mod event;
mod issue;
mod retry;
pub mod runner;

pub use approval::{Approval, ApprovalQuestion, Approved, Approver, Unapproved};
pub use client::{GitHub, SetupError};
pub use comment::{COMMENT_LIMIT, Marker, Outcome};
pub use consent::{Answer, Consent, Reach};
pub use deployment::{Deployment, DeploymentState};
pub use event::{Commit, Event, EventError, Labelled, PullDetails};
pub use issue::{Freeze, FreezingIssue, IssueText, Lifted};
pub use retry::Patience;
