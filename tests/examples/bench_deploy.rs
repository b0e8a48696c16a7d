//! Is `deploy` as fast as it says, compared with Prisma's own engine in the same run? `cargo xtask bench deploy`.
//!
//! Three measures: a database that is up to date; 100 new migrations; 10,000 migrations in the history. Each is interleaved with the engine, so
//! that a busy machine is busy for both.

#![expect(clippy::print_stdout, reason = "it prints")]
#![expect(clippy::unwrap_used, reason = "a benchmark may panic")]

use std::time::{Duration, Instant};

use migration_gate_tests::{Ended, Oracle, Program, Project};
use test_postgres::{TestDatabase, server};
use tokio_postgres::NoTls;

const ROUNDS: usize = 5;

fn main() {
    let oracle = Oracle::installed();
    let (hundred, ten_thousand) = (project(100), project(10_000));
    run(&hundred, &server(None).database()); // Warms the caches, and does not count.
    let (mut new, mut theirs_new, mut nothing, mut theirs_nothing) = (vec![], vec![], vec![], vec![]);
    for _ in 0..ROUNDS {
        let (ours, theirs) = (server(None).database(), server(None).database());
        new.push(run(&hundred, &ours).took);
        theirs_new.push(timed(|| assert_eq!(oracle.deploy(&hundred.migrations(), &prisma_url(&theirs), false).result, Ok(()))));
        nothing.push(run(&hundred, &ours).took);
        theirs_nothing
            .push(timed(|| assert_eq!(oracle.deploy(&hundred.migrations(), &prisma_url(&theirs), false).result, Ok(()))));
    }
    let long = server(None).database();
    pretend(&ten_thousand, &long);
    let mut longest = (0..ROUNDS).map(|_| run(&ten_thousand, &long)).collect::<Vec<_>>();
    longest.sort_by_key(|ended| ended.took);
    let (new, theirs_new, nothing, theirs_nothing) = (median(new), median(theirs_new), median(nothing), median(theirs_nothing));
    println!(
        "up to date, 100 applied      deploy {nothing:8.1} ms   Prisma's engine {theirs_nothing:8.1} ms   {:5.1} x",
        theirs_nothing / nothing
    );
    println!(
        "100 new migrations           deploy {new:8.1} ms   Prisma's engine {theirs_new:8.1} ms   {:5.1} x",
        theirs_new / new
    );
    let middle = &longest[ROUNDS / 2];
    let memory = longest.iter().map(|ended| ended.peak_memory_kib).max().unwrap_or_default();
    println!(
        "up to date, 10,000 applied   deploy {:8.1} ms   peak memory {:.1} MB",
        middle.took.as_secs_f64() * 1e3,
        memory as f64 / 1024.0
    );
    println!("\ngoals: up to date < 50 ms; 100 new >= 5 x faster; 10,000 < 1000 ms and < 64 MB");
    println!(
        "median of {ROUNDS}; Prisma's engine is timed with Node's start and without its command line, which is faster than what users run"
    );
}

fn project(migrations: usize) -> Project {
    let project = Project::new();
    let history = history_generator::history(history_generator::SEED, migrations);
    history_generator::write(&project.migrations(), &history).unwrap();
    project.configure("");
    project
}

fn run(project: &Project, database: &TestDatabase) -> Ended {
    let host = server(None).socket_directory().display().to_string().replace('/', "%2F");
    let program = Program::new("deploy").current_dir(project.path()).args(["--quiet", "--output", "report.txt"]);
    let ended = program.env("DATABASE_URL", format!("postgresql://{0}@{host}/{0}", database.name)).run();
    assert_eq!(ended.code, Some(0), "{}{}", ended.stdout, ended.stderr);
    ended
}

fn prisma_url(database: &TestDatabase) -> String {
    let host = server(None).socket_directory().display().to_string();
    format!("postgresql://{0}@localhost:{port}/{0}?host={host}", database.name, port = ephemeral_postgres::PORT)
}

/// Writes the rows of a history that has run.
fn pretend(project: &Project, database: &TestDatabase) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (client, connection) = database.owner.connect(NoTls).await.unwrap();
        tokio::spawn(connection);
        let table = "CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, \
                     migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), \
                     applied_steps_count int NOT NULL DEFAULT 0)";
        client.batch_execute(table).await.unwrap();
        let directory = migrations::read_directory(&project.migrations(), project.path(), migrations::Order::Locale).unwrap();
        let rows = directory.migrations.iter().enumerate().map(|(index, migration)| {
            format!("('{index}', '{}', clock_timestamp(), '{}', 1)", migration.checksum, migration.name)
        });
        let rows = rows.collect::<Vec<_>>().join(",");
        let insert = format!("INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count) VALUES {rows}");
        client.batch_execute(&insert).await.unwrap();
    });
}

fn timed(work: impl FnOnce()) -> Duration {
    let began = Instant::now();
    work();
    began.elapsed()
}

/// In milliseconds.
fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1e3
}
