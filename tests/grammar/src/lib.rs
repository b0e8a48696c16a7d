//! Does what we read agree with what Postgres reads?
//!
//! The oracle is libpg_query: Postgres 18's own scanner and grammar as a library. This package says in our words what the
//! oracle answers; its tests compare, on all SQL of the repository and on mutations of it. Users' programs never contain any
//! of it.

mod facts;
mod names;
mod oracle;
mod tree;

pub use facts::facts_of_statement;
pub use oracle::{parse, scan, split};
pub use tree::facts_of_tree;
