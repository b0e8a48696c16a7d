//! Migrations on a database that others use: locks in the way, ends asked for, sessions lost, scripts that stop half way.

#![expect(clippy::unwrap_used, reason = "a test panics where it must")]

#[path = "deployment/several.rs"]
mod several;

use std::{
    cell::RefCell,
    time::{Duration, Instant},
};

use apply::{Applied, Deployment, Event, FailureKind, Limits, Resume, RunnerOptions, Step, Stop, Stopper};
use database::{ConnectionString, DeployLock, LockKeys, Session, SessionOptions, WorkLimits};
use migrations::{Checksum, Migration, MigrationName};
use test_postgres::{TestDatabase, server};
use tokio_postgres::Client;

/// A database, and how the deployment reaches it.
struct Ground {
    database: TestDatabase,
    target: ConnectionString,
    options: RunnerOptions,
    limits: Limits,
}

fn ground(lock_timeout: Duration) -> Ground {
    let database = server(None).database();
    let host = server(None).socket_directory().to_string_lossy().replace('/', "%2F");
    let target = ConnectionString::parse(&format!("postgresql://{0}@{host}/{0}", database.name)).unwrap();
    let work = WorkLimits { lock_timeout, ..WorkLimits::default() };
    let session = SessionOptions::for_work("migration-gate/test", &work);
    let options = RunnerOptions { schema: "public".to_owned(), schema_was_given: false, session };
    let pauses = (Duration::from_millis(20), Duration::from_millis(100));
    let limits = Limits { pauses, lock_timeout, retry_for: Duration::from_secs(20), ..Limits::default() };
    Ground { database, target, options, limits }
}

fn quick() -> Ground {
    ground(Duration::from_millis(50))
}

impl Ground {
    async fn begin(&self) -> (Deployment<'_>, Stopper) {
        let session = Session::open(&self.target, &self.options.session_options()).await.unwrap();
        let lock = DeployLock::acquire(&session, LockKeys::GateAndPrisma, Duration::from_secs(20), &mut |_| {}).await.unwrap();
        let (stopper, stop) = Stop::new();
        let deployment = Deployment::begin(session, lock, &self.target, &self.options, self.limits, stop).await.unwrap();
        if self.ask("SELECT to_regclass('_prisma_migrations')::text").await.is_none() {
            deployment.create_history().await.unwrap();
        }
        (deployment, stopper)
    }

    async fn client(&self) -> Client {
        let (client, connection) = self.database.superuser.connect(tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        client
    }

    /// One text value of a query, read on another connection.
    async fn ask(&self, query: &str) -> Option<String> {
        self.client().await.query_opt(query, &[]).await.unwrap().and_then(|row| row.get(0))
    }

    async fn row(&self, name: &str) -> String {
        let query = format!(
            "SELECT string_agg(CASE WHEN rolled_back_at IS NOT NULL THEN 'rolled back' WHEN finished_at IS NOT NULL THEN 'applied' ELSE 'open' END \
             || ' ' || applied_steps_count || CASE WHEN logs IS NULL THEN '' ELSE ' with logs' END, ', ' ORDER BY started_at) \
             FROM _prisma_migrations WHERE migration_name = '{name}'"
        );
        self.ask(&query).await.unwrap_or_default()
    }

    async fn resume(&self, migration: &Migration) -> Option<Resume> {
        let row = self.client().await.query_one("SELECT id, checksum, applied_steps_count, logs FROM _prisma_migrations WHERE migration_name = $1 AND rolled_back_at IS NULL", &[&migration.name.as_str()]).await.unwrap();
        let logs: Option<String> = row.get(3);
        Resume::of(migration, row.get(0), row.get(1), row.get(2), logs.as_deref())
    }
}

fn migration(name: &str, script: &str) -> Migration {
    let name = MigrationName::parse(name.as_bytes()).unwrap();
    Migration {
        file: format!("migrations/{name}/migration.sql"),
        name,
        script: script.to_owned(),
        checksum: Checksum::of(script),
    }
}

async fn run(deployment: &mut Deployment<'_>, name: &str, script: &str) -> Step {
    deployment.run(&migration(name, script), None, &|_| {}).await
}

fn kind(step: &Step) -> &FailureKind {
    &step.result.as_ref().expect_err("it should have failed").kind
}

#[tokio::test]
async fn a_script_is_applied_once_and_its_locks_are_told() {
    let ground = quick();
    let (mut deployment, _stopper) = ground.begin().await;
    let step = run(&mut deployment, "1_a", "CREATE TABLE a (id int); CREATE TABLE b (id int);").await;
    assert_eq!((step.result.as_ref().ok(), step.attempts), (Some(&Applied::Here), 1), "{step:?}");
    let step = run(&mut deployment, "2_b", "ALTER TABLE a ADD COLUMN x int; SELECT * FROM b;").await;
    let locks: Vec<_> = step.locks.iter().map(|lock| (lock.table.as_str(), lock.mode.as_str())).collect();
    assert_eq!(locks, [("public.a", "AccessExclusiveLock"), ("public.b", "AccessShareLock")]);
    assert_eq!(ground.row("2_b").await, "applied 1");
    // Whoever believes that it is pending learns better inside the transaction.
    let again = run(&mut deployment, "2_b", "CREATE TABLE again (id int);").await;
    assert_eq!(again.result.as_ref().ok(), Some(&Applied::Elsewhere), "{again:?}");
    assert_eq!(ground.ask("SELECT to_regclass('again')::text").await, None);
    let outside = run(&mut deployment, "2_b", "VACUUM a;").await;
    assert_eq!(outside.result.as_ref().ok(), Some(&Applied::Elsewhere), "{outside:?}");
    assert!(deployment.end().await.unwrap());
}

#[tokio::test]
async fn a_failed_script_is_remembered_and_nothing_has_to_be_settled() {
    let ground = quick();
    let (mut deployment, _stopper) = ground.begin().await;
    let step = run(&mut deployment, "1_a", "CREATE TABLE a (id int); SELECT nowhere;").await;
    let failure = step.result.unwrap_err();
    assert_eq!((failure.server().unwrap().sqlstate.as_str(), failure.may_remain, step.attempts), ("42703", false, 1));
    assert_eq!(ground.row("1_a").await, "rolled back 0 with logs");
    let step = run(&mut deployment, "1_a", "CREATE TABLE a (id int);").await;
    assert!(step.result.is_ok(), "{step:?}");
    assert_eq!(ground.row("1_a").await, "rolled back 0 with logs, applied 1");
}

#[tokio::test]
async fn a_script_waits_its_turn_politely_and_says_for_whom() {
    let ground = quick();
    let (mut deployment, _stopper) = ground.begin().await;
    assert!(run(&mut deployment, "1_a", "CREATE TABLE a (id int);").await.result.is_ok());
    let (reader, connection) = ground.database.owner.connect(tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    reader.batch_execute("SET application_name = 'a long report'; BEGIN; SELECT count(*) FROM a").await.unwrap();
    let alter = migration("2_b", "ALTER TABLE a ADD COLUMN x int;");
    let retries = RefCell::new(0);
    let events = |event: Event<'_>| {
        if matches!(event, Event::Retrying { .. }) {
            *retries.borrow_mut() += 1;
        }
    };
    let release = async {
        tokio::time::sleep(Duration::from_millis(900)).await;
        reader.batch_execute("COMMIT").await.unwrap();
    };
    let (step, ()) = tokio::join!(deployment.run(&alter, None, &events), release);
    assert!(step.result.is_ok() && step.attempts > 2, "{step:?}");
    assert_eq!(*retries.borrow() + 1, step.attempts);
    let blocker = step.blockers.first().expect("somebody was in the way").to_string();
    assert!(blocker.starts_with("`a long report` (pid ") && blocker.contains("idle in transaction"), "{blocker}");
    assert_eq!(ground.row("2_b").await, "applied 1");
}

#[tokio::test]
async fn patience_ends_and_nothing_remains() {
    let mut ground = quick();
    ground.limits.retry_for = Duration::from_millis(400);
    let (mut deployment, _stopper) = ground.begin().await;
    assert!(run(&mut deployment, "1_a", "CREATE TABLE a (id int);").await.result.is_ok());
    let reader = ground.client().await;
    reader.batch_execute("BEGIN; SELECT count(*) FROM a").await.unwrap();
    let began = Instant::now();
    let step = run(&mut deployment, "2_b", "CREATE TABLE b (id int); ALTER TABLE a ADD COLUMN x int;").await;
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    assert!(matches!(kind(&step), FailureKind::Server(error) if error.sqlstate.as_str() == "55P03"), "{step:?}");
    assert!(!step.result.as_ref().unwrap_err().may_remain && step.attempts > 1 && !step.blockers.is_empty(), "{step:?}");
    assert_eq!(ground.ask("SELECT to_regclass('b')::text").await, None);
    assert_eq!(ground.row("2_b").await, "rolled back 0 with logs");
}

#[tokio::test]
async fn the_loser_of_a_deadlock_tries_again() {
    let ground = ground(Duration::from_secs(20));
    let (mut deployment, _stopper) = ground.begin().await;
    assert!(run(&mut deployment, "1_a", "CREATE TABLE a (id int); CREATE TABLE b (id int);").await.result.is_ok());
    let other = ground.client().await;
    // Whoever looks last is not chosen.
    other.batch_execute("SET deadlock_timeout = '60s'; BEGIN; LOCK TABLE b").await.unwrap();
    let crossing = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        other.batch_execute("LOCK TABLE a; COMMIT").await.unwrap();
    };
    let script = migration("2_b", "LOCK TABLE a; ALTER TABLE b ADD COLUMN x int;");
    let (step, ()) = tokio::join!(deployment.run(&script, None, &|_| {}), crossing);
    assert!(step.result.is_ok() && step.attempts == 2, "{step:?}");
}

#[tokio::test]
async fn an_end_that_is_asked_for_comes_within_seconds() {
    let ground = quick();
    for (name, script) in [
        ("1_a", "CREATE TABLE a (id int); SELECT pg_sleep(60);"),
        ("2_b", "DO $$ BEGIN PERFORM pg_sleep(60); EXCEPTION WHEN query_canceled THEN NULL; END $$; CREATE TABLE b (id int);"),
    ] {
        let (mut deployment, stopper) = ground.begin().await;
        let script = migration(name, script);
        let ask = async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            stopper.ask();
            Instant::now()
        };
        let (step, asked) = tokio::join!(deployment.run(&script, None, &|_| {}), ask);
        // What is promised; a machine without other work needs milliseconds.
        assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
        assert_eq!(kind(&step), &FailureKind::Stopped, "{step:?}");
        assert!(!step.result.as_ref().unwrap_err().may_remain);
        assert_eq!(ground.row(name).await, "rolled back 0 with logs");
        assert!(deployment.end().await.unwrap());
    }
    assert_eq!(ground.ask("SELECT coalesce(to_regclass('a'), to_regclass('b'))::text").await, None);
}

#[tokio::test]
async fn a_script_that_does_not_let_itself_be_stopped_loses_its_session() {
    let mut ground = quick();
    ground.limits.script_timeout = Some(Duration::from_millis(200));
    let (mut deployment, _stopper) = ground.begin().await;
    let stubborn = "CREATE TABLE a (id int); DO $$ BEGIN LOOP BEGIN PERFORM pg_sleep(60); EXCEPTION WHEN query_canceled THEN NULL; END; END LOOP; END $$;";
    let began = Instant::now();
    let step = run(&mut deployment, "1_a", stubborn).await;
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    assert!(matches!(kind(&step), FailureKind::Lost(_)), "{step:?}");
    assert!(!step.result.as_ref().unwrap_err().may_remain && !step.lost_lock);
    assert_eq!(ground.ask("SELECT to_regclass('a')::text").await, None);
    let plain = run(&mut deployment, "2_b", "SELECT pg_sleep(10);").await;
    assert!(matches!(kind(&plain), FailureKind::TimedOut(_)), "{plain:?}");
    // The lock was taken again by the session that looked for the truth.
    assert!(deployment.end().await.unwrap());
}

#[tokio::test]
async fn a_session_that_is_ended_takes_its_work_with_it() {
    let ground = quick();
    let (mut deployment, _stopper) = ground.begin().await;
    let in_transaction =
        run(&mut deployment, "1_a", "CREATE TABLE a (id int); SELECT pg_terminate_backend(pg_backend_pid());").await;
    assert!(matches!(kind(&in_transaction), FailureKind::Lost(_)), "{in_transaction:?}");
    assert!(!in_transaction.result.as_ref().unwrap_err().may_remain && !in_transaction.lost_lock);
    let outside =
        run(&mut deployment, "2_b", "CREATE TABLE b (id int); VACUUM; SELECT pg_terminate_backend(pg_backend_pid());").await;
    assert!(matches!(kind(&outside), FailureKind::Lost(_)), "{outside:?}");
    assert!(outside.result.as_ref().unwrap_err().may_remain);
    assert_eq!(ground.ask("SELECT to_regclass('a')::text").await, None);
    assert_eq!((ground.row("1_a").await.as_str(), ground.row("2_b").await.as_str()), ("", "open 2 with logs"));
    assert!(run(&mut deployment, "3_c", "CREATE TABLE c (id int);").await.result.is_ok());
}

#[tokio::test]
async fn a_script_that_stops_half_way_goes_on_where_it_stopped() {
    let ground = quick();
    let (mut deployment, _stopper) = ground.begin().await;
    let script = "SET search_path = s, public; CREATE TABLE t AS SELECT 1 AS id; INSERT INTO t VALUES (2);\n\
                  CREATE UNIQUE INDEX CONCURRENTLY i ON t (id);\nCREATE TABLE done (id int);";
    assert!(run(&mut deployment, "0_s", "CREATE SCHEMA s;").await.result.is_ok());
    let half = migration("1_a", &script.replace("(2)", "(1)"));
    let step = deployment.run(&half, None, &|_| {}).await;
    let failure = step.result.as_ref().unwrap_err();
    assert_eq!((failure.server().unwrap().sqlstate.as_str(), failure.may_remain), ("23505", true), "{step:?}");
    let left: Vec<_> = step.unfinished_indexes.iter().map(|it| (it.index.as_str(), it.table.as_str())).collect();
    assert_eq!(left, [("s.i", "s.t")]);
    assert_eq!(ground.row("1_a").await, "open 3 with logs");
    // Another text is another migration.
    assert_eq!(ground.resume(&migration("1_a", script)).await, None);
    let resume = ground.resume(&half).await.unwrap();
    assert_eq!(resume.completed(), 3);
    ground.client().await.batch_execute("DELETE FROM s.t WHERE ctid = (SELECT max(ctid) FROM s.t)").await.unwrap();
    let repaired = RefCell::new(Vec::new());
    let events = |event: Event<'_>| {
        if let Event::Repaired { index } = event {
            repaired.borrow_mut().push(index.to_owned());
        }
    };
    let step = deployment.run(&half, Some(&resume), &events).await;
    assert!(step.result.is_ok(), "{step:?}");
    assert_eq!(*repaired.borrow(), ["s.i"]);
    assert_eq!(ground.row("1_a").await, "applied 1");
    let whole = "SELECT (SELECT indisvalid FROM pg_index WHERE indexrelid = 's.i'::regclass)::text || count(*) FROM s.t, s.done RIGHT JOIN (SELECT 1) one ON true";
    assert_eq!(ground.ask(whole).await.as_deref(), Some("true1"));
    // The row says that it is finished: nothing goes on twice.
    assert!(matches!(kind(&deployment.run(&half, Some(&resume), &|_| {}).await), FailureKind::RowGone));
}

#[tokio::test]
async fn the_first_statement_that_fails_leaves_nothing_to_settle() {
    let ground = quick();
    let (mut deployment, _stopper) = ground.begin().await;
    let step = run(&mut deployment, "1_a", "CREATE TABLE t (id nothing); VACUUM;").await;
    assert!(!step.result.as_ref().unwrap_err().may_remain, "{step:?}");
    assert_eq!(ground.row("1_a").await, "rolled back 0 with logs");
}

#[tokio::test]
async fn a_build_waits_longer_than_a_lock_may_take() {
    let ground = quick();
    let (mut deployment, _stopper) = ground.begin().await;
    assert!(run(&mut deployment, "1_a", "CREATE TABLE a (id int);").await.result.is_ok());
    let writer = ground.client().await;
    writer.batch_execute("BEGIN; INSERT INTO a VALUES (1)").await.unwrap();
    let release = async {
        tokio::time::sleep(Duration::from_millis(700)).await;
        writer.batch_execute("COMMIT").await.unwrap();
    };
    let build = migration(
        "2_b",
        "CREATE INDEX CONCURRENTLY i ON a (id); SELECT set_config('x.y', current_setting('lock_timeout'), false);",
    );
    let waited = RefCell::new(false);
    let events = |event: Event<'_>| *waited.borrow_mut() |= matches!(event, Event::Waiting { blockers } if !blockers.is_empty());
    let (step, ()) = tokio::join!(deployment.run(&build, None, &events), release);
    assert!(step.result.is_ok() && step.attempts == 1, "{step:?}");
    assert!(*waited.borrow() && !step.blockers.is_empty());
    // A script that has set a limit of its own keeps it.
    writer.batch_execute("BEGIN; INSERT INTO a VALUES (1)").await.unwrap();
    let own = run(&mut deployment, "3_c", "SET lock_timeout = '60ms'; CREATE INDEX CONCURRENTLY j ON a (id);").await;
    assert!(matches!(kind(&own), FailureKind::Server(error) if error.sqlstate.as_str() == "55P03"), "{own:?}");
    assert_eq!(own.unfinished_indexes.len(), 1, "{own:?}");
}

#[tokio::test]
async fn a_leftover_of_the_same_name_does_not_pass_for_an_index() {
    let ground = quick();
    let (mut deployment, _stopper) = ground.begin().await;
    assert!(run(&mut deployment, "1_a", "CREATE TABLE a AS SELECT 1 AS id FROM generate_series(1, 2);").await.result.is_ok());
    let by_hand = ground.client().await;
    assert!(by_hand.batch_execute("CREATE UNIQUE INDEX CONCURRENTLY i ON a (id)").await.is_err());
    let step = run(&mut deployment, "2_b", "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON a (id);").await;
    assert!(step.result.is_ok(), "{step:?}");
    assert_eq!(
        ground.ask("SELECT indisvalid::text FROM pg_index WHERE indexrelid = 'i'::regclass").await.as_deref(),
        Some("true")
    );
}

#[tokio::test]
async fn a_leftover_that_somebody_keeps_from_being_cleared_away_is_no_index_either() {
    let ground = quick();
    let (mut deployment, _stopper) = ground.begin().await;
    assert!(run(&mut deployment, "1_a", "CREATE TABLE a AS SELECT 1 AS id FROM generate_series(1, 2);").await.result.is_ok());
    let (by_hand, other) = (ground.client().await, ground.client().await);
    assert!(by_hand.batch_execute("CREATE UNIQUE INDEX CONCURRENTLY i ON a (id)").await.is_err());
    // Whoever holds this lock might be building the index.
    other.batch_execute("BEGIN; LOCK TABLE a IN SHARE UPDATE EXCLUSIVE MODE").await.unwrap();
    let release = async {
        tokio::time::sleep(Duration::from_secs(5)).await;
        other.batch_execute("COMMIT").await.unwrap();
    };
    let build = migration("2_b", "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON a (id);");
    let (step, ()) = tokio::join!(deployment.run(&build, None, &|_| {}), release);
    assert!(matches!(kind(&step), FailureKind::Unbuilt(index) if index.contains('i')), "{step:?}");
    assert!(step.result.as_ref().is_err_and(|failure| failure.may_remain), "{step:?}");
}

#[tokio::test]
async fn what_scripts_do_to_locks_and_sessions_stays_with_them() {
    let ground = quick();
    let (mut deployment, _stopper) = ground.begin().await;
    let takes = "CREATE SCHEMA s; SET search_path = s; SET lock_timeout = 0; SELECT pg_advisory_lock(7), pg_advisory_lock(7), pg_advisory_lock(1, 2), pg_advisory_lock_shared(8), pg_advisory_lock_shared(3, 4), pg_advisory_lock(72707369); CREATE TEMP TABLE left_over (id int);";
    let step = run(&mut deployment, "1_a", takes).await;
    assert!(step.result.is_ok() && !step.lost_lock, "{step:?}");
    assert_eq!(step.left_behind.iter().map(|it| it.setting).collect::<Vec<_>>(), ["search_path", "lock_timeout"]);
    assert_eq!(ground.ask("SELECT count(*)::text FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())").await.as_deref(), Some("2"));
    let next =
        run(&mut deployment, "2_b", "CREATE TABLE left_over AS SELECT current_setting('lock_timeout') AS limit_of_locks;").await;
    assert!(next.result.is_ok(), "{next:?}");
    assert_eq!(ground.ask("SELECT limit_of_locks FROM public.left_over").await.as_deref(), Some("50ms"));
    assert!(deployment.end().await.unwrap());
    for (name, script) in [("3_c", "SELECT pg_advisory_unlock_all();"), ("4_d", "DISCARD ALL;")] {
        let (mut deployment, _stopper) = ground.begin().await;
        let step = run(&mut deployment, name, script).await;
        assert!(step.result.is_ok() && step.lost_lock, "{name}: {step:?}");
        assert!(!deployment.end().await.unwrap());
    }
}

#[tokio::test]
async fn twenty_deployments_at_once_apply_each_migration_once() {
    let ground = quick();
    drop(ground.begin().await);
    let scripts: Vec<_> = (0..5).map(|n| migration(&format!("{n}_m"), &format!("CREATE TABLE t{n} (id int);"))).collect();
    let deployers = (0..20).map(async |_| {
        let (mut deployment, _stopper) = ground.begin().await;
        let mut applied = Vec::new();
        for script in &scripts {
            applied.push(deployment.run(script, None, &|_| {}).await.result.unwrap());
        }
        assert!(deployment.end().await.unwrap());
        applied
    });
    let all: Vec<Applied> = futures_util::future::join_all(deployers).await.concat();
    assert_eq!(all.iter().filter(|applied| **applied == Applied::Here).count(), scripts.len());
    assert_eq!(
        ground.ask("SELECT count(*)::text FROM _prisma_migrations WHERE finished_at IS NOT NULL").await.as_deref(),
        Some("5")
    );
}
