//! How does a test get a database that no other test touches?

use std::{
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

use ephemeral_postgres::{PORT, SUPERUSER};
use tokio_postgres::{Config, NoTls};

use crate::TestServer;

/// A fresh database and its owner, a role that may log in and nothing else. Both bear the same name.
#[derive(Debug, Clone)]
pub struct TestDatabase {
    /// Its name, and its owner's.
    pub name: String,
    /// How to reach it as its owner: what migrations run as.
    pub owner: Config,
    /// How to reach it as the server's superuser.
    pub superuser: Config,
}

impl TestDatabase {
    /// Runs statements as the owner, each on its own.
    ///
    /// # Panics
    /// When one fails.
    pub fn execute(&self, statements: &[&str]) {
        thread::scope(|scope| {
            scope.spawn(|| block_on(run(&self.owner, statements))).join().expect("the thread ends").expect("the server obeys");
        });
    }

    /// The one number that a query of the owner answers with.
    ///
    /// # Panics
    /// When it fails or answers something else.
    pub fn ask(&self, query: &str) -> i32 {
        thread::scope(|scope| {
            scope.spawn(|| block_on(ask(&self.owner, query))).join().expect("the thread ends").expect("the server answers")
        })
    }
}

impl TestServer {
    /// Makes a database. To be called from any test, with or without an async runtime.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn database(&self) -> TestDatabase {
        static COUNT: AtomicU32 = AtomicU32::new(1);
        let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        self.execute(&[&format!("CREATE ROLE {name} LOGIN"), &self.create_statement(&name, &name)]);
        self.execute(&[&format!("REVOKE ALL ON DATABASE {name} FROM PUBLIC")]);
        TestDatabase { owner: self.config(&name, &name), superuser: self.config(SUPERUSER, &name), name }
    }

    /// Runs statements as superuser in the database `postgres`, each on its own.
    ///
    /// # Panics
    /// When one fails.
    pub fn execute(&self, statements: &[&str]) {
        let config = self.config(SUPERUSER, "postgres");
        // A thread of its own, because the caller may be inside a runtime that must not be blocked by another.
        thread::scope(|scope| {
            scope.spawn(|| block_on(run(&config, statements))).join().expect("the thread ends").expect("the server obeys");
        });
    }

    /// The one number that a query of the superuser answers with.
    ///
    /// # Panics
    /// When it fails or answers something else.
    pub fn ask(&self, query: &str) -> i32 {
        let config = self.config(SUPERUSER, "postgres");
        thread::scope(|scope| {
            scope.spawn(|| block_on(ask(&config, query))).join().expect("the thread ends").expect("the server answers")
        })
    }

    /// A connection's parameters.
    pub fn config(&self, user: &str, database: &str) -> Config {
        let mut config = Config::new();
        config.host_path(self.socket_directory()).port(PORT).user(user).dbname(database);
        config
    }

    /// Copying files is the fastest way when nothing is synchronised; version 14 knows no other.
    fn create_statement(&self, name: &str, owner: &str) -> String {
        let strategy = if self.version().major() >= 15 { "STRATEGY file_copy" } else { "" };
        format!("CREATE DATABASE {name} OWNER {owner} TEMPLATE template0 {strategy}")
    }
}

pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made");
    runtime.block_on(future)
}

async fn ask(config: &Config, query: &str) -> Result<i32, tokio_postgres::Error> {
    let (client, connection) = config.connect(NoTls).await?;
    tokio::spawn(connection);
    client.query_one(query, &[]).await?.try_get(0)
}

pub(crate) async fn run(config: &Config, statements: &[&str]) -> Result<(), tokio_postgres::Error> {
    let (client, connection) = config.connect(NoTls).await?;
    let connection = tokio::spawn(connection);
    for statement in statements {
        client.batch_execute(statement).await?;
    }
    drop(client);
    // An error of the connection has already been the statement's.
    let _ = connection.await;
    Ok(())
}
