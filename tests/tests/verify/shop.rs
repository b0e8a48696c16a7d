//! A shop's database, a role that may read it, and the repository that it was deployed from.

use std::path::Path;

use ephemeral_postgres::Server;
use migration_gate_tests::{Ended, Program, Project};
use serde_json::Value;
use test_postgres::TestDatabase;
use tokio_postgres::{Config, NoTls};

const HISTORY: &str = "CREATE TABLE _prisma_migrations (id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, \
    finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ, \
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)";

/// A database, deployed from a repository.
pub(crate) struct Shop {
    pub(crate) project: Project,
    pub(crate) database: TestDatabase,
    socket: String,
    migrations: std::cell::Cell<u32>,
}

impl Shop {
    /// With these tables, made by one migration; in every text `{owner}`, `{reader}` and `{anon}` are roles of this shop.
    pub(crate) fn with(sql: &str) -> Shop {
        Shop::on(None, sql)
    }

    /// The same on a server of that version.
    pub(crate) fn on(major: Option<u32>, sql: &str) -> Shop {
        let server = test_postgres::server(major);
        Shop::of(server.database(), server.socket_directory(), sql)
    }

    /// The same on a server of its own, where nobody else uses up numbers of transactions.
    pub(crate) fn alone(sql: &str) -> (Shop, Server) {
        let server = test_postgres::start(&test_postgres::request(None));
        let config = |user: &str, database: &str| {
            let mut config = Config::new();
            config.host_path(server.socket_directory()).port(server.port()).user(user).dbname(database);
            config
        };
        run(&config(server.superuser(), "postgres"), &["CREATE ROLE alone LOGIN", "CREATE DATABASE alone TEMPLATE template0"])
            .unwrap();
        let (owner, superuser) = (config("alone", "alone"), config(server.superuser(), "alone"));
        let database = TestDatabase { owner, superuser, name: "alone".to_owned() };
        (Shop::of(database, server.socket_directory(), sql), server)
    }

    fn of(database: TestDatabase, socket: &Path, sql: &str) -> Shop {
        let socket = socket.to_str().unwrap().to_owned();
        let shop = Shop { project: Project::new(), database, socket, migrations: 0.into() };
        // On the test's server a role reaches the database of its own name only, so that the reader is whom the database was made for.
        shop.as_superuser(
            "CREATE ROLE {owner}; ALTER DATABASE {reader} OWNER TO {owner}; ALTER SCHEMA public OWNER TO {owner};
             GRANT CONNECT ON DATABASE {reader} TO {reader}; GRANT pg_read_all_data TO {reader};
             CREATE ROLE {anon}; GRANT {anon} TO {reader}; GRANT USAGE ON SCHEMA public TO {anon}",
        );
        shop.sql(HISTORY);
        shop.migrate(sql);
        shop.configure("");
        shop
    }

    /// One more migration, on disk and applied.
    pub(crate) fn migrate(&self, sql: &str) {
        let number = self.migrations.get() + 1;
        self.migrations.set(number);
        let (name, script) = (format!("{number:04}_step"), self.fill(sql));
        self.project.migration(&name, &script);
        self.sql(&script);
        let checksum = migrations::Checksum::of(&script);
        self.sql(&format!(
            "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
             VALUES ('{number}', '{checksum}', '{name}', now(), 1)"
        ));
    }

    /// What the configuration says besides the target's migrations.
    pub(crate) fn configure(&self, more: &str) {
        self.project.configure(&self.fill(more));
    }

    /// Runs as the owner.
    pub(crate) fn sql(&self, sql: &str) {
        self.as_owner(sql).unwrap();
    }

    /// Runs one statement that must fail, as the owner.
    pub(crate) fn failing(&self, sql: &str) {
        assert!(self.as_owner(sql).is_err(), "{sql}");
    }

    fn as_owner(&self, sql: &str) -> Result<(), tokio_postgres::Error> {
        run(&self.database.superuser, &[&self.fill("SET ROLE {owner}"), &self.fill(sql)])
    }

    pub(crate) fn as_superuser(&self, sql: &str) {
        run(&self.database.superuser, &[&self.fill(sql)]).unwrap();
    }

    /// Does something while a session of somebody else is where this text has brought it.
    pub(crate) fn while_another<T>(&self, sql: &str, work: impl FnOnce() -> T) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (client, connection) = self.database.superuser.connect(NoTls).await.unwrap();
            tokio::spawn(connection);
            client.batch_execute(&self.fill(sql)).await.unwrap();
            let done = work();
            client.batch_execute("ROLLBACK").await.unwrap();
            done
        })
    }

    pub(crate) fn fill(&self, text: &str) -> String {
        let name = &self.database.name;
        text.replace("{reader}", name).replace("{owner}", &format!("{name}_owner")).replace("{anon}", &format!("{name}_anon"))
    }

    /// The connection string of the reader.
    pub(crate) fn url(&self) -> String {
        let socket = self.socket.replace('/', "%2F");
        self.fill(&format!("postgresql://{{reader}}@{socket}/{{reader}}"))
    }

    /// `verify`, as the reader.
    pub(crate) fn program(&self) -> Program {
        let program = Program::new("verify").current_dir(self.project.path()).env("DIRECT_URL", self.url());
        program.args(["--format", "json", "--publish", "never", "--quiet"])
    }

    pub(crate) fn verify(&self) -> Verified {
        Verified::of(self.program().run())
    }

    /// Verifies with this configuration.
    pub(crate) fn verify_with(&self, more: &str) -> Verified {
        self.configure(more);
        self.verify()
    }
}

/// Runs texts one after the other until one fails.
fn run(config: &Config, texts: &[&str]) -> Result<(), tokio_postgres::Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (client, connection) = config.connect(NoTls).await?;
        let connection = tokio::spawn(connection);
        let mut ran = Ok(());
        for text in texts {
            ran = ran.and(client.batch_execute(text).await);
        }
        drop(client);
        // What went wrong with the connection has been the statement's error already.
        let _ = connection.await;
        ran
    })
}

/// A run that has ended, and its report.
pub(crate) struct Verified {
    pub(crate) ended: Ended,
    pub(crate) report: Value,
}

impl Verified {
    pub(crate) fn of(ended: Ended) -> Verified {
        match serde_json::from_str(&ended.stdout) {
            Ok(report) => Verified { report, ended },
            Err(error) => panic!("no JSON ({error}), exit {:?}:\n{}\n{}", ended.code, ended.stdout, ended.stderr),
        }
    }

    pub(crate) fn code(&self) -> i32 {
        self.ended.code.unwrap()
    }

    pub(crate) fn target(&self) -> &Value {
        &self.report["targets"][0]
    }

    fn texts(&self, list: &str) -> Vec<&str> {
        self.target()[list].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
    }

    pub(crate) fn incomplete(&self) -> Vec<&str> {
        self.texts("incomplete")
    }

    pub(crate) fn notes(&self) -> Vec<&str> {
        self.texts("notes")
    }

    /// Rules and messages of all findings.
    pub(crate) fn findings(&self) -> Vec<(&str, &str)> {
        let findings = self.target()["findings"].as_array().unwrap();
        findings.iter().map(|it| (it["rule"].as_str().unwrap(), it["message"].as_str().unwrap())).collect()
    }

    /// Nothing is wrong, and everything could be checked.
    #[track_caller]
    pub(crate) fn passes(&self) {
        assert_eq!((self.code(), self.findings(), self.incomplete()), (0, vec![], vec![]), "{:#}", self.report);
        assert_eq!(self.target()["summary"], "everything is as promised");
    }

    /// One thing is wrong.
    #[track_caller]
    pub(crate) fn finds(&self, rule: &str, message: &str) {
        assert_eq!(self.findings(), [(rule, message)], "{:#}", self.report);
        assert_eq!((self.code(), &self.report["verdict"]), (1, &"blocked".into()));
        assert_eq!(self.target()["summary"], "1 thing is not as promised");
    }

    /// One thing could not be checked, and nothing is known to be wrong.
    #[track_caller]
    pub(crate) fn cannot(&self, part: &str) {
        assert_eq!(self.findings(), [], "{:#}", self.report);
        let incomplete = self.incomplete();
        assert!(incomplete.len() == 1 && incomplete[0].contains(part), "{incomplete:#?}");
        assert_eq!((self.code(), &self.report["verdict"]), (3, &"incomplete".into()));
    }
}
