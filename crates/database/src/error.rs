//! The server's errors, and failures to reach it, in our own words.

use postgres_terms::SqlState;
use thiserror::Error;

use crate::{ErrorClass, pooler::Sign};

/// Bytes of one text of the server that are kept.
const TEXT_BYTES: usize = 4_096;

/// What the server said when a statement failed. Every text is shortened to a few kilobytes: a script can raise one of any length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerError {
    /// The five-character code.
    pub sqlstate: SqlState,
    /// The primary message. Untrusted.
    pub message: String,
    /// `DETAIL`: may quote values of rows, so it must not be published for a database that holds real data.
    pub detail: Option<String>,
    /// `HINT`.
    pub hint: Option<String>,
    /// `CONTEXT`: the functions and statements that were running inside.
    pub context: Option<String>,
    /// Where in the text that was sent, in characters from 1; `None` when the server did not say or meant a text inside a function.
    pub position: Option<u32>,
    /// What it is about.
    pub object: ErrorObject,
}

/// The object that an error is about, as far as the server names it. Names only, never values.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ErrorObject {
    /// The schema of the table or type.
    pub schema: Option<String>,
    /// The table.
    pub table: Option<String>,
    /// The column.
    pub column: Option<String>,
    /// The constraint, or the unique index.
    pub constraint: Option<String>,
}

/// A failed conversation with a server.
#[derive(Debug, Error)]
pub enum Error {
    /// The server answered with an error.
    #[error("{}: {}", .0.sqlstate, .0.message)]
    Server(Box<ServerError>),
    /// The server was reached and refused the connection.
    #[error("cannot connect to {place}: {} (SQLSTATE {})", .refusal.message, .refusal.sqlstate)]
    Refused {
        /// The server, without a secret.
        place: String,
        /// What it said.
        refusal: Box<ServerError>,
    },
    /// The server could not be reached, or we do not trust it.
    #[error("cannot connect to {place}: {reason}")]
    Connect {
        /// The server, without a secret.
        place: String,
        /// Why, without a secret.
        reason: String,
        /// At which step.
        step: ConnectStep,
    },
    /// A pooler stands in between that lends a session for a transaction only.
    #[error("{place} is behind a connection pooler: {sign}")]
    Pooled {
        /// The server, without a secret.
        place: String,
        /// How it showed itself.
        sign: Sign,
    },
    /// The connection is gone.
    #[error("the connection to the server was lost: {0}")]
    Lost(String),
    /// Our own certificate cannot be used.
    #[error("cannot use `{file}` as our certificate: {reason}")]
    Certificate {
        /// The file with the certificate or with its key.
        file: String,
        /// Why.
        reason: String,
    },
    /// A file with trusted roots cannot be used.
    #[error("cannot use the roots in `{file}`: {reason}")]
    Roots {
        /// The file, or `the system's store`.
        file: String,
        /// Why.
        reason: String,
    },
}

/// Where on the way to a session we stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConnectStep {
    /// Its name is not known, nobody listens, or it does not answer in time.
    Reaching,
    /// The server does not encrypt.
    NotOffered,
    /// Its certificate is not good, or it does not like ours.
    Encrypting,
    /// It asks for a proof that we cannot or do not want to give.
    Authenticating,
}

impl Error {
    /// What the server said, when it was the server.
    pub fn server(&self) -> Option<&ServerError> {
        match self {
            Error::Server(error) | Error::Refused { refusal: error, .. } => Some(error),
            _ => None,
        }
    }

    /// What sort of failure it is.
    pub fn class(&self) -> ErrorClass {
        match self {
            Error::Server(error) | Error::Refused { refusal: error, .. } => error.class(),
            Error::Connect { step: ConnectStep::Reaching, .. } | Error::Pooled { .. } | Error::Lost(_) => {
                ErrorClass::Connectivity
            }
            Error::Connect { .. } | Error::Certificate { .. } | Error::Roots { .. } => ErrorClass::Authentication,
        }
    }

    /// A failed attempt to connect, from the driver's error.
    pub(crate) fn connecting(place: String, error: &tokio_postgres::Error) -> Error {
        if let Some(refusal) = error.as_db_error() {
            return Error::Refused { place, refusal: Box::new(refusal.into()) };
        }
        let reason = reason(error);
        // The driver does not tell these apart but by the first words of its message.
        let step = match reason.split(':').next().unwrap_or_default() {
            "error performing TLS handshake" if reason.contains("does not support TLS") => ConnectStep::NotOffered,
            "error performing TLS handshake" => ConnectStep::Encrypting,
            "authentication error" | "invalid configuration" => ConnectStep::Authenticating,
            _ => ConnectStep::Reaching,
        };
        Error::Connect { place, reason, step }
    }
}

impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        match error.as_db_error() {
            Some(server) => Error::Server(Box::new(server.into())),
            None => Error::Lost(reason(&error)),
        }
    }
}

impl From<&tokio_postgres::error::DbError> for ServerError {
    fn from(error: &tokio_postgres::error::DbError) -> Self {
        use tokio_postgres::error::ErrorPosition;
        ServerError {
            sqlstate: SqlState::new(error.code().code()),
            message: shortened(error.message()),
            detail: error.detail().map(shortened),
            hint: error.hint().map(shortened),
            context: error.where_().map(shortened),
            position: match error.position() {
                Some(ErrorPosition::Original(position)) => Some(*position),
                _ => None,
            },
            object: ErrorObject {
                schema: error.schema().map(shortened),
                table: error.table().map(shortened),
                column: error.column().map(shortened),
                constraint: error.constraint().map(shortened),
            },
        }
    }
}

/// A copy of no more than we keep. Cutting a whole copy would keep its memory.
pub(crate) fn shortened(text: &str) -> String {
    let kept = &text[..text.floor_char_boundary(TEXT_BYTES)];
    if kept.len() < text.len() { format!("{kept} ... ({} bytes in all)", text.len()) } else { kept.to_owned() }
}

/// The driver's error with its causes; its own `Display` keeps them to itself.
pub(crate) fn reason(error: &tokio_postgres::Error) -> String {
    if let Some(server) = error.as_db_error() {
        return format!("{} (SQLSTATE {})", shortened(server.message()), server.code().code());
    }
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_end_is_cut_between_characters() {
        assert_eq!(shortened("größer"), "größer");
        let cut = shortened(&"ö".repeat(1_000_000));
        assert!(cut.len() < 5_000 && cut.capacity() < 10_000 && cut.ends_with("ö ... (2000000 bytes in all)"), "{}", cut.len());
    }
}
