//! Applies what was found good.

use std::time::Duration;

use apply::{Deployment, Limits, Resume, Stop, keep_alive};
use cli::{Failure, Session};
use config::Deploy;
use database::{DeployLock, SessionOptions, WorkLimits};
use github::DeploymentState;
use live::{Address, Live, Purpose};
use migrations::Migration;
use oversight::Oversight;
use plan::Plan;
use report::{Finding, Outcome};
use situation::Situation;
use survey::Survey;

use crate::{
    Args, aftermath, conflict,
    flow::{self, Ended, Ground, interruptible},
    hearing::Hear,
    hooks,
    ran::{self, Ran},
    record::{HookRecord, HookTime, Record},
    telling,
};

/// One migration that is to run.
pub(crate) struct Order<'a> {
    pub(crate) migration: &'a Migration,
    /// Where it goes on, for one that stopped half way.
    pub(crate) resume: Option<Resume>,
}

impl Order<'_> {
    /// Why it cannot run in one transaction with others.
    pub(crate) fn cannot_share(&self) -> Option<Finding> {
        let begun = self.resume.as_ref().map(|_| "a part of it is done already".to_owned());
        let because = begun.or_else(|| apply::obstacle(self.migration))?;
        Some(admission::needs_own_transaction(self.migration.name.as_str(), &because))
    }
}

/// What is to be done, and for whom.
pub(crate) struct Work<'a> {
    pub(crate) args: &'a Args,
    pub(crate) situation: &'a Situation,
    pub(crate) target: &'a config::Target,
    pub(crate) survey: &'a Survey,
    pub(crate) plan: Option<&'a Plan>,
    /// In the order in which they run. Never empty.
    pub(crate) order: Vec<Order<'a>>,
}

/// How often a session that only holds the lock says that it is still there.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Hooks, scripts, hooks, and a look at what came of it.
pub(crate) async fn run(
    work: Work<'_>,
    live: Live,
    lock: DeployLock,
    limits: WorkLimits,
    mut ground: Ground,
    session: &mut Session,
) -> Result<Ended, Failure> {
    let mut record = Record::of(work.target, session, work.plan, &ground);
    let oversight = Oversight::of(&work.args.oversight, &work.situation.config, &session.environment, work.args.common.publish);
    let name = &work.target.name;
    ground.notes.extend(oversight.deployment(name, DeploymentState::InProgress, "applying migrations").await);
    let ran = match work.apply(live, lock, limits, &mut record, session).await {
        Ok(ran) => ran,
        Err(failure) => {
            oversight.deployment(name, DeploymentState::Failure, "nothing was applied").await;
            return Err(failure);
        }
    };
    Ok(aftermath::conclude(work, ran, &oversight, ground, record, session).await)
}

impl Work<'_> {
    pub(crate) fn settings(&self) -> &Deploy {
        &self.situation.config.deploy
    }

    /// The hook before, and the scripts; and how to look at the database afterwards. An error means that nothing was applied.
    async fn apply(
        &self,
        live: Live,
        lock: DeployLock,
        limits: WorkLimits,
        record: &mut Record,
        session: &mut Session,
    ) -> Result<(Ran, Address, SessionOptions), Failure> {
        if let Some(words) = &self.settings().before {
            session.progress.say("running the hook before the deploy");
            let took = self.hook(&words.value, Some(&live.session)).await?;
            record.hooks.push(HookRecord { when: HookTime::Before, seconds: took.as_secs_f64() });
        }
        let (options, reading) = (flow::runner_options(&live, self.survey, limits), live.options(Purpose::Read));
        let Live { session: database, address, .. } = live;
        let (stopper, stop) = Stop::new();
        let watch = async {
            cli::interruption().await;
            stopper.ask();
            std::future::pending::<()>().await;
        };
        let ran = tokio::select! {
            biased;
            ran = self.scripts((database, lock), &address, &options, stop, session) => ran?,
            () = watch => unreachable!("it never returns"),
        };
        Ok((ran, address, reading))
    }

    /// Runs a hook. Before the scripts `holder` is the session with the lock, which is kept meanwhile.
    pub(crate) async fn hook(&self, words: &[String], holder: Option<&database::Session>) -> Result<Duration, Failure> {
        let pending = self.order.iter().map(|order| order.migration.name.as_str()).collect::<Vec<_>>().join("\n");
        let hint = match holder {
            Some(_) => "Repair the hook, or remove it from `[deploy]`; nothing was applied.",
            None => "Run it by hand, or do without it; every migration is applied.",
        };
        let running = hooks::run(words, &self.target.name, &pending, self.settings().hook_timeout.value);
        let held = async {
            match holder {
                Some(session) => keep_alive(session, HEARTBEAT).await,
                None => std::future::pending().await,
            }
        };
        let ran = async {
            tokio::select! {
                done = running => done.map_err(|error| Failure::from(error).hint(hint)),
                lost = held => Err(Failure::from(lost).hint("Nothing was applied; run the deploy again.")),
            }
        };
        interruptible(ran).await
    }

    /// Runs the scripts one after the other, and lets go of the lock.
    async fn scripts(
        &self,
        (database, lock): (database::Session, DeployLock),
        address: &Address,
        options: &apply::RunnerOptions,
        stop: Stop,
        session: &mut Session,
    ) -> Result<Ran, Failure> {
        let settings = self.settings();
        let limits = Limits {
            retry_for: settings.retry_for.value,
            lock_timeout: settings.lock_timeout.value,
            script_timeout: settings.migration_timeout.as_ref().map(|limit| limit.value),
            ..Limits::default()
        };
        let unreached = |error: database::Error| live::query_failure(&error, address);
        flow::make_history(&database, &self.survey.place).await.map_err(unreached)?;
        let mut deployment =
            Deployment::begin(database, lock, &address.connection, options, limits, stop).await.map_err(unreached)?;
        let ran = match settings.single_transaction.value {
            true => self.together(&mut deployment, session).await,
            false => self.one_by_one(&mut deployment, session).await,
        };
        // The session's end would free it as well.
        deployment.end().await.ok();
        Ok(ran)
    }

    async fn one_by_one(&self, deployment: &mut Deployment<'_>, session: &mut Session) -> Ran {
        let mut ran = Ran::default();
        for (index, one) in self.order.iter().enumerate() {
            let name = one.migration.name.as_str();
            if ran.exit.is_some() {
                ran.migrations.push(telling::migration(name, Outcome::NotRun));
                continue;
            }
            session.progress.step(name, index, self.order.len());
            ran.moment(session, format!("`{name}` began"));
            let hear = Hear::new(&mut session.progress, &[]);
            let step = deployment.run(one.migration, one.resume.as_ref(), &|event| hear.event(&event)).await;
            let conflict = conflict::of(one.migration, &step, deployment.session()).await;
            ran.take(one.migration, step, conflict, session);
        }
        ran
    }

    /// All of them in one transaction.
    async fn together(&self, deployment: &mut Deployment<'_>, session: &mut Session) -> Ran {
        let migrations: Vec<&Migration> = self.order.iter().map(|order| order.migration).collect();
        let mut ran = Ran::default();
        ran.moment(session, format!("{} migrations began, in one transaction", migrations.len()));
        let hear = Hear::new(&mut session.progress, &migrations);
        let step = deployment.run_together(&migrations, &|event| hear.event(&event)).await;
        let conflict = match ran::reached(&migrations, &step) {
            Some(migration) => conflict::of(migration, &step, deployment.session()).await,
            None => None,
        };
        ran.take_together(&migrations, step, conflict, session);
        ran
    }
}
