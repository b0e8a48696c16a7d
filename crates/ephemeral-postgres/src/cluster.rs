//! How does a directory become a running server, and how does the server end?

use std::{
    fs::{self, OpenOptions},
    io::{self, BufRead, BufReader, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use postgres_terms::ServerVersion;
use rustix::process::{Pid, Signal, WaitOptions, kill_process};

use crate::{
    Containment, HIDDEN_ARGUMENT,
    confine::{Confinement, Landlock},
    directory::Directory,
    prepared::Prepared,
    privilege::{Account, Accounts},
    protocol::{Launch, Order, Supervise, Word},
    settings, superuser,
    supervisor::this_program,
};

const START_PATIENCE: Duration = Duration::from_secs(60);
const QUIT_PATIENCE: Duration = Duration::from_millis(500);
const KILL_PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(2);
/// How much of the log is shown when something fails.
const LOG_LINES: usize = 20;

/// A directory and the server in it; both are gone when this value is dropped.
#[derive(Debug)]
pub(crate) struct Cluster {
    server: Child,
    pub(crate) containment: Containment,
    // After `server` is ended, and not before.
    pub(crate) directory: Directory,
}

/// Makes a directory and starts a server in it. `is_given_up` is asked while that takes time.
pub(crate) fn start(order: &Supervise, say: &mut dyn FnMut(Word), is_given_up: &dyn Fn() -> bool) -> Result<Cluster, Failure> {
    let accounts = Accounts::choose().map_err(Failure::of)?;
    let directory = Directory::create(&order.temporary_directory, order.limits.disk_bytes).map_err(Failure::of)?;
    let making = Making { order, accounts, directory: &directory, is_given_up };
    let (server, landlock) = making.server(say).map_err(|reason| Failure { reason, log: read_log(&directory) })?;
    let containment =
        Containment::of(landlock, accounts.map(|accounts| accounts.private), directory.is_memory_backed(), &order.limits);
    Ok(Cluster { server, containment, directory })
}

/// Why no server came to be, with the end of its log.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) reason: String,
    pub(crate) log: String,
}

impl Failure {
    fn of(reason: impl ToString) -> Self {
        Failure { reason: reason.to_string(), log: String::new() }
    }
}

/// What is needed on the way.
struct Making<'a> {
    order: &'a Supervise,
    accounts: Option<Accounts>,
    directory: &'a Directory,
    is_given_up: &'a dyn Fn() -> bool,
}

impl Making<'_> {
    fn server(&self, say: &mut dyn FnMut(Word)) -> Result<(Child, Landlock), String> {
        self.write_settings().map_err(|error| format!("the settings cannot be written: {error}"))?;
        let version = ServerVersion::from_number(self.order.version_number);
        let prepared = Prepared::locate(&self.order.prepared, version, &[&self.order.postgres, &self.order.initdb])
            .map_err(|error| format!("`{}`: {error}", self.order.postgres.display()))?;
        let copied = prepared.copy_to(&self.directory.data()).and_then(|copied| {
            if !copied {
                return Ok(None);
            }
            self.run().map(Some).map_err(|reason| format!("the prepared data directory does not start: {reason}"))
        });
        match copied {
            Ok(Some(running)) => return Ok(running),
            Ok(None) => {}
            // Interrupted, which says nothing about the directory.
            Err(problem) if (self.is_given_up)() => return Err(problem),
            Err(problem) => {
                say(Word::CacheUnusable(problem));
                prepared.discard();
                clear(&self.directory.data()).map_err(|error| format!("the data directory cannot be cleared: {error}"))?;
            }
        }
        say(Word::Preparing);
        self.initialise()?;
        if let Err(problem) = prepared.keep(&self.directory.data()) {
            say(Word::CacheUnusable(problem));
        }
        self.run()
    }

    fn write_settings(&self) -> io::Result<()> {
        let settings = self.directory.settings();
        let conf = settings::postgresql_conf(&self.directory.socket(), &settings.join("pg_hba.conf"), &self.order.limits);
        fs::write(settings.join("postgresql.conf"), conf)?;
        fs::write(settings.join("pg_hba.conf"), settings::pg_hba_conf(true))
    }

    /// Runs `initdb`, with the second locale where the system lacks the first.
    fn initialise(&self) -> Result<(), String> {
        let data = self.directory.data();
        let mut outcome = Err("no locale to try".to_owned());
        for locale in settings::LOCALES {
            clear(&data).and_then(|()| fs::create_dir(&data)).map_err(|error| format!("`{}`: {error}", data.display()))?;
            let account = self.accounts.map(|accounts| accounts.named);
            self.hand_to(account)?;
            let launch = Launch {
                program: self.order.initdb.clone(),
                arguments: settings::initdb_arguments(&data.to_string_lossy(), locale),
                working_directory: data.clone(),
                parent: pid_of_this_process(),
                account,
                limits: self.order.limits,
                confinement: None,
            };
            let (mut initdb, _) = self.launch(launch)?;
            match self.wait(&mut initdb, START_PATIENCE, |_| false)? {
                Some(status) if status.success() => return Ok(()),
                Some(status) => outcome = Err(format!("`initdb` ended with {status}")),
                None => {
                    end(&mut initdb);
                    return Err("`initdb` does not end".to_owned());
                }
            }
        }
        outcome
    }

    fn hand_to(&self, account: Option<Account>) -> Result<(), String> {
        match account.map(|account| self.directory.hand_to(account)) {
            Some(Err(error)) => Err(format!("the directory cannot be handed over: {error}")),
            _ => Ok(()),
        }
    }

    /// Starts the server in a data directory that is there, and waits until it accepts connections.
    fn run(&self) -> Result<(Child, Landlock), String> {
        let data = self.directory.data();
        let account = self.accounts.map(|accounts| accounts.private);
        self.hand_to(account)?;
        let own = [data.clone(), self.directory.socket()];
        let launch = Launch {
            program: self.order.postgres.clone(),
            arguments: vec![
                "-D".to_owned(),
                data.to_string_lossy().into_owned(),
                "-c".to_owned(),
                format!("config_file={}", self.directory.settings().join("postgresql.conf").display()),
            ],
            working_directory: data.clone(),
            parent: pid_of_this_process(),
            account,
            limits: self.order.limits,
            confinement: Some(Confinement::for_server(&self.order.postgres, self.directory.settings(), &own)),
        };
        let (mut server, landlock) = self.launch(launch)?;
        let ended = self.wait(&mut server, START_PATIENCE, |_| is_ready(&data));
        match ended {
            Ok(None) if is_ready(&data) => Ok((server, landlock)),
            other => {
                end(&mut server);
                Err(match other {
                    Err(reason) => reason,
                    Ok(Some(status)) => format!("`postgres` ended with {status}"),
                    Ok(None) => "`postgres` does not become ready".to_owned(),
                })
            }
        }
    }

    /// Executes this program again as launcher, which becomes the ordered program.
    fn launch(&self, order: Launch) -> Result<(Child, Landlock), String> {
        let launch = || -> io::Result<(Child, String)> {
            let log = OpenOptions::new().create(true).append(true).mode(0o600).open(self.directory.log())?;
            let mut child = Command::new(this_program()?)
                .arg(HIDDEN_ARGUMENT)
                .env_clear()
                .current_dir("/")
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(log)
                .spawn()?;
            if let Some(mut stdin) = child.stdin.take() {
                let _ = writeln!(stdin, "{}", serde_json::to_string(&Order::Launch(order))?);
            }
            let mut line = String::new();
            if let Some(stdout) = child.stdout.take() {
                BufReader::new(stdout).read_line(&mut line)?;
            }
            Ok((child, line))
        };
        let (mut child, line) = launch().map_err(|error| format!("no launcher can be started: {error}"))?;
        match serde_json::from_str(&line) {
            Ok(landlock) => Ok((child, landlock)),
            Err(_) => {
                end(&mut child);
                Err("the launcher failed".to_owned())
            }
        }
    }

    /// Waits until a process ends (its status), or `is_enough` says so or time is over (`None`).
    fn wait(
        &self,
        child: &mut Child,
        patience: Duration,
        is_enough: impl Fn(&Child) -> bool,
    ) -> Result<Option<ExitStatus>, String> {
        let begin = Instant::now();
        while begin.elapsed() < patience {
            if let Some(status) = child.try_wait().map_err(|error| error.to_string())? {
                return Ok(Some(status));
            }
            if is_enough(child) {
                break;
            }
            if (self.is_given_up)() {
                end(child);
                return Err("the server is no longer wanted".to_owned());
            }
            thread::sleep(PAUSE);
        }
        Ok(None)
    }
}

impl Cluster {
    /// The server's status when it has ended by itself.
    pub(crate) fn exit_status(&mut self) -> Option<ExitStatus> {
        self.server.try_wait().ok().flatten()
    }

    /// The last lines of the server's log.
    pub(crate) fn log(&self) -> String {
        read_log(&self.directory)
    }

    /// Opens or closes the door for the superuser.
    pub(crate) fn set_superuser_admitted(&self, admitted: bool) -> io::Result<()> {
        let hba_file = self.directory.settings().join("pg_hba.conf");
        superuser::set_admitted(admitted, &hba_file, &self.directory.socket(), Pid::from_child(&self.server))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        end(&mut self.server);
    }
}

fn pid_of_this_process() -> i32 {
    rustix::process::getpid().as_raw_nonzero().get()
}

fn clear(directory: &Path) -> io::Result<()> {
    match fs::remove_dir_all(directory) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Postgres writes its status into the eighth line of its lock file ("Server Start-up" in its source: `miscadmin.h`).
fn is_ready(data: &Path) -> bool {
    fs::read_to_string(data.join("postmaster.pid"))
        .is_ok_and(|text| text.lines().nth(7).is_some_and(|line| line.trim() == "ready"))
}

fn read_log(directory: &Directory) -> String {
    let text = fs::read(directory.log()).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(LOG_LINES)..].join("\n")
}

/// Ends a process and everything it has started: politely for half a second, then not.
fn end(child: &mut Child) {
    let pid = Pid::from_child(child);
    let begin = Instant::now();
    let mut is_running = matches!(child.try_wait(), Ok(None));
    if is_running {
        // Postgres's immediate shutdown; it also frees what the kernel would keep, a segment of shared memory.
        let _ = kill_process(pid, Signal::QUIT);
    }
    while is_running && begin.elapsed() < KILL_PATIENCE {
        if begin.elapsed() > QUIT_PATIENCE {
            for backend in children_of(pid) {
                let _ = kill_process(backend, Signal::KILL);
            }
        }
        if begin.elapsed() > 2 * QUIT_PATIENCE {
            let _ = child.kill();
        }
        thread::sleep(PAUSE);
        is_running = matches!(child.try_wait(), Ok(None));
    }
    // What it left behind is ours now: this process is the reaper of all below it. A server that `initdb` ran for itself
    // sees the end of its input, or hears a polite word, and frees its segment too.
    while begin.elapsed() < KILL_PATIENCE {
        if begin.elapsed() > QUIT_PATIENCE {
            let signal = if begin.elapsed() > 2 * QUIT_PATIENCE { Signal::KILL } else { Signal::TERM };
            for orphan in children_of(rustix::process::getpid()) {
                let _ = kill_process(orphan, signal);
            }
        }
        match rustix::process::wait(WaitOptions::NOHANG) {
            Ok(Some(_)) => {}
            Ok(None) => thread::sleep(PAUSE),
            Err(_) => return,
        }
    }
}

/// The processes whose parent is `parent`, where the system has a `/proc`.
fn children_of(parent: Pid) -> Vec<Pid> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    entries
        .flatten()
        .filter_map(|entry| {
            let pid = Pid::from_raw(entry.file_name().to_str()?.parse().ok()?)?;
            let status = fs::read_to_string(entry.path().join("stat")).ok()?;
            // "pid (name) state parent ...", and a name may contain anything.
            let number = status.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok()?;
            (Pid::from_raw(number)? == parent).then_some(pid)
        })
        .collect()
}
