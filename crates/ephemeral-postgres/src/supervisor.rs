//! What watches a server, so that it ends when we do?
//!
//! A process of its own, in a session of its own: it hears neither the terminal's signals nor those to our process group. Its
//! standard input is a pipe from the tool. Whatever ends the tool ends the pipe, and then the server and its directory go.

use std::{
    ffi::OsString,
    io::{self, BufRead, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver, RecvTimeoutError},
    },
    thread,
    time::Duration,
};

use crate::{
    cluster::{self, Cluster, Failure},
    directory::{Directory, size_bytes},
    launch,
    protocol::{Demand, Order, Supervise, Word},
};

/// The first argument that makes a program of ours a supervisor; `main` hands it to [`supervise`].
pub const HIDDEN_ARGUMENT: &str = "__supervise-postgres";

/// How often we look after the server.
const POLL: Duration = Duration::from_millis(100);
/// The directory is measured at every so many looks, whatever the file system's free space says.
const LOOKS_PER_MEASURE: u32 = 20;
/// A file system with less than this left is as good as full.
const FREE_BYTES_FLOOR: u64 = 32 * 1024 * 1024;

/// The program that becomes the supervisor when it is executed with [`HIDDEN_ARGUMENT`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supervisor {
    /// Its file.
    pub program: PathBuf,
    /// Its only argument.
    pub argument: OsString,
}

impl Supervisor {
    /// The running program; its `main` must know the hidden argument.
    ///
    /// # Errors
    /// When the system cannot say which file it is.
    pub fn this_program() -> io::Result<Self> {
        Ok(Supervisor::at(this_program()?))
    }

    /// Another program, for tests: they have a `main` that is not ours.
    pub fn at(program: PathBuf) -> Self {
        Supervisor { program, argument: HIDDEN_ARGUMENT.into() }
    }
}

/// The file of this program, or what leads to it even when it has been replaced or deleted meanwhile.
pub(crate) fn this_program() -> io::Result<PathBuf> {
    const ITSELF: &str = "/proc/self/exe";
    if Path::new(ITSELF).exists() { Ok(PathBuf::from(ITSELF)) } else { std::env::current_exe() }
}

/// The body of the hidden argument: reads an order from standard input and carries it out.
pub fn supervise() -> ExitCode {
    let mut line = String::new();
    let order = io::stdin().lock().read_line(&mut line).ok().and_then(|_| serde_json::from_str(&line).ok());
    match order {
        Some(Order::Launch(order)) => launch::launch(&order),
        Some(Order::Supervise(order)) => supervise_server(&order),
        None => {
            let _ = writeln!(
                io::stderr(),
                "`{HIDDEN_ARGUMENT}` is for this program's own use and expects an order on standard input"
            );
            ExitCode::from(2)
        }
    }
}

fn supervise_server(order: &Supervise) -> ExitCode {
    // Neither may fail in a process that has just been started; if it does, the pipe still does its work.
    let _ = rustix::process::setsid();
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_child_subreaper(Some(rustix::process::getpid()));
    let is_given_up = Arc::new(AtomicBool::new(false));
    let demands = listen(Arc::clone(&is_given_up));
    match cluster::start(order, &mut say, &|| is_given_up.load(Ordering::Relaxed)) {
        Ok(mut cluster) => {
            say(Word::Ready { socket_directory: cluster.directory.socket(), containment: cluster.containment.clone() });
            watch(&mut cluster, &demands, order.limits.disk_bytes);
            ExitCode::SUCCESS
        }
        Err(Failure { reason, log }) => {
            say(Word::Failed { reason, log });
            ExitCode::FAILURE
        }
    }
}

/// Reads demands in a thread of their own; the end of the pipe is the last one.
fn listen(is_given_up: Arc<AtomicBool>) -> Receiver<Demand> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in io::stdin().lock().lines().map_while(Result::ok) {
            if let Ok(demand) = serde_json::from_str(&line)
                && sender.send(demand).is_err()
            {
                break;
            }
        }
        is_given_up.store(true, Ordering::Relaxed);
        let _ = sender.send(Demand::Kill);
    });
    receiver
}

/// Returns when the server has to end, or has ended.
fn watch(cluster: &mut Cluster, demands: &Receiver<Demand>, disk_bytes: u64) {
    let mut growth = Growth { disk_bytes, measured: disk_bytes, free_then: 0, looks: 0 };
    loop {
        match demands.recv_timeout(POLL) {
            Ok(Demand::Kill) | Err(RecvTimeoutError::Disconnected) => return,
            Ok(Demand::AdmitSuperuser) => admit_superuser(cluster, true),
            Ok(Demand::LockOutSuperuser) => admit_superuser(cluster, false),
            Err(RecvTimeoutError::Timeout) => {}
        }
        if let Some(status) = cluster.exit_status() {
            say(Word::Exited { status: status.to_string(), log: cluster.log() });
            return;
        }
        if let Some(bytes) = growth.excess(&cluster.directory) {
            say(Word::DiskExceeded { bytes });
            return;
        }
    }
}

/// How big the directory can have become since it was measured: no bigger than the file system's free space has shrunk.
struct Growth {
    disk_bytes: u64,
    measured: u64,
    free_then: u64,
    looks: u32,
}

impl Growth {
    /// The size of the directory, when it is too much or the file system is full.
    fn excess(&mut self, directory: &Directory) -> Option<u64> {
        let free = directory.free_bytes().unwrap_or(0);
        let at_most = self.measured.saturating_add(self.free_then.saturating_sub(free));
        self.looks += 1;
        if at_most >= self.disk_bytes || free < FREE_BYTES_FLOOR || self.looks >= LOOKS_PER_MEASURE {
            *self = Growth { measured: size_bytes(directory.path()), free_then: free, looks: 0, ..*self };
        }
        (self.measured > self.disk_bytes || free < FREE_BYTES_FLOOR).then_some(self.measured)
    }
}

fn admit_superuser(cluster: &Cluster, admitted: bool) {
    say(match cluster.set_superuser_admitted(admitted) {
        Ok(()) => Word::SuperuserAdmitted(admitted),
        Err(error) => Word::Failed { reason: error.to_string(), log: cluster.log() },
    });
}

/// Tells the tool, if it is still there.
fn say(word: Word) {
    if let Ok(line) = serde_json::to_string(&word) {
        let _ = writeln!(io::stdout().lock(), "{line}");
    }
}
