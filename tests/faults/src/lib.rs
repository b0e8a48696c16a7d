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
pub use judgement::{MARKS, State, Tally, judge, rows_of, settled, trace_of};

/// How many trials a test makes that is the better the more it makes: the number that `cargo xtask faults` asks for, else a handful.
#[expect(clippy::disallowed_methods, reason = "a test harness: how much it does comes from the environment")]
pub fn trials(usually: u32, in_full: u32) -> u32 {
    let in_full = |asked: String| if asked == "full" { in_full } else { asked.parse().unwrap_or(usually) };
    std::env::var("FAULT_TRIALS").map_or(usually, in_full)
}

/// Numbers between 0 and 1 that look random and are the same each time (splitmix64).
pub fn spread(trial: u32) -> f64 {
    let mut bits = u64::from(trial).wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(0x2545_F491_4F6C_DD1D);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    f64::from(u32::try_from((bits ^ (bits >> 31)) >> 32).unwrap_or_default()) / f64::from(u32::MAX)
}
