//! A connection that waits for its answers, and reads them as text.

use std::{collections::BTreeMap, future::Future};

use postgres_terms::LockMode;
use tokio::runtime::Runtime;
use tokio_postgres::{Client, Config, NoTls, SimpleQueryMessage};

/// One row: the columns' texts by name.
pub(super) type Row = BTreeMap<String, Option<String>>;

/// A connection and what drives it.
pub(super) struct Session {
    runtime: Runtime,
    client: Client,
    process: String,
}

impl Session {
    pub(super) fn connect(config: &Config) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made");
        let (client, connection) = runtime.block_on(config.connect(NoTls)).expect("the server answers");
        runtime.spawn(connection);
        let mut session = Session { runtime, client, process: String::new() };
        session.process = session.rows("SELECT pg_catalog.pg_backend_pid() AS process").remove(0).text("process");
        session
    }

    /// Runs what must succeed.
    pub(super) fn run(&self, sql: &str) {
        self.wait(self.client.batch_execute(sql)).unwrap_or_else(|error| panic!("{error:?}\n{sql}"));
    }

    /// Runs what may fail: with the server's code then.
    pub(super) fn attempt(&self, sql: &str) -> Result<(), String> {
        self.wait(self.client.batch_execute(sql)).map_err(|error| code(&error))
    }

    /// The rows that a query answers with.
    pub(super) fn rows(&self, query: &str) -> Vec<Row> {
        let messages = self.wait(self.client.simple_query(query)).unwrap_or_else(|error| panic!("{error:?}\n{query}"));
        let rows = messages.into_iter().filter_map(|message| match message {
            SimpleQueryMessage::Row(row) => Some(row),
            _ => None,
        });
        let text = |row: &tokio_postgres::SimpleQueryRow| {
            row.columns()
                .iter()
                .enumerate()
                .map(|(at, column)| (column.name().to_owned(), row.get(at).map(str::to_owned)))
                .collect()
        };
        rows.map(|row| text(&row)).collect()
    }

    /// Runs what may fail while `blocker` holds what it waits for; as soon as it waits, `blocker` lets go. With the answer, what it waited
    /// for. A statement that never waits simply ends.
    pub(super) fn attempt_against(&self, sql: &str, blocker: &Session) -> (Result<(), String>, Vec<(String, LockMode)>) {
        let query = include_str!("../../queries/waiting.sql").replace("$1", &self.process);
        let mut waited = Vec::new();
        let outcome = std::thread::scope(|scope| {
            let running = scope.spawn(|| self.attempt(sql));
            while !running.is_finished() && waited.is_empty() {
                waited = blocker.rows(&query).iter().map(|row| (row.text("oid"), row.mode())).collect();
            }
            blocker.run("ROLLBACK");
            running.join().expect("the statement ends")
        });
        (outcome, waited)
    }

    fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }
}

fn code(error: &tokio_postgres::Error) -> String {
    error.code().map_or_else(|| panic!("the server is gone: {error:?}"), |code| code.code().to_owned())
}

/// Reading a row.
pub(super) trait Columns {
    fn text(&self, column: &str) -> String;
    fn number(&self, column: &str) -> u64;
    fn mode(&self) -> LockMode;
}

impl Columns for Row {
    /// What is null reads as nothing.
    fn text(&self, column: &str) -> String {
        self.get(column).unwrap_or_else(|| panic!("no column `{column}`")).clone().unwrap_or_default()
    }

    fn number(&self, column: &str) -> u64 {
        self.text(column).parse().unwrap_or(0)
    }

    fn mode(&self) -> LockMode {
        self.text("mode").parse().unwrap_or_else(|error| panic!("{error}"))
    }
}
