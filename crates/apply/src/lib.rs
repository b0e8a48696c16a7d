//! How do migrations run, once?
//!
//! The only code that changes a database on purpose. A script runs in one transaction together with its history row;
//! what cannot run so runs in the next best manner, and [`Run::manner`] says which and why.

mod failure;
mod history;
mod manner;
mod runner;
mod state;

pub use failure::{Failure, FailureKind};
pub use manner::Manner;
pub use runner::{Run, Runner, RunnerOptions};
pub use state::LeftBehind;
