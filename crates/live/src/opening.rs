//! From an address to a session with a server that we work with.

use cli::Failure;
use config::Environment;
use database::{Session, SessionOptions, WorkLimits, pooler};
use postgres_terms::{Identifier, SUPPORTED_MAJORS};

use crate::{
    Address, Asked, ServerFacts, application_name,
    failure::{connection_failure, pooler_failure, query_failure},
};

/// What a session is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Looking only.
    Read,
    /// Changing something, within these limits.
    Work(WorkLimits),
}

/// A target's database, reached and recognised.
pub struct Live {
    /// The open session.
    pub session: Session,
    /// Where it leads.
    pub address: Address,
    /// Who answers there.
    pub server: ServerFacts,
    /// Sentences for the report: what is odd about the connection.
    pub warnings: Vec<String>,
    application_name: String,
}

/// Opens a session to a target's database. `binary` is the word by which the server's people will know us.
pub async fn open(asked: Asked<'_>, purpose: Purpose, binary: &str, environment: &Environment) -> Result<Live, Failure> {
    let address = Address::find(asked, environment)?;
    if let Some(sign) = pooler::sign_of(&address.connection) {
        return Err(pooler_failure(&sign, &address));
    }
    let application_name = application_name(binary, environment);
    let session = open_session(&address, purpose, &application_name).await?;
    let server = ServerFacts::read(&session).await.map_err(|error| query_failure(&error, &address))?;
    check(&server, purpose, &address)?;
    let warnings = warnings(&address, &session);
    Ok(Live { session, address, server, warnings, application_name })
}

impl Live {
    /// Another session to the same database, by the same recipe; for what must not share the first.
    pub async fn another(&self, purpose: Purpose) -> Result<Session, Failure> {
        open_session(&self.address, purpose, &self.application_name).await
    }

    /// The settings of such a session, for who opens it.
    pub fn options(&self, purpose: Purpose) -> SessionOptions {
        options(purpose, &self.address, &self.application_name)
    }
}

/// What is odd about the connection, each with the place of the connection string.
fn warnings(address: &Address, session: &Session) -> Vec<String> {
    let warnings = address.connection.warnings().into_iter();
    let warnings = warnings.map(|warning| format!("the connection string in {}: {warning}", address.source));
    let lent = session.is_lent().then(|| {
        format!(
            "a connection pooler in session mode stands in between ({}): a script can undo the session's limits while it runs",
            address.source
        )
    });
    warnings.chain(lent).collect()
}

/// Where somebody named a schema, it alone is the search path of work, as with Prisma; what only looks names everything in full.
fn options(purpose: Purpose, address: &Address, application_name: &str) -> SessionOptions {
    match purpose {
        Purpose::Read => SessionOptions::for_reading(application_name),
        Purpose::Work(limits) => {
            let mut options = SessionOptions::for_work(application_name, &limits);
            if address.schema_was_given {
                options.parameters.push(("search_path", Identifier::new(address.schema.as_str()).quote()));
            }
            options
        }
    }
}

async fn open_session(address: &Address, purpose: Purpose, application_name: &str) -> Result<Session, Failure> {
    let opened = Session::open(&address.connection, &options(purpose, address, application_name)).await;
    opened.map_err(|error| connection_failure(&error, address))
}

fn check(server: &ServerFacts, purpose: Purpose, address: &Address) -> Result<(), Failure> {
    let connection = &address.connection;
    let oldest = SUPPORTED_MAJORS[0];
    if server.version.major() < oldest {
        let message = format!("{connection} is PostgreSQL {}, and {oldest} is the oldest that this works with", server.version);
        return Err(Failure::usage(message).hint(format!("Upgrade the server to PostgreSQL {oldest} or newer.")));
    }
    if server.has_contract {
        let message = format!(
            "{connection} belongs to a project of Prisma 8: it keeps its state in `prisma_contract`, and has no history of migrations"
        );
        return Err(Failure::usage(message).hint("Use Prisma 8's own commands there; this works with Prisma 4 to 7."));
    }
    if server.in_recovery && purpose != Purpose::Read {
        let message = format!("{connection} is a standby or is being restored, and cannot be changed");
        return Err(Failure::usage(message).hint(format!("Put the address of the primary into {}.", address.source)));
    }
    Ok(())
}
