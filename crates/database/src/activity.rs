//! What does another session do, as far as our role may see it?

mod query_class;

use std::time::Duration;

use tokio_postgres::Row;

use query_class::query_class;

/// What `pg_stat_activity` shows of a session's work.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Doing {
    /// `active`, `idle in transaction`; `None` where our role may not see it.
    pub state: Option<String>,
    /// The command that it runs or ran last, by name only: its text may quote the values of rows. `None` where our role may not see it.
    pub query_class: Option<String>,
}

impl Doing {
    /// From the columns `state` and `query` (a text, its beginning will do).
    pub fn read(row: &Row) -> Result<Doing, tokio_postgres::Error> {
        let (state, query): (Option<String>, Option<String>) = (row.try_get("state")?, row.try_get("query")?);
        // Without the right to see the query the server writes a remark in its place, and no state.
        let query_class = query.filter(|_| state.is_some()).map(|query| query_class(&query));
        Ok(Doing { state, query_class })
    }
}

/// A column of seconds, as double precision, measured by the server's clock. `None` for null, and for an age below zero, which a clock that
/// was put back can show.
pub fn age(row: &Row, column: &str) -> Result<Option<Duration>, tokio_postgres::Error> {
    let seconds: Option<f64> = row.try_get(column)?;
    Ok(seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()))
}
