//! What should the history have produced?
//!
//! Runs the base history and then each new migration in a [`Sandbox`], with the engine that deploys, and watches: what
//! each script changed in the catalog, what disappeared while it ran, what it said, and how long it took.

mod extensions;
mod replaying;
mod sandbox;
mod witness;

pub use replaying::{Ending, Progress, Replay, ReplayError, Replayed, Step, replay};
pub use sandbox::{Sandbox, SandboxError, SandboxRequest};
pub use witness::{Dropped, Testimony};
