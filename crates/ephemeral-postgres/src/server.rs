//! How does the tool hold on to a server, and learn what became of it?

use std::{
    io::{self, BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
};

use postgres_terms::ServerVersion;

use crate::{
    Binaries, Containment, Event, PORT, PackageError, Request, SUPERUSER,
    protocol::{Demand, Order, Supervise, Word},
};

/// Why there is no server, or not the one that was wanted.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Nothing is installed, and nothing may or can be fetched.
    #[error("no PostgreSQL server{} was found on this machine", .major.map(|major| format!(" of version {major}")).unwrap_or_default())]
    NotFound {
        /// The major version that was asked for.
        major: Option<u32>,
        /// What to do about it; one imperative sentence.
        hint: String,
    },
    /// The directory that was asked for does not do.
    #[error("the PostgreSQL binaries in `{}` cannot be used: {reason}", .directory.display())]
    Unusable {
        /// The directory.
        directory: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The server cannot run as root, and no other user can reach its binaries.
    #[error("the server does not run as root, and no other user can enter `{}`, where its binaries are", .closed.display())]
    Unreachable {
        /// Where the binaries are.
        directory: PathBuf,
        /// The directory above them that is closed.
        closed: PathBuf,
    },
    /// The package could not be had.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// The supervisor could not be executed.
    #[error("the supervisor `{}` could not be started", .program.display())]
    Supervisor {
        /// The program.
        program: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The server did not start, or does not do what it was told.
    #[error("the throw-away server failed: {reason}")]
    Failed {
        /// In a sentence.
        reason: String,
        /// The end of the server's log; may be empty.
        log: String,
    },
}

impl StartError {
    /// What to do about it, where we know; one imperative sentence.
    pub fn hint(&self) -> Option<String> {
        match self {
            StartError::NotFound { hint, .. } => Some(hint.clone()),
            StartError::Unreachable { .. } => Some("Choose a cache directory that every user can enter".to_owned()),
            _ => None,
        }
    }

    /// The end of the server's log, where there is one to explain the failure.
    pub fn log(&self) -> Option<&str> {
        match self {
            StartError::Failed { log, .. } if !log.is_empty() => Some(log),
            _ => None,
        }
    }
}

/// Why a server is no longer there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// We killed it.
    Killed,
    /// Its files took this much, more than allowed, or the file system was full.
    DiskExceeded {
        /// The size when it was measured.
        bytes: u64,
    },
    /// It ended by itself.
    Exited {
        /// How, as the system words it.
        status: String,
        /// The end of its log.
        log: String,
    },
    /// The supervisor is gone, and the server with it.
    Lost,
}

/// A running server. Dropping it ends the server and deletes its directory.
#[derive(Debug)]
pub struct Server {
    binaries: Binaries,
    socket_directory: PathBuf,
    containment: Containment,
    supervisor: Mutex<Child>,
    demands: Mutex<Option<ChildStdin>>,
    state: Arc<State>,
    listener: Option<JoinHandle<()>>,
}

/// What the listening thread has heard, and a bell for those who wait.
#[derive(Debug, Default)]
struct State {
    heard: Mutex<Heard>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Heard {
    superuser_admitted: Option<bool>,
    failure: Option<(String, String)>,
    end: Option<End>,
}

/// Starts the supervisor and waits until it reports a server that is ready.
pub(crate) fn start(request: &Request, binaries: Binaries, events: &mut dyn FnMut(Event)) -> Result<Server, StartError> {
    let program = &request.supervisor.program;
    let describe = |source| StartError::Supervisor { program: program.clone(), source };
    let mut supervisor = Command::new(program)
        .arg(&request.supervisor.argument)
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(describe)?;
    let order = Order::Supervise(Supervise {
        postgres: binaries.postgres(),
        initdb: binaries.initdb(),
        version_number: binaries.version.major() * 10_000 + binaries.version.minor(),
        prepared: request.cache_directory.join("prepared"),
        temporary_directory: request.temporary_directory.clone(),
        limits: request.limits,
    });
    let mut demands = supervisor.stdin.take();
    let sent = serde_json::to_string(&order)
        .map_err(io::Error::other)
        .and_then(|line| demands.as_mut().map_or(Ok(()), |pipe| writeln!(pipe, "{line}")));
    let mut words = BufReader::new(supervisor.stdout.take().ok_or_else(|| describe(io::Error::other("it has no output")))?);
    let ready = sent.map_err(describe).and_then(|()| await_ready(&mut words, events));
    let (socket_directory, containment) = match ready {
        Ok(ready) => ready,
        Err(error) => {
            drop(demands);
            let _ = supervisor.wait();
            return Err(error);
        }
    };
    let state = Arc::new(State::default());
    let listener = thread::spawn({
        let state = Arc::clone(&state);
        move || listen(words, &state)
    });
    events(Event::Started);
    Ok(Server {
        binaries,
        socket_directory,
        containment,
        supervisor: Mutex::new(supervisor),
        demands: Mutex::new(demands),
        state,
        listener: Some(listener),
    })
}

fn await_ready(words: &mut BufReader<ChildStdout>, events: &mut dyn FnMut(Event)) -> Result<(PathBuf, Containment), StartError> {
    loop {
        match next_word(words) {
            Some(Word::Ready { socket_directory, containment }) => return Ok((socket_directory, containment)),
            Some(Word::Failed { reason, log } | Word::Exited { status: reason, log }) => {
                return Err(StartError::Failed { reason, log });
            }
            Some(Word::CacheUnusable(problem)) => events(Event::CacheUnusable(problem)),
            Some(Word::Preparing) => events(Event::Preparing),
            Some(Word::SuperuserAdmitted(_) | Word::DiskExceeded { .. }) => {}
            None => {
                let reason = "the supervisor ended without a word".to_owned();
                return Err(StartError::Failed { reason, log: String::new() });
            }
        }
    }
}

fn next_word(words: &mut BufReader<ChildStdout>) -> Option<Word> {
    let mut line = String::new();
    words.read_line(&mut line).ok()?;
    serde_json::from_str(&line).ok()
}

fn listen(mut words: BufReader<ChildStdout>, state: &State) {
    while let Some(word) = next_word(&mut words) {
        let mut heard = state.lock();
        match word {
            Word::SuperuserAdmitted(admitted) => heard.superuser_admitted = Some(admitted),
            Word::Failed { reason, log } => heard.failure = Some((reason, log)),
            Word::DiskExceeded { bytes } => heard.end_with(End::DiskExceeded { bytes }),
            Word::Exited { status, log } => heard.end_with(End::Exited { status, log }),
            Word::CacheUnusable(_) | Word::Preparing | Word::Ready { .. } => {}
        }
        state.changed.notify_all();
    }
    state.lock().end_with(End::Lost);
    state.changed.notify_all();
}

impl State {
    fn lock(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Heard {
    /// The first reason is the true one; what follows are its consequences.
    fn end_with(&mut self, end: End) {
        self.end.get_or_insert(end);
    }
}

impl Server {
    /// What `postgres --version` says.
    pub fn version(&self) -> ServerVersion {
        self.binaries.version
    }

    /// Which programs run, and how they were found.
    pub fn binaries(&self) -> &Binaries {
        &self.binaries
    }

    /// The directory of the server's socket: the host of a connection.
    pub fn socket_directory(&self) -> &Path {
        &self.socket_directory
    }

    /// The number in the socket's file name.
    pub fn port(&self) -> u16 {
        PORT
    }

    /// The name of the bootstrap superuser.
    pub fn superuser(&self) -> &'static str {
        SUPERUSER
    }

    /// What holds in this run and what does not.
    pub fn containment(&self) -> &Containment {
        &self.containment
    }

    /// Why the server is gone; `None` while it runs.
    pub fn end(&self) -> Option<End> {
        self.state.lock().end.clone()
    }

    /// Whether it was killed because its files took more than allowed.
    pub fn is_disk_exceeded(&self) -> bool {
        matches!(self.end(), Some(End::DiskExceeded { .. }))
    }

    /// Refuses the superuser from now on; existing sessions of his are not ended. Call it before foreign SQL runs.
    ///
    /// # Errors
    /// When the server does not confirm; treat that as no server at all.
    pub fn lock_out_superuser(&self) -> Result<(), StartError> {
        self.set_superuser_admitted(Demand::LockOutSuperuser, false)
    }

    /// Lets the superuser in, without a password: true from the start, and again after [`Server::lock_out_superuser`].
    ///
    /// # Errors
    /// When the server does not confirm.
    pub fn admit_superuser(&self) -> Result<(), StartError> {
        self.set_superuser_admitted(Demand::AdmitSuperuser, true)
    }

    fn set_superuser_admitted(&self, demand: Demand, wanted: bool) -> Result<(), StartError> {
        let mut heard = self.state.lock();
        heard.superuser_admitted = None;
        self.demand(demand);
        loop {
            if let Some((reason, log)) = heard.failure.take() {
                return Err(StartError::Failed { reason, log });
            }
            if let Some(end) = &heard.end {
                return Err(StartError::Failed { reason: format!("the server is gone ({end:?})"), log: String::new() });
            }
            if heard.superuser_admitted == Some(wanted) {
                return Ok(());
            }
            heard = self.state.changed.wait(heard).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn demand(&self, demand: Demand) {
        let mut demands = self.demands.lock().unwrap_or_else(PoisonError::into_inner);
        // A supervisor that does not read any more is gone; the listening thread says so.
        if let (Some(pipe), Ok(line)) = (demands.as_mut(), serde_json::to_string(&demand)) {
            let _ = writeln!(pipe, "{line}");
        }
    }

    /// Ends the server at once, whatever it is doing, and returns when it and its directory are gone. From any thread.
    pub fn kill(&self) {
        self.state.lock().end_with(End::Killed);
        // Closing the pipe is the strongest demand: it needs nobody's cooperation.
        self.demand(Demand::Kill);
        drop(self.demands.lock().unwrap_or_else(PoisonError::into_inner).take());
        let _ = self.supervisor.lock().unwrap_or_else(PoisonError::into_inner).wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
        if let Some(listener) = self.listener.take() {
            let _ = listener.join();
        }
    }
}
