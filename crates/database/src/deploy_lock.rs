//! Who may change this database now?
//!
//! The deploy lock is a pair of session advisory locks: the gate's own key, and the one that Prisma's engine takes. It is held on
//! the connection that does the work, so that a lost lock is a lost connection, whose work the server rolls back. It is asked for
//! again and again rather than waited for: a session that waits inside the server holds a snapshot, for which
//! `CREATE INDEX CONCURRENTLY` waits in turn, and it stays in the queue when its client has died.

use std::time::{Duration, Instant};

use thiserror::Error as ThisError;
use tokio_postgres::types::Type;

use crate::{
    Backoff, Error, Session,
    activity::{Doing, age},
};

/// The gate's own key: the letters `MIGRGATE` as one number. Stable for ever: releases of different age must exclude each other.
pub const GATE_KEY: i64 = 0x4D49_4752_4741_5445;
/// The key of Prisma Migrate's engine (4.x to 7.x, `deploy` and `resolve`).
pub const PRISMA_KEY: i64 = 72_707_369;

/// The first pause between two tries, and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(1));
/// How often whoever waits is told for whom.
const TELL_EVERY: Duration = Duration::from_secs(5);

/// Which keys to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockKeys {
    /// The gate's own: for a command that may be Prisma itself.
    GateOnly,
    /// The gate's and Prisma's: for work of our own.
    GateAndPrisma,
}

impl LockKeys {
    /// The keys, in the order in which they are taken.
    pub fn keys(self) -> &'static [i64] {
        match self {
            LockKeys::GateOnly => &[GATE_KEY],
            LockKeys::GateAndPrisma => &[GATE_KEY, PRISMA_KEY],
        }
    }
}

/// A session that holds one of the keys. What our role may not see is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The server's process.
    pub pid: i32,
    /// Which key.
    pub key: i64,
    /// Its `application_name`. Untrusted.
    pub application: Option<String>,
    /// The role that it logged in as. Untrusted.
    pub user: Option<String>,
    /// The client's address, or `local` for a socket.
    pub client: Option<String>,
    /// When it connected, by the server's clock, in UTC.
    pub since: Option<String>,
    /// How long ago that was, by the server's clock.
    pub connected_for: Option<Duration>,
    /// `active`, `idle`, `idle in transaction`.
    pub state: Option<String>,
    /// The command that it runs or ran last, by name only.
    pub query_class: Option<String>,
    /// The exact start of this backend: together with `pid` its identity.
    backend_start: Option<String>,
}

impl Holder {
    /// Whether both are the same session, whatever each of them was seen to hold.
    pub fn is_same_session(&self, other: &Holder) -> bool {
        (self.pid, &self.backend_start) == (other.pid, &other.backend_start)
    }
}

impl std::fmt::Display for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let application = self.application.as_deref().filter(|name| !name.is_empty()).unwrap_or("a session without a name");
        write!(f, "`{application}` (pid {}", self.pid)?;
        for (word, value) in [("user ", &self.user), ("from ", &self.client), ("since ", &self.since), ("", &self.state)] {
            if let Some(value) = value {
                write!(f, ", {word}{value}")?;
            }
        }
        write!(f, "{})", if self.key == PRISMA_KEY { ", with Prisma's key" } else { "" })
    }
}

/// Why the lock was not taken.
#[derive(Debug, ThisError)]
pub enum LockError {
    /// Others held it the whole time.
    #[error("the deploy lock is held by {}", listed(.holders))]
    Held {
        /// Those who held it at the last try; empty when they had gone by the time we looked.
        holders: Vec<Holder>,
        /// How long we tried.
        waited: Duration,
    },
    /// The conversation with the server failed.
    #[error(transparent)]
    Database(#[from] Error),
}

/// That a session holds the lock. The session is the guard: when it closes, however that comes about, the server lets go.
#[derive(Debug)]
#[must_use = "the lock is held by the session until it is released or the session closes"]
pub struct DeployLock {
    keys: LockKeys,
}

impl DeployLock {
    /// Asks until it is granted or `timeout` is over; once at least. `waiting` hears for whom we wait, at once and then now and then.
    pub async fn acquire(
        session: &Session,
        keys: LockKeys,
        timeout: Duration,
        waiting: &mut dyn FnMut(&[Holder]),
    ) -> Result<DeployLock, LockError> {
        let started = Instant::now();
        let mut backoff = Backoff::new(PAUSES.0, PAUSES.1);
        let mut told: Option<Instant> = None;
        loop {
            if try_all(session, keys).await? {
                return Ok(DeployLock { keys });
            }
            let left = timeout.saturating_sub(started.elapsed());
            if left.is_zero() {
                let holders = holders(session, keys).await?;
                return Err(LockError::Held { holders, waited: started.elapsed() });
            }
            if told.is_none_or(|last| last.elapsed() >= TELL_EVERY) {
                waiting(&holders(session, keys).await?);
                told = Some(Instant::now());
            }
            tokio::time::sleep(backoff.pause().min(left)).await;
        }
    }

    /// Whether this session still holds every key: a script can let go of them.
    pub async fn is_held(&self, session: &Session) -> Result<bool, Error> {
        let keys = self.keys.keys();
        let rows = session.client().query_typed(include_str!("../queries/lock_held.sql"), &[(&keys, Type::INT8_ARRAY)]).await?;
        let held: i64 = rows.first().map_or(Ok(0), |row| row.try_get("held"))?;
        Ok(usize::try_from(held) == Ok(keys.len()))
    }

    /// Lets go. `false`: the session did not hold all of it any more.
    pub async fn release(self, session: &Session) -> Result<bool, Error> {
        let mut all = true;
        for key in self.keys.keys().iter().rev() {
            all &= unlock(session, *key).await?;
        }
        Ok(all)
    }

    /// The keys that it is made of.
    pub fn keys(&self) -> LockKeys {
        self.keys
    }
}

/// Who holds any of the keys in this database now, by process.
pub async fn holders(session: &Session, keys: LockKeys) -> Result<Vec<Holder>, Error> {
    let keys = keys.keys();
    let rows = session.client().query_typed(include_str!("../queries/lock_holders.sql"), &[(&keys, Type::INT8_ARRAY)]).await?;
    let holder = |row: &tokio_postgres::Row| -> Result<Holder, tokio_postgres::Error> {
        let Doing { state, query_class } = Doing::read(row)?;
        Ok(Holder {
            pid: row.try_get("pid")?,
            key: row.try_get("key")?,
            application: row.try_get("application")?,
            user: row.try_get("user")?,
            client: row.try_get("client")?,
            since: row.try_get("since")?,
            connected_for: age(row, "seconds")?,
            state,
            query_class,
            backend_start: row.try_get("backend_start")?,
        })
    };
    Ok(rows.iter().map(holder).collect::<Result<_, _>>()?)
}

/// Ends a holder's session by force, if it is still the same backend and still holds that key. `false`: it is not, or our role may not.
pub async fn terminate(session: &Session, holder: &Holder) -> Result<bool, Error> {
    let keys = if holder.key == GATE_KEY { LockKeys::GateOnly } else { LockKeys::GateAndPrisma };
    let same = |now: &Holder| (now.pid, now.key, &now.backend_start) == (holder.pid, holder.key, &holder.backend_start);
    if !holders(session, keys).await?.iter().any(same) {
        return Ok(false);
    }
    let parameters: [(&(dyn tokio_postgres::types::ToSql + Sync), Type); 2] =
        [(&holder.pid, Type::INT4), (&holder.backend_start, Type::TEXT)];
    let rows = session.client().query_typed(include_str!("../queries/terminate.sql"), &parameters).await?;
    Ok(rows.first().map_or(Ok(false), |row| row.try_get("ended"))?)
}

/// All keys or none.
async fn try_all(session: &Session, keys: LockKeys) -> Result<bool, Error> {
    let keys = keys.keys();
    for (index, key) in keys.iter().enumerate() {
        let sql = "SELECT pg_catalog.pg_try_advisory_lock($1) AS got";
        let rows = session.client().query_typed(sql, &[(key, Type::INT8)]).await?;
        if rows.first().map_or(Ok(false), |row| row.try_get("got"))? {
            continue;
        }
        // Whoever waits with one key in hand would keep out those who need only that one.
        for taken in keys[..index].iter().rev() {
            unlock(session, *taken).await?;
        }
        return Ok(false);
    }
    Ok(true)
}

/// `false`: this session did not hold it.
async fn unlock(session: &Session, key: i64) -> Result<bool, Error> {
    let rows = session.client().query_typed("SELECT pg_catalog.pg_advisory_unlock($1) AS had", &[(&key, Type::INT8)]).await?;
    Ok(rows.first().map_or(Ok(false), |row| row.try_get("had"))?)
}

/// Holders in one line, each session once; one that has the gate's key is told as such. Nobody is a session that has gone by now, for
/// somebody kept the lock from us.
pub fn listed(holders: &[Holder]) -> String {
    if holders.is_empty() {
        return "a session that has gone by now".to_owned();
    }
    let has_gate_key = |holder: &Holder| holder.key == GATE_KEY;
    let is_told = |holder: &&Holder| {
        has_gate_key(holder) || !holders.iter().any(|other| has_gate_key(other) && other.is_same_session(holder))
    };
    holders.iter().filter(is_told).map(Holder::to_string).collect::<Vec<_>>().join(" and ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_listed_once() {
        let holder = |pid, key| Holder {
            pid,
            key,
            application: Some("app".to_owned()),
            user: None,
            client: None,
            since: None,
            connected_for: None,
            state: None,
            query_class: None,
            backend_start: Some("then".to_owned()),
        };
        let check = |holders: &[Holder], expected: &str| assert_eq!(listed(holders), expected);
        check(&[], "a session that has gone by now");
        check(&[holder(1, PRISMA_KEY), holder(1, GATE_KEY)], "`app` (pid 1)");
        check(&[holder(1, GATE_KEY), holder(2, PRISMA_KEY)], "`app` (pid 1) and `app` (pid 2, with Prisma's key)");
        // The number of a process is given again, the start of a session is not.
        let later = Holder { backend_start: Some("now".to_owned()), ..holder(1, PRISMA_KEY) };
        check(&[holder(1, GATE_KEY), later], "`app` (pid 1) and `app` (pid 1, with Prisma's key)");
    }
}
