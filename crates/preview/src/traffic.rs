//! How big is what a deploy touches, and who is at work on it?
//!
//! Each look is a read-only transaction of its own. Nothing here takes more than ACCESS SHARE, or a number of a transaction.

use std::{collections::BTreeSet, time::Duration};

use cli::Failure;
use database::{
    Session,
    activity::{Doing, age},
};
use live::Address;
use postgres_terms::LockMode;
use tokio_postgres::{
    Row,
    types::{ToSql, Type},
};

/// A transaction that is older than this is told of.
const LONG: Duration = Duration::from_secs(5);

/// A relation's schema and name, as stored.
pub(crate) type RelationName = (String, String);

/// One table that a deploy touches.
#[derive(Debug, Clone)]
pub(crate) struct TableFacts {
    pub(crate) name: RelationName,
    /// By the planner's statistics; `None` when nobody ever counted.
    pub(crate) rows: Option<u64>,
    /// With indexes and TOAST.
    pub(crate) bytes: Option<u64>,
    pub(crate) indexes: Vec<String>,
    pub(crate) invalid_indexes: Vec<String>,
    /// Constraints that are not validated.
    pub(crate) unvalidated: Vec<String>,
}

/// A session that a deploy may have to wait for.
#[derive(Debug, Clone)]
pub(crate) struct Busy {
    pub(crate) pid: i32,
    pub(crate) application: Option<String>,
    pub(crate) role: Option<String>,
    pub(crate) state: Option<String>,
    /// How long its transaction has been open.
    pub(crate) age: Option<Duration>,
    /// The command of its statement, by name.
    pub(crate) query_class: Option<String>,
    /// What it holds on the tables that the deploy touches.
    pub(crate) locks: Vec<(RelationName, LockMode)>,
    /// Whether it waits for a lock itself.
    pub(crate) is_waiting: bool,
}

/// What goes on in a database.
#[derive(Debug, Default)]
pub(crate) struct Traffic {
    pub(crate) tables: Vec<TableFacts>,
    pub(crate) busy: Vec<Busy>,
    /// Sessions of which this role may not see what they do.
    pub(crate) hidden: i64,
}

impl Traffic {
    /// Looks at these tables and at the sessions that matter for them.
    pub(crate) async fn look(session: &Session, touched: &BTreeSet<RelationName>, address: &Address) -> Result<Traffic, Failure> {
        let schemas: Vec<&str> = touched.iter().map(|(schema, _)| schema.as_str()).collect();
        let names: Vec<&str> = touched.iter().map(|(_, name)| name.as_str()).collect();
        let seconds = LONG.as_secs().to_string();
        let both: [(&(dyn ToSql + Sync), Type); 2] = [(&schemas, Type::TEXT_ARRAY), (&names, Type::TEXT_ARRAY)];
        let and_long: [(&(dyn ToSql + Sync), Type); 3] =
            [(&schemas, Type::TEXT_ARRAY), (&names, Type::TEXT_ARRAY), (&seconds, Type::TEXT)];
        let failed = |error: database::Error| live::query_failure(&error, address);
        let tables = session.look(include_str!("../queries/tables.sql"), &both).await.map_err(failed)?;
        let sessions = session.look(include_str!("../queries/sessions.sql"), &and_long).await.map_err(failed)?;
        let hidden = session.look(include_str!("../queries/hidden_sessions.sql"), &[]).await.map_err(failed)?;
        let read = || {
            Ok::<_, tokio_postgres::Error>(Traffic {
                tables: tables.iter().map(table).collect::<Result<_, _>>()?,
                busy: sessions.iter().map(busy).collect::<Result<_, _>>()?,
                hidden: hidden.first().map_or(Ok(0), |row| row.try_get("hidden"))?,
            })
        };
        read().map_err(|error| failed(error.into()))
    }

    /// What is known of a table.
    pub(crate) fn table(&self, name: &RelationName) -> Option<&TableFacts> {
        self.tables.iter().find(|table| table.name == *name)
    }
}

/// The role as which migrations run here, as far as the database tells.
pub(crate) async fn owner(session: &Session, place: &history::Place, address: &Address) -> Result<String, Failure> {
    let (schema, table) = (place.schema.as_str(), history::TABLE);
    let parameters: [(&(dyn ToSql + Sync), Type); 2] = [(&schema, Type::TEXT), (&table, Type::TEXT)];
    let failed = |error: database::Error| live::query_failure(&error, address);
    let rows = session.look(include_str!("../queries/owner.sql"), &parameters).await.map_err(failed)?;
    let owner = rows.first().map_or_else(|| Ok(place.role.clone()), |row| row.try_get("owner"));
    owner.map_err(|error| failed(error.into()))
}

fn table(row: &Row) -> Result<TableFacts, tokio_postgres::Error> {
    let count = |number: Option<i64>| number.and_then(|number| u64::try_from(number).ok());
    Ok(TableFacts {
        name: (row.try_get("schema")?, row.try_get("name")?),
        rows: count(row.try_get("rows")?),
        bytes: count(row.try_get("bytes")?),
        indexes: row.try_get("indexes")?,
        invalid_indexes: row.try_get("invalid_indexes")?,
        unvalidated: row.try_get("unvalidated")?,
    })
}

fn busy(row: &Row) -> Result<Busy, tokio_postgres::Error> {
    let Doing { state, query_class } = Doing::read(row)?;
    let locks: Vec<String> = row.try_get("locks")?;
    let lock = |text: &String| {
        let mut parts = text.splitn(3, '\u{1f}').map(str::to_owned);
        Some(((parts.next()?, parts.next()?), parts.next()?.parse().ok()?))
    };
    Ok(Busy {
        pid: row.try_get("pid")?,
        application: row.try_get("application")?,
        role: row.try_get("role")?,
        state,
        age: age(row, "seconds")?,
        query_class,
        locks: locks.iter().filter_map(lock).collect(),
        is_waiting: row.try_get("is_waiting")?,
    })
}
