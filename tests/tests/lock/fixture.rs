//! A database, two jobs that could want it, and a session of somebody else.

use std::{
    ffi::OsStr,
    path::Path,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use migration_gate_tests::{Ended, Program, is_alive};
use tempfile::TempDir;
use test_postgres::{TestDatabase, server};
use tokio::runtime::Runtime;
use tokio_postgres::{Client, NoTls};

/// What must show nowhere.
pub(crate) const CANARY: &str = "canary-7f3a";
/// The gate's key and Prisma's, as the documentation gives them.
pub(crate) const GATE_KEY: i64 = 0x4D49_4752_4741_5445;
pub(crate) const PRISMA_KEY: i64 = 72_707_369;

/// A database and a job whose steps follow each other.
pub(crate) struct Job {
    pub(crate) database: TestDatabase,
    temporary: TempDir,
}

impl Job {
    /// A job of its own, on a database of its own.
    pub(crate) fn new() -> Job {
        Job::on(server(None).database())
    }

    /// Another job on somebody's database.
    pub(crate) fn on(database: TestDatabase) -> Job {
        Job { database, temporary: tempfile::tempdir().unwrap() }
    }

    /// A second job on the same database.
    pub(crate) fn another(&self) -> Job {
        Job::on(self.database.clone())
    }

    /// The connection string, with a password that the server does not ask for.
    pub(crate) fn url(&self) -> String {
        url(server(None).socket_directory(), &self.database.name, &self.database.name)
    }

    /// A step that runs `lock`.
    pub(crate) fn lock<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Program {
        self.step(arguments).env("DATABASE_URL", self.url())
    }

    /// The same without a connection string.
    pub(crate) fn step<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Program {
        Program::new("lock")
            .current_dir(self.directory())
            .env("RUNNER_TEMP", self.directory())
            .args(arguments.iter().map(AsRef::as_ref))
    }

    /// The job's temporary directory.
    pub(crate) fn directory(&self) -> &Path {
        self.temporary.path()
    }

    /// A session of its own as the owner of the database.
    pub(crate) fn session(&self, application: &str) -> OtherSession {
        let mut config = self.database.owner.clone();
        OtherSession::open(config.application_name(application))
    }

    /// How many sessions hold the key.
    pub(crate) fn holders(&self, key: i64) -> i64 {
        let (class, object) = (key >> 32, key & 0xffff_ffff);
        let query = format!(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON oid = database WHERE locktype = 'advisory' AND granted AND objsubid = 1 \
             AND classid::int8 = {class} AND objid::int8 = {object} AND datname = '{}'",
            self.database.name
        );
        self.session("looks").number(&query)
    }

    /// Ends the server's side of whoever holds the gate's key.
    pub(crate) fn terminate_holder(&self) {
        let mut config = self.database.superuser.clone();
        let session = OtherSession::open(config.application_name("administrator"));
        let ended = session.number(
            "SELECT count(*) FROM (SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted \
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS ended",
        );
        assert!(ended > 0, "somebody held a lock");
    }
}

/// A connection string for a unix socket.
pub(crate) fn url(directory: &Path, user: &str, database: &str) -> String {
    let host = directory.display().to_string().replace('%', "%25").replace('/', "%2F");
    format!("postgresql://{user}:{CANARY}@{host}/{database}")
}

/// Somebody else's session.
pub(crate) struct OtherSession {
    runtime: Runtime,
    pub(crate) client: Client,
}

impl OtherSession {
    pub(crate) fn open(config: &tokio_postgres::Config) -> OtherSession {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (client, connection) = runtime.block_on(config.connect(NoTls)).unwrap();
        runtime.spawn(connection);
        OtherSession { runtime, client }
    }

    pub(crate) fn execute(&self, statement: &str) {
        self.runtime.block_on(self.client.batch_execute(statement)).unwrap();
    }

    /// Sends a statement whose answer nobody waits for.
    pub(crate) fn begin(self, statement: &'static str) -> thread::JoinHandle<()> {
        thread::spawn(move || {
            // It ends with an error when the test ends before it.
            let _ = self.runtime.block_on(self.client.batch_execute(statement));
        })
    }

    pub(crate) fn number(&self, query: &str) -> i64 {
        self.runtime.block_on(self.client.query_one(query, &[])).unwrap().get(0)
    }

    pub(crate) fn truth(&self, query: &str) -> bool {
        self.runtime.block_on(self.client.query_one(query, &[])).unwrap().get(0)
    }

    pub(crate) fn is_closed(&self) -> bool {
        // The connection is looked after only while somebody waits for something.
        self.runtime.block_on(async { tokio::time::sleep(Duration::from_millis(10)).await });
        self.client.is_closed()
    }
}

/// Waits until something is so, and fails when it takes too long.
pub(crate) fn wait_until(what: &str, limit: Duration, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < limit, "not within {limit:?}: {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// The keeper that a run has left.
pub(crate) fn keeper_of(ended: &Ended) -> u32 {
    let alive: Vec<u32> = ended.descendants.iter().copied().filter(|process| is_alive(*process)).collect();
    assert_eq!(alive.len(), 1, "one process is left: {}", ended.stderr);
    alive[0]
}

/// Sends a signal to a process that a test has started.
pub(crate) fn signal(name: &str, process: u32) {
    assert!(Command::new("kill").args([format!("-{name}"), process.to_string()]).status().unwrap().success());
}

/// The run ended so, and what it wrote holds the words and no secret.
pub(crate) fn check(ended: &Ended, code: i32, words: &[&str]) {
    let all = format!("{}{}", ended.stdout, ended.stderr);
    assert_eq!(ended.code, Some(code), "{all}");
    for word in words {
        assert!(all.contains(word), "`{word}` is not in:\n{all}");
    }
    assert!(!all.contains(CANARY), "{all}");
}
