//! `release`: ask the keeper to let go, or end whoever holds the lock by force.

use std::{
    io::{BufRead, BufReader, Write},
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    time::Duration,
};

use cli::{Exit, Failure, Session};
use config::Target;
use database::{
    LockKeys,
    deploy_lock::{holders, listed},
};
use live::{Address, Asked, query_failure};

use crate::{
    Args,
    identity::{self, Identity},
    protocol::{News, RELEASE, Released},
    take::{end_holders, held},
    target,
};

/// How long the keeper may take to answer.
const ANSWERING: Duration = Duration::from_secs(15);

/// Gives back what `acquire` took; with `--force` also what somebody else holds.
pub(crate) fn release(args: &Args, session: &mut Session, target: &Target) -> Result<report::Target, Failure> {
    let own = find(args, session, target)?.map(|file| release_own(&file));
    let said = match own {
        Some(released) if args.is_forced(&session.environment)? => {
            // Whoever forces wants nobody to hold it, and learns what became of their own.
            let own = released.unwrap_or_else(|failure| failure.sentence());
            format!("{own}; {}", cli::block_on(release_others(args, session, target))??)
        }
        Some(released) => released?,
        None => cli::block_on(release_others(args, session, target))??,
    };
    Ok(report::Target { name: target.name.clone(), summary: Some(said), ..report::Target::default() })
}

/// The file that a keeper has left. Where the connection string is at hand, the one for its database; else the target's only one.
fn find(args: &Args, session: &Session, target: &Target) -> Result<Option<PathBuf>, Failure> {
    let directory = identity::directory(&session.environment)?;
    let url = args.url();
    let asked = Asked { target, url: url.as_ref(), variable: None };
    let is_known = url.is_some() || session.environment.first_secret(&target.url_variables()).is_some();
    if is_known {
        let address = Address::find(asked, &session.environment)?;
        let file = identity::file(&directory, &target.name, &address.connection);
        return Ok(file.exists().then_some(file));
    }
    let mut files = identity::files(&directory, &target.name)?;
    if files.len() > 1 {
        let databases: Vec<String> =
            files.iter().filter_map(|file| Identity::read(file).ok()?).map(|identity| identity.database).collect();
        return Err(Failure::usage(format!(
            "locks of several databases are held for `{}`: {}",
            target.name,
            databases.join(", ")
        ))
        .hint("Set the target's variable to the connection string of the one to release."));
    }
    Ok(files.pop())
}

/// Asks the keeper. The lock must have been held until now; that is what it was for.
fn release_own(file: &Path) -> Result<String, Failure> {
    let Some(identity) = Identity::read(file)? else {
        return Err(lost("the keeper's file is gone", None));
    };
    if let Some(reason) = &identity.ended {
        std::fs::remove_file(file)?;
        return Err(lost(reason, Some(&identity)));
    }
    match ask(&identity.socket) {
        Ok(Released { lost: None }) => Ok(format!("the deploy lock of {} is released", identity.database)),
        Ok(Released { lost: Some(reason) }) => Err(lost(&reason, Some(&identity))),
        Err(error) => {
            // It may have come to its end between our two looks.
            let ended = Identity::read(file)?.and_then(|identity| identity.ended);
            std::fs::remove_file(file).ok();
            let reason = ended.unwrap_or_else(|| format!("its keeper does not answer, and was probably killed ({error})"));
            Err(lost(&reason, Some(&identity)))
        }
    }
}

fn ask(socket: &Path) -> std::io::Result<Released> {
    let mut stream = UnixStream::connect(socket)?;
    stream.set_read_timeout(Some(ANSWERING))?;
    stream.write_all(format!("{RELEASE}\n").as_bytes())?;
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line)?;
    serde_json::from_str(&line).map_err(std::io::Error::other)
}

fn lost(reason: &str, identity: Option<&Identity>) -> Failure {
    let of = identity.map_or(String::new(), |identity| format!(" of {}", identity.database));
    Failure::ending(Exit::PersonNeeded, format!("the deploy lock{of} was lost before it was released: {reason}"))
        .hint("Look what else changed the database meanwhile; `lock status` tells who holds the lock now.")
}

/// What there is to release where no keeper of ours has left anything.
async fn release_others(args: &Args, session: &mut Session, target: &Target) -> Result<String, Failure> {
    let live = target::open(args, target, &session.environment).await?;
    let keys = LockKeys::GateAndPrisma;
    if args.is_forced(&session.environment)? {
        let mut tell = |news: News| news.tell(&mut session.progress);
        let ended = end_holders(&live.session, &live.address, keys, &mut tell).await?;
        return Ok(match ended.as_slice() {
            [] => "nobody holds the deploy lock".to_owned(),
            ended => format!("the deploy lock is free: ended {}", listed(ended)),
        });
    }
    let found = holders(&live.session, keys).await.map_err(|error| query_failure(&error, &live.address))?;
    if found.is_empty() {
        return Ok("there is nothing to release: nobody holds the deploy lock".to_owned());
    }
    let message = format!("no lock was acquired from here, and the deploy lock is held by {}", listed(&found));
    Err(held(&message))
}
