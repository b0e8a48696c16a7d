//! Who answers?

use std::time::Duration;

use database::{Error, Session};
use postgres_terms::ServerVersion;

/// The server and the role as which it knows us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerFacts {
    /// Its version.
    pub version: ServerVersion,
    /// A standby, or a server that is being restored: nothing can be changed.
    pub in_recovery: bool,
    /// The database.
    pub database: String,
    /// The role whose rights count.
    pub role: String,
    /// The role that logged in.
    pub login: String,
    /// Whether the role may do everything.
    pub is_superuser: bool,
    /// What its clock said when it was asked, as time since 1970 began. Ours may be wrong, and the next runner's another one.
    pub clock: Duration,
    /// Prisma 8 keeps its state here.
    pub has_contract: bool,
    /// The number that the cluster got when it was made; `None` where we may not ask.
    pub system_identifier: Option<String>,
}

impl ServerFacts {
    /// Asks the server.
    pub async fn read(session: &Session) -> Result<ServerFacts, Error> {
        let rows = session.client().query_typed(include_str!("../queries/server.sql"), &[]).await?;
        let row = rows.first().ok_or_else(|| Error::Lost("the server does not say who it is".to_owned()))?;
        let version: i32 = row.try_get("version")?;
        let clock: i64 = row.try_get("clock")?;
        Ok(ServerFacts {
            version: ServerVersion::from_number(version.unsigned_abs()),
            in_recovery: row.try_get("in_recovery")?,
            database: row.try_get("database")?,
            role: row.try_get("role")?,
            login: row.try_get("login")?,
            is_superuser: row.try_get("is_superuser")?,
            clock: Duration::from_secs(clock.try_into().unwrap_or_default()),
            has_contract: row.try_get("has_contract")?,
            system_identifier: system_identifier(session).await?,
        })
    }
}

/// A refusal only means that the number stays unknown.
async fn system_identifier(session: &Session) -> Result<Option<String>, Error> {
    let asked = session.client().query_typed(include_str!("../queries/system_identifier.sql"), &[]).await;
    match asked.map_err(Error::from) {
        Ok(rows) => Ok(rows.first().map(|row| row.try_get("identifier")).transpose()?),
        Err(Error::Server(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
