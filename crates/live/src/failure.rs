//! What stands in the way, and what is to be done about it.

use cli::{Exit, Failure};
use database::{ConnectStep, ConnectionStringError, Error, ErrorClass, pooler};

use crate::{Address, Source};

/// A connection string that cannot be used: wrong input.
pub(crate) fn connection_string_failure(error: &ConnectionStringError, source: &Source) -> Failure {
    Failure::usage(format!("the connection string in {source} cannot be used: {error}"))
        .hint("Correct the value, percent-encoding what is special in user and password; it is not shown here.")
}

/// A session that could not be opened.
pub fn connection_failure(error: &Error, address: &Address) -> Failure {
    if let Error::Pooled { sign, .. } = error {
        return pooler_failure(sign, address);
    }
    let (message, source) = (format!("{} (from {})", public(error), address.source), &address.source);
    let hint = match (error, error.class()) {
        (Error::Certificate { .. }, _) => {
            "Give `sslcert` and `sslkey` files in PEM format, the key without a password.".to_owned()
        }
        (Error::Roots { .. }, _) => "Give `sslrootcert` a file of certificates in PEM format.".to_owned(),
        (Error::Connect { step: ConnectStep::NotOffered, .. }, _) => {
            format!(
                "Turn TLS on at the server; where nobody else can listen on the way, `sslmode=disable` in {source} does without."
            )
        }
        (Error::Connect { step: ConnectStep::Encrypting, .. }, _) => {
            "Give `sslrootcert` the provider's root certificate, or connect to the host that the certificate names.".to_owned()
        }
        (Error::Refused { refusal, .. }, _) if refusal.sqlstate.as_str() == "3D000" => {
            format!("Correct the database's name in {source}, or create the database.")
        }
        (_, ErrorClass::Authentication) => format!("Check user and password in {source}, and the server's pg_hba.conf."),
        (_, ErrorClass::Resources) => "Wait until connections are free, or raise the limit of the role or the server.".to_owned(),
        (_, ErrorClass::Shutdown) => "Wait until the server is up, and run this again.".to_owned(),
        (_, ErrorClass::Connectivity) => {
            format!("Check host and port in {source}, and that this machine may reach the database.")
        }
        _ => format!("Check {source}, and run this again."),
    };
    Failure::ending(Exit::Inconclusive, message).hint(hint)
}

/// A question that a server did not answer.
pub fn query_failure(error: &Error, address: &Address) -> Failure {
    let hint = match error.class() {
        ErrorClass::Permission => format!("Grant the right to `{}`, or connect as a role that has it.", address.connection.user),
        ErrorClass::Lock | ErrorClass::Timeout => "Look who holds the lock with `lock status`, and run this again.".to_owned(),
        _ => "Run this again when the database can be reached.".to_owned(),
    };
    Failure::ending(Exit::Inconclusive, format!("{}: {}", address.connection, public(error))).hint(hint)
}

/// A pooler in between: wrong input, because a direct address is what we need.
pub(crate) fn pooler_failure(sign: &pooler::Sign, address: &Address) -> Failure {
    let connection = &address.connection;
    let also = pooler::hint_of(connection.place()).map_or(String::new(), |hint| format!("; {hint}"));
    let message = format!("{connection} is behind a connection pooler: {sign}{also} (from {})", address.source);
    Failure::usage(message).hint(match &address.source {
        Source::Flag => "Give the direct connection string of the database: behind a pooler a lock protects nothing.".to_owned(),
        Source::Variable(name) => format!(
            "Set the variable of `direct-url` to the direct connection string and leave the pooler's to the application (`{name}`): behind a pooler a lock protects nothing."
        ),
    })
}

/// The error without values of rows.
fn public(error: &Error) -> String {
    match error {
        Error::Server(server) => format!("{} (SQLSTATE {})", server.public_message(), server.sqlstate),
        other => other.to_string(),
    }
}
