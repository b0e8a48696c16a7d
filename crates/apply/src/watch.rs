//! What keeps a session waiting, and how far is it? Looked at from a second session, which opens when it is first needed.

use std::{cell::RefCell, time::Duration};

use database::{
    ConnectionString, Error, Session, SessionOptions,
    activity::{Doing, age},
};
use tokio_postgres::types::Type;

use crate::event::{Event, Events, IndexProgress};

/// A session that holds, or waits for, a lock that another one wants. What our role may not see is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocker {
    /// The server's process.
    pub pid: i32,
    /// Its `application_name`. Untrusted.
    pub application: Option<String>,
    /// Its role. Untrusted.
    pub user: Option<String>,
    /// `active`, `idle in transaction`.
    pub state: Option<String>,
    /// How long its transaction has been open, by the server's clock.
    pub transaction_age: Option<Duration>,
    /// The command that it runs or ran last, by name only.
    pub query_class: Option<String>,
}

impl std::fmt::Display for Blocker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let application = self.application.as_deref().filter(|name| !name.is_empty()).unwrap_or("a session without a name");
        write!(f, "`{application}` (pid {}", self.pid)?;
        for value in [&self.user, &self.state, &self.query_class].into_iter().flatten() {
            write!(f, ", {value}")?;
        }
        if let Some(age) = self.transaction_age {
            write!(f, ", transaction open for {} s", age.as_secs())?;
        }
        f.write_str(")")
    }
}

/// The second session.
pub(crate) struct Watcher {
    target: ConnectionString,
    options: SessionOptions,
    session: RefCell<Option<std::rc::Rc<Session>>>,
    /// Those who were seen last in the way.
    seen: RefCell<Vec<Blocker>>,
}

impl Watcher {
    pub(crate) fn new(target: &ConnectionString, options: SessionOptions) -> Watcher {
        Watcher { target: target.clone(), options, session: RefCell::default(), seen: RefCell::default() }
    }

    /// Looks every now and then for as long as it is polled. That it cannot look does not matter to the work.
    pub(crate) async fn watch(&self, pid: i32, first: Duration, every: Duration, events: Events<'_>) -> std::convert::Infallible {
        tokio::time::sleep(first).await;
        let mut told: Option<Vec<i32>> = None;
        loop {
            if let Ok(blockers) = self.blockers(pid).await
                && !blockers.is_empty()
            {
                let pids: Vec<i32> = blockers.iter().map(|blocker| blocker.pid).collect();
                if told.as_ref() != Some(&pids) {
                    events(Event::Waiting { blockers: &blockers });
                    told = Some(pids);
                }
                self.seen.replace(blockers);
            }
            if let Ok(Some(progress)) = self.index_progress(pid).await {
                events(Event::Building(&progress));
            }
            tokio::time::sleep(every).await;
        }
    }

    /// Takes note of who was seen in the way since the last call.
    pub(crate) fn take_seen(&self) -> Vec<Blocker> {
        self.seen.take()
    }

    /// Ends a session of ours.
    pub(crate) async fn terminate(&self, pid: i32) -> Result<(), Error> {
        let session = self.session().await?;
        session.client().query_typed("SELECT pg_catalog.pg_terminate_backend($1)", &[(&pid, Type::INT4)]).await?;
        Ok(())
    }

    async fn session(&self) -> Result<std::rc::Rc<Session>, Error> {
        let open = self.session.borrow().clone().filter(|session| !session.client().is_closed());
        if let Some(session) = open {
            return Ok(session);
        }
        let session = std::rc::Rc::new(Session::open(&self.target, &self.options).await?);
        self.session.replace(Some(session.clone()));
        Ok(session)
    }

    async fn blockers(&self, pid: i32) -> Result<Vec<Blocker>, Error> {
        let session = self.session().await?;
        let rows = session.client().query_typed(include_str!("../queries/blockers.sql"), &[(&pid, Type::INT4)]).await?;
        let blocker = |row: &tokio_postgres::Row| -> Result<Blocker, tokio_postgres::Error> {
            let Doing { state, query_class } = Doing::read(row)?;
            Ok(Blocker {
                pid: row.try_get("pid")?,
                application: row.try_get("application")?,
                user: row.try_get("user")?,
                transaction_age: age(row, "seconds")?,
                state,
                query_class,
            })
        };
        Ok(rows.iter().map(blocker).collect::<Result<_, _>>()?)
    }

    async fn index_progress(&self, pid: i32) -> Result<Option<IndexProgress>, Error> {
        let session = self.session().await?;
        let rows = session.client().query_typed(include_str!("../queries/index_progress.sql"), &[(&pid, Type::INT4)]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        Ok(Some(IndexProgress {
            phase: row.try_get("phase")?,
            blocks_done: row.try_get("blocks_done")?,
            blocks_total: row.try_get("blocks_total")?,
            lockers_done: row.try_get("lockers_done")?,
            lockers_total: row.try_get("lockers_total")?,
        }))
    }
}
