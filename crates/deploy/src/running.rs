//! Applies what was found good.

use std::{
    cell::{Cell, RefCell},
    time::{Duration, Instant},
};

use apply::{Applied, Deployment, Event, Failure as ScriptFailure, FailureKind, Limits, Resume, Step, Stop, keep_alive};
use cli::{Exit, Failure, Session};
use config::Deploy;
use database::{DeployLock, SessionOptions, WorkLimits};
use github::DeploymentState;
use incident::{Aftermath, Conflict, Existing, Incident, Moment, Violation};
use live::{Address, Live, Purpose};
use migrations::Migration;
use oversight::Oversight;
use plan::Plan;
use report::{ErrorClass, Outcome};
use situation::Situation;
use survey::Survey;

use crate::{
    Args, failed,
    flow::{self, Ended, Ground, interruptible},
    hooks, permit,
    record::{HookRecord, MigrationRecord, Record},
    telling,
};

/// One migration that is to run.
pub(crate) struct Order<'a> {
    pub(crate) migration: &'a Migration,
    /// Where it goes on, for one that stopped half way.
    pub(crate) resume: Option<Resume>,
}

/// What is to be done, and for whom.
pub(crate) struct Work<'a> {
    pub(crate) args: &'a Args,
    pub(crate) situation: &'a Situation,
    pub(crate) target: &'a config::Target,
    pub(crate) survey: &'a Survey,
    pub(crate) plan: Option<&'a Plan>,
}

/// How often a session that only holds the lock says that it is still there.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// What came of the scripts.
#[derive(Default)]
struct Ran {
    migrations: Vec<report::Migration>,
    records: Vec<MigrationRecord>,
    applied: usize,
    exit: Option<Exit>,
    /// The one that was not applied.
    failure: Option<(String, ScriptFailure)>,
    conflict: Option<Conflict>,
    timeline: Vec<Moment>,
}

/// Hooks, scripts, hooks, and a look at what came of it.
pub(crate) async fn run(
    work: Work<'_>,
    live: Live,
    lock: DeployLock,
    limits: WorkLimits,
    order: Vec<Order<'_>>,
    mut ground: Ground,
    session: &mut Session,
) -> Result<Ended, Failure> {
    let settings = &work.situation.config.deploy;
    let mut record = Record::begun(work.args, work.target, session, work.plan, &ground);
    let oversight = Oversight::of(&work.args.oversight, &work.situation.config, &session.environment, work.args.common.publish);
    let pending = order.iter().map(|order| order.migration.name.as_str()).collect::<Vec<_>>().join("\n");
    ground.notes.extend(oversight.deployment(&work.target.name, DeploymentState::InProgress, "applying migrations").await);
    if let Some(words) = &settings.before {
        session.progress.say("running the hook before the deploy");
        let took = hook(&words.value, &work, &pending, settings, Some(&live.session)).await;
        match took {
            Ok(took) => record.hooks.push(HookRecord { when: "before", seconds: took.as_secs_f64() }),
            Err(failure) => {
                oversight.deployment(&work.target.name, DeploymentState::Failure, "a hook failed").await;
                return Err(failure);
            }
        }
    }
    let (options, reading) = (flow::runner_options(&live, work.survey, limits), live.options(Purpose::Read));
    let Live { session: database, address, .. } = live;
    let (stopper, stop) = Stop::new();
    let scripts = scripts(&work, (database, lock), &address, &options, settings, &order, stop, session);
    let watch = async {
        cli::interruption().await;
        stopper.ask();
        std::future::pending::<()>().await;
    };
    let ran = tokio::select! {
        biased;
        ran = scripts => ran?,
        () = watch => unreachable!("it never returns"),
    };
    conclude(work, ran, &address, &reading, &oversight, &pending, ground, record, session).await
}

/// Runs a hook, and keeps the lock meanwhile.
async fn hook(
    words: &[String],
    work: &Work<'_>,
    pending: &str,
    settings: &Deploy,
    holder: Option<&database::Session>,
) -> Result<Duration, Failure> {
    let running = hooks::run(words, &work.target.name, pending, settings.hook_timeout.value);
    let held = async {
        match holder {
            Some(session) => keep_alive(session, HEARTBEAT).await,
            None => std::future::pending().await,
        }
    };
    let ran = async {
        tokio::select! {
            done = running => done.map_err(|error| {
                Failure::from(error).hint("Repair the hook, or remove it from `[deploy]`; nothing was applied.")
            }),
            lost = held => Err(Failure::from(lost).hint("Nothing was applied; run the deploy again.")),
        }
    };
    interruptible(ran).await
}

/// Runs the scripts one after the other, and lets go of the lock.
#[expect(clippy::too_many_arguments, reason = "the place where all that is known comes together")]
async fn scripts(
    work: &Work<'_>,
    (database, lock): (database::Session, DeployLock),
    address: &Address,
    options: &apply::RunnerOptions,
    settings: &Deploy,
    order: &[Order<'_>],
    stop: Stop,
    session: &mut Session,
) -> Result<Ran, Failure> {
    let limits = Limits {
        retry_for: settings.retry_for.value,
        lock_timeout: settings.lock_timeout.value,
        script_timeout: settings.migration_timeout.as_ref().map(|limit| limit.value),
        ..Limits::default()
    };
    let unreached = |error: database::Error| live::query_failure(&error, address);
    prepare(work, &database).await.map_err(unreached)?;
    let mut deployment =
        Deployment::begin(database, lock, &address.connection, options, limits, stop).await.map_err(unreached)?;
    if flow::is_without_history(work.survey) {
        deployment.create_history().await.map_err(unreached)?;
    }
    let mut ran = Ran::default();
    for (index, one) in order.iter().enumerate() {
        let name = one.migration.name.as_str();
        if ran.exit.is_some() {
            ran.migrations.push(telling::migration(name, Outcome::NotRun));
            continue;
        }
        session.progress.step(name, index, order.len());
        ran.moment(session, format!("`{name}` began"));
        let step = run_one(&mut deployment, one, session).await;
        ran.take(one.migration, step, session);
    }
    // The session's end would free it as well.
    deployment.end().await.ok();
    Ok(ran)
}

/// Makes the schema that the connection string names, as Prisma does.
async fn prepare(work: &Work<'_>, session: &database::Session) -> Result<(), database::Error> {
    let place = &work.survey.place;
    if !place.schema_exists {
        session.client().batch_execute(&format!("CREATE SCHEMA IF NOT EXISTS {}", place.schema.quote())).await?;
    }
    Ok(())
}

/// One migration, with what happens on the way for people to see.
async fn run_one(deployment: &mut Deployment<'_>, one: &Order<'_>, session: &mut Session) -> Step {
    let progress = RefCell::new(&mut session.progress);
    let last = Cell::new(None::<Instant>);
    let often = || last.replace(Some(Instant::now())).is_some_and(|last| last.elapsed() < Duration::from_secs(1));
    let hear = |event: Event<'_>| {
        let text = match event {
            Event::Started { name, attempt } if attempt > 1 => format!("{name}: try {attempt}"),
            Event::Statement { index, total } => format!("statement {} of {total}", index + 1),
            Event::Waiting { blockers } => {
                let named = blockers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                format!("waiting for a lock; in the way: {named}")
            }
            Event::Building(build) if !often() => match (build.blocks_total, build.lockers_total) {
                (0, 0) => format!("index: {}", build.phase),
                (0, lockers) => format!("index: {}, {} of {lockers} transactions", build.phase, build.lockers_done),
                (blocks, _) => format!("index: {}, {} %", build.phase, build.blocks_done.saturating_mul(100) / blocks),
            },
            Event::Retrying { pause, .. } => format!("rolled back; trying again in {:.1} s", pause.as_secs_f32()),
            Event::Repaired { index } => format!("dropped the unfinished index {index}"),
            Event::Skipped { index, because } => format!("statement {} is not sent again: {because}", index + 1),
            Event::Cancelling => "stopping the statement".to_owned(),
            Event::Resolving { .. } => "the connection is lost; finding out what became of the migration".to_owned(),
            _ => return,
        };
        progress.borrow_mut().say(&text);
    };
    deployment.run(one.migration, one.resume.as_ref(), &hear).await
}

impl Ran {
    fn moment(&mut self, session: &Session, what: String) {
        self.timeline.push(Moment { at: session.time_after(Duration::ZERO), what });
    }

    fn take(&mut self, migration: &Migration, step: Step, session: &Session) {
        let name = migration.name.as_str();
        self.records.push(MigrationRecord::of(name, migration.checksum.to_string(), &step));
        let outcome = match &step.result {
            Ok(_) => Outcome::Applied,
            Err(failure) => Outcome::Failed(failed::error(migration, failure, &step)),
        };
        let manner = step.manner.sentence().or_else(|| match &step.result {
            Ok(Applied::Elsewhere) => Some("applied by somebody else meanwhile".to_owned()),
            Ok(Applied::Found) => Some("the connection was lost while it was committed; its row was found afterwards".to_owned()),
            _ => None,
        });
        let shown = report::Migration { duration: Some(step.took), manner, ..telling::migration(name, outcome) };
        self.migrations.push(shown);
        let what = match &step.result {
            Ok(_) => format!("`{name}` was applied"),
            Err(failure) => format!("`{name}` was not applied: {}", failure.public_message()),
        };
        self.moment(session, what);
        self.applied += usize::from(matches!(step.result, Ok(Applied::Here | Applied::Found)));
        if step.lost_lock {
            self.exit = Some(Exit::PersonNeeded);
        }
        if let Err(failure) = step.result {
            self.exit = Some(exit(&failure, self.applied));
            self.conflict = conflict(migration, &failure);
            self.failure = Some((name.to_owned(), failure));
        }
    }
}

/// How a run ends that could not apply a migration.
fn exit(failure: &ScriptFailure, applied: usize) -> Exit {
    match &failure.kind {
        _ if failure.may_remain => Exit::PersonNeeded,
        FailureKind::Lost(_) if applied == 0 => Exit::Inconclusive,
        _ => Exit::RolledBack,
    }
}

/// The rows in the way, as far as the script tells what it wanted of them.
fn conflict(migration: &Migration, failure: &ScriptFailure) -> Option<Conflict> {
    let server = failure.server()?;
    let object = &server.object;
    let violation = Violation {
        sqlstate: server.sqlstate.as_str(),
        schema: object.schema.as_deref(),
        table: object.table.as_deref(),
        column: object.column.as_deref(),
        constraint: object.constraint.as_deref(),
        detail: server.detail.as_deref(),
        script: &migration.script,
        existing: Existing::Unknown,
    };
    violation.conflict()
}

/// After the scripts: hook, expected schema, people.
#[expect(clippy::too_many_arguments, reason = "the place where all that is known comes together")]
async fn conclude(
    work: Work<'_>,
    mut ran: Ran,
    address: &Address,
    reading: &SessionOptions,
    oversight: &Oversight<'_>,
    pending: &str,
    mut ground: Ground,
    mut record: Record,
    session: &mut Session,
) -> Result<Ended, Failure> {
    let settings = &work.situation.config.deploy;
    if ran.exit == Some(Exit::PersonNeeded) && ran.failure.is_none() {
        ground.incomplete.push(
            "a script let go of the deploy lock, so another deploy may have run beside this one; nothing was run after it"
                .to_owned(),
        );
    }
    if ran.exit.is_none() {
        if let Some(plan) = work.plan {
            session.progress.say("comparing the schema with the expected one");
            match permit::unexpected(plan, address, reading).await {
                Ok(None) => {}
                Ok(Some((finding, section))) => {
                    ground.findings.push(finding);
                    ground.sections.extend(section);
                    ran.exit = Some(Exit::PersonNeeded);
                }
                Err(failure) => ground.incomplete.push(format!("the schema was not compared: {}", failure.sentence())),
            }
        }
        if let Some(words) = &settings.after {
            session.progress.say("running the hook after the deploy");
            match hook(&words.value, &work, pending, settings, None).await {
                Ok(took) => record.hooks.push(HookRecord { when: "after", seconds: took.as_secs_f64() }),
                Err(failure) => ground.notes.push(format!("the hook after the deploy failed: {}", failure.sentence())),
            }
        }
    }
    ground.notes.extend(tell(&work, &ran, &ground, oversight).await);
    record.migrations = std::mem::take(&mut ran.records);
    record.exit_code = ran.exit.map_or(0, Exit::code);
    let target = telling::target(&work.target.name, ran.migrations, ground, None);
    Ok(Ended { target, exit: ran.exit, record: Some(record) })
}

/// Tells GitHub: the deployment's status, and the incident's issue where there is one.
async fn tell(work: &Work<'_>, ran: &Ran, ground: &Ground, oversight: &Oversight<'_>) -> Vec<String> {
    let name = &work.target.name;
    let (state, words) = match ran.exit {
        None => (DeploymentState::Success, format!("{} migrations applied", ran.applied)),
        Some(Exit::PersonNeeded) => (DeploymentState::Error, "a person must look".to_owned()),
        Some(_) => (DeploymentState::Failure, "a migration failed and was rolled back".to_owned()),
    };
    let mut notes: Vec<String> = oversight.deployment(name, state, &words).await.into_iter().collect();
    if ran.exit.is_none() {
        notes.extend(oversight.recovered(name).await);
        return notes;
    }
    let (aftermath, class) = match &ran.failure {
        Some((_, failure)) => (aftermath(failure), failed::class(failure)),
        None => (Aftermath::NothingRan, ErrorClass::Lock),
    };
    let summary = match &ran.failure {
        Some((migration, failure)) => format!("`{migration}` was not applied: {}.", failure.public_message()),
        None => "Every migration was applied, and what came of it is not as it should be.".to_owned(),
    };
    let incident = Incident {
        target: name,
        environment: oversight.environment(),
        class,
        summary: &summary,
        aftermath,
        migrations: &ran.migrations,
        conflict: ran.conflict.as_ref(),
        timeline: &ran.timeline,
        facts: &ground.notes,
        run_url: oversight.run_url(),
        freezes: work.situation.config.incidents.freeze.value,
    };
    notes.push(oversight.incident(&incident).await);
    notes
}

fn aftermath(failure: &ScriptFailure) -> Aftermath {
    match (&failure.kind, failure.may_remain) {
        (FailureKind::Lost(_), true) => Aftermath::Unknown,
        (_, true) => Aftermath::Remains,
        // What was rolled back as a whole is recorded as rolled back: there is nothing to resolve.
        (_, false) => Aftermath::RolledBack { is_recorded: false },
    }
}
