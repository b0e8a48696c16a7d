//! The engine of `deploy`, from the lock to the last migration.

use std::time::Duration;

use apply::{Deployment, Limits, RunnerOptions, Step, Stop};
use database::{ConnectionString, DeployLock, Error, LockError, LockKeys, Session, SessionOptions, WorkLimits};
use migrations::{Checksum, Migration, MigrationName};
use tokio_postgres::types::Type;

use crate::judgement::table;

/// Where to deploy, and how.
#[derive(Debug, Clone)]
pub struct Reach {
    /// The database.
    pub target: ConnectionString,
    /// The schema of history and objects.
    pub schema: String,
    /// What bounds the session.
    pub work: WorkLimits,
    /// What bounds the engine.
    pub limits: Limits,
    /// Does not look for a pooler.
    pub is_blind: bool,
    /// How long to wait for the deploy lock.
    pub patience: Duration,
}

impl Reach {
    /// The schema `public`, and limits for tests that are in a hurry.
    pub fn new(target: ConnectionString) -> Reach {
        Reach {
            target,
            schema: "public".to_owned(),
            work: WorkLimits { lock_timeout: Duration::from_millis(50), ..WorkLimits::default() },
            limits: quick(),
            is_blind: false,
            patience: Duration::from_secs(60),
        }
    }

    /// The same through a pooler that nobody has noticed: some lose their lock to a session that another one got, and soon give up.
    pub fn blind(target: ConnectionString) -> Reach {
        let mut reach = Reach { is_blind: true, patience: Duration::from_secs(3), ..Reach::new(target) };
        reach.limits.resolve_for = Duration::from_secs(3);
        reach
    }

    /// The settings of its sessions.
    pub fn options(&self) -> RunnerOptions {
        let mut session = SessionOptions::for_work("migration-gate/faults", &self.work);
        if self.is_blind {
            // What a session knows itself by.
            session.parameters.retain(|(name, _)| *name != "migration_gate.nonce");
        }
        RunnerOptions { schema: self.schema.clone(), schema_was_given: true, session }
    }
}

/// Limits for tests that are in a hurry.
pub fn quick() -> Limits {
    let pauses = (Duration::from_millis(20), Duration::from_millis(100));
    let lock_timeout = Duration::from_millis(50);
    Limits { pauses, lock_timeout, retry_for: Duration::from_secs(20), ..Limits::default() }
}

/// Runs what is pending, and tells of each; stops at the first that is not applied. `Err` when it does not come to that.
pub async fn deploy(reach: &Reach, migrations: &[Migration], stop: Stop) -> Result<Vec<(String, Step)>, LockError> {
    let options = reach.options();
    let session = Session::open(&reach.target, &options.session_options()).await?;
    let lock = DeployLock::acquire(&session, LockKeys::GateAndPrisma, reach.patience, &mut |_| {}).await?;
    let done = finished(&session, &reach.schema).await?;
    let mut deployment = Deployment::begin(session, lock, &reach.target, &options, reach.limits, stop).await?;
    if done.is_none() {
        deployment.create_history().await?;
    }
    let done = done.unwrap_or_default();
    let mut steps = Vec::new();
    for migration in migrations.iter().filter(|migration| !done.contains(&migration.name.to_string())) {
        let step = deployment.run(migration, None, &|_| {}).await;
        let is_over = step.result.is_err() || step.lost_lock;
        steps.push((migration.name.to_string(), step));
        if is_over {
            return Ok(steps);
        }
    }
    deployment.end().await?;
    Ok(steps)
}

/// Names of what has run; `None` without a history table.
async fn finished(session: &Session, schema: &str) -> Result<Option<Vec<String>>, Error> {
    let history = table(schema, "_prisma_migrations");
    let asked = "SELECT pg_catalog.to_regclass($1)::pg_catalog.text";
    let there: Option<String> = session.client().query_typed(asked, &[(&history, Type::TEXT)]).await?[0].try_get(0)?;
    if there.is_none() {
        return Ok(None);
    }
    let names = format!("SELECT migration_name FROM {history} WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL");
    let rows = session.client().query_typed(&names, &[]).await?;
    Ok(Some(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?))
}

/// A migration from its text.
pub fn migration(name: &str, script: &str) -> Migration {
    let name = MigrationName::parse(name.as_bytes()).expect("the name is one");
    let file = format!("migrations/{name}/migration.sql");
    Migration { file, name, script: script.to_owned(), checksum: Checksum::of(script) }
}

/// So many migrations, each with a table `mark_N` of a hundred rows and a little time to be killed in.
pub fn shop(count: usize) -> Vec<Migration> {
    let script = |number: usize| {
        format!(
            "CREATE TABLE mark_{number} (x int PRIMARY KEY);\nINSERT INTO mark_{number} SELECT generate_series(1, 50);\n\
             SELECT pg_sleep(0.01);\nINSERT INTO mark_{number} SELECT generate_series(51, 100);\n"
        )
    };
    (1..=count).map(|number| migration(&format!("{number:03}_mark"), &script(number))).collect()
}
