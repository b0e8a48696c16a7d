//! The replay itself.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use apply::{Run, Runner, RunnerOptions};
use catalog::{Change, Scope, Snapshot};
use database::{Error, Session, SessionOptions};
use migrations::Migration;

use crate::{Sandbox, Testimony, extensions::adapted};

/// What to replay, and within which limits.
#[derive(Debug, Clone, Copy)]
pub struct Replay<'a> {
    /// Migrations that the base branch has: run, and not looked at one by one.
    pub base: &'a [Migration],
    /// Migrations that this change adds: run and watched, in this order, after the base.
    pub new: &'a [Migration],
    /// How long one script may take before its server is ended.
    pub time_limit: Duration,
    /// New migrations, counted from the last, whose changes are read one by one. Those before are read together.
    pub read_apart: usize,
}

/// How far the replay is.
#[derive(Debug, Clone, Copy)]
pub enum Progress<'a> {
    /// A script begins; `index` counts from 0.
    Started {
        /// The migration.
        name: &'a str,
        /// Its place in the replay.
        index: usize,
        /// How many there are.
        total: usize,
    },
}

/// What came of it.
#[derive(Debug)]
pub struct Replayed {
    /// Base migrations, then new ones; every one has a step.
    pub steps: Vec<Step>,
    /// The schema that the base history built.
    pub before: Snapshot,
    /// The schema in the end.
    pub after: Snapshot,
    /// Time spent in scripts and their bookkeeping.
    pub scripts_took: Duration,
    /// Why the schema at the end could not be read, when it could not.
    pub unread: Option<String>,
}

/// One migration's part.
#[derive(Debug)]
pub struct Step {
    /// How it ended.
    pub ending: Ending,
    /// How long it took.
    pub took: Duration,
    /// What disappeared and what was rewritten; always empty for base migrations.
    pub testimony: Testimony,
    /// What it changed, or with `changes_since` what it and those before it changed. `None`: not read.
    pub changes: Option<Vec<Change>>,
    /// Tables that were there before and after and whose rows live in another file now, without a rewrite that the server
    /// reported: truncated, most likely. Schema and name.
    pub emptied: Vec<(String, String)>,
    /// How many new migrations before this one are in `changes` too.
    pub changes_include_earlier: usize,
}

/// How a migration ended.
#[derive(Debug)]
pub enum Ending {
    /// The script was sent; the run says whether it went well.
    Ran(Box<Run>),
    /// The server ended, or was ended, while it ran.
    Lost(String),
    /// It took longer than allowed, so its server was ended.
    TimedOut(Duration),
    /// One before it failed.
    NotRun,
}

impl Ending {
    /// Whether the script ran to its end and was recorded.
    pub fn is_applied(&self) -> bool {
        matches!(self, Ending::Ran(run) if run.result.is_ok())
    }
}

/// Why there is no result at all.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// The sandbox could not be reached in the first place, or was lost before a script ran.
    #[error(transparent)]
    Database(#[from] Error),
    /// The catalog could not be read.
    #[error(transparent)]
    Catalog(#[from] catalog::Error),
}

type RelationFiles = BTreeMap<(String, String), u32>;

/// Replays. `end_server` ends the sandbox's server at once, from any state; it is called when a script exceeds its time.
pub async fn replay(
    sandbox: &Sandbox,
    what: &Replay<'_>,
    end_server: &dyn Fn(),
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Replayed, ReplayError> {
    let runner = open_runner(sandbox).await?;
    let (first, second) = tokio::try_join!(open_observer(sandbox), open_observer(sandbox))?;
    let scope = Scope::default();
    let total = what.base.len() + what.new.len();
    let base = run_base(&runner, sandbox, what, end_server, &mut *progress);
    // The observers get ready while the base runs; two of them read twice as fast. The first reading makes the server plan
    // the queries; it may meet a script's lock and give up, and what it says does not matter.
    let observers = async {
        let reader = catalog::Reader::shared(first.client(), second.client()).await?;
        reader.snapshot(&scope).await.ok();
        Ok::<_, catalog::Error>(reader)
    };
    let ((mut steps, mut scripts_took), reader) = tokio::join!(base, observers);
    let mut healthy = steps.iter().all(|step| step.ending.is_applied());
    let opening = async {
        let reader = reader?;
        let before = reader.snapshot(&scope).await?;
        let files = reader.relation_files().await?;
        Ok::<_, catalog::Error>((reader, before, files))
    };
    let (reader, before, mut files) = match opening.await {
        Ok(opened) => opened,
        // Where the server was ended together with a script, what was concluded so far is still worth telling.
        Err(error) if !healthy => return Ok(unread(steps, what.new.len(), scripts_took, &error)),
        Err(error) => return Err(error.into()),
    };
    runner.observe_locks();
    let mut last = before.clone();
    let mut together = 0;
    let mut unread = None;
    for (index, migration) in what.new.iter().enumerate() {
        if !healthy {
            steps.push(Step::not_run());
            continue;
        }
        progress(Progress::Started { name: migration.name.as_str(), index: what.base.len() + index, total });
        let mut step = run(&runner, sandbox, migration, what.time_limit, end_server).await;
        scripts_took += step.took;
        healthy = step.ending.is_applied();
        if healthy && what.new.len() - index > what.read_apart.saturating_add(1) {
            together += 1;
        } else {
            match look(&reader, &scope, &mut last, &mut files, &mut step, &steps[steps.len() - together..]).await {
                Ok(()) => step.changes_include_earlier = together,
                Err(error) => {
                    unread = Some(error.to_string());
                    healthy = false;
                }
            }
            together = 0;
        }
        steps.push(step);
    }
    Ok(Replayed { steps, before, after: last, scripts_took, unread })
}

/// The connection that scripts run on, with an empty history.
async fn open_runner(sandbox: &Sandbox) -> Result<Runner, Error> {
    let schema = sandbox.schema.clone();
    let options = RunnerOptions {
        schema: schema.clone().unwrap_or_else(|| "public".to_owned()),
        schema_was_given: schema.is_some(),
        session: SessionOptions { application_name: "migration-gate".to_owned(), parameters: Vec::new() },
    };
    let runner = Runner::open(sandbox.owner(), &options).await?;
    runner.create_history().await?;
    Ok(runner)
}

/// Runs the base history up to its first failure; every migration has a step. Also tells how long it took.
async fn run_base(
    runner: &Runner,
    sandbox: &Sandbox,
    what: &Replay<'_>,
    end_server: &dyn Fn(),
    progress: &mut dyn FnMut(Progress<'_>),
) -> (Vec<Step>, Duration) {
    let total = what.base.len() + what.new.len();
    let started = Instant::now();
    let mut steps: Vec<Step> = Vec::with_capacity(total);
    for (index, migration) in what.base.iter().enumerate() {
        progress(Progress::Started { name: migration.name.as_str(), index, total });
        let healthy = steps.last().is_none_or(|step| step.ending.is_applied());
        steps.push(if healthy { run(runner, sandbox, migration, what.time_limit, end_server).await } else { Step::not_run() });
    }
    (steps, started.elapsed())
}

/// Reads what changed since `last`, and which tables were emptied.
async fn look(
    reader: &catalog::Reader<'_>,
    scope: &Scope,
    last: &mut Snapshot,
    files: &mut RelationFiles,
    step: &mut Step,
    earlier: &[Step],
) -> Result<(), catalog::Error> {
    let now = reader.snapshot(scope).await?;
    step.changes = Some(catalog::diff(last, &now));
    *last = now;
    let files_now: RelationFiles = reader.relation_files().await?;
    let rewritten = |name: &(String, String)| {
        earlier.iter().chain([&*step]).any(|step| step.testimony.rewritten.contains(name) || step.testimony.dropped_table(name))
    };
    let moved = files.iter().filter(|(name, file)| files_now.get(*name).is_some_and(|now| now != *file));
    step.emptied = moved.map(|(name, _)| name.clone()).filter(|name| !rewritten(name)).collect();
    *files = files_now;
    Ok(())
}

async fn run(runner: &Runner, sandbox: &Sandbox, migration: &Migration, limit: Duration, end_server: &dyn Fn()) -> Step {
    let started = Instant::now();
    let ending = match tokio::time::timeout(limit, runner.run(&adapted(migration, &sandbox.extensions))).await {
        Err(_) => {
            end_server();
            sandbox.terminate().await;
            Ending::TimedOut(limit)
        }
        Ok(Err(error)) => Ending::Lost(error.to_string()),
        Ok(Ok(run)) => Ending::Ran(Box::new(run)),
    };
    let mut step = Step { ending, took: started.elapsed(), ..Step::not_run() };
    if let Ending::Ran(run) = &mut step.ending {
        step.testimony = Testimony::take(sandbox.watch_prefix.as_deref(), &mut run.notices);
        step.testimony.unreadable += run.overflow.info;
    }
    step
}

impl Step {
    fn not_run() -> Step {
        Step {
            ending: Ending::NotRun,
            took: Duration::ZERO,
            testimony: Testimony::default(),
            changes: None,
            emptied: Vec::new(),
            changes_include_earlier: 0,
        }
    }
}

impl Testimony {
    fn dropped_table(&self, name: &(String, String)) -> bool {
        self.dropped
            .iter()
            .any(|dropped| matches!(dropped.names.as_slice(), [schema, table] if (schema, table) == (&name.0, &name.1)))
    }
}

/// A connection that reads the catalog as the plain owner; whatever the database was told to set, names mean the system's.
async fn open_observer(sandbox: &Sandbox) -> Result<Session, Error> {
    let parameters = vec![
        ("search_path", "pg_catalog".to_owned()),
        ("statement_timeout", "30000".to_owned()),
        // Less than `deadlock_timeout`: an observer must never be the reason why a script is chosen to fail.
        ("lock_timeout", "500".to_owned()),
        ("default_transaction_read_only", "on".to_owned()),
        ("row_security", "on".to_owned()),
    ];
    Session::open(sandbox.owner(), &SessionOptions { application_name: "migration-gate observer".to_owned(), parameters }).await
}

fn unread(mut steps: Vec<Step>, not_run: usize, scripts_took: Duration, error: &catalog::Error) -> Replayed {
    steps.extend((0..not_run).map(|_| Step::not_run()));
    let (before, after) = (Snapshot::default(), Snapshot::default());
    Replayed { steps, before, after, scripts_took, unread: Some(error.to_string()) }
}
