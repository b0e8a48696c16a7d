//! How is the lock taken, from whoever has it if need be?

use std::time::Duration;

use cli::{Exit, Failure};
use database::{
    DeployLock, Error, Holder, LockError, LockKeys, Session,
    deploy_lock::{GATE_KEY, holders, listed, terminate},
};
use live::{Address, query_failure};

use crate::protocol::News;

/// How long a session that is being ended may take to end.
const ENDING: Duration = Duration::from_secs(10);

/// What is wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    /// Which keys.
    pub(crate) keys: LockKeys,
    /// How long to wait.
    pub(crate) wait: Duration,
    /// Whether whoever holds it now is to be ended.
    pub(crate) force: bool,
}

/// Takes the lock. `tell` hears whom there is to wait for, and who is ended.
pub(crate) async fn take(
    session: &Session,
    address: &Address,
    wanted: Wanted,
    tell: &mut dyn FnMut(News),
) -> Result<DeployLock, Failure> {
    if wanted.force {
        end_holders(session, address, wanted.keys, tell).await?;
    }
    let mut waiting = |holders: &[Holder]| {
        tell(News::Progress(format!("waiting for the deploy lock, held by {}", listed(holders))));
    };
    match DeployLock::acquire(session, wanted.keys, wanted.wait, &mut waiting).await {
        Ok(lock) => Ok(lock),
        Err(LockError::Database(error)) => Err(query_failure(&error, address)),
        Err(error @ LockError::Held { .. }) => Err(held(&error)),
    }
}

/// Ends every session that holds one of the keys now; those who come after are left alone. Says whom it ended.
pub(crate) async fn end_holders(
    session: &Session,
    address: &Address,
    keys: LockKeys,
    tell: &mut dyn FnMut(News),
) -> Result<Vec<Holder>, Failure> {
    let failed = |error: Error| query_failure(&error, address);
    // Those with the gate's key first: a session that has both is told as the gate's.
    let mut found = holders(session, keys).await.map_err(failed)?;
    found.sort_by_key(|holder| holder.key != GATE_KEY);
    let mut ended: Vec<Holder> = Vec::new();
    for holder in found {
        if ended.iter().any(|one| one.is_same_session(&holder)) {
            continue;
        }
        tell(News::Force(format!("ending {holder}")));
        if terminate(session, &holder).await.map_err(failed)? {
            ended.push(holder);
        } else {
            tell(News::Force(format!("{holder} has gone by itself")));
        }
    }
    if !until_gone(session, keys, &ended).await.map_err(failed)? {
        let message = format!("{} was told to end and has not ended after {} seconds", listed(&ended), ENDING.as_secs());
        return Err(Failure::ending(Exit::LockHeld, message).hint("Look at the server: a process that does not obey hangs."));
    }
    Ok(ended)
}

/// Whether none of them holds a key any more. A server process needs a moment to end.
async fn until_gone(session: &Session, keys: LockKeys, ended: &[Holder]) -> Result<bool, Error> {
    let started = std::time::Instant::now();
    loop {
        let now = holders(session, keys).await?;
        if !now.iter().any(|holder| ended.iter().any(|one| one.is_same_session(holder))) {
            return Ok(true);
        }
        if started.elapsed() > ENDING {
            return Ok(false);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// That others hold it.
pub(crate) fn held(error: &impl std::fmt::Display) -> Failure {
    Failure::ending(Exit::LockHeld, error).hint(
        "Wait until it is released, give a longer --wait, or end the holder with `lock release --force` once you know that nobody needs it.",
    )
}
