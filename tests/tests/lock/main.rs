//! `lock` as people run it: from one step of a job to the next, around a command, against each other, and when things break.

#![expect(clippy::unwrap_used, reason = "a test panics where it must")]

mod broken;
mod fixture;
mod forced;
mod keeping;
mod running;
mod status;
