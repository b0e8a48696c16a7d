//! What would run on a target's database now?
//!
//! The directory and the history together ([`Survey`]), and both with the schema in the form that a plan binds ([`Survey::bound`]). `preview`
//! writes this down, `deploy` looks again and compares; both must see the same, so it is asked here once. Whether a deploy may begin is the
//! business of `admission`.

use catalog::{Reader, Scope, Snapshot};
use cli::Failure;
use database::Session;
use history::{Place, Record, Standing};
use live::{Address, ServerFacts};
use migrations::{Directory, Migration};
use plan::{Bound, HistoryPart, PendingPart, SchemaPart, TargetPart, ToolPart};

/// What has run on a database, and what would.
#[derive(Debug, Clone)]
pub struct Survey {
    /// Where the history is, or would be.
    pub place: Place,
    /// Its rows; `None` where there is no table, or none that can be read.
    pub records: Option<Vec<Record>>,
    /// How the directory and the rows stand to each other.
    pub standing: Standing,
}

impl Survey {
    /// Looks. The session must not be in a transaction; its settings do not matter. The directory must hold its scripts.
    pub async fn take(session: &Session, address: &Address, directory: &Directory) -> Result<Survey, Failure> {
        let schema = address.schema_was_given.then_some(address.schema.as_str());
        let unread = |history::Error::Server { source, .. }| live::query_failure(&source, address);
        let place = history::find(session, schema).await.map_err(unread)?;
        let records = match place.is_readable() {
            true => Some(history::read(session, &place.table()).await.map_err(unread)?),
            false => None,
        };
        let standing = history::compare(records.as_deref().unwrap_or_default(), directory);
        Ok(Survey { place, records, standing })
    }

    /// The pending migrations with their scripts, in the order in which they run.
    pub fn pending<'a>(&self, directory: &'a Directory) -> Vec<&'a Migration> {
        self.standing.pending.iter().filter_map(|name| directory.migration(name)).collect()
    }

    /// What a plan made now would bind. `tool` says by what, and by which rules, it would be carried out.
    pub fn bound(&self, target: &str, server: &ServerFacts, directory: &Directory, schema: &Snapshot, tool: ToolPart) -> Bound {
        Bound {
            target: TargetPart {
                name: target.to_owned(),
                system_identifier: server.system_identifier.clone(),
                database: self.place.database.clone(),
                schema: self.place.schema.as_str().to_owned(),
            },
            history: HistoryPart::of(self.records.as_deref()),
            schema: SchemaPart { fingerprint: schema.fingerprint(), server_major: server.version.major() },
            pending: PendingPart::of(directory, &self.standing.pending),
            tool,
        }
    }
}

/// Everything in the database but the history table, read until it stands still. The session is one for reading.
pub async fn schema(session: &Session) -> Result<Snapshot, Failure> {
    let reader = Reader::new(session.client()).await?;
    Ok(reader.settled_snapshot(&Scope::default()).await?)
}
