//! Reads a snapshot from a server.

use std::collections::BTreeMap;

use futures_util::future::{join_all, try_join, try_join_all};
use postgres_terms::Identifier;
use thiserror::Error;
use tokio_postgres::{Client, Row, Statement, types::Type};

use crate::{Identity, Kind, Object, Property, Scope, Snapshot, Value, files};

/// Why a snapshot could not be taken.
#[derive(Debug, Error)]
pub enum Error {
    /// The server refused or was gone.
    #[error("cannot read {what} from the catalog")]
    Query {
        /// What was asked for.
        what: String,
        /// The server's answer.
        source: tokio_postgres::Error,
    },
    /// The schema changed in each of several attempts.
    #[error("the schema did not stand still: it changed between {attempts} readings in a row")]
    Moving {
        /// How often it was read.
        attempts: usize,
    },
}

/// Begins one consistent look at the catalog. The settings are those that change what the server prints or how it finds names; an owner
/// can set each of them for the role or the database. JIT compilation takes longer than any query here.
const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SET LOCAL search_path = pg_catalog;
SET LOCAL quote_all_identifiers = off;
SET LOCAL standard_conforming_strings = on;
SET LOCAL DateStyle = 'ISO, MDY';
SET LOCAL IntervalStyle = postgres;
SET LOCAL TimeZone = 'UTC';
SET LOCAL extra_float_digits = 1;
SET LOCAL bytea_output = hex;
SET LOCAL xmloption = content;
SET LOCAL jit = off";

/// Which database this is: two snapshots with equal answers share their internal numbers.
const DATABASE: &str = include_str!("../queries/database.sql");

/// Takes snapshots on one connection. Keeps the prepared queries, so that the second snapshot is several times faster than the first.
///
/// The connection must not be in a transaction. When a future of this type is dropped before its end, the connection stays in one:
/// close it then.
pub struct Reader<'c> {
    first: &'c Client,
    lanes: Vec<Lane<'c>>,
    files: Statement,
    database: String,
}

/// One connection and the kinds that are read on it.
struct Lane<'c> {
    client: &'c Client,
    kinds: Vec<(Kind, Statement)>,
}

/// Kinds whose definitions take the server about as long to print as all others together.
const SLOW: [Kind; 1] = [Kind::Index];

/// Takes one snapshot; for several on one connection use a [`Reader`].
pub async fn snapshot(client: &Client, scope: &Scope) -> Result<Snapshot, Error> {
    Reader::new(client).await?.snapshot(scope).await
}

impl<'c> Reader<'c> {
    /// Prepares the queries.
    pub async fn new(client: &'c Client) -> Result<Self, Error> {
        let lane = Lane::prepare(client, Kind::ALL.to_vec()).await?;
        Reader::of(client, vec![lane]).await
    }

    /// The same with the work shared between two connections to one database, which nobody else may be changing meanwhile: each
    /// of them sees it in a transaction of its own.
    pub async fn shared(first: &'c Client, second: &'c Client) -> Result<Self, Error> {
        let (slow, others) = Kind::ALL.into_iter().partition(|kind| SLOW.contains(kind));
        let (others, slow) = try_join(Lane::prepare(first, others), Lane::prepare(second, slow)).await?;
        Reader::of(first, vec![others, slow]).await
    }

    async fn of(first: &'c Client, lanes: Vec<Lane<'c>>) -> Result<Self, Error> {
        begin(first).await?;
        let asked = async {
            let files = first.prepare(files::QUERY).await.map_err(about("relation files"))?;
            let database = first.query_one(DATABASE, &[]).await.and_then(|row| row.try_get(0));
            Ok((files, database.map_err(about("the database's identity"))?))
        };
        let asked = asked.await;
        let (files, database) = end(first, asked).await?;
        Ok(Reader { first, lanes, files, database })
    }

    /// Everything in the database that `scope` includes. Definitions are printed by the server from its present state, not from the
    /// transaction's: use [`Reader::settled_snapshot`] where others may be changing the schema.
    pub async fn snapshot(&self, scope: &Scope) -> Result<Snapshot, Error> {
        // Every lane reads to its end, also when another fails: one that is dropped midway would stay in its transaction.
        let read = join_all(self.lanes.iter().map(Lane::read)).await;
        let mut objects: Vec<Object> = read.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
        name_key_columns(&mut objects);
        let all = objects.len();
        let included = objects.into_iter().filter(|object| scope.includes(&object.identity));
        let mut snapshot = Snapshot::of(included);
        snapshot.left_out = all - snapshot.len();
        snapshot.database = Some(self.database.clone());
        Ok(snapshot)
    }

    /// Like [`Reader::snapshot`], but reads until two readings in a row agree.
    pub async fn settled_snapshot(&self, scope: &Scope) -> Result<Snapshot, Error> {
        const ATTEMPTS: usize = 5;
        let mut last = self.snapshot(scope).await?;
        for _ in 1..ATTEMPTS {
            let next = self.snapshot(scope).await?;
            if next == last {
                return Ok(next);
            }
            last = next;
        }
        Err(Error::Moving { attempts: ATTEMPTS })
    }

    /// The file of each table, which a rewrite and `TRUNCATE` replace. A light query.
    pub async fn relation_files(&self) -> Result<files::RelationFiles, Error> {
        let rows = self.first.query(&self.files, &[]).await.map_err(about("relation files"))?;
        rows.iter().map(files::row).collect::<Result<_, _>>().map_err(about("relation files"))
    }
}

impl<'c> Lane<'c> {
    async fn prepare(client: &'c Client, kinds: Vec<Kind>) -> Result<Self, Error> {
        begin(client).await?;
        let prepared = kinds.into_iter().map(async |kind| Ok((kind, client.prepare(kind.query()).await.map_err(about(kind))?)));
        let prepared = try_join_all(prepared).await;
        Ok(Lane { client, kinds: end(client, prepared).await? })
    }

    async fn read(&self) -> Result<Vec<Object>, Error> {
        begin(self.client).await?;
        // Polled together, so all queries are on their way before the first answer.
        let queries = self.kinds.iter().map(async |(kind, statement)| {
            let rows = self.client.query(statement, &[]).await.map_err(about(kind))?;
            rows.iter().map(|row| object(*kind, row)).collect::<Result<Vec<_>, _>>().map_err(about(kind))
        });
        let read = try_join_all(queries).await;
        Ok(end(self.client, read).await?.into_iter().flatten().collect())
    }
}

async fn begin(client: &Client) -> Result<(), Error> {
    client.batch_execute(BEGIN).await.map_err(about("nothing yet"))
}

/// Leaves the transaction; nothing was changed in it, so how it ends does not matter.
async fn end<T>(client: &Client, result: Result<T, Error>) -> Result<T, Error> {
    let left = client.batch_execute("ROLLBACK").await.map_err(about("the end of the transaction"));
    result.and_then(|value| left.map(|()| value))
}

fn about(what: impl ToString) -> impl FnOnce(tokio_postgres::Error) -> Error {
    let what = what.to_string();
    move |source| Error::Query { what, source }
}

/// Columns with a meaning of their own become fields, all others properties.
fn object(kind: Kind, row: &Row) -> Result<Object, tokio_postgres::Error> {
    let identity = Identity { kind, schema: None, parent: None, name: Identifier::new(""), arguments: None };
    let mut object = Object { identity, address: None, position: 0, inherited_from: None, properties: Vec::new() };
    for (at, column) in row.columns().iter().enumerate() {
        match column.name() {
            "address" => object.address = row.try_get(at)?,
            "position" => object.position = row.try_get(at)?,
            "schema" => object.identity.schema = row.try_get::<_, Option<String>>(at)?.map(Identifier::new),
            "parent" => object.identity.parent = row.try_get::<_, Option<String>>(at)?.map(Identifier::new),
            "name" => object.identity.name = Identifier::new(row.try_get::<_, String>(at)?),
            "arguments" => object.identity.arguments = row.try_get(at)?,
            "inherited_from" => {
                let path: Option<Vec<String>> = row.try_get(at)?;
                object.inherited_from = path
                    .and_then(|path| <[String; 3]>::try_from(path).ok())
                    .map(|[schema, parent, name]| Identity::part(kind, schema, parent, name));
            }
            name => {
                let value = match *column.type_() {
                    Type::TEXT_ARRAY => row.try_get::<_, Option<Vec<String>>>(at)?.map(Value::List),
                    _ => row.try_get::<_, Option<String>>(at)?.map(Value::Text),
                };
                object.properties.extend(value.map(|value| Property { name: name.to_owned(), value }));
            }
        }
    }
    Ok(object)
}

/// Puts names where the server gave positions: a join there costs more than all the rest of the query.
fn name_key_columns(objects: &mut [Object]) {
    let mut names: BTreeMap<(String, String, String), String> = BTreeMap::new();
    for object in objects.iter().filter(|object| object.identity.kind == Kind::Column) {
        let Identity { schema: Some(schema), parent: Some(parent), name, .. } = &object.identity else { continue };
        let key = (schema.as_str().to_owned(), parent.as_str().to_owned(), object.position.to_string());
        names.insert(key, name.as_str().to_owned());
    }
    for object in objects.iter_mut().filter(|object| matches!(object.identity.kind, Kind::Constraint | Kind::Index)) {
        let referenced = <[String; 2]>::try_from(object.list("references").to_vec()).ok();
        let Identity { schema: Some(schema), parent: Some(parent), .. } = &object.identity else { continue };
        let own = [schema.as_str().to_owned(), parent.as_str().to_owned()];
        for property in &mut object.properties {
            let [schema, table] = match property.name.as_str() {
                "columns" => &own,
                "referenced_columns" => referenced.as_ref().unwrap_or(&own),
                _ => continue,
            };
            let Value::List(positions) = &mut property.value else { continue };
            for position in positions {
                if let Some(name) = names.get(&(schema.clone(), table.clone(), position.clone())) {
                    position.clone_from(name);
                }
            }
        }
    }
}
