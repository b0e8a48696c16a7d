//! The history table's rows, written as Prisma writes them.

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
#[derive(Debug, Clone)]
pub(crate) struct RowId(String);

impl RowId {
    pub(crate) fn new() -> Self {
        RowId(Uuid::new_v4().to_string())
    }
}

impl History {
    pub(crate) fn new(table: &QualifiedName) -> Self {
        History { table: table.quote() }
    }

    pub(crate) async fn create(&self, session: &Session) -> Result<(), Error> {
        Ok(session.client().batch_execute(&self.query(include_str!("../queries/create_history.sql"))).await?)
    }

    /// Records inside the script's own transaction. `false`: another transaction is open by now.
    pub(crate) async fn record_applied(
        &self,
        session: &Session,
        id: &RowId,
        migration: &Migration,
        transaction: &str,
    ) -> Result<bool, Error> {
        let values: [&(dyn ToSql + Sync); 4] = [&id.0, &migration.checksum.to_string(), &migration.name.as_str(), &transaction];
        Ok(self.execute(session, include_str!("../queries/record_applied.sql"), &values).await? == 1)
    }

    pub(crate) async fn record_started(&self, session: &Session, id: &RowId, migration: &Migration) -> Result<(), Error> {
        let values: [&(dyn ToSql + Sync); 3] = [&id.0, &migration.checksum.to_string(), &migration.name.as_str()];
        self.execute(session, include_str!("../queries/record_started.sql"), &values).await.map(drop)
    }

    /// `false`: the row is not there any more.
    pub(crate) async fn record_finished(&self, session: &Session, id: &RowId) -> Result<bool, Error> {
        Ok(self.execute(session, include_str!("../queries/record_finished.sql"), &[&id.0]).await? == 1)
    }

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

    pub(crate) async fn record_logs(&self, session: &Session, id: &RowId, logs: &str) -> Result<(), Error> {
        self.execute(session, include_str!("../queries/record_logs.sql"), &[&id.0, &logs]).await.map(drop)
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
