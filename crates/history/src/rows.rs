//! Reads the rows, once and in one answer.

use database::Session;
use postgres_terms::QualifiedName;
use tokio_postgres::Row;

use crate::{Error, Record, about};

/// All rows of a history table, oldest first: as Prisma orders them, ties by name. Leaves nothing behind in the session, and may
/// be called inside a transaction.
pub async fn read(session: &Session, table: &QualifiedName) -> Result<Vec<Record>, Error> {
    let query = include_str!("../queries/rows.sql").replace("{history}", &table.quote());
    let rows = session.client().query_typed(&query, &[]).await.map_err(about(format!("the history `{table}`")))?;
    rows.iter().map(record).collect::<Result<_, _>>().map_err(about(format!("a row of the history `{table}`")))
}

fn record(row: &Row) -> Result<Record, tokio_postgres::Error> {
    Ok(Record {
        id: row.try_get("id")?,
        checksum: row.try_get("checksum")?,
        name: row.try_get("name")?,
        started_at: row.try_get("started_at")?,
        finished_at: row.try_get("finished_at")?,
        rolled_back_at: row.try_get("rolled_back_at")?,
        logs: row.try_get("logs")?,
        applied_steps: row.try_get("steps")?,
    })
}
