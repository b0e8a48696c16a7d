//! Which file each table is in.

use std::collections::BTreeMap;

use tokio_postgres::Row;

pub(crate) const QUERY: &str = include_str!("../queries/relation_files.sql");

/// The number of the file of each table and materialized view, by schema and name. `TRUNCATE`, a rewriting `ALTER TABLE`, `VACUUM FULL`,
/// `CLUSTER` and `REFRESH MATERIALIZED VIEW` give a relation another one; ordinary writes do not.
pub type RelationFiles = BTreeMap<(String, String), u32>;

pub(crate) fn row(row: &Row) -> Result<((String, String), u32), tokio_postgres::Error> {
    Ok(((row.try_get("schema")?, row.try_get("name")?), row.try_get("file")?))
}
