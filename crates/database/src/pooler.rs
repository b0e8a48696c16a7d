//! Is a pooler between us and the server, and does it matter?
//!
//! A pooler in transaction mode lends each transaction whatever server session is free. A session's lock then protects nothing: two
//! deployers were given the same session, and both held it. One in session mode lends a session for as long as we are connected, and
//! that will do. The startup message tells whether there is a pooler: a session that somebody else opened does not have
//! the nonce that ours carries, and some refuse the message. Then a second connection tells of which sort it is.

use std::time::Duration;

use thiserror::Error as ThisError;

use crate::{ConnectionString, Error, Place, ServerError, Session};

/// Port of the transaction mode of Supabase's pooler, and the one that pgbouncer listens on by itself.
const POOLER_PORTS: [u16; 2] = [6543, 6432];

/// How often our own session is asked which process serves it.
const LOOKS: usize = 4;
/// How long a second connection may wait for a session.
const PATIENCE: Duration = Duration::from_secs(5);

/// How a pooler in transaction mode showed itself.
#[derive(Debug, Clone, PartialEq, Eq, ThisError)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum Sign {
    #[error("the connection string says `pgbouncer=true`")]
    Said,
    #[error("the connection was refused over its startup options, as poolers do: {0}")]
    Refusal(String),
    #[error("two of our connections were served by the same server process, {pid}")]
    SharedSession { pid: i32 },
    #[error("one transaction ran in server process {first} and the next in {second}")]
    ManySessions { first: i32, second: i32 },
}

/// The server's end of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The server process.
    pub pid: i32,
    /// When it began, by the server's clock, as the server writes it.
    pub backend_start: String,
    /// What the session was started with; `None`: nothing of ours.
    pub nonce: Option<String>,
}

impl Identity {
    /// Asks the server.
    pub async fn read(session: &Session) -> Result<Identity, Error> {
        let rows = session.client().query_typed(include_str!("../queries/identity.sql"), &[]).await?;
        let row = rows.first().ok_or_else(|| Error::Lost("the server does not say which process serves us".to_owned()))?;
        let backend_start: Option<String> = row.try_get("backend_start")?;
        Ok(Identity { pid: row.try_get("pid")?, backend_start: backend_start.unwrap_or_default(), nonce: row.try_get("nonce")? })
    }
}

/// Whether a session that somebody else opened is ours for as long as we are connected. `other` is a second connection to the same
/// address. Poolers take the session that was used last or the one that was used least: in the first case the other connection is
/// served by our process, in the second our own transactions are served by several.
pub(crate) async fn sign_of_lending(session: &Session, other: &Session) -> Result<Option<Sign>, Error> {
    let first = Identity::read(session).await?;
    let many = |now: &Identity| (*now != first).then_some(Sign::ManySessions { first: first.pid, second: now.pid });
    for _ in 0..LOOKS {
        if let Some(sign) = many(&Identity::read(session).await?) {
            return Ok(Some(sign));
        }
    }
    let held = async {
        other.client().batch_execute("BEGIN").await?;
        Identity::read(other).await
    };
    // Whoever has to wait for a session of its own does not share ours.
    let Ok(held) = tokio::time::timeout(PATIENCE, held).await else { return Ok(None) };
    let held = held?;
    if held.pid == first.pid {
        return Ok(Some(Sign::SharedSession { pid: first.pid }));
    }
    Ok(many(&Identity::read(session).await?))
}

/// What a connection string says by itself: `pgbouncer=true` is the user's own word.
pub fn sign_of(target: &ConnectionString) -> Option<Sign> {
    target.through_pooler.then_some(Sign::Said)
}

/// Whether the words with which a connection was refused are a pooler's: it does not know a startup option.
pub fn sign_of_refusal(error: &ServerError) -> Option<Sign> {
    let (code, message) = (error.sqlstate.as_str(), error.message.to_ascii_lowercase());
    let is_poolers = code == "08P01" && message.contains("startup parameter");
    is_poolers.then(|| Sign::Refusal(error.message.clone()))
}

/// What about an address makes a pooler likely. Enough for a piece of advice, never for a refusal.
pub fn hint_of(place: &Place) -> Option<String> {
    let (host, port) = (&place.host, place.port);
    if POOLER_PORTS.contains(&port) {
        return Some(format!("port {port} is usually a pooler's"));
    }
    let named = host.split('.').next().is_some_and(|first| first.ends_with("-pooler")) || host.contains(".pooler.");
    named.then(|| "the host's name is that of a pooler".to_owned())
}

#[cfg(test)]
mod tests {
    use postgres_terms::SqlState;

    use super::*;

    #[test]
    fn addresses_of_poolers_are_noticed() {
        let hint_of = |host: &str, port| hint_of(&Place { host: host.to_owned(), address: None, port });
        assert!(hint_of("db.example", 6543).is_some());
        assert!(hint_of("ep-cool-dew-123-pooler.eu.provider.example", 5432).is_some());
        assert!(hint_of("aws-0-eu.pooler.provider.example", 5432).is_some());
        assert_eq!(hint_of("carpooler.example", 5432), None);
        assert_eq!(hint_of("db.example", 5432), None);
    }

    #[test]
    fn a_pooler_is_known_by_how_it_refuses() {
        let refusal = |code: &str, message: &str| {
            sign_of_refusal(&ServerError {
                sqlstate: SqlState::new(code),
                message: message.to_owned(),
                detail: None,
                hint: None,
                context: None,
                position: None,
                object: crate::ErrorObject::default(),
            })
        };
        assert!(refusal("08P01", "unsupported startup parameter: options").is_some());
        assert!(refusal("08P01", "unsupported startup parameter in options: lock_timeout").is_some());
        assert!(refusal("28P01", "password authentication failed for user \"app\"").is_none());
        assert!(refusal("22023", "invalid value for parameter \"lock_timeout\": \"x\"").is_none());
    }
}
