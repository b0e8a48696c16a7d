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
        let home = Home::new();
        let initdb = ["--no-sync", "--encoding=UTF8", "--locale=C", "--auth=trust", "-U", SUPERUSER, "-D"];
        home.fill("initdb", |command| command.args(initdb));
        for (name, text) in &request.files {
            home.write(name, text);
        }
        home.start(request.settings.clone(), &request.hba)
    }

    /// Starts a standby: a copy of it as it is now, which follows it for as long as both can. See [`promote`](Self::promote).
    ///
    /// # Panics
    /// When it cannot be copied or the copy does not come up.
    pub fn standby(&self) -> NetworkServer {
        let home = Home::new();
        let (host, port) = (self.directory.path(), self.port.to_string());
        home.fill("pg_basebackup", |command| {
            let way = ["--no-sync", "--write-recovery-conf", "--checkpoint=fast", "-U", SUPERUSER, "-p", &port, "-h"];
            command.args(way).arg(host).arg("-D")
        });
        home.start(Vec::new(), &[])
    }

    /// A standby no longer follows, and does not learn what happens from now on.
    ///
    /// # Panics
    /// When it goes on for a minute all the same.
    pub fn cut_off(&self) {
        self.execute(&["ALTER SYSTEM SET primary_conninfo = ''", "SELECT pg_reload_conf()"]);
        let begin = Instant::now();
        while !self.obeys(&["DO $$ BEGIN ASSERT NOT EXISTS (SELECT FROM pg_stat_wal_receiver); END $$"]) {
            assert!(begin.elapsed() < PATIENCE, "the standby still follows");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// A standby becomes a server of its own, with what it has.
    ///
    /// # Panics
    /// When it does not within a minute.
    pub fn promote(&self) {
        self.execute(&["SELECT pg_promote()", "DO $$ BEGIN ASSERT NOT pg_is_in_recovery(); END $$"]);
    }

    fn wait(&self) {
        let begin = Instant::now();
        while !self.obeys(&[]) {
            assert!(begin.elapsed() < PATIENCE, "the server does not come up:\n{}", self.log());
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

    /// What it has said so far.
    ///
    /// # Panics
    /// When its log is gone.
    pub fn log(&self) -> String {
        fs::read_to_string(self.directory.path().join("log")).expect("the log was made before it")
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

/// Where a server is to be.
struct Home {
    directory: TempDir,
    account: Account,
}

impl Home {
    fn new() -> Home {
        let home = Home { directory: TempDir::new().expect("a temporary directory"), account: Account::of_servers() };
        home.account.own(home.directory.path());
        home
    }

    fn data(&self) -> PathBuf {
        self.directory.path().join("data")
    }

    fn command(&self, program: &str) -> Command {
        self.account.command(&crate::server(None).server().binaries().directory.join(program))
    }

    /// Has a program make the data directory, which is its last argument.
    fn fill(&self, program: &str, arguments: impl FnOnce(&mut Command) -> &mut Command) {
        let mut command = self.command(program);
        let made = arguments(&mut command).arg(self.data()).output();
        let made = made.unwrap_or_else(|error| panic!("`{program}` cannot be started: {error}: install Debian's `postgresql`"));
        assert!(made.status.success(), "{program}: {}", String::from_utf8_lossy(&made.stderr));
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.data().join(name);
        fs::write(&path, text).expect("the data directory can be written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("a mode can be set");
        self.account.own(&path);
    }

    /// Starts what is in the data directory, on a port of its own.
    fn start(self, settings: Vec<String>, hba: &[String]) -> NetworkServer {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a free port").port();
        self.write("pg_hba.conf", &format!("local all all trust\nlocal replication all trust\n{}\n", hba.join("\n")));
        let socket = self.directory.path().display();
        let settings = format!(
            "listen_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = '{socket}'\nfsync = off\nlc_messages = 'C'\n{}\n",
            settings.join("\n")
        );
        self.write("postgresql.conf", &settings);
        let log = fs::File::create(self.directory.path().join("log")).expect("the log can be made");
        let process = self.command("postgres").arg("-D").arg(self.data()).stderr(log).spawn();
        let server = NetworkServer { process: process.expect("postgres can be started"), directory: self.directory, port };
        server.wait();
        server
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
