//! The rows of the fault matrix that need the whole of `deploy`, as somebody runs it, or Prisma's own engine beside it. A test is named
//! for its row; `cargo xtask faults` counts them, together with those of `tests/faults` and those that live beside what they test.

#![expect(clippy::unwrap_used, reason = "a test panics where it must")]

mod clock;
mod disk;
mod failover;
mod kills;
mod pooler;
mod prisma;
mod shop;
