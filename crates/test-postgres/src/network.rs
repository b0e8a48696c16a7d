//! A server as people have it: reached over TCP, with its own `pg_hba.conf`, with TLS or without. For tests of connecting; all others
//! take the shared one.

use std::{
    fs,
    net::TcpListener,
    os::unix::{
        fs::{PermissionsExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;
use tokio_postgres::Config;

use crate::database::{block_on, run};

/// How long a server may take to come up on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
/// The superuser, who gets in through the socket without a password.
const SUPERUSER: &str = "migration_gate";

/// What a [`NetworkServer`] is to be like.
#[derive(Debug, Clone, Default)]
pub struct NetworkRequest {
    /// Lines for `postgresql.conf`.
    pub settings: Vec<String>,
    /// Lines for `pg_hba.conf` about TCP.
    pub hba: Vec<String>,
    /// Files to put into the data directory, readable by the server alone.
    pub files: Vec<(&'static str, String)>,
}

/// A running server of a test's own. It ends when it is dropped.
#[derive(Debug)]
pub struct NetworkServer {
    process: Child,
    directory: TempDir,
    port: u16,
}

impl NetworkServer {
    /// Starts a server on a port of its own of 127.0.0.1.
    ///
    /// # Panics
    /// When it does not come up, with its log.
    pub fn start(request: &NetworkRequest) -> NetworkServer {
        let programs = crate::server(None).server().binaries().directory.clone();
        let directory = TempDir::new().expect("a temporary directory");
        let account = Account::of_servers();
        account.own(directory.path());
        let data = directory.path().join("data");
        let made = account
            .command(&programs.join("initdb"))
            .args(["--no-sync", "--encoding=UTF8", "--locale=C", "--auth=trust", "-U", SUPERUSER, "-D"])
            .arg(&data)
            .output()
            .expect("initdb can be started");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let port = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a free port").port();
        let write = |name: &str, text: &str| {
            let path = data.join(name);
            fs::write(&path, text).expect("the data directory can be written");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("a mode can be set");
            account.own(&path);
        };
        for (name, text) in &request.files {
            write(name, text);
        }
        write("pg_hba.conf", &format!("local all all trust\n{}\n", request.hba.join("\n")));
        let socket = directory.path().display();
        let settings = format!(
            "listen_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = '{socket}'\nfsync = off\nlc_messages = 'C'\n{}\n",
            request.settings.join("\n")
        );
        write("postgresql.conf", &settings);
        let log = fs::File::create(directory.path().join("log")).expect("the log can be made");
        let process = account.command(&programs.join("postgres")).arg("-D").arg(&data).stderr(log).spawn();
        let server = NetworkServer { process: process.expect("postgres can be started"), directory, port };
        server.wait();
        server
    }

    fn wait(&self) {
        let begin = Instant::now();
        while !self.obeys(&[]) {
            let log = || fs::read_to_string(self.directory.path().join("log")).unwrap_or_default();
            assert!(begin.elapsed() < PATIENCE, "the server does not come up:\n{}", log());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The directory of its socket, and of whatever a test wants to put beside the data.
    pub fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// The data directory.
    pub fn data(&self) -> PathBuf {
        self.directory.path().join("data")
    }

    /// How to reach a database as superuser.
    pub fn superuser(&self, database: &str) -> Config {
        let mut config = Config::new();
        config.host_path(self.directory.path()).port(self.port).user(SUPERUSER).dbname(database);
        config
    }

    /// Runs statements as superuser in the database `postgres`, each on its own.
    ///
    /// # Panics
    /// When one fails.
    pub fn execute(&self, statements: &[&str]) {
        assert!(self.obeys(statements), "the server does not obey: {statements:?}");
    }

    fn obeys(&self, statements: &[&str]) -> bool {
        let config = self.superuser("postgres");
        // A thread of its own, because the caller may be inside a runtime that must not be blocked by another.
        let done = std::thread::scope(|scope| scope.spawn(|| block_on(run(&config, statements))).join());
        done.expect("the thread ends").is_ok()
    }
}

impl Drop for NetworkServer {
    fn drop(&mut self) {
        // The other processes of the server notice that the first is gone, and end.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// As whom servers run: a Postgres refuses to run as root.
#[derive(Debug, Clone, Copy)]
pub struct Account {
    ids: Option<(u32, u32)>,
}

impl Account {
    /// Ourselves, or for root the first of two users that every Debian has.
    ///
    /// # Panics
    /// When root has nobody to become.
    pub fn of_servers() -> Account {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let is_root = status.lines().any(|line| line.starts_with("Uid:\t0\t"));
        if !is_root {
            return Account { ids: None };
        }
        let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
        let ids = |wanted: &str| {
            let line = users.lines().find(|line| line.split(':').next() == Some(wanted))?;
            let mut fields = line.split(':').skip(2);
            Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
        };
        let ids = ["postgres", "nobody"].into_iter().find_map(ids);
        Account { ids: Some(ids.expect("the machine has a user `postgres` or `nobody`")) }
    }

    /// Gives a file to it.
    ///
    /// # Panics
    /// When that is refused.
    pub fn own(&self, path: &Path) {
        if let Some((user, group)) = self.ids {
            chown(path, Some(user), Some(group)).expect("root may give files away");
        }
    }

    /// A program to be run as it, with nothing to say and nothing to hear.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        if let Some((user, group)) = self.ids {
            command.uid(user).gid(group);
        }
        command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }
}
