//! How do I reach a Postgres safely?
//!
//! Connection strings (secrets), TLS, sessions that collect the server's notices, and the server's errors in our own
//! words. Nothing in here prints a password: not in `Debug`, not in `Display`, not in an error.

mod connection_string;
mod error;
mod session;
mod tls;

pub use connection_string::{ConnectionString, ConnectionStringError, SslMode};
pub use error::{Error, ServerError};
pub use session::{Notice, NoticeLevel, Overflow, Session, SessionOptions};
