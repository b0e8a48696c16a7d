//! Does what we read agree with what Postgres reads?
//!
//! The oracle is libpg_query: Postgres 18's own scanner and grammar as a library. This package finds the texts to compare on
//! and says in our words what the oracle answers; its tests compare. Users' programs never contain any of it.

mod oracle;
mod texts;

pub use oracle::{parse, scan, split};
pub use texts::{Text, statement_forms, texts};
