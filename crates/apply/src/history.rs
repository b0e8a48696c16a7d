//! The history table's rows, written as Prisma writes them.

use std::time::SystemTime;

use database::{Error, Session};
use migrations::Migration;
use postgres_terms::QualifiedName;
use tokio_postgres::types::{ToSql, Type};
use uuid::Uuid;

/// The history table of one schema.
#[derive(Debug, Clone)]
pub(crate) struct History {
    table: String,
}

/// The identity of a row, chosen before it is written so that it can be found again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RowId(pub(crate) String);

/// What became of a row of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) is_finished: bool,
    pub(crate) steps: i32,
}

/// Makes the history table, as Prisma does.
pub async fn create_history(session: &Session, table: &QualifiedName) -> Result<(), Error> {
    History::new(table).create(session).await
}

impl RowId {
    pub(crate) fn new() -> Self {
        RowId(Uuid::new_v4().to_string())
    }
}

impl History {
    pub(crate) fn new(table: &QualifiedName) -> Self {
        History { table: table.quote() }
    }

    /// The table's name for use in SQL.
    pub(crate) fn table(&self) -> &str {
        &self.table
    }

    pub(crate) async fn create(&self, session: &Session) -> Result<(), Error> {
        Ok(session.client().batch_execute(&self.query(include_str!("../queries/create_history.sql"))).await?)
    }

    /// Whether the migration has a row that counts, and then whether it is finished.
    pub(crate) async fn live_row(&self, session: &Session, migration: &Migration) -> Result<Option<bool>, Error> {
        let query = self.query(include_str!("../queries/live_row.sql"));
        let rows = session.client().query_typed(&query, &[(&migration.name.as_str(), Type::TEXT)]).await?;
        Ok(rows.first().map(|row| row.try_get("finished")).transpose()?)
    }

    /// Looks for a row of ours.
    pub(crate) async fn find(&self, session: &Session, id: &RowId) -> Result<Option<Found>, Error> {
        let query = self.query(include_str!("../queries/row_of_id.sql"));
        let rows = session.client().query_typed(&query, &[(&id.0, Type::TEXT)]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        Ok(Some(Found { is_finished: row.try_get("finished")?, steps: row.try_get("steps")? }))
    }

    /// The server's time at which one of several scripts begins, and whether its migration has a row that counts, and then whether it is finished.
    pub(crate) async fn begin_part(&self, session: &Session, migration: &Migration) -> Result<(SystemTime, Option<bool>), Error> {
        let query = self.query(include_str!("../queries/part_began.sql"));
        let rows = session.client().query_typed(&query, &[(&migration.name.as_str(), Type::TEXT)]).await?;
        let row = rows.first().ok_or_else(|| Error::Lost("the server does not tell the time".to_owned()))?;
        Ok((row.try_get("now")?, row.try_get("finished")?))
    }

    /// Records inside the script's own transaction, which began then if nothing else is said. `false`: another transaction is open by now.
    pub(crate) async fn record_applied(
        &self,
        session: &Session,
        id: &RowId,
        migration: &Migration,
        transaction: &str,
        started: Option<SystemTime>,
    ) -> Result<bool, Error> {
        let query = self.query(include_str!("../queries/record_applied.sql"));
        let (checksum, name) = (migration.checksum.to_string(), migration.name.as_str());
        let texts: [&(dyn ToSql + Sync); 4] = [&id.0, &checksum, &name, &transaction];
        let mut values: Vec<(&(dyn ToSql + Sync), Type)> = texts.into_iter().map(|text| (text, Type::TEXT)).collect();
        values.push((&started, Type::TIMESTAMPTZ));
        Ok(session.client().execute_typed(&query, &values).await? == 1)
    }

    pub(crate) async fn record_started(
        &self,
        session: &Session,
        id: &RowId,
        migration: &Migration,
        says: Option<&str>,
    ) -> Result<(), Error> {
        let values: [&(dyn ToSql + Sync); 4] = [&id.0, &migration.checksum.to_string(), &migration.name.as_str(), &says];
        self.execute(session, include_str!("../queries/record_started.sql"), &values).await.map(drop)
    }

    /// `false`: the row does not say any more what it said.
    pub(crate) async fn record_resumed(
        &self,
        session: &Session,
        id: &RowId,
        migration: &Migration,
        steps: usize,
        says: &str,
    ) -> Result<bool, Error> {
        let values: [&(dyn ToSql + Sync); 4] = [&id.0, &migration.checksum.to_string(), &steps.to_string(), &says];
        Ok(self.execute(session, include_str!("../queries/record_resumed.sql"), &values).await? == 1)
    }

    /// `false`: the row is not there any more.
    pub(crate) async fn record_progress(&self, session: &Session, id: &RowId, steps: usize) -> Result<bool, Error> {
        let values: [&(dyn ToSql + Sync); 2] = [&id.0, &steps.to_string()];
        Ok(self.execute(session, include_str!("../queries/record_progress.sql"), &values).await? == 1)
    }

    /// `false`: the row is not there any more.
    pub(crate) async fn record_finished(&self, session: &Session, id: &RowId) -> Result<bool, Error> {
        Ok(self.execute(session, include_str!("../queries/record_finished.sql"), &[&id.0]).await? == 1)
    }

    /// A row that stands in the way until a person settles it.
    pub(crate) async fn record_failed(
        &self,
        session: &Session,
        id: &RowId,
        migration: &Migration,
        logs: &str,
    ) -> Result<(), Error> {
        let values: [&(dyn ToSql + Sync); 4] = [&id.0, &migration.checksum.to_string(), &migration.name.as_str(), &logs];
        self.execute(session, include_str!("../queries/record_failed.sql"), &values).await.map(drop)
    }

    /// A row that only remembers.
    pub(crate) async fn record_rolled_back(
        &self,
        session: &Session,
        id: &RowId,
        migration: &Migration,
        logs: &str,
    ) -> Result<(), Error> {
        let values: [&(dyn ToSql + Sync); 4] = [&id.0, &migration.checksum.to_string(), &migration.name.as_str(), &logs];
        self.execute(session, include_str!("../queries/record_rolled_back.sql"), &values).await.map(drop)
    }

    pub(crate) async fn record_logs(&self, session: &Session, id: &RowId, logs: &str) -> Result<(), Error> {
        self.execute(session, include_str!("../queries/record_logs.sql"), &[&id.0, &logs]).await.map(drop)
    }

    pub(crate) async fn record_undone(&self, session: &Session, id: &RowId, logs: &str) -> Result<(), Error> {
        self.execute(session, include_str!("../queries/record_undone.sql"), &[&id.0, &logs]).await.map(drop)
    }

    fn query(&self, text: &str) -> String {
        text.replace("{history}", &self.table)
    }

    /// Runs a query whose parameters are all text, without leaving a prepared statement in the session.
    async fn execute(&self, session: &Session, text: &str, values: &[&(dyn ToSql + Sync)]) -> Result<u64, Error> {
        let typed: Vec<_> = values.iter().map(|value| (*value, Type::TEXT)).collect();
        Ok(session.client().execute_typed(&self.query(text), &typed).await?)
    }
}
