//! What does a script really do? Run it on a server, statement by statement, and look: at the catalog before and after, at the locks that
//! it holds, at files that were replaced, at rows that were read and changed.
//!
//! Nothing here knows a rule or reads SQL; what to ask is in `tests/queries`. [`Bench`] is one server with a database that is made anew
//! whenever a script has left something in it.

mod bench;
mod facts;
mod measured;
mod session;

pub use bench::{Bench, Start};
pub use measured::{Measured, Seen, Touched};
