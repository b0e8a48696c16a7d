//! What does a client do when the way to its Postgres breaks?
//!
//! A proxy between a test and a real server that understands as much of the protocol as it takes to find the message that asks for a
//! commit, and the server's answer to it. There it cuts, swallows, half-closes or holds its breath; or it makes the whole way slow or the pieces
//! small. It speaks no TLS, so what goes through it asks for `sslmode=disable`.
//!
//! Only tests depend on this crate.

mod connection;
mod messages;

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
        mpsc,
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use tokio::{net::TcpListener, sync::watch};

/// Where the real server is.
#[derive(Debug, Clone)]
pub enum Upstream {
    /// The file of its socket.
    Socket(PathBuf),
    /// Its address.
    Tcp(SocketAddr),
}

impl Upstream {
    /// The socket of a server that has its sockets in a directory.
    pub fn in_directory(directory: &std::path::Path, port: u16) -> Upstream {
        Upstream::Socket(directory.join(format!(".s.PGSQL.{port}")))
    }
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// When a client asks for a commit, both sides are cut off, and the server never hears of it. Once.
    CutBeforeCommit,
    /// The server commits and answers; the answer is thrown away and both sides are cut off. Once.
    CutAfterCommit,
    /// The request for a commit is passed on, and before anybody could answer both sides are cut off. Once.
    CutAtCommit,
    /// The request for a commit is passed on, and the server is told that nothing else will come; its answers still pass. Once.
    HalfCloseAtCommit,
    /// The server never hears of a request for a commit, and nobody is told: both connections stay open until the client goes. Once.
    HoldBeforeCommit,
    /// The server commits and answers, and the client never hears of it: both connections stay open until it goes. Once.
    HoldAfterCommit,
    /// From now on nothing passes, and nobody is told: both connections stay open.
    Swallow,
    /// Each piece waits so long before it is passed on.
    Delay(Duration),
    /// Every byte is a piece of its own.
    Dribble,
}

impl Fault {
    /// Whether it waits for a commit, and happens once.
    fn waits_for_commit(self) -> bool {
        match self {
            Fault::CutBeforeCommit | Fault::CutAfterCommit | Fault::CutAtCommit => true,
            Fault::HalfCloseAtCommit | Fault::HoldBeforeCommit | Fault::HoldAfterCommit => true,
            Fault::None | Fault::Swallow | Fault::Delay(_) | Fault::Dribble => false,
        }
    }
}

/// A running proxy. It ends when it is dropped, and cuts off whoever is connected.
#[derive(Debug)]
pub struct FaultProxy {
    port: u16,
    fault: watch::Sender<Fault>,
    counts: Arc<Counts>,
    end: Option<watch::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What the proxy has seen.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    connections: AtomicU32,
    commits: AtomicU32,
    fired: AtomicU32,
}

impl FaultProxy {
    /// Listens on a port of its own of 127.0.0.1, without a fault.
    ///
    /// # Panics
    /// When there is no port to be had.
    pub fn start(upstream: Upstream) -> FaultProxy {
        let (fault, faults) = watch::channel(Fault::None);
        let (end, ended) = watch::channel(());
        let counts = Arc::new(Counts::default());
        let (tell, told) = mpsc::channel();
        let world = World { upstream, counts: counts.clone(), faults, fault: fault.clone() };
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made");
            runtime.block_on(serve(&world, ended, &tell));
        });
        let port = told.recv().expect("the proxy listens");
        FaultProxy { port, fault, counts, end: Some(end), thread: Some(thread) }
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// From now on this goes wrong, for those who are connected and those who will be.
    pub fn set(&self, fault: Fault) {
        self.fault.send_replace(fault);
    }

    /// How many connections there have been.
    pub fn connections(&self) -> u32 {
        self.counts.connections.load(Ordering::SeqCst)
    }

    /// How many commits clients have asked for.
    pub fn commits(&self) -> u32 {
        self.counts.commits.load(Ordering::SeqCst)
    }

    /// How often a fault that waits for a commit has happened.
    pub fn fired(&self) -> u32 {
        self.counts.fired.load(Ordering::SeqCst)
    }
}

impl Drop for FaultProxy {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take() {
            // A panic in there has been printed, and the test fails without its connection.
            let _ = thread.join();
        }
    }
}

/// What every connection needs to know.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) upstream: Upstream,
    pub(crate) counts: Arc<Counts>,
    pub(crate) faults: watch::Receiver<Fault>,
    fault: watch::Sender<Fault>,
}

impl World {
    /// Counts a commit, and takes the fault that waits for one. `None`: nothing goes wrong with it.
    pub(crate) fn take_commit(&self) -> Option<Fault> {
        self.counts.commits.fetch_add(1, Ordering::SeqCst);
        let mut taken = None;
        self.fault.send_if_modified(|fault| {
            let is_due = fault.waits_for_commit();
            if is_due {
                taken = Some(std::mem::replace(fault, Fault::None));
            }
            is_due
        });
        if taken.is_some() {
            self.counts.fired.fetch_add(1, Ordering::SeqCst);
        }
        taken
    }
}

async fn serve(world: &World, mut ended: watch::Receiver<()>, tell: &mpsc::Sender<u16>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
    let port = listener.local_addr().expect("it is bound").port();
    tell.send(port).expect("whoever started us waits");
    loop {
        tokio::select! {
            _ = ended.changed() => return,
            accepted = listener.accept() => {
                let Ok((client, _)) = accepted else { continue };
                world.counts.connections.fetch_add(1, Ordering::SeqCst);
                // Either side may go away at any time; that is what this is for.
                tokio::spawn(connection::carry(client, world.clone()));
            }
        }
    }
}
