//! A database for one test, and what it looks like.

#![allow(dead_code, unreachable_pub, clippy::unwrap_used, reason = "each test file uses its own part of this")]

use catalog::{Change, Reader, Scope, Snapshot};
use test_postgres::TestDatabase;
use tokio_postgres::{Client, Config, NoTls};

/// A schema with something of every kind.
pub const SHOP: &str = include_str!("shop.sql");

pub struct Database {
    pub names: TestDatabase,
    pub client: Client,
}

impl Database {
    pub async fn on(major: Option<u32>) -> Database {
        let names = test_postgres::server(major).database();
        // What a superuser prepares in the real sandbox.
        let superuser = connect(&names.superuser).await;
        superuser.batch_execute(&format!("ALTER SCHEMA public OWNER TO {}", names.name)).await.unwrap();
        let client = connect(&names.owner).await;
        client.batch_execute("SET search_path = public").await.unwrap();
        Database { client, names }
    }

    pub async fn with(sql: &str) -> Database {
        let database = Database::on(None).await;
        database.run(sql).await;
        database
    }

    pub async fn run(&self, sql: &str) {
        self.client.batch_execute(sql).await.unwrap_or_else(|error| panic!("{error:?}\n{sql}"));
    }

    pub async fn snapshot(&self) -> Snapshot {
        catalog::snapshot(&connect(&self.names.owner).await, &Scope::default()).await.unwrap()
    }

    /// Runs a change and says what the catalogs tell of it.
    pub async fn changes(&self, sql: &str) -> Vec<String> {
        let observer = connect(&self.names.owner).await;
        let reader = Reader::new(&observer).await.unwrap();
        let before = reader.snapshot(&Scope::default()).await.unwrap();
        self.run(sql).await;
        let after = reader.snapshot(&Scope::default()).await.unwrap();
        told(&catalog::diff(&before, &after))
    }
}

/// A session that sees only the system's names, as an observer's must.
pub async fn connect(config: &Config) -> Client {
    let mut config = config.clone();
    let (client, connection) = config.options("-c search_path=pg_catalog").connect(NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// Changes as lines: action, kind, name, details, losses.
pub fn told(changes: &[Change]) -> Vec<String> {
    let line = |change: &Change| {
        let head = format!("{:?} {} {}", change.action, change.identity.kind, change.identity);
        let losses = change.losses.iter().map(|loss| format!("! {loss}"));
        std::iter::once(head).chain(change.details.clone()).chain(losses).collect::<Vec<_>>().join(" | ")
    };
    changes.iter().map(line).collect()
}
