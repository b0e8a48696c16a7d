//! What several of these tests need: our own binary as supervisor, SQL, and a look at the processes of this machine.

#![allow(dead_code, unreachable_pub, reason = "each test file uses its part")]

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use ephemeral_postgres::{Request, SUPERUSER, Server, Supervisor};
use tokio_postgres::{Config, Error, NoTls};

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_ephemeral-postgres");

/// A request for the machine's newest server, supervised by this package's binary.
pub fn request() -> Request {
    test_postgres::request_with(None, Supervisor::at(PathBuf::from(PROGRAM)))
}

pub fn start() -> Server {
    test_postgres::start(&request())
}

pub fn config(server: &Server, user: &str, database: &str) -> Config {
    let mut config = Config::new();
    config.host_path(server.socket_directory()).port(server.port()).user(user).dbname(database);
    config
}

/// Runs statements in one session, and returns the first column of the last one's rows.
pub fn query(config: &Config, statements: &[&str]) -> Result<Vec<String>, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let (client, connection) = config.connect(NoTls).await?;
        tokio::spawn(connection);
        let mut rows = Vec::new();
        for statement in statements {
            rows = client.simple_query(statement).await?;
        }
        let texts = rows.iter().filter_map(|message| match message {
            tokio_postgres::SimpleQueryMessage::Row(row) => Some(row.get(0).unwrap_or("NULL").to_owned()),
            _ => None,
        });
        Ok(texts.collect())
    })
}

pub fn as_superuser(server: &Server, statements: &[&str]) -> Result<Vec<String>, Error> {
    query(&config(server, SUPERUSER, "postgres"), statements)
}

/// A plain owner of a database, as migrations have it.
pub fn make_owner(server: &Server) -> Config {
    as_superuser(server, &["CREATE ROLE owner LOGIN", "CREATE DATABASE owner OWNER owner"]).expect("the superuser may");
    config(server, "owner", "owner")
}

/// What the server said, in full.
pub fn message(error: &Error) -> String {
    error.as_db_error().map_or_else(|| error.to_string(), |error| error.message().to_owned())
}

/// The directory that everything of a run is below.
pub fn directory(server: &Server) -> PathBuf {
    server.socket_directory().parent().expect("it has one").to_path_buf()
}

/// Processes that work in a directory or below.
pub fn processes_in(directory: &Path) -> Vec<u32> {
    processes().filter(|pid| fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|cwd| cwd.starts_with(directory))).collect()
}

pub fn children_of(parent: u32) -> Vec<u32> {
    let parent_of = |pid: &u32| -> Option<u32> {
        let status = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        status.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok()
    };
    processes().filter(|pid| parent_of(pid) == Some(parent)).collect()
}

fn processes() -> impl Iterator<Item = u32> {
    let entries = fs::read_dir("/proc").expect("these tests look at processes and need `/proc`");
    entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

/// Whether something becomes true within some seconds.
pub fn eventually(is_so: impl Fn() -> bool) -> bool {
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(10) {
        if is_so() {
            return true;
        }
        thread::sleep(Duration::from_millis(5));
    }
    false
}
