//! One connection, the settings it starts with, and the notices that it hears.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use futures_util::future::poll_fn;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    task::JoinHandle,
};
use tokio_postgres::{AsyncMessage, Client, Connection, NoTls, Socket, error::Severity};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{Canceller, ConnectionString, Error, ServerError, SslMode, error::shortened, recipe::OPTIONAL, tls};

/// Notices kept per session until someone takes them; a script can raise millions. `INFO` has room of its own, so
/// that a flood of the others cannot wash it away.
const NOTICES_KEPT: usize = 200;
/// Lines of `INFO` kept.
const INFO_KEPT: usize = 5_000;
/// How long a connection may take when the connection string does not say.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// After how long a silence the system asks the server whether it is still there.
const KEEPALIVE: Duration = Duration::from_secs(10);
/// How long bytes that we sent may stay unconfirmed before the connection counts as lost.
const UNCONFIRMED: Duration = Duration::from_secs(30);

/// Settings that a session starts with. They survive `RESET` and `DISCARD ALL`, which `SET` does not.
#[derive(Debug, Clone, Default)]
pub struct SessionOptions {
    /// Shown in `pg_stat_activity`, 63 bytes.
    pub application_name: String,
    /// Run-time parameters and their values.
    pub parameters: Vec<(&'static str, String)>,
}

/// An open connection. Closed when dropped.
pub struct Session {
    client: Client,
    notices: Arc<Heard>,
    connection: JoinHandle<()>,
    tls: Option<MakeRustlsConnect>,
    nonce: Option<String>,
}

/// Something the server said that is not an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How urgent.
    pub level: NoticeLevel,
    /// The code, `00000` for most.
    pub sqlstate: String,
    /// The text, shortened to a few kilobytes. Untrusted.
    pub message: String,
}

/// How many notices were too many to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Overflow {
    /// Lines of `INFO`, among which may be those of whoever watches.
    pub info: u64,
    /// All others.
    pub others: u64,
}

/// How urgent a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoticeLevel {
    /// `DEBUG`, `LOG`.
    Debug,
    /// `INFO`: reaches the client whatever it has set.
    Info,
    /// `NOTICE`.
    Notice,
    /// `WARNING`.
    Warning,
}

#[derive(Default)]
struct Heard {
    info: Mutex<Vec<Notice>>,
    others: Mutex<Vec<Notice>>,
    info_dropped: AtomicU64,
    others_dropped: AtomicU64,
}

impl Session {
    /// Opens a connection. A setting that servers of some platforms do not have is left out where the server refuses it.
    pub async fn open(target: &ConnectionString, options: &SessionOptions) -> Result<Session, Error> {
        match Session::open_once(target, options).await {
            Err(Error::Refused { refusal, .. }) if refused_option(&refusal).is_some() => {
                let mut fewer = options.clone();
                fewer.parameters.retain(|(name, _)| Some(*name) != refused_option(&refusal));
                Session::open_once(target, &fewer).await
            }
            opened => opened,
        }
    }

    async fn open_once(target: &ConnectionString, options: &SessionOptions) -> Result<Session, Error> {
        let mut config = target.driver_config();
        config.application_name(&options.application_name);
        config.keepalives(true).keepalives_idle(KEEPALIVE).keepalives_interval(KEEPALIVE / 2).keepalives_retries(3);
        config.tcp_user_timeout(UNCONFIRMED);
        match target.connect_timeout_seconds {
            None => config.connect_timeout(CONNECT_TIMEOUT),
            Some(0) => &mut config,
            Some(seconds) => config.connect_timeout(Duration::from_secs(seconds)),
        };
        config.options(startup_options(target, options));
        let refused = |error: tokio_postgres::Error| Error::connecting(target.to_string(), &error);
        let over_socket = target.host.starts_with('/');
        let notices = Arc::new(Heard::default());
        let nonce = options.nonce().map(str::to_owned);
        if over_socket || target.ssl_mode == SslMode::Disable {
            config.ssl_mode(tokio_postgres::config::SslMode::Disable);
            let (client, connection) = config.connect(NoTls).await.map_err(refused)?;
            let connection = tokio::spawn(listen(connection, notices.clone()));
            Ok(Session { client, notices, connection, tls: None, nonce })
        } else {
            config.ssl_mode(match target.ssl_mode {
                SslMode::Prefer => tokio_postgres::config::SslMode::Prefer,
                _ => tokio_postgres::config::SslMode::Require,
            });
            let tls = tls::connector(target)?;
            let (client, connection) = config.connect(tls.clone()).await.map_err(refused)?;
            let connection = tokio::spawn(listen(connection, notices.clone()));
            Ok(Session { client, notices, connection, tls: Some(tls), nonce })
        }
    }

    /// What can stop the statement that is under way, from anywhere.
    pub fn canceller(&self) -> Canceller {
        Canceller::new(self.client.cancel_token(), self.tls.clone())
    }

    /// Whether the connection has ended, as far as we have noticed.
    pub fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// The nonce that the session was started with; `None` where its options had none.
    pub(crate) fn nonce(&self) -> Option<&str> {
        self.nonce.as_deref()
    }

    /// The driver's handle.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// What the server said since the last call (`INFO` first, each sort in its order), and how many notices were too many to keep.
    pub fn take_notices(&self) -> (Vec<Notice>, Overflow) {
        let take = |kept: &Mutex<Vec<Notice>>| std::mem::take(&mut *kept.lock().unwrap_or_else(PoisonError::into_inner));
        let mut notices = take(&self.notices.info);
        notices.append(&mut take(&self.notices.others));
        let info = self.notices.info_dropped.swap(0, Ordering::Relaxed);
        (notices, Overflow { info, others: self.notices.others_dropped.swap(0, Ordering::Relaxed) })
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.connection.abort();
    }
}

/// The optional setting over which the connection was refused.
fn refused_option(refusal: &ServerError) -> Option<&'static str> {
    OPTIONAL.into_iter().find(|name| refusal.sqlstate.as_str() == "22023" && refusal.message.contains(name))
}

/// `-c name=value` for each parameter, with blanks and backslashes escaped as the server wants it.
fn startup_options(target: &ConnectionString, options: &SessionOptions) -> String {
    let escaped = |value: &str| value.replace('\\', "\\\\").replace(' ', "\\ ");
    let ours = options.parameters.iter().map(|(name, value)| format!("-c {name}={}", escaped(value)));
    target.options.clone().into_iter().chain(ours).collect::<Vec<_>>().join(" ")
}

/// Drives the connection until it ends and keeps what the server says on the way.
async fn listen<T>(mut connection: Connection<Socket, T>, heard: Arc<Heard>)
where
    T: AsyncRead + AsyncWrite + Unpin,
{
    while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await {
        let AsyncMessage::Notice(notice) = message else { continue };
        // The parsed severity: the plain one is in the server's language.
        let level = match notice.parsed_severity() {
            Some(Severity::Warning) => NoticeLevel::Warning,
            Some(Severity::Notice) => NoticeLevel::Notice,
            Some(Severity::Info) => NoticeLevel::Info,
            _ => NoticeLevel::Debug,
        };
        let message = shortened(notice.message());
        let (kept, room, dropped) = match level {
            NoticeLevel::Info => (&heard.info, INFO_KEPT, &heard.info_dropped),
            _ => (&heard.others, NOTICES_KEPT, &heard.others_dropped),
        };
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < room {
            kept.push(Notice { level, sqlstate: notice.code().code().to_owned(), message });
        } else {
            dropped.fetch_add(1, Ordering::Relaxed);
        }
    }
}
