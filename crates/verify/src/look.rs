//! One look at a database: a transaction that reads only, has a time limit, and is always left.

use std::time::Duration;

use database::{Error, Session};
use tokio_postgres::{Client, types::Type};

/// Nothing here needs to find names; what we ask for is written with its schema.
const BEGIN: &str =
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL search_path = pg_catalog; SET LOCAL row_security = off";
/// How much longer than the server we wait for its word that the time is over.
const GRACE: Duration = Duration::from_secs(5);

/// Looks. Row security is off for the transaction: where it would hide rows, the server says so instead.
pub(crate) async fn look<T>(
    session: &Session,
    limit: Duration,
    work: impl AsyncFnOnce(&Client) -> Result<T, tokio_postgres::Error>,
) -> Result<T, Error> {
    let client = session.client();
    let looking = async {
        client.batch_execute(BEGIN).await?;
        set_local(client, "statement_timeout", &limit.as_millis().to_string()).await?;
        work(client).await
    };
    let looked = within(limit.saturating_mul(2) + GRACE, looking).await;
    let left = within(GRACE, client.batch_execute("ROLLBACK")).await;
    let value = looked?;
    left.map(|()| value)
}

/// Gives a setting a value until the transaction ends.
pub(crate) async fn set_local(client: &Client, name: &str, value: &str) -> Result<(), tokio_postgres::Error> {
    let parameters: [(&(dyn tokio_postgres::types::ToSql + Sync), Type); 2] = [(&name, Type::TEXT), (&value, Type::TEXT)];
    client.query_typed("SELECT pg_catalog.set_config($1, $2, true)", &parameters).await.map(drop)
}

/// The same, with an end to our patience.
pub(crate) async fn within<T>(limit: Duration, work: impl Future<Output = Result<T, tokio_postgres::Error>>) -> Result<T, Error> {
    match tokio::time::timeout(limit, work).await {
        Ok(done) => done.map_err(Error::from),
        Err(_) => Err(Error::Lost(format!("no answer within {} s", limit.as_secs()))),
    }
}
