//! Which database does a target mean, and may we talk to it?
//!
//! From a target's settings, the environment and a flag to an open session ([`open`]): which variable holds the connection string,
//! what is odd about it, who answers, and whether that is a server that we work with: a version that we know, no standby where
//! something is to change, no pooler in between, no database of Prisma 8. Whatever stands in the way is a [`Failure`](cli::Failure)
//! that says what to do. What has run there is the next question, and another crate's.

mod address;
mod failure;
mod identity;
mod opening;
mod server;

pub use address::{Address, Asked, Source};
pub use failure::{connection_failure, query_failure};
pub use identity::application_name;
pub use opening::{Live, Purpose, open};
pub use server::ServerFacts;
