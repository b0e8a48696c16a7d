//! What do Postgres words mean?
//!
//! Names and their quoting, literals, server versions, lock modes, SQLSTATE codes. No I/O.

mod lock_mode;
mod name;
mod sqlstate;
mod version;

pub use lock_mode::{LockMode, UnknownLockMode};
pub use name::{Identifier, Literal, QualifiedName};
pub use sqlstate::{FailureClass, SqlState};
pub use version::{SUPPORTED_MAJORS, ServerVersion};
