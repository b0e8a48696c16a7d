//! Is `deploy` as fast as it says, compared with Prisma's own engine in the same run? `cargo xtask bench deploy`.
//!
//! A database that is up to date; 100 new migrations; 10,000 migrations in the history. New migrations run on two servers: one that never
//! waits for its disk, which shows what a tool costs, and one as people have it. psql with the bare scripts, one transaction each and no
//! history, is what a server needs for them whoever sends them. All are interleaved, so that a busy machine is busy for each.

#![expect(clippy::print_stdout, reason = "it prints")]
#![expect(clippy::unwrap_used, reason = "a benchmark may panic")]

use std::{
    fmt::Write as _,
    fs,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use migration_gate_tests::{Ended, Oracle, Program, Project};
use test_postgres::{NetworkRequest, NetworkServer, server};
use tokio_postgres::NoTls;

const ROUNDS: usize = 5;

fn main() {
    let oracle = Oracle::installed();
    let (hundred, ten_thousand) = (project(100), project(10_000));
    let durable = NetworkServer::start(&NetworkRequest { settings: vec!["fsync = on".to_owned()], ..NetworkRequest::default() });
    let mut places = [Place::hasty(), Place::of(&durable)];
    run(&hundred, &places[0].database()); // Warms the caches, and does not count.
    let (mut times, mut nothing) = ([(); 2].map(|()| Times::default()), Times::default());
    for _ in 0..ROUNDS {
        for (place, times) in places.iter_mut().zip(&mut times) {
            let (ours, theirs, bare) = (place.database(), place.database(), place.database());
            times.deploy.push(run(&hundred, &ours).took);
            times.prisma.push(timed(|| deploy_as_prisma(&oracle, &hundred, &theirs)));
            times.psql.push(timed(|| send_by_psql(&hundred, &bare)));
            nothing.deploy.push(run(&hundred, &ours).took);
            nothing.prisma.push(timed(|| deploy_as_prisma(&oracle, &hundred, &theirs)));
        }
    }
    let long = places[0].database();
    pretend(&ten_thousand, &long);
    let mut longest = (0..ROUNDS).map(|_| run(&ten_thousand, &long)).collect::<Vec<_>>();
    longest.sort_by_key(|ended| ended.took);
    println!("                                deploy   Prisma's engine        psql   engine/deploy   engine/psql");
    nothing.print("up to date, 100 applied");
    for (times, what) in times.into_iter().zip(["100 new, disk not waited for", "100 new, durable server"]) {
        times.print(what);
    }
    let middle = &longest[ROUNDS / 2];
    let memory = longest.iter().map(|ended| ended.peak_memory_kib).max().unwrap_or_default();
    println!("{:<28}{:7.1} ms   peak memory {:.1} MB", "up to date, 10,000 applied", in_ms(middle.took), memory as f64 / 1024.0);
    println!("\ngoals: up to date < 50 ms; 100 new >= 5 x faster; 10,000 < 1000 ms and < 64 MB");
    println!(
        "median of {ROUNDS}; Prisma's engine is timed with Node's start and without its command line, which is faster than what users run"
    );
}

/// A server, and how its databases are reached.
struct Place<'a> {
    host: String,
    port: u16,
    new_database: Box<dyn FnMut() -> String + 'a>,
}

/// A database that nothing has run on.
struct Fresh {
    name: String,
    host: String,
    port: u16,
}

impl<'a> Place<'a> {
    /// The shared server of the tests.
    fn hasty() -> Place<'a> {
        let host = server(None).socket_directory().display().to_string();
        Place { host, port: ephemeral_postgres::PORT, new_database: Box::new(|| server(None).database().name) }
    }

    fn of(server: &'a NetworkServer) -> Place<'a> {
        let mut count = 0;
        let new_database = move || {
            count += 1;
            let name = format!("bench_{count}");
            server.execute(&[&format!("CREATE ROLE {name} LOGIN"), &format!("CREATE DATABASE {name} OWNER {name}")]);
            name
        };
        Place { host: server.directory().display().to_string(), port: server.port(), new_database: Box::new(new_database) }
    }

    fn database(&mut self) -> Fresh {
        Fresh { name: (self.new_database)(), host: self.host.clone(), port: self.port }
    }
}

impl Fresh {
    /// A connection string that libpq, Prisma and we read alike.
    fn url(&self) -> String {
        format!("postgresql://{0}@localhost:{1}/{0}?host={2}", self.name, self.port, self.host)
    }
}

/// What each took for the same.
#[derive(Default)]
struct Times {
    deploy: Vec<Duration>,
    prisma: Vec<Duration>,
    psql: Vec<Duration>,
}

impl Times {
    fn print(self, what: &str) {
        let [deploy, prisma, psql] = [self.deploy, self.prisma, self.psql].map(median);
        let (mut bare, mut floor) = (String::new(), String::new());
        if let Some(psql) = psql {
            write!(bare, "{psql:7.1} ms").unwrap();
            write!(floor, "{:11.1} x", prisma.unwrap() / psql).unwrap();
        }
        let (deploy, prisma) = (deploy.unwrap(), prisma.unwrap());
        println!("{what:<28}{deploy:7.1} ms        {prisma:7.1} ms  {bare:>10}   {:11.1} x {floor:>13}", prisma / deploy);
    }
}

fn project(migrations: usize) -> Project {
    let project = Project::new();
    let history = history_generator::history(history_generator::SEED, migrations);
    history_generator::write(&project.migrations(), &history).unwrap();
    write_for_psql(&project.migrations());
    project.configure("");
    project
}

/// One file that includes every script in a transaction of its own; the few that have one keep theirs.
fn write_for_psql(migrations: &Path) {
    let mut directories: Vec<_> = fs::read_dir(migrations).unwrap().map(|entry| entry.unwrap().path()).collect();
    directories.retain(|path| path.is_dir());
    directories.sort();
    let include = |path: &Path| format!("BEGIN;\n\\i '{}/migration.sql'\nCOMMIT;\n", path.display());
    let text = directories.iter().map(|path| include(path)).collect::<String>();
    fs::write(migrations.join("../all.sql"), text).unwrap();
}

fn run(project: &Project, database: &Fresh) -> Ended {
    let program = Program::new("deploy").current_dir(project.path()).args(["--quiet", "--output", "report.txt"]);
    let ended = program.env("DATABASE_URL", database.url()).run();
    assert_eq!(ended.code, Some(0), "{}{}", ended.stdout, ended.stderr);
    ended
}

fn deploy_as_prisma(oracle: &Oracle, project: &Project, database: &Fresh) {
    assert_eq!(oracle.deploy(&project.migrations(), &database.url(), false).result, Ok(()));
}

fn send_by_psql(project: &Project, database: &Fresh) {
    let file = project.migrations().join("../all.sql");
    let mut psql = Command::new("psql");
    let sent = psql.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", &database.url(), "-f"]).arg(file).output();
    let sent = sent.expect("psql is needed for the comparison: install postgresql-client");
    assert!(sent.status.success(), "{}", String::from_utf8_lossy(&sent.stderr));
}

/// Writes the rows of a history that has run.
fn pretend(project: &Project, database: &Fresh) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let reached = format!("host={} port={} user={name} dbname={name}", database.host, database.port, name = database.name);
        let (client, connection) = tokio_postgres::connect(&reached, NoTls).await.unwrap();
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

/// In milliseconds; none of nothing.
fn median(mut times: Vec<Duration>) -> Option<f64> {
    times.sort();
    times.get(times.len() / 2).copied().map(in_ms)
}

fn in_ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
