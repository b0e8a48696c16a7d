//! A database of a test's own, on the shared server.

use std::time::Duration;

use database::{ConnectionString, DeployLock, LockKeys, Session, SessionOptions};
use test_postgres::{TestDatabase, server};
use tokio_postgres::{Client, Config, NoTls};

/// A database, and the ways to it.
#[derive(Debug)]
pub struct Ground {
    /// The database.
    pub database: TestDatabase,
}

impl Ground {
    /// A fresh one.
    #[expect(clippy::new_without_default, reason = "it makes a database, which nobody expects of a default")]
    pub fn new() -> Ground {
        Ground { database: server(None).database() }
    }

    /// Its connection string, by the server's socket.
    pub fn url(&self) -> String {
        let host = server(None).socket_directory().to_string_lossy().replace('/', "%2F");
        format!("postgresql://{0}@{host}/{0}", self.database.name)
    }

    /// The same, read.
    pub fn target(&self) -> ConnectionString {
        ConnectionString::parse(&self.url()).expect("it is one")
    }

    /// By a port of this machine, where something stands in between.
    pub fn target_by(&self, port: u16) -> ConnectionString {
        let text = format!("postgresql://{0}@127.0.0.1:{port}/{0}?sslmode=disable", self.database.name);
        ConnectionString::parse(&text).expect("it is one")
    }

    /// Somebody else's connection, as superuser.
    pub async fn client(&self) -> Client {
        client(&self.database.superuser).await
    }

    /// A session of ours that nothing is to happen to.
    pub async fn session(&self) -> Session {
        Session::open(&self.target(), &SessionOptions::for_reading("migration-gate/witness")).await.expect("the server is there")
    }

    /// Waits until nobody deploys here any more, neither we nor Prisma: the server may still be at work for one who was killed.
    pub async fn wait_until_idle(&self) {
        let session = self.session().await;
        let lock = DeployLock::acquire(&session, LockKeys::GateAndPrisma, Duration::from_secs(30), &mut |_| {}).await;
        lock.expect("the lock becomes free").release(&session).await.expect("the server is there");
    }
}

/// A plain connection.
pub(crate) async fn client(config: &Config) -> Client {
    let (client, connection) = config.connect(NoTls).await.expect("the server is there");
    tokio::spawn(connection);
    client
}
