//! What else could a migration say? Texts that are nearly SQL, for tests that must hold for every text.
//!
//! All SQL of the repository, cut into tokens, put together otherwise. A text that made a test fail becomes a file in
//! `regressions` and is one of the texts from then on.

mod mutation;
mod texts;

pub use mutation::{mutated_script, mutated_statement};
pub use texts::{Text, statement_forms, texts};
