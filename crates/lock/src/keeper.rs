//! What holds the lock when `acquire` has returned?
//!
//! A process of its own, in a session of its own: this program executed again with a hidden argument. It is ordered through its
//! standard input, so that the connection string shows nowhere, and asked to let go through a socket that only its user can open.
//! It ends when it is asked to, when its lease is over, when the lock is lost, and when a signal tells it to; and before it holds the
//! lock, when whoever ordered it is gone.

use std::{
    fs,
    io::{self, BufRead, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use cli::{Exit, Failure};
use database::{ConnectionString, DeployLock, LockKeys, Session, SessionOptions, pooler};
use live::{Address, Source, connection_failure, query_failure};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{UnixListener, UnixStream},
    signal::unix::{Signal, SignalKind, signal},
    sync::oneshot,
};

use crate::{
    hold,
    identity::{self, Identity},
    protocol::{GO, News, Order, RELEASE, Released, Word},
    take::{Wanted, take},
    target,
};

/// The first argument that makes this program a keeper.
pub(crate) const HIDDEN_ARGUMENT: &str = "__keep-deploy-lock";

/// What a socket's address has room for is 108 bytes, on some systems 104.
const SOCKET_PATH_BYTES: usize = 100;
/// How long who asks for the release may take to say so.
const ASKING: Duration = Duration::from_secs(5);
/// How long letting go may take when the server does not answer.
const LETTING_GO: Duration = Duration::from_secs(5);

/// The body of the hidden argument: reads an order from standard input and carries it out.
pub(crate) fn keep() -> ExitCode {
    let mut line = String::new();
    let order = io::stdin().lock().read_line(&mut line).ok().and_then(|_| serde_json::from_str::<Order>(&line).ok());
    let Some(order) = order else {
        let _ =
            writeln!(io::stderr(), "`{HIDDEN_ARGUMENT}` is for this program's own use and expects an order on standard input");
        return ExitCode::from(Exit::Usage.code());
    };
    // It hears neither the terminal's signals nor those to the group of whoever ordered it. A process that was just started leads no
    // group, which is all that could make this fail.
    let _ = rustix::process::setsid();
    match cli::block_on(keep_for(&order)) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(failure)) => {
            let (message, advice) = (failure.message().to_owned(), failure.advice().map(str::to_owned));
            say(&Word::Failed { exit: failure.exit().code(), message, advice });
            failure.exit().into()
        }
        Err(error) => {
            say(&Word::Failed { exit: Exit::Inconclusive.code(), message: error.to_string(), advice: None });
            Exit::Inconclusive.into()
        }
    }
}

/// Takes the lock and keeps it until there is a reason not to.
async fn keep_for(order: &Order) -> Result<(), Failure> {
    let mut go = listen_for_go();
    let address = address(order)?;
    let (session, lock) = tokio::select! {
        taken = take_lock(order, &address) => taken?,
        _ = &mut go => return Err(abandoned()),
    };
    let server_process = pooler::Identity::read(&session).await.map_err(|error| query_failure(&error, &address))?.pid;
    let (socket_directory, listener) = listen(&order.directory)?;
    let identity = Identity {
        target: order.target.clone(),
        database: address.connection.to_string(),
        server_process,
        application_name: order.application_name.clone(),
        socket: socket_directory.path().join(SOCKET),
        ended: None,
    };
    let file = identity::file(&order.directory, &order.target, &address.connection);
    identity.write(&file)?;
    // From here on a signal ends nothing without a word.
    let told_to_end = signal(SignalKind::terminate())?;
    say(&Word::Held { server_process });
    if go.await != Ok(true) {
        fs::remove_file(&file).ok();
        return Err(abandoned());
    }
    // Nobody reads on from here.
    let end = wait_for_end(order, &session, &lock, &listener, told_to_end).await;
    match end {
        End::Asked(stream) => {
            fs::remove_file(&file).ok();
            let lost = let_go(&session, lock).await;
            answer(stream, lost).await;
        }
        End::Over(reason) => {
            // Before the socket goes, so that whoever finds nobody there finds the reason.
            Identity { ended: Some(reason), ..identity }.write(&file)?;
            let_go(&session, lock).await;
        }
    }
    drop(socket_directory);
    Ok(())
}

/// Why the keeper's work is over.
enum End {
    /// Somebody asked, and waits for an answer.
    Asked(UnixStream),
    /// Something else, in words for whoever asks later.
    Over(String),
}

async fn wait_for_end(
    order: &Order,
    session: &Session,
    lock: &DeployLock,
    listener: &UnixListener,
    mut told_to_end: Signal,
) -> End {
    let lease = Duration::from_millis(order.lease_ms);
    tokio::select! {
        stream = asked(listener) => End::Asked(stream),
        reason = hold::until_lost(session, lock) => End::Over(reason),
        () = tokio::time::sleep(lease) => End::Over(format!("its lease of {} seconds was over", lease.as_secs())),
        _ = told_to_end.recv() => End::Over("its keeper was told to end (SIGTERM)".to_owned()),
    }
}

/// Lets go of the lock; says why it was lost before, if it was.
async fn let_go(session: &Session, lock: DeployLock) -> Option<String> {
    match tokio::time::timeout(LETTING_GO, lock.release(session)).await {
        Ok(Ok(true)) => None,
        Ok(Ok(false)) => Some("the session no longer held it".to_owned()),
        Ok(Err(error)) => Some(error.to_string()),
        Err(_) => Some("the server did not answer".to_owned()),
    }
}

/// Waits until somebody asks for the release. Whoever connects and asks for nothing is not waited for by others.
async fn asked(listener: &UnixListener) -> UnixStream {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Too many open files, say: no reason to give the lock away, and none to try without pause.
            tokio::time::sleep(ASKING).await;
            continue;
        };
        let mut stream = BufReader::new(stream);
        let mut line = String::new();
        let read = tokio::time::timeout(ASKING, stream.read_line(&mut line)).await;
        if matches!(read, Ok(Ok(_))) && line.trim_end() == RELEASE {
            return stream.into_inner();
        }
    }
}

async fn answer(mut stream: UnixStream, lost: Option<String>) {
    if let Ok(mut line) = serde_json::to_vec(&Released { lost }) {
        line.push(b'\n');
        // Whoever has gone does not want to know any more.
        stream.write_all(&line).await.ok();
    }
}

const SOCKET: &str = "s";

/// A socket in a directory of its own, which goes with the keeper.
fn listen(directory: &Path) -> Result<(TempDir, UnixListener), Failure> {
    let room = SOCKET_PATH_BYTES - "/.tmpabcdef/".len() - SOCKET.len();
    let parent = if directory.as_os_str().len() <= room { directory.to_path_buf() } else { PathBuf::from("/tmp") };
    let own = tempfile::tempdir_in(&parent).map_err(|error| no_socket(&parent, &error))?;
    let listener = UnixListener::bind(own.path().join(SOCKET)).map_err(|error| no_socket(own.path(), &error))?;
    Ok((own, listener))
}

fn no_socket(directory: &Path, error: &io::Error) -> Failure {
    Failure::ending(Exit::Inconclusive, format!("no socket can be made in `{}`: {error}", directory.display()))
        .hint("Set RUNNER_TEMP or TMPDIR to a directory on a local file system.")
}

/// Hears from standard input, in a thread of its own: `true` for the second line, `false` for its end.
fn listen_for_go() -> oneshot::Receiver<bool> {
    let (sender, receiver) = oneshot::channel();
    std::thread::spawn(move || {
        let mut line = String::new();
        let read = io::stdin().lock().read_line(&mut line);
        // The receiver is gone when the keeper is.
        let _ = sender.send(read.is_ok() && line.trim_end() == GO);
    });
    receiver
}

fn address(order: &Order) -> Result<Address, Failure> {
    let connection = ConnectionString::parse(&order.url).map_err(Failure::usage)?;
    let source = order.variable.clone().map_or(Source::Flag, Source::Variable);
    let schema = connection.schema.clone().unwrap_or_default();
    Ok(Address { connection, source, schema, schema_was_given: false })
}

async fn take_lock(order: &Order, address: &Address) -> Result<(Session, DeployLock), Failure> {
    let options = SessionOptions::for_work(&order.application_name, &target::limits());
    let opened = Session::open(&address.connection, &options).await;
    let session = opened.map_err(|error| connection_failure(&error, address))?;
    let keys = if order.with_prisma { LockKeys::GateAndPrisma } else { LockKeys::GateOnly };
    let wanted = Wanted { keys, wait: Duration::from_millis(order.wait_ms), force: order.force };
    let mut tell = |news: News| say(&Word::News(news));
    let lock = take(&session, address, wanted, &mut tell).await?;
    Ok((session, lock))
}

fn abandoned() -> Failure {
    Failure::ending(Exit::Inconclusive, "whoever wanted the lock is gone")
}

/// A line on standard output. When nobody listens any more it is lost.
fn say(word: &Word) {
    if let Ok(mut line) = serde_json::to_vec(word) {
        line.push(b'\n');
        let mut out = io::stdout().lock();
        let _ = out.write_all(&line).and_then(|()| out.flush());
    }
}
