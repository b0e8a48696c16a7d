//! Have tables the rows that they must have?

use std::time::Duration;

use config::{Promises, RowsPromise};
use database::{Error, ErrorClass, Session};
use postgres_terms::QualifiedName;
use situation::verification::{MISSING_OBJECT, TOO_FEW_ROWS};

use crate::{
    checked::{Checked, advised, finding, reason},
    inventory::Inventory,
    look::look,
};

/// Counts no further than it must.
pub(crate) async fn check(session: &Session, promises: &Promises, inventory: &Inventory<'_>) -> Checked {
    let mut checked = Checked { count: promises.rows.len(), ..Checked::new("row counts") };
    for promised in &promises.rows {
        let RowsPromise { table: name, minimum } = &promised.value;
        let Some(table) = inventory.table(name) else {
            let message = format!("table `{name}`, which must have {minimum} rows, is not there");
            checked.findings.push(finding(&MISSING_OBJECT, name, message));
            continue;
        };
        let table = QualifiedName { schema: table.identity.schema.clone(), name: table.identity.name.clone() };
        match count(session, promises.statement_timeout, &table, *minimum).await {
            Ok(rows) if rows >= i64::from(*minimum) => {}
            Ok(rows) => {
                let message = format!("table `{name}` has {rows} rows, and must have at least {minimum}");
                let found = finding(&TOO_FEW_ROWS, name, message);
                checked
                    .findings
                    .push(advised(found, "Find out who deleted them, or whether a seed or a data migration did not run."));
            }
            Err(error) => checked.incomplete.push(format!("the rows of `{name}` could not be counted: {}", told(&error))),
        }
    }
    checked
}

async fn count(session: &Session, limit: Duration, table: &QualifiedName, minimum: u32) -> Result<i64, Error> {
    look(session, limit, async |client| {
        let query = format!("SELECT pg_catalog.count(*) FROM (SELECT FROM {} LIMIT {minimum}) AS counted", table.quote());
        client.query_typed(&query, &[]).await?.first().map_or(Ok(0), |row| row.try_get(0))
    })
    .await
}

fn told(error: &Error) -> String {
    let hint = match error.class() {
        ErrorClass::Permission => "; grant the role SELECT on it, and BYPASSRLS where row security hides rows",
        ErrorClass::Timeout => "; raise `statement-timeout` in `[verify]`",
        _ => "",
    };
    format!("{}{hint}", reason(error))
}
