//! Where is the history, and if there is none, is there anything else?

use database::Session;
use futures_util::future::join3;
use postgres_terms::{Identifier, QualifiedName};
use tokio_postgres::{Row, types::Type};

use crate::{Error, TABLE, about};

/// The schema in which Prisma looks for the table when the connection string names none.
const USUAL_SCHEMA: &str = "public";

/// Where a database's history is, or would be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The database.
    pub database: String,
    /// The role that asked.
    pub role: String,
    /// The search path of a session that sets none, such as Prisma's: what unqualified names in migrations mean. When the connection
    /// string names a schema, that schema alone is it.
    pub search_path: String,
    /// The schema of the table.
    pub schema: Identifier,
    /// Whether the schema exists; Prisma makes one that does not.
    pub schema_exists: bool,
    /// Whether the table is there.
    pub presence: Presence,
    /// Other schemas that hold such a table.
    pub others: Vec<Identifier>,
    /// Set when no schema was named and the search path leads elsewhere than where Prisma looks.
    pub diversion: Option<Diversion>,
}

/// Whether there is a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presence {
    /// The table is there.
    Present,
    /// The table is there, and row security hides rows of it from this role: what has run cannot be known.
    Hidden,
    /// Something that is no ordinary table has its name.
    NotATable,
    /// No table of that name, nor any other: a database to begin with.
    Absent,
    /// No table of that name, while others are there (Prisma's P3005).
    AbsentAmongTables {
        /// The first ten names.
        tables: Vec<String>,
        /// How many there are.
        count: i64,
    },
}

/// A connection string without `schema`, and a search path that does not begin with `public`. Prisma makes the table where the
/// search path leads (`"$user"` comes first), and looks for it in `public`: its first deploy succeeds and its second fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diversion {
    /// Where unqualified names lead.
    pub schema: Identifier,
    /// Whether that schema bears the name of the role.
    pub is_of_role: bool,
}

impl Place {
    /// The table, whether it exists or not.
    pub fn table(&self) -> QualifiedName {
        QualifiedName { schema: Some(self.schema.clone()), name: Identifier::new(TABLE) }
    }

    /// Whether rows can be read.
    pub fn is_readable(&self) -> bool {
        self.presence == Presence::Present
    }
}

/// Looks for the history. `schema` is the one that the connection string names. The session must not be in a transaction.
pub async fn find(session: &Session, schema: Option<&str>) -> Result<Place, Error> {
    let client = session.client();
    let begin = concat!("BEGIN READ ONLY; ", include_str!("../queries/search_path.sql"));
    let parameters: [(&(dyn tokio_postgres::types::ToSql + Sync), Type); 1] = [(&schema, Type::TEXT)];
    // On their way together: one round trip.
    let (begun, found, ended) = join3(
        client.batch_execute(begin),
        client.query_typed(include_str!("../queries/place.sql"), &parameters),
        client.batch_execute("ROLLBACK"),
    )
    .await;
    let about_place = || about("where the history is");
    begun.map_err(about_place())?;
    let rows = found.map_err(about_place())?;
    ended.map_err(about_place())?;
    // The query has one row: `decided` has one, and a schema holds one relation of a name.
    let row = rows.first().expect("an aggregate-free query over one decided schema has one row");
    place(row, schema.is_some()).map_err(about_place())
}

fn place(row: &Row, is_named: bool) -> Result<Place, tokio_postgres::Error> {
    let role: String = row.try_get("role")?;
    let schema: Option<String> = row.try_get("schema")?;
    let schema = schema.unwrap_or_else(|| USUAL_SCHEMA.to_owned());
    let (tables, count): (Vec<String>, i64) = (row.try_get("tables")?, row.try_get("count")?);
    let presence = match (row.try_get("is_there")?, row.try_get("is_table")?, row.try_get("hides_rows")?) {
        (true, true, false) => Presence::Present,
        (true, true, true) => Presence::Hidden,
        (true, false, _) => Presence::NotATable,
        (false, ..) if count == 0 => Presence::Absent,
        (false, ..) => Presence::AbsentAmongTables { tables, count },
    };
    let is_diverted = !is_named && schema != USUAL_SCHEMA;
    let diversion = is_diverted.then(|| Diversion { schema: Identifier::new(&schema), is_of_role: schema == role });
    let search_path = if is_named { Identifier::new(&schema).quote() } else { row.try_get("search_path")? };
    Ok(Place {
        database: row.try_get("database")?,
        role,
        search_path,
        schema: Identifier::new(schema),
        schema_exists: row.try_get("schema_exists")?,
        presence,
        others: row.try_get::<_, Vec<String>>("others")?.into_iter().map(Identifier::new).collect(),
        diversion,
    })
}
