//! `deploy`, as somebody runs it: the real binary on a real server.

#![expect(clippy::unwrap_used, reason = "a test panics where it must")]

mod applying;
mod conflicts;
mod fixture;
mod guarded;
mod interrupted;
mod on_github;
mod oracle;
mod planned;
mod recorded;
mod standing;
mod together;
