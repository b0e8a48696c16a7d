//! What does a server say between its answers?

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use futures_util::future::poll_fn;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_postgres::{AsyncMessage, Connection, Socket, error::Severity};

use crate::error::shortened;

/// Notices kept per session until someone takes them; a script can raise millions. `INFO` has room of its own, so
/// that a flood of the others cannot wash it away.
const NOTICES_KEPT: usize = 200;
/// Lines of `INFO` kept.
const INFO_KEPT: usize = 5_000;

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

/// What was heard and not yet taken.
#[derive(Default)]
pub(crate) struct Heard {
    info: Mutex<Vec<Notice>>,
    others: Mutex<Vec<Notice>>,
    info_dropped: AtomicU64,
    others_dropped: AtomicU64,
}

impl Heard {
    /// What was said since the last call (`INFO` first, each sort in its order), and how many notices were too many to keep.
    pub(crate) fn take(&self) -> (Vec<Notice>, Overflow) {
        let take = |kept: &Mutex<Vec<Notice>>| std::mem::take(&mut *kept.lock().unwrap_or_else(PoisonError::into_inner));
        let mut notices = take(&self.info);
        notices.append(&mut take(&self.others));
        let info = self.info_dropped.swap(0, Ordering::Relaxed);
        (notices, Overflow { info, others: self.others_dropped.swap(0, Ordering::Relaxed) })
    }
}

/// Drives the connection until it ends and keeps what the server says on the way.
pub(crate) async fn listen<T>(mut connection: Connection<Socket, T>, heard: Arc<Heard>)
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
