//! What do the tests of faults share? A database, migrations that leave a mark, the engine of `deploy` as the tests start it, and the
//! judgement whether what is there and what the history says are the same.
//!
//! Only tests depend on this crate.

#![expect(clippy::missing_panics_doc, reason = "in a test harness a panic is how a test fails")]

mod engine;
mod ground;
mod judgement;

pub use engine::{Reach, deploy, migration, quick, shop};
pub use ground::Ground;
pub use judgement::{State, Tally, judge, rows_of};

/// How many trials a test makes that is the better the more it makes: the number that `cargo xtask faults` asks for, else a handful.
#[expect(clippy::disallowed_methods, reason = "a test harness: how much it does comes from the environment")]
pub fn trials(usually: u32, in_full: u32) -> u32 {
    let in_full = |asked: String| if asked == "full" { in_full } else { asked.parse().unwrap_or(usually) };
    std::env::var("FAULT_TRIALS").map_or(usually, in_full)
}
