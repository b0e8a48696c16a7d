//! How do migrations run, once?
//!
//! The only code that changes a database on purpose. A script runs in one transaction together with its history row;
//! what cannot run so runs in the next best manner, and [`Run::manner`] says which and why. A [`Runner`] is the engine on a server where
//! nobody else is; a [`Deployment`] is the same engine under the deploy lock, among others, which also runs several scripts in one
//! transaction ([`Deployment::run_together`]).

mod clearing;
mod deployment;
mod event;
mod failure;
mod history;
mod index;
mod manner;
mod outside;
mod resume;
mod ruins;
mod runner;
mod state;
mod statements;
mod step;
mod stop;
mod together;
mod watch;

pub use deployment::{Deployment, Limits, keep_alive};
pub use event::{Event, Events, IndexProgress};
pub use failure::{Failure, FailureKind};
pub use history::create_history;
pub use index::{InvalidIndex, invalid_indexes};
pub use manner::Manner;
pub use resume::Resume;
pub use runner::{Runner, RunnerOptions};
pub use state::LeftBehind;
pub use step::{Applied, HeldLock, Run, Step};
pub use stop::{Stop, Stopper};
pub use together::{Part, obstacle};
pub use watch::Blocker;
