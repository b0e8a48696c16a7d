//! `preview` as people run it before a deploy: real databases, a role that may read the history and nothing else.

#![expect(clippy::unwrap_used, reason = "a test panics where it must")]

mod house;
mod looking;
mod plans;
mod standing;
mod stuck;
