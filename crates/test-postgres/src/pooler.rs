//! A pgbouncer in transaction mode in front of a server of the test's own.

use std::{
    fs,
    net::TcpListener,
    path::Path,
    process::Child,
    time::{Duration, Instant},
};

use tempfile::TempDir;
use tokio_postgres::Config;

use crate::{
    Account, NetworkServer,
    database::{block_on, run},
};

/// How long it may take to come up on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running pgbouncer. It ends when it is dropped.
#[derive(Debug)]
pub struct Pooler {
    process: Child,
    directory: TempDir,
    port: u16,
}

impl Pooler {
    /// Starts it for one role without a password. `settings` are lines for its section `[pgbouncer]`.
    ///
    /// # Panics
    /// When there is none, with what to do about it, or when it does not come up.
    pub fn start(server: &NetworkServer, role: &str, database: &str, settings: &[&str]) -> Pooler {
        let directory = TempDir::new().expect("a temporary directory");
        let account = Account::of_servers();
        account.own(directory.path());
        let port = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a free port").port();
        let path = |name: &str| directory.path().join(name);
        fs::write(path("users"), format!("\"{role}\" \"\"\n")).expect("the directory can be written");
        let text = format!(
            "[databases]\n* = host={} port={}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n\
             auth_type = trust\nauth_file = {}\npool_mode = transaction\ndefault_pool_size = 20\nmax_client_conn = 200\n\
             logfile = {}\n{}\n",
            server.directory().display(),
            server.port(),
            path("users").display(),
            path("log").display(),
            settings.join("\n"),
        );
        fs::write(path("ini"), text).expect("the directory can be written");
        // Debian keeps it where only root's path leads.
        let program = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer"].into_iter().map(Path::new).find(|path| path.exists());
        let program = program.unwrap_or(Path::new("pgbouncer"));
        let process = account.command(program).args(["-q", "ini"]).current_dir(directory.path()).spawn();
        let process = process.expect("tests of poolers need `pgbouncer`: install it (Debian: apt-get install pgbouncer)");
        let pooler = Pooler { process, directory, port };
        pooler.wait(role, database);
        pooler
    }

    fn wait(&self, role: &str, database: &str) {
        let mut config = Config::new();
        config.host("127.0.0.1").port(self.port).user(role).dbname(database);
        let begin = Instant::now();
        // A thread of its own, because the caller may be inside a runtime that must not be blocked by another.
        let answers = || std::thread::scope(|scope| scope.spawn(|| block_on(run(&config, &[])).is_ok()).join());
        while !answers().expect("the thread ends") {
            let log = || fs::read_to_string(self.directory.path().join("log")).unwrap_or_default();
            assert!(begin.elapsed() < PATIENCE, "pgbouncer does not come up:\n{}", log());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
