//! A database with a history, a role that may read that history only, and the repository that it is deployed from.

use std::sync::atomic::{AtomicU32, Ordering};

use ephemeral_postgres::Server;
use migration_gate_tests::{Ended, Program, Project};
use serde_json::Value;
use test_postgres::TestDatabase;
use tokio_postgres::{Client, Config, NoTls};

const HISTORY: &str = "CREATE TABLE _prisma_migrations (id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, \
    finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ, \
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0); \
    GRANT SELECT ON _prisma_migrations TO {reader}";

pub(crate) struct House {
    pub(crate) project: Project,
    pub(crate) database: TestDatabase,
    pub(crate) socket: String,
    rows: AtomicU32,
}

impl House {
    /// With a history that has no row.
    pub(crate) fn new() -> House {
        let house = House::empty();
        house.sql(HISTORY);
        house
    }

    /// The same on a server of its own, where nobody else uses up numbers of transactions.
    pub(crate) fn alone() -> (House, Server) {
        let server = test_postgres::start(&test_postgres::request(None));
        let config = |user: &str, database: &str| {
            let mut config = Config::new();
            config.host_path(server.socket_directory()).port(server.port()).user(user).dbname(database);
            config
        };
        let name = "alone".to_owned();
        block_on(async {
            let client = connect(&config(server.superuser(), "postgres")).await;
            client.batch_execute("CREATE ROLE alone LOGIN").await.unwrap();
            client.batch_execute("CREATE DATABASE alone TEMPLATE template0").await.unwrap();
        });
        let database = TestDatabase { owner: config(&name, &name), superuser: config(server.superuser(), &name), name };
        let house = House::of(database, server.socket_directory().to_str().unwrap());
        house.sql(HISTORY);
        (house, server)
    }

    /// Without a history. On the test's server a role reaches the database of its own name only, so that the reader is whom it was made for.
    pub(crate) fn empty() -> House {
        let server = test_postgres::server(None);
        House::of(server.database(), server.socket_directory().to_str().unwrap())
    }

    fn of(database: TestDatabase, socket: &str) -> House {
        let house = House { project: Project::new(), database, socket: socket.to_owned(), rows: 0.into() };
        house.as_superuser(
            "CREATE ROLE {owner}; ALTER DATABASE {reader} OWNER TO {owner}; ALTER SCHEMA public OWNER TO {owner};
             GRANT CONNECT ON DATABASE {reader} TO {reader}",
        );
        house.configure("");
        house
    }

    pub(crate) fn configure(&self, more: &str) {
        self.project.configure(more);
    }

    /// A migration on disk and in the database, with its row.
    pub(crate) fn applied(&self, name: &str, script: &str) {
        self.project.migration(name, script);
        self.sql(script);
        self.row(name, script, "now(), NULL, NULL, 1");
    }

    /// A migration on disk.
    pub(crate) fn pending(&self, name: &str, script: &str) {
        self.project.migration(name, script);
    }

    /// A row; `end` is what is in `finished_at`, `rolled_back_at`, `logs` and `applied_steps_count`.
    pub(crate) fn row(&self, name: &str, script: &str, end: &str) {
        let number = self.rows.fetch_add(1, Ordering::Relaxed) + 1;
        let checksum = migrations::Checksum::of(script);
        self.sql(&format!(
            "INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, rolled_back_at, logs, applied_steps_count)
             VALUES ('00000000-0000-4000-8000-{number:012}', '{checksum}', '{name}', now() - interval '1 day' + {number} * interval '1 second', {end})"
        ));
    }

    /// Runs as the owner.
    pub(crate) fn sql(&self, sql: &str) {
        block_on(async {
            let client = self.owner().await;
            client.batch_execute(&self.fill(sql)).await.unwrap_or_else(|error| panic!("{error:?}\n{sql}"));
        });
    }

    pub(crate) fn as_superuser(&self, sql: &str) {
        block_on(async {
            let client = connect(&self.database.superuser).await;
            client.batch_execute(&self.fill(sql)).await.unwrap_or_else(|error| panic!("{error:?}\n{sql}"));
        });
    }

    /// A connection of the owner's.
    pub(crate) async fn owner(&self) -> Client {
        let client = connect(&self.database.superuser).await;
        client.batch_execute(&self.fill("SET ROLE {owner}; SET search_path = public")).await.unwrap();
        client
    }

    /// The one value that a query of the superuser answers with.
    pub(crate) fn ask(&self, query: &str) -> String {
        block_on(async {
            let client = connect(&self.database.superuser).await;
            client.query_one(&self.fill(query), &[]).await.unwrap().get(0)
        })
    }

    pub(crate) fn fill(&self, text: &str) -> String {
        let name = &self.database.name;
        text.replace("{reader}", name).replace("{owner}", &format!("{name}_owner"))
    }

    /// The connection string of the reader.
    pub(crate) fn url(&self) -> String {
        let socket = self.socket.replace('/', "%2F");
        self.fill(&format!("postgresql://{{reader}}@{socket}/{{reader}}"))
    }

    /// `preview`, as the reader.
    pub(crate) fn program(&self) -> Program {
        Program::new("preview")
            .current_dir(self.project.path())
            .env("DIRECT_URL", self.url())
            .args(["--format", "json", "--quiet"])
    }

    pub(crate) fn preview(&self) -> Told {
        Told::of(self.program().run())
    }
}

pub(crate) async fn connect(config: &Config) -> Client {
    let (client, connection) = config.connect(NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// A run that has ended, and what it says of the only target.
pub(crate) struct Told {
    pub(crate) ended: Ended,
    pub(crate) verdict: String,
    pub(crate) target: Value,
}

impl Told {
    pub(crate) fn of(ended: Ended) -> Told {
        match serde_json::from_str::<Value>(&ended.stdout) {
            Ok(report) => {
                Told { verdict: report["verdict"].as_str().unwrap().to_owned(), target: report["targets"][0].clone(), ended }
            }
            Err(error) => panic!("no JSON ({error}), exit {:?}:\n{}\n{}", ended.code, ended.stdout, ended.stderr),
        }
    }

    /// Fails with everything that was said.
    pub(crate) fn expect(self, code: i32, verdict: &str) -> Told {
        assert_eq!((self.ended.code, self.verdict.as_str()), (Some(code), verdict), "{:#}\n{}", self.target, self.ended.stderr);
        self
    }

    /// Rules with their severities, of findings that hold this rule.
    pub(crate) fn severities(&self, rule: &str) -> Vec<&str> {
        let findings = self.target["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == rule);
        findings.map(|finding| finding["severity"].as_str().unwrap()).collect()
    }

    pub(crate) fn migrations(&self) -> Vec<(&str, &str)> {
        let migrations = self.target["migrations"].as_array().unwrap().iter();
        migrations.map(|one| (one["name"].as_str().unwrap(), one["outcome"].as_str().unwrap())).collect()
    }

    /// The section of that title.
    pub(crate) fn section(&self, title: &str) -> &Value {
        let sections = self.target["sections"].as_array().unwrap();
        sections
            .iter()
            .find(|section| section["title"] == title)
            .unwrap_or_else(|| panic!("no section `{title}`: {:#}", self.target))
    }

    pub(crate) fn notes(&self) -> String {
        self.target["notes"].as_array().unwrap().iter().map(|note| format!("{}\n", note.as_str().unwrap())).collect()
    }
}
