//! How do I reach a Postgres safely?
//!
//! Connection strings (secrets), TLS, sessions that collect the server's notices, the deploy lock, and the server's errors
//! in our own words. Nothing in here prints a password: not in `Debug`, not in `Display`, not in an error.

mod backoff;
mod connection_string;
pub mod deploy_lock;
mod error;
mod query_class;
mod session;
mod tls;

pub use backoff::Backoff;
pub use connection_string::{ConnectionString, ConnectionStringError, SslMode};
pub use deploy_lock::{DeployLock, Holder, LockError, LockKeys};
pub use error::{Error, ServerError};
pub use query_class::query_class;
pub use session::{Notice, NoticeLevel, Overflow, Session, SessionOptions};
