//! `verify` as people run it after a deploy: real databases, a role that may only read.

#![expect(clippy::unwrap_used, reason = "a test panics where it must")]

mod assertions;
mod health;
mod history;
mod http;
mod objects;
mod plan;
mod promises;
mod shop;
