//! Which connection string, and which schema?

use std::fmt;

use cli::Failure;
use config::{Environment, Origin, Target};
use database::ConnectionString;
use secrecy::{ExposeSecret, SecretString};

use crate::failure::connection_string_failure;

/// The schema that Prisma works in when nobody says another.
const DEFAULT_SCHEMA: &str = "public";

/// Which database is meant.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The target, with the names of its variables.
    pub target: &'a Target,
    /// `--database-url`, which goes before every variable.
    pub url: Option<&'a SecretString>,
    /// `--environment staging=STAGING_DATABASE_URL`: the only variable to look at.
    pub variable: Option<&'a str>,
}

/// Where a connection string came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The flag.
    Flag,
    /// A variable of the environment.
    Variable(String),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Flag => f.write_str("--database-url"),
            Source::Variable(name) => write!(f, "`{name}`"),
        }
    }
}

/// Where a target's database is. Shows no secret.
#[derive(Debug, Clone)]
pub struct Address {
    /// How to reach it.
    pub connection: ConnectionString,
    /// Who said so.
    pub source: Source,
    /// The schema of the history and of the migrations.
    pub schema: String,
    /// Whether somebody named the schema. If not, the server's own search path stays in force, as with Prisma.
    pub schema_was_given: bool,
}

impl Address {
    /// Picks the connection string and reads it.
    pub fn find(asked: Asked<'_>, environment: &Environment) -> Result<Address, Failure> {
        let (source, text) = pick(asked, environment)?;
        let connection =
            ConnectionString::parse(text.expose_secret()).map_err(|error| connection_string_failure(&error, &source))?;
        let configured = &asked.target.database_schema;
        let configured = (configured.origin != Origin::Default).then_some(configured);
        if let (Some(given), Some(configured)) = (&connection.schema, configured)
            && *given != configured.value
        {
            let name = &asked.target.name;
            let disagree = format!(
                "{source} says `schema={given}`, and `targets.{name}.database-schema` is `{}` ({})",
                configured.value, configured.origin
            );
            return Err(Failure::usage(disagree).hint("Say the same schema in both, or in one of them only."));
        }
        let schema = connection.schema.clone().or_else(|| configured.map(|configured| configured.value.clone()));
        let schema_was_given = schema.is_some();
        Ok(Address { connection, source, schema: schema.unwrap_or_else(|| DEFAULT_SCHEMA.to_owned()), schema_was_given })
    }
}

fn pick(asked: Asked<'_>, environment: &Environment) -> Result<(Source, SecretString), Failure> {
    if let Some(url) = asked.url {
        return Ok((Source::Flag, url.clone()));
    }
    let names = asked.variable.map_or_else(|| asked.target.url_variables(), |name| vec![name.to_owned()]);
    if let Some((name, url)) = environment.first_secret(&names) {
        return Ok((Source::Variable(name), url));
    }
    let listed = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let name = &asked.target.name;
    let (missing, one) = if names.len() == 1 { ("is not set", "it") } else { ("none is set", "one of them") };
    Err(Failure::usage(format!("no connection string for target `{name}`: {listed}: {missing}"))
        .hint(format!("Set {one} to the direct connection string of the database, from a secret of the job.")))
}
