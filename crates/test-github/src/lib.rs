//! What would GitHub answer? For tests only.
//!
//! [`FakeGitHub`] keeps comments, labels, reviews, issues, environments and deployments and answers over loopback; [`Prism`] stands between a client and the fake and compares what either
//! says with GitHub's own description of its API, so that neither can drift from it. Rate limits and failing servers are not part of
//! that description: tests of those talk to the fake directly.

#![expect(clippy::unwrap_used, reason = "a test's helper fails by panicking")]

mod answer;
mod consent;
mod deploying;
mod fake;
mod http;
mod issues;
mod prism;

pub use deploying::{KeptDeployment, Reviewers};
pub use fake::{FakeGitHub, Fault, REPOSITORY};
pub use http::Request;
pub use issues::KeptIssue;
pub use prism::Prism;
