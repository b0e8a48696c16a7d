//! How is one question asked so that it can change nothing?

use futures_util::future::join3;
use tokio_postgres::{
    Row,
    types::{ToSql, Type},
};

use crate::{Error, Session};

impl Session {
    /// One query in a transaction of its own that may only read, all in one round trip. The session must not be in a transaction.
    pub async fn look(&self, query: &str, parameters: &[(&(dyn ToSql + Sync), Type)]) -> Result<Vec<Row>, Error> {
        let client = self.client();
        let (begun, rows, ended) = join3(
            client.batch_execute("BEGIN READ ONLY"),
            client.query_typed(query, parameters),
            client.batch_execute("ROLLBACK"),
        )
        .await;
        begun?;
        let rows = rows?;
        ended?;
        Ok(rows)
    }
}
