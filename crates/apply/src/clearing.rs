//! How does a session get rid of what a script left in it?
//!
//! `DISCARD ALL` would do it, and would free the deploy lock with everything else; so the same is done by parts, and advisory locks
//! are freed one by one, ours excepted.

use database::{Error, Session};
use tokio_postgres::{SimpleQueryMessage, types::Type};

use crate::failure::server_error;

/// All that `DISCARD ALL` does, but for advisory locks.
const CLEAR: &str = "CLOSE ALL; SET SESSION AUTHORIZATION DEFAULT; RESET ROLE; RESET ALL; DEALLOCATE ALL; UNLISTEN *; \
                     DISCARD PLANS; DISCARD TEMP; DISCARD SEQUENCES";
/// How often a lock may have been taken that is freed: each taking needs a freeing of its own.
const MOST_TAKINGS: usize = 1_000;

/// The same within a transaction; advisory locks stay.
pub(crate) async fn clear_inside(session: &Session) -> Result<(), Error> {
    session.client().batch_execute(CLEAR).await?;
    session.restore().await
}

/// Clears the session, which must not be in a transaction. `keys` are the advisory locks that stay.
pub(crate) async fn clear(session: &Session, keys: &[i64]) -> Result<(), Error> {
    if keys.is_empty() {
        return Ok(session.client().batch_execute("DISCARD ALL").await?);
    }
    session.client().batch_execute(CLEAR).await?;
    session.restore().await?;
    for _ in 0..MOST_TAKINGS {
        let query = include_str!("../queries/free_foreign_locks.sql");
        if session.client().query_typed(query, &[(&keys, Type::INT8_ARRAY)]).await?.is_empty() {
            return Ok(());
        }
    }
    Ok(())
}

/// Whether a transaction is open, failed or not: outside of one a query is its own transaction, and both began at the same moment.
pub(crate) async fn is_in_transaction(session: &Session) -> Result<bool, Error> {
    let query = "SELECT pg_catalog.transaction_timestamp() OPERATOR(pg_catalog.<>) pg_catalog.statement_timestamp()";
    match session.client().simple_query(query).await {
        Ok(answer) => Ok(answer.iter().any(|message| matches!(message, SimpleQueryMessage::Row(row) if row.get(0) == Some("t")))),
        // Nothing else can fail but a query in a failed transaction.
        Err(error) => server_error(error.into()).map(|_| true),
    }
}
