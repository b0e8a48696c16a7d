//! `status`: who holds the lock, and what else goes on in the database?

use std::collections::BTreeMap;

use cli::{Failure, Session};
use database::{
    Error, Holder, LockKeys,
    activity::{Doing, age},
    deploy_lock::{PRISMA_KEY, holders, listed},
};
use live::{Asked, Live, Purpose, query_failure};
use report::{Block, Cell, Column, Section, Table, Target};
use situation::Situation;
use tokio_postgres::Row;

use crate::{
    Args, BINARY,
    blocking::{Waiter, draw},
};

/// What is told of a target that could not be looked at.
pub(crate) async fn look(args: &Args, session: &Session, situation: &Situation) -> Result<Vec<Target>, Failure> {
    let url = args.url();
    if url.is_some() && situation.config.targets.len() > 1 {
        return Err(Failure::usage("--database-url is for one database").hint("Name its target with --target."));
    }
    let mut targets = Vec::new();
    for target in &situation.config.targets {
        let asked = Asked { target, url: url.as_ref(), variable: None };
        let told = match live::open(asked, Purpose::Read, BINARY, &session.environment).await {
            Ok(live) => look_at(&target.name, live).await,
            Err(failure) => Err(failure),
        };
        // One database that cannot be reached is no reason to say nothing of the others.
        targets.push(match told {
            Err(failure) if situation.config.targets.len() > 1 => Target {
                name: target.name.clone(),
                incomplete: vec![failure.sentence()],
                summary: Some("could not be looked at".to_owned()),
                ..Target::default()
            },
            told => told?,
        });
    }
    Ok(targets)
}

async fn look_at(name: &str, live: Live) -> Result<Target, Failure> {
    let failed = |error: Error| query_failure(&error, &live.address);
    let session = &live.session;
    let found = holders(session, LockKeys::GateAndPrisma).await.map_err(failed)?;
    let mut sections: Vec<Section> = holding(&found).into_iter().collect();
    sections.extend(blocking(session).await.map_err(failed)?);
    sections.push(connections(session).await.map_err(failed)?);
    let mut notes = live.warnings;
    match sizes(session).await {
        Ok(section) => sections.push(section),
        // Somebody locked a table between our look at locks and our look at sizes.
        Err(Error::Server(error)) => notes.push(format!("sizes of tables are not told: {}", error.public_message())),
        Err(error) => return Err(failed(error)),
    }
    notes.push(format!("{}, PostgreSQL {}", live.address.connection, live.server.version));
    let summary = match found.as_slice() {
        [] => "nobody holds the deploy lock".to_owned(),
        found => format!("the deploy lock is held by {}", listed(found)),
    };
    Ok(Target { name: name.to_owned(), sections, summary: Some(summary), notes, ..Target::default() })
}

const HOLDING: [Column; 8] = [
    Column::new("application", "application"),
    Column::new("pid", "pid"),
    Column::new("user", "user"),
    Column::new("client", "client"),
    Column::new("connected_seconds", "connected for"),
    Column::new("state", "state"),
    Column::new("query_class", "command"),
    Column::new("key", "key"),
];

fn holding(holders: &[Holder]) -> Option<Section> {
    let row = |holder: &Holder| {
        let name = |value: &Option<String>| value.clone().map_or(Cell::Nothing, Cell::Name);
        vec![
            name(&holder.application),
            Cell::Number(holder.pid.into()),
            name(&holder.user),
            name(&holder.client),
            Cell::from(holder.connected_for),
            Cell::from(holder.state.clone()),
            Cell::from(holder.query_class.clone()),
            Cell::from(if holder.key == PRISMA_KEY { "Prisma's" } else { "the gate's" }),
        ]
    };
    (!holders.is_empty()).then(|| table("Who holds the deploy lock", &HOLDING, holders.iter().map(row).collect()))
}

/// The chains of those who wait for each other; `None` when nobody does.
async fn blocking(session: &database::Session) -> Result<Option<Section>, Error> {
    let rows = session.look(include_str!("../queries/blocking.sql"), &[]).await?;
    let mut waiters: BTreeMap<i32, Waiter> = BTreeMap::new();
    for row in &rows {
        let blocker: Option<i32> = row.try_get("blocker")?;
        let waiter = waiter(row)?;
        waiters.entry(row.try_get("pid")?).or_insert(waiter).blockers.extend(blocker);
    }
    let lines = draw(&waiters);
    Ok((!lines.is_empty()).then(|| Section {
        title: "Who waits for whom".to_owned(),
        blocks: vec![Block::Code { language: "text", text: lines.join("\n") }],
        is_folded: false,
    }))
}

fn waiter(row: &Row) -> Result<Waiter, tokio_postgres::Error> {
    let Doing { state, query_class } = Doing::read(row)?;
    let (mode, object): (Option<String>, Option<String>) = (row.try_get("mode")?, row.try_get("object")?);
    Ok(Waiter {
        application: row.try_get("application")?,
        user: row.try_get("user")?,
        state,
        query_class,
        transaction: age(row, "seconds")?,
        wanted: mode.zip(object),
        ..Waiter::default()
    })
}

async fn connections(session: &database::Session) -> Result<Section, Error> {
    let columns = [
        Column::new("state", "state"),
        Column::new("connections", "connections"),
        Column::new("oldest_transaction_seconds", "oldest transaction"),
    ];
    let mut rows = Vec::new();
    for row in session.look(include_str!("../queries/connections.sql"), &[]).await? {
        let state: Option<String> = row.try_get("state")?;
        let state = state.unwrap_or_else(|| "not visible to this role".to_owned());
        rows.push(vec![
            Cell::Text(state),
            Cell::Number(row.try_get("connections")?),
            Cell::from(age(&row, "oldest_transaction")?),
        ]);
    }
    let mut section = table("Connections to the database", &columns, rows);
    // Ours is not among them, and may be the only one.
    section.blocks.retain(|block| !matches!(block, Block::Table(table) if table.rows.is_empty()));
    if let Some(row) = session.look(include_str!("../queries/server_connections.sql"), &[]).await?.first() {
        let (used, most): (i64, i32) = (row.try_get("connections")?, row.try_get("most")?);
        section.blocks.push(Block::List(vec![format!("the server has {used} of {most} connections, ours among them")]));
    }
    Ok(section)
}

async fn sizes(session: &database::Session) -> Result<Section, Error> {
    let columns = [
        Column::new("table", "table"),
        Column::new("size_bytes", "size with indexes"),
        Column::new("rows_estimate", "rows, estimated"),
    ];
    let mut rows = Vec::new();
    for row in session.look(include_str!("../queries/largest_tables.sql"), &[]).await? {
        let (schema, name): (String, String) = (row.try_get("schema")?, row.try_get("name")?);
        let bytes: Option<i64> = row.try_get("bytes")?;
        let estimate: Option<i64> = row.try_get("rows_estimate")?;
        rows.push(vec![
            Cell::Name(postgres_terms::QualifiedName::new(schema, name).to_string()),
            bytes.map_or(Cell::from("locked now"), |bytes| Cell::Bytes(bytes.unsigned_abs())),
            Cell::from(estimate),
        ]);
    }
    let total = session.look(include_str!("../queries/database_size.sql"), &[]).await?;
    let bytes: i64 = total.first().map_or(Ok(0), |row| row.try_get("bytes"))?;
    rows.insert(0, vec![Cell::from("the whole database"), Cell::Bytes(bytes.unsigned_abs()), Cell::Nothing]);
    Ok(table("Size", &columns, rows))
}

fn table(title: &str, columns: &[Column], rows: Vec<Vec<Cell>>) -> Section {
    let table = Table { columns: columns.to_vec(), rows };
    Section { title: title.to_owned(), blocks: vec![Block::Table(table)], is_folded: false }
}
