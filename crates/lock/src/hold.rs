//! How is a lock held for long, and how do we know that it is?
//!
//! The server ends a session from which it hears nothing for [`SESSION_LEASE`], so that a holder that has vanished without a word does
//! not keep others out for ever. The holder asks sooner than that, and counts the lock as lost before the server can have given
//! it away.

use std::time::{Duration, Instant};

use database::{DeployLock, Session};

/// After how long without a word from us the server ends the session.
pub(crate) const SESSION_LEASE: Duration = Duration::from_secs(30);
/// How often we ask whether we still hold it.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// How old the last good answer may be. Counted from when the question was sent, which is before the server heard it.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often we look whether the connection has ended.
const LOOK: Duration = Duration::from_millis(100);

/// Waits until the lock is lost, and says how, as the end of `the lock was lost: `.
pub(crate) async fn until_lost(session: &Session, lock: &DeployLock) -> String {
    let mut confirmed = Instant::now();
    loop {
        if let Some(reason) = until_next_heartbeat(session).await {
            return reason;
        }
        let asked = Instant::now();
        let left = PATIENCE.saturating_sub(confirmed.elapsed());
        match tokio::time::timeout(left, lock.is_held(session)).await {
            Ok(Ok(true)) => confirmed = asked,
            Ok(Ok(false)) => return "the session no longer holds it".to_owned(),
            Ok(Err(error)) => return error.to_string(),
            Err(_) => return format!("the server did not answer for {} seconds", PATIENCE.as_secs()),
        }
    }
}

/// Waits for the next heartbeat; a connection that ends meanwhile is noticed at once.
async fn until_next_heartbeat(session: &Session) -> Option<String> {
    let started = Instant::now();
    while started.elapsed() < HEARTBEAT {
        tokio::time::sleep(LOOK).await;
        if session.is_closed() {
            return Some("the connection to the server has ended".to_owned());
        }
    }
    None
}
