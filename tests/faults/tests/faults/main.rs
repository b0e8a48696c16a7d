//! The rows of the fault matrix that need more than a server: a proxy, a pooler, processes to kill, a server that crashes. A test is
//! named for its row; `cargo xtask faults` counts them, together with those that live beside what they test.
#![expect(clippy::unwrap_used, reason = "a test panics where it must")]

mod commits;
mod crashes;
mod kills;
mod limits;
mod locks;
mod poolers;
mod together;
