//! A repository, a database, and what is to be seen in it.

use std::{
    thread,
    time::{Duration, Instant},
};

use migration_gate_tests::{Ended, Outcome, Program, Project};
use serde_json::Value;
use test_postgres::{TestDatabase, TestServer, server};
use tokio_postgres::{Client, Config, NoTls};

/// What must show nowhere.
const CANARY: &str = "canary-7f3a";

/// A repository and the database that it is deployed to.
pub(crate) struct Ground {
    pub(crate) project: Project,
    pub(crate) database: TestDatabase,
    server: &'static TestServer,
}

impl Ground {
    /// With these migrations.
    pub(crate) fn new(migrations: &[(&str, &str)]) -> Ground {
        Ground::on(None, migrations)
    }

    /// The same on a server of a major version.
    pub(crate) fn on(major: Option<u32>, migrations: &[(&str, &str)]) -> Ground {
        let server = server(major);
        let ground = Ground { project: Project::new(), database: server.database(), server };
        ground.project.write("prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n");
        for (name, script) in migrations {
            ground.project.migration(name, script);
        }
        ground.configure("");
        ground
    }

    /// Limits that fit a test, and more.
    pub(crate) fn configure(&self, more: &str) {
        self.project.configure(&format!("[deploy]\nretry-for = \"1s\"\n{more}"));
    }

    /// The connection string, with a password that the server does not ask for.
    pub(crate) fn url(&self) -> String {
        let host = self.server.socket_directory().display().to_string().replace('/', "%2F");
        format!("postgresql://{0}:{CANARY}@{host}/{0}", self.database.name)
    }

    /// The same in the form that Prisma understands.
    pub(crate) fn prisma_url(&self) -> String {
        let host = self.server.socket_directory().display().to_string();
        format!("postgresql://{0}@localhost:{port}/{0}?host={host}", self.database.name, port = ephemeral_postgres::PORT)
    }

    /// A run to be.
    pub(crate) fn deploy(&self, arguments: &[&str]) -> Program {
        let program = Program::new("deploy").current_dir(self.project.path()).env("DATABASE_URL", self.url());
        program.args(["--format", "json", "--publish", "never"]).args(arguments.iter().copied())
    }

    /// A run that ends so.
    pub(crate) fn run(&self, arguments: &[&str], code: i32) -> Ended {
        check(self.deploy(arguments).run(), code)
    }

    /// One number.
    pub(crate) fn number(&self, query: &str) -> i64 {
        self.with(async |client| client.query_one(query, &[]).await.unwrap().get(0))
    }

    /// The first column of the rows of a query, sorted.
    pub(crate) fn ids(&self, query: &str) -> Vec<i32> {
        let rows = self.with(async |client| client.query(query, &[]).await.unwrap());
        let mut ids: Vec<i32> = rows.iter().map(|row| row.get(0)).collect();
        ids.sort_unstable();
        ids
    }

    /// What a run wrote with `--record record.json`.
    pub(crate) fn record(&self) -> Value {
        serde_json::from_str(&std::fs::read_to_string(self.project.path().join("record.json")).unwrap()).unwrap()
    }

    /// Statements of somebody else.
    pub(crate) fn execute(&self, statements: &str) {
        self.with(async |client| client.batch_execute(statements).await.unwrap());
    }

    /// Statements of somebody who may do everything.
    pub(crate) fn execute_as_superuser(&self, statements: &str) {
        connected(&self.database.superuser, async |client| client.batch_execute(statements).await.unwrap());
    }

    fn with<T>(&self, work: impl AsyncFnOnce(Client) -> T) -> T {
        connected(&self.database.owner, work)
    }
}

fn connected<T>(config: &Config, work: impl AsyncFnOnce(Client) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (client, connection) = config.connect(NoTls).await.unwrap();
        tokio::spawn(connection);
        work(client).await
    })
}

/// Waits until a query counts something.
pub(crate) fn wait_for(ground: &Ground, what: &str) {
    let began = Instant::now();
    while ground.number(what) == 0 {
        assert!(began.elapsed() < Duration::from_secs(30), "not within 30 s: {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// The run ended so, and shows no secret.
pub(crate) fn check(ended: Ended, code: i32) -> Ended {
    let all = format!("{}{}", ended.stdout, ended.stderr);
    assert_eq!(ended.code, Some(code), "{all}");
    assert!(!all.contains(CANARY), "{all}");
    ended
}

/// The migrations and their outcomes.
pub(crate) fn migrations(ended: &Ended) -> Vec<(String, String)> {
    Outcome::of(ended).migrations().into_iter().map(|(name, outcome)| (name.to_owned(), outcome.to_owned())).collect()
}

/// The rules of the findings.
pub(crate) fn rules(ended: &Ended) -> Vec<String> {
    Outcome::of(ended).rules().into_iter().map(str::to_owned).collect()
}

/// The report of the only target.
pub(crate) fn target(ended: &Ended) -> Value {
    Outcome::of(ended).json().clone()
}

/// Pairs of texts, for comparing.
pub(crate) fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(one, other)| ((*one).to_owned(), (*other).to_owned())).collect()
}
