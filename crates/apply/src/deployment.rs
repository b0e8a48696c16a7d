//! Runs migrations on a database that matters.
//!
//! One session holds the deploy lock and does the work, so that whoever loses the lock loses the work. Around each script: tries of the
//! whole transaction while others are in the way, a look at who they are, an end within seconds when somebody asks for one, and after a
//! lost connection the truth about what became of it.

use std::{
    cell::Cell,
    time::{Duration, Instant},
};

use database::{Backoff, ConnectionString, DeployLock, Error, Session};
use migrations::Migration;
use tokio_postgres::types::Type;

use crate::{
    Applied, Event, Events, Failure, FailureKind, InvalidIndex, Manner, Resume, Run, Runner, RunnerOptions, Step, Stop, index,
    runner::Phase, watch::Watcher,
};

/// How long, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For how long a script is tried again while others are in the way. The last try may begin just before its end.
    pub retry_for: Duration,
    /// The first pause between two tries, and the longest: each is up to twice as long as the one before.
    pub pauses: (Duration, Duration),
    /// The `lock_timeout` that the session started with: how often to look who is in the way depends on it.
    pub lock_timeout: Duration,
    /// How long one script may take by our own clock, whatever the server says; `None` for as long as it likes.
    pub script_timeout: Option<Duration>,
    /// How long to try to reach the server again, and to get the lock again, after a lost connection.
    pub resolve_for: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            retry_for: Duration::from_secs(600),
            pauses: (Duration::from_secs(1), Duration::from_secs(15)),
            lock_timeout: Duration::from_millis(50),
            script_timeout: None,
            resolve_for: Duration::from_secs(60),
        }
    }
}

/// How long the server has to stop a statement, after being asked, and asked again; then its session is ended by force.
const CANCELLED_WITHIN: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(1)];
/// How long it has to end the session; then we give up.
const TERMINATED_WITHIN: Duration = Duration::from_millis(700);
/// How long to look for the truth when an end was asked for.
const STOPPED_RESOLVES_FOR: Duration = Duration::from_secs(2);
/// When to look for the first time who is in the way, and how often.
const LOOK: Duration = Duration::from_millis(250);

/// A database under the deploy lock.
pub struct Deployment<'a> {
    target: &'a ConnectionString,
    options: &'a RunnerOptions,
    limits: Limits,
    stop: Stop,
    runner: Runner,
    pid: i32,
    watcher: Watcher,
}

/// What a transaction is for.
#[derive(Clone, Copy)]
enum Work<'a> {
    One(&'a Migration, Option<&'a Resume>),
    /// Never empty.
    Together(&'a [&'a Migration]),
}

/// What one try came to.
enum Tried {
    Ran(Box<Run>),
    Lost(Error),
}

impl<'a> Deployment<'a> {
    /// On a session that was opened with [`RunnerOptions::session_options`] and holds the lock. `target` and `options` are how it is reached
    /// again.
    pub async fn begin(
        session: Session,
        lock: DeployLock,
        target: &'a ConnectionString,
        options: &'a RunnerOptions,
        limits: Limits,
        stop: Stop,
    ) -> Result<Deployment<'a>, Error> {
        let pid = backend_pid(&session).await?;
        let runner = Runner::on(session, &options.schema, Some(lock)).await?;
        let mut watching = options.session.clone();
        // Looking must not take part in the search for the cause of a deadlock, and names mean the system's.
        watching.parameters.push(("search_path", "pg_catalog".to_owned()));
        watching.parameters.push(("statement_timeout", "5s".to_owned()));
        Ok(Deployment { target, options, limits, stop, runner, pid, watcher: Watcher::new(target, watching) })
    }

    /// Makes the history table.
    pub async fn create_history(&self) -> Result<(), Error> {
        self.runner.create_history().await
    }

    /// The session that holds the lock.
    pub fn session(&self) -> &Session {
        &self.runner.session
    }

    /// Lets go of the lock. `false`: it had been lost.
    pub async fn end(self) -> Result<bool, Error> {
        match self.runner.lock {
            Some(lock) => lock.release(&self.runner.session).await,
            None => Ok(false),
        }
    }

    /// Runs one migration. After one that is not applied, or that let go of the lock, nothing else may run.
    pub async fn run(&mut self, migration: &Migration, resume: Option<&Resume>, events: Events<'_>) -> Step {
        self.work(Work::One(migration, resume), events).await
    }

    /// Runs migrations in one transaction: all of them are applied, or none. The failure is that of the migration after those in
    /// [`Step::parts`], or of the commit where all are there. None of them may have an [`obstacle`](crate::obstacle).
    pub async fn run_together(&mut self, migrations: &[&Migration], events: Events<'_>) -> Step {
        if migrations.is_empty() {
            return Step::new();
        }
        self.work(Work::Together(migrations), events).await
    }

    async fn work(&mut self, work: Work<'_>, events: Events<'_>) -> Step {
        let began = Instant::now();
        let mut step = Step::new();
        let invalid_before = self.invalid_indexes(work).await;
        let mut backoff = Backoff::new(self.limits.pauses.0, self.limits.pauses.1);
        let run = loop {
            step.attempts += 1;
            let tried = self.attempt(work, step.attempts, events).await;
            let seen = self.watcher.take_seen();
            if !seen.is_empty() {
                step.blockers = seen;
            }
            let run = match tried {
                Tried::Ran(run) => run,
                Tried::Lost(error) => {
                    self.resolve(&mut step, &error, events).await;
                    step.took = began.elapsed();
                    return step;
                }
            };
            let Err(failure) = &run.result else { break run };
            let may_retry = run.manner == Manner::Transaction && failure.is_worth_retrying();
            if !may_retry || began.elapsed() >= self.limits.retry_for || self.stop.is_asked() {
                break run;
            }
            let pause = backoff.pause();
            events(Event::Retrying { why: &failure.kind, blockers: &step.blockers, pause });
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = self.stop.asked() => break run,
            }
        };
        self.conclude(&mut step, work, *run, invalid_before).await;
        step.took = began.elapsed();
        step
    }

    /// One try, watched, and ended when somebody asks for it or time is up.
    async fn attempt(&self, work: Work<'_>, attempt: u32, events: Events<'_>) -> Tried {
        let timed_out = Cell::new(false);
        let limit = self.limits.script_timeout.map(|limit| limit.saturating_mul(work.scripts()));
        self.runner.stopping.set(false);
        let (first, every) = match attempt > 1 {
            true => (Duration::ZERO, (self.limits.lock_timeout / 3).clamp(Duration::from_millis(10), LOOK)),
            false => (LOOK, LOOK),
        };
        let running = async {
            match work {
                Work::One(migration, resume) => {
                    events(Event::Started { name: migration.name.as_str(), attempt });
                    self.runner.attempt(migration, resume, events).await
                }
                Work::Together(migrations) => self.runner.together(migrations, attempt, events).await,
            }
        };
        let ended = tokio::select! {
            biased;
            ended = running => ended,
            () = self.enforce(limit, &timed_out, events) => Err(Error::Lost("the server did not stop when it was told to".to_owned())),
            never = self.watcher.watch(self.pid, first, every, events) => match never {},
        };
        match ended {
            Ok(mut run) => {
                if self.runner.stopping.get()
                    && let Err(failure) = &mut run.result
                    && (failure.kind == FailureKind::Stopped
                        || failure.server().is_some_and(|it| it.sqlstate.as_str() == "57014"))
                {
                    let limit = limit.unwrap_or_default();
                    failure.kind = if timed_out.get() { FailureKind::TimedOut(limit) } else { FailureKind::Stopped };
                }
                Tried::Ran(Box::new(run))
            }
            Err(error) => Tried::Lost(error),
        }
    }

    /// Waits until the script is to end, and sees to it: asks the server to stop, asks again, ends the session. Returns when nothing
    /// of that helped. What is being committed is left alone.
    async fn enforce(&self, limit: Option<Duration>, timed_out: &Cell<bool>, events: Events<'_>) {
        let limit = async {
            match limit {
                Some(limit) => tokio::time::sleep(limit).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = self.stop.asked() => {}
            () = limit => timed_out.set(true),
        }
        self.runner.stopping.set(true);
        events(Event::Cancelling);
        let canceller = self.runner.session.canceller();
        for patience in CANCELLED_WITHIN {
            if !self.is_committing() {
                // That the request could not be delivered shows in the next step.
                canceller.cancel().await.ok();
            }
            tokio::time::sleep(patience).await;
        }
        if !self.is_committing() {
            self.watcher.terminate(self.pid).await.ok();
        }
        tokio::time::sleep(TERMINATED_WITHIN).await;
    }

    fn is_committing(&self) -> bool {
        self.runner.in_flight.borrow().as_ref().is_some_and(|it| it.phase == Phase::Committing)
    }

    /// What is invalid before a script that may leave more of it; not asked for others.
    async fn invalid_indexes(&self, work: Work<'_>) -> Option<Vec<InvalidIndex>> {
        let Work::One(migration, _) = work else { return None };
        let may_leave = migration.script.to_ascii_uppercase().contains("CONCURRENTLY");
        if may_leave { index::invalid_indexes(&self.runner.session).await.ok() } else { None }
    }

    async fn conclude(&mut self, step: &mut Step, work: Work<'_>, run: Run, before: Option<Vec<InvalidIndex>>) {
        if self.runner.record_failure(work.reached(&run), &run).await.is_err() {
            step.lost_lock = true;
        }
        if let (Err(_), Some(before)) = (&run.result, before)
            && let Ok(after) = index::invalid_indexes(&self.runner.session).await
        {
            step.unfinished_indexes = after.into_iter().filter(|index| !before.contains(index)).collect();
        }
        step.result = match run.result {
            Ok(()) => Ok(Applied::Here),
            Err(Failure { kind: FailureKind::Recorded { is_finished: true }, .. }) if work.scripts() == 1 => {
                Ok(Applied::Elsewhere)
            }
            Err(failure) => Err(failure),
        };
        step.manner = run.manner;
        step.left_behind = run.left_behind;
        step.notices = run.notices;
        step.locks = run.locks;
        step.lost_lock |= run.lost_lock;
        step.parts = run.parts;
    }

    /// Learns what became of a script whose connection was lost: the lock can only be had again when the old session is gone, and then
    /// its row is there or it is not.
    async fn resolve(&mut self, step: &mut Step, lost: &Error, events: Events<'_>) {
        let reason = lost.to_string();
        events(Event::Resolving { reason: &reason });
        let in_flight = self.runner.in_flight.borrow().clone();
        let outside = in_flight.as_ref().is_some_and(|it| it.phase == Phase::Outside);
        let mut failure = Failure::of_script(FailureKind::Lost(reason));
        let found = match &in_flight {
            Some(in_flight) => self.look_again(in_flight).await,
            None => Err(Error::Lost("nothing was under way".to_owned())),
        };
        step.lost_lock = found.is_err();
        failure.may_remain = match found {
            Ok(Some(found)) if found.is_finished => {
                step.result = Ok(Applied::Found);
                return;
            }
            // Outside of a transaction a row says only that it was begun.
            Ok(Some(_)) => true,
            Ok(None) => false,
            // Nobody asked for a commit, so there is none.
            Err(_) => outside || in_flight.is_some_and(|it| it.phase == Phase::Committing),
        };
        step.result = Err(failure);
    }

    /// Reaches the server again, takes the lock again, and looks for the row.
    async fn look_again(&mut self, in_flight: &crate::runner::InFlight) -> Result<Option<crate::history::Found>, Error> {
        // Whoever asked for an end does not wait long.
        let patience =
            if self.stop.is_asked() { self.limits.resolve_for.min(STOPPED_RESOLVES_FOR) } else { self.limits.resolve_for };
        let deadline = Instant::now() + patience;
        let mut backoff = Backoff::new(Duration::from_millis(100), Duration::from_secs(2));
        let keys = self.runner.lock.as_ref().map_or(database::LockKeys::GateAndPrisma, DeployLock::keys);
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let tried = tokio::time::timeout(left, async {
                let session = Session::open(self.target, &self.options.session_options()).await?;
                let lock = match DeployLock::acquire(&session, keys, left, &mut |_| {}).await {
                    Ok(lock) => lock,
                    Err(database::LockError::Database(error)) => return Err(error),
                    Err(held) => return Err(Error::Lost(held.to_string())),
                };
                let pid = backend_pid(&session).await?;
                let runner = Runner::on(session, &self.options.schema, Some(lock)).await?;
                let found = runner.history.find(&runner.session, &in_flight.id).await?;
                Ok((runner, pid, found))
            });
            match tried.await {
                Ok(Ok((runner, pid, found))) => {
                    (self.runner, self.pid) = (runner, pid);
                    return Ok(found);
                }
                Ok(Err(error)) if Instant::now() >= deadline => return Err(error),
                Ok(Err(_)) => tokio::time::sleep(backoff.pause()).await,
                Err(_) => return Err(Error::Lost("the server could not be reached again in time".to_owned())),
            }
        }
    }
}

impl<'a> Work<'a> {
    fn scripts(self) -> u32 {
        match self {
            Work::One(..) => 1,
            Work::Together(migrations) => u32::try_from(migrations.len()).unwrap_or(u32::MAX),
        }
    }

    /// The migration that a run came to.
    fn reached(self, run: &Run) -> &'a Migration {
        match self {
            Work::One(migration, _) => migration,
            Work::Together(migrations) => migrations[run.parts.len().min(migrations.len() - 1)],
        }
    }
}

/// Keeps a session alive that has nothing to do, so that its lease does not end. Returns when it is gone.
pub async fn keep_alive(session: &Session, every: Duration) -> Error {
    loop {
        tokio::time::sleep(every).await;
        if let Err(error) = session.client().simple_query("SELECT 1").await {
            return error.into();
        }
    }
}

async fn backend_pid(session: &Session) -> Result<i32, Error> {
    let none: [(&(dyn tokio_postgres::types::ToSql + Sync), Type); 0] = [];
    let rows = session.client().query_typed("SELECT pg_catalog.pg_backend_pid()", &none).await?;
    rows.first().map_or_else(|| Err(Error::Lost("the server does not tell its process".to_owned())), |row| Ok(row.try_get(0)?))
}
