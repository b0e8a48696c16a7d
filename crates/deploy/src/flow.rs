//! One target's way through a deploy.

use std::time::Duration;

use apply::{Resume, RunnerOptions};
use cli::{Exit, Failure, Session};
use database::{DeployLock, LockError, LockKeys, WorkLimits, deploy_lock::listed};
use history::{Place, Presence};
use live::{Asked, Live, Purpose};
use migrations::{Directory, Migration};
use oversight::{Leave, Objection, Oversight};
use plan::Plan;
use report::{Finding, Section, Target};
use situation::{Sides, Situation, input};
use survey::Survey;

use crate::{
    Args, BINARY, baseline, permit,
    record::Record,
    running::{self, Order},
    telling,
};

/// What came of a target.
pub(crate) struct Ended {
    /// What is told of it; a guarded run tells of each stage.
    pub(crate) targets: Vec<Target>,
    /// `None`: it got through.
    pub(crate) exit: Option<Exit>,
    pub(crate) record: Option<Record>,
}

impl Ended {
    pub(crate) fn of(target: Target, exit: Option<Exit>, record: Option<Record>) -> Ended {
        Ended { targets: vec![target], exit, record }
    }

    /// How the run would end if this were all of it.
    pub(crate) fn exit(&self) -> Exit {
        let verdict = self.targets.iter().map(Target::verdict).max();
        self.exit.unwrap_or_else(|| verdict.map_or(Exit::Pass, Exit::from))
    }
}

/// What is known of a target before anything is changed.
#[derive(Default)]
pub(crate) struct Ground {
    pub(crate) findings: Vec<Finding>,
    pub(crate) sections: Vec<Section>,
    pub(crate) notes: Vec<String>,
    pub(crate) incomplete: Vec<String>,
    pub(crate) leave: Leave,
}

/// After how long without a word from us the server gives the lock to others.
const LEASE: Duration = Duration::from_secs(60);

/// Deploys one target.
pub(crate) async fn deploy(
    args: &Args,
    session: &mut Session,
    situation: &Situation,
    target: &config::Target,
    plan: Option<&Plan>,
) -> Result<Ended, Failure> {
    let sides = Sides::read(situation, target)?;
    let refused = sides.is_refused();
    let (directory, problems) = (sides.head, sides.problems);
    let mut ground = Ground { findings: problems.iter().map(input::problem).collect(), ..Ground::default() };
    if refused {
        let told = telling::target(&target.name, Vec::new(), ground, None);
        return Ok(Ended::of(told, Some(Exit::Usage), None));
    }
    let settings = &situation.config.deploy;
    let limits = WorkLimits {
        lock_timeout: settings.lock_timeout.value,
        statement_timeout: settings.statement_timeout.value,
        lease: LEASE,
    };
    let url = args.url();
    let asked = Asked { target, url: url.as_ref(), variable: None };
    let purpose = if args.dry_run { Purpose::Read } else { Purpose::Work(limits) };
    let live = interruptible(live::open(asked, purpose, BINARY, &session.environment)).await?;
    if let Some(plan) = plan {
        permit::check_time(plan, &live)?;
    }
    ground.notes.push(format!("PostgreSQL {}, {}", live.server.version, live.address.connection));
    ground.notes.extend(live.warnings.iter().cloned());
    let lock = match args.dry_run {
        true => None,
        false => Some(interruptible(take_lock(&live, settings.wait.value, session)).await?),
    };
    let survey = interruptible(Survey::take(&live.session, &live.address, &directory)).await?;
    if let Some(name) = &args.baseline {
        let lock = lock.as_ref();
        return interruptible(baseline::adopt(name, lock, &live, &survey, target, &directory, ground, session)).await;
    }
    let order = interruptible(weigh(args, situation, target, plan, &live, &survey, &directory, &mut ground, session)).await?;
    let stops = admission::stops(&ground.findings);
    if stops || !ground.incomplete.is_empty() || args.dry_run || order.is_empty() {
        return finish(args, situation, session, target, plan, ground, &order, stops).await;
    }
    let Some(lock) = lock else { return Err(Failure::ending(Exit::Inconclusive, "the deploy lock is not held")) };
    let work = running::Work { args, situation, target, survey: &survey, plan, order };
    running::run(work, live, lock, limits, ground, session).await
}

/// Everything that is said about a deploy before it begins; what it would run.
#[expect(clippy::too_many_arguments, reason = "the place where all that is known comes together")]
async fn weigh<'a>(
    args: &Args,
    situation: &Situation,
    target: &config::Target,
    plan: Option<&Plan>,
    live: &Live,
    survey: &Survey,
    directory: &'a Directory,
    ground: &mut Ground,
    session: &mut Session,
) -> Result<Vec<Order<'a>>, Failure> {
    let settings = &situation.config.deploy;
    let resumed = if args.resume { resumable(survey, directory) } else { Vec::new() };
    let is_resumed = |finding: &Finding| {
        matches!(finding.rule.as_str(), "failed-migration" | "unfinished-migration")
            && resumed.iter().any(|order| finding.migration.as_deref() == Some(order.migration.name.as_str()))
    };
    let judged = admission::judge(&survey.place, &survey.standing, directory, settings);
    ground.findings.extend(judged.into_iter().filter(|finding| !is_resumed(finding)));
    let mut order = resumed;
    order.extend(survey.pending(directory).into_iter().map(|migration| Order { migration, resume: None }));
    // What was begun is among the others in the order of the directory.
    let place = |order: &Order<'_>| directory.migrations.iter().position(|it| it.name == order.migration.name);
    order.sort_by_key(place);
    if settings.single_transaction.value {
        ground.findings.extend(order.iter().filter_map(Order::cannot_share));
    }
    match plan {
        Some(plan) if permit::is_carried_out(plan, survey) => {
            ground.notes.push(format!("the plan `{}` has been carried out already", plan.code()));
        }
        Some(plan) => {
            session.progress.say("comparing with the plan");
            let present = permit::look(survey, live, situation, target, directory).await?;
            let (findings, sections) = permit::compare(plan, &present);
            ground.notes.push(format!("plan `{}`, made at {}", plan.code(), plan.made_at));
            ground.findings.extend(findings);
            ground.sections.extend(sections);
        }
        None if settings.require_plan.value && !order.is_empty() => {
            return Err(Failure::ending(
                Exit::Blocked,
                "nothing is deployed without a plan here (`require-plan` under `[deploy]`)",
            )
            .hint("Make one with `preview --plan FILE`, have it approved, and give it with --plan FILE."));
        }
        None => {}
    }
    if !order.is_empty() && !args.dry_run {
        let oversight = Oversight::of(&args.oversight, &situation.config, &session.environment, args.common.publish);
        let is_healthy = survey.standing.failed.is_empty() && survey.standing.unfinished.is_empty();
        hear(oversight.approval(plan.map(Plan::code)).await, ground);
        hear(oversight.freeze(&target.name, is_healthy).await, ground);
    }
    Ok(order)
}

/// What people say.
fn hear(said: Result<Leave, Objection>, ground: &mut Ground) {
    match said {
        Ok(leave) => {
            ground.notes.extend(leave.notes);
            ground.leave.by.extend(leave.by);
        }
        Err(Objection::Refused(finding)) => ground.findings.push(*finding),
        Err(Objection::Unknown(why)) => ground.incomplete.push(why),
    }
}

/// Migrations that stopped half way and can go on.
fn resumable<'a>(survey: &Survey, directory: &'a Directory) -> Vec<Order<'a>> {
    let stopped = survey.standing.failed.iter().chain(&survey.standing.unfinished);
    let order = stopped.filter_map(|row| {
        let migration: &Migration = directory.migrations.iter().find(|migration| migration.name.as_str() == row.name)?;
        let resume = Resume::of(migration, &row.id, &row.checksum, row.applied_steps, row.logs.as_deref())?;
        Some(Order { migration, resume: Some(resume) })
    });
    order.collect()
}

/// The end of a run that changes nothing.
#[expect(clippy::too_many_arguments, reason = "the place where all that is known comes together")]
async fn finish(
    args: &Args,
    situation: &Situation,
    session: &Session,
    target: &config::Target,
    plan: Option<&Plan>,
    mut ground: Ground,
    order: &[Order<'_>],
    stops: bool,
) -> Result<Ended, Failure> {
    let summary = match order.len() {
        0 if !stops => Some("nothing to apply: the history is up to date".to_owned()),
        1 if args.dry_run && !stops => Some("1 migration would be applied (dry run)".to_owned()),
        count if args.dry_run && !stops => Some(format!("{count} migrations would be applied (dry run)")),
        _ => None,
    };
    if order.is_empty() && !stops && !args.dry_run {
        let oversight = Oversight::of(&args.oversight, &situation.config, &session.environment, args.common.publish);
        ground.notes.extend(oversight.recovered(&target.name).await);
    }
    let exit = match (stops, ground.incomplete.is_empty()) {
        (true, _) => Some(Exit::Blocked),
        (false, false) => Some(Exit::Inconclusive),
        (false, true) => None,
    };
    let record = Record::of(target, session, plan, &ground);
    let names = order.iter().map(|order| order.migration.name.as_str());
    Ok(Ended::of(telling::pending(target, names, ground, summary), exit, Some(record)))
}

/// Takes the lock, and says for whom it waits.
async fn take_lock(live: &Live, wait: Duration, session: &mut Session) -> Result<DeployLock, Failure> {
    let progress = &mut session.progress;
    let mut waiting = |holders: &[database::Holder]| {
        progress.say(&format!("waiting for the deploy lock, which is held by {}", listed(holders)));
    };
    match DeployLock::acquire(&live.session, LockKeys::GateAndPrisma, wait, &mut waiting).await {
        Ok(lock) => Ok(lock),
        Err(error @ LockError::Held { .. }) => Err(Failure::ending(Exit::LockHeld, error)
            .hint("Wait until the other deploy has ended (`lock status` shows it), or wait longer with --wait.")),
        Err(LockError::Database(error)) => Err(live::query_failure(&error, &live.address)),
    }
}

/// Ends at once when somebody wants it; for work that changes nothing, or in one transaction. The lock goes with the session.
pub(crate) async fn interruptible<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::select! {
        biased;
        failure = cli::interruption() => Err(failure),
        done = work => done,
    }
}

/// The settings of the session that runs scripts, by which it is opened again after a loss.
pub(crate) fn runner_options(live: &Live, survey: &Survey, limits: WorkLimits) -> RunnerOptions {
    let schema = survey.place.schema.as_str().to_owned();
    // `live` has put the schema on the search path where somebody named it.
    RunnerOptions { schema, schema_was_given: false, session: live.options(Purpose::Work(limits)) }
}

/// Makes the schema that the connection string names and the history table in it, as Prisma does, where they are not there.
pub(crate) async fn make_history(session: &database::Session, place: &Place) -> Result<(), database::Error> {
    if !place.schema_exists {
        session.client().batch_execute(&format!("CREATE SCHEMA IF NOT EXISTS {}", place.schema.quote())).await?;
    }
    if matches!(place.presence, Presence::Absent | Presence::AbsentAmongTables { .. }) {
        apply::create_history(session, &place.table()).await?;
    }
    Ok(())
}
