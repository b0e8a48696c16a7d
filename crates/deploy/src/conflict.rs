//! Which rows stand in the way of a migration that failed?
//!
//! The script tells what it wants of rows, except where it only says VALIDATE: then the constraint is in the catalog still, after the
//! rollback, and tells it.

use apply::Step;
use database::{Error, Session};
use incident::{Conflict, Existing, Violation};
use migrations::Migration;
use tokio_postgres::types::Type;

/// So that every name is printed with its schema.
const BEGIN: &str = "BEGIN READ ONLY; SET LOCAL search_path = pg_catalog";

/// What the catalog knows of the object of an error.
#[derive(Debug, Default)]
struct Known {
    table: bool,
    name: Option<String>,
    definition: Option<String>,
}

/// The rows, and the query that finds them; `None` when the step did not fail over rows.
pub(crate) async fn of(migration: &Migration, step: &Step, session: &Session) -> Option<Conflict> {
    let server = step.result.as_ref().err()?.server()?;
    let object = &server.object;
    let known = match (&object.schema, &object.table) {
        // Who cannot ask knows less, and says less.
        (Some(schema), Some(table)) => {
            look(session, [Some(schema), Some(table), object.constraint.as_ref(), object.column.as_ref()]).await.ok()
        }
        _ => None,
    };
    let existing = match &known {
        None => Existing::Unknown,
        Some(Known { definition: Some(definition), .. }) => Existing::As(definition),
        Some(_) => Existing::Absent,
    };
    let violation = Violation {
        sqlstate: server.sqlstate.as_str(),
        schema: object.schema.as_deref(),
        table: object.table.as_deref(),
        column: object.column.as_deref(),
        constraint: object.constraint.as_deref().or(known.as_ref().and_then(|known| known.name.as_deref())),
        detail: server.detail.as_deref(),
        script: &migration.script,
        existing,
    };
    let conflict = violation.conflict()?;
    // A table that the script made itself is gone with it.
    let is_there = known.as_ref().is_none_or(|known| known.table);
    Some(Conflict { query: conflict.query.filter(|_| is_there), ..conflict })
}

/// Asks for schema, table, constraint and column.
async fn look(session: &Session, names: [Option<&String>; 4]) -> Result<Known, Error> {
    let client = session.client();
    client.batch_execute(BEGIN).await?;
    let parameters = names.each_ref().map(|name| (name as &(dyn tokio_postgres::types::ToSql + Sync), Type::TEXT));
    let rows = client.query_typed(include_str!("../queries/constraint.sql"), &parameters).await;
    client.batch_execute("ROLLBACK").await?;
    let rows = rows?;
    let Some(row) = rows.first() else { return Ok(Known::default()) };
    Ok(Known { table: row.try_get("is_there")?, name: row.try_get("name")?, definition: row.try_get("definition")? })
}
