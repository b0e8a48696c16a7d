//! How do I reach a Postgres safely?
//!
//! Connection strings (secrets), TLS, sessions that start with the right settings and collect the server's notices, the deploy lock,
//! poolers that stand in the way, and the server's errors in our own words. Nothing in here prints a password: not in `Debug`,
//! not in `Display`, not in an error.

pub mod activity;
mod backoff;
mod cancel;
mod class;
mod connecting;
mod connection_string;
pub mod deploy_lock;
mod error;
mod looking;
mod notices;
pub mod pooler;
mod recipe;
mod session;
mod tls;

pub use backoff::Backoff;
pub use cancel::Canceller;
pub use class::ErrorClass;
pub use connection_string::{
    ChannelBinding, ClientCertificate, ConnectionString, ConnectionStringError, Keepalives, Place, Remarks, SessionAttributes,
    SslMode, TlsSettings, TlsVersion,
};
pub use deploy_lock::{DeployLock, Holder, LockError, LockKeys};
pub use error::{ConnectStep, Error, ErrorObject, ServerError};
pub use notices::{Notice, NoticeLevel, Overflow};
pub use recipe::WorkLimits;
pub use session::{Session, SessionOptions};
