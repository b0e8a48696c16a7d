//! Which database is meant?

use cli::{Failure, Session};
use config::{Environment, Flags, Target};
use database::WorkLimits;
use live::{Address, Asked, Live, Purpose, Source};
use secrecy::SecretString;
use situation::{BaseChoice, Question, Situation, TargetChoice};

use crate::{Args, BINARY, hold::SESSION_LEASE};

/// The targets. A database without migrations at hand has a lock too.
pub(crate) fn situation(args: &Args, session: &Session) -> Result<Situation, Failure> {
    let flags = Flags { targets: args.common.targets.clone(), ..Flags::default() };
    let question =
        Question { config: args.common.config.as_deref(), flags, base: BaseChoice::Event, targets: TargetChoice::AnyDatabase };
    situation::read(&question, session)
}

/// The one target that a lock is taken for.
pub(crate) fn only(situation: &Situation) -> Result<&Target, Failure> {
    match situation.config.targets.as_slice() {
        [target] => Ok(target),
        targets => {
            let names = targets.iter().map(|target| format!("`{}`", target.name)).collect::<Vec<_>>().join(", ");
            Err(Failure::usage(format!("a lock is for one database, and there are {} targets: {names}", targets.len()))
                .hint("Name one with --target."))
        }
    }
}

/// Opens a session that can hold a lock.
pub(crate) async fn open(args: &Args, target: &Target, environment: &Environment) -> Result<Live, Failure> {
    let url = args.url();
    let asked = Asked { target, url: url.as_ref(), variable: None };
    live::open(asked, Purpose::Work(limits()), BINARY, environment).await
}

/// What bounds a session that holds a lock: nothing in it waits, and the server ends it soon when we fall silent.
pub(crate) fn limits() -> WorkLimits {
    WorkLimits { lease: SESSION_LEASE, ..WorkLimits::default() }
}

/// The connection string itself, for the keeper.
pub(crate) fn text_of(address: &Address, args: &Args, environment: &Environment) -> Option<SecretString> {
    match &address.source {
        Source::Flag => args.url(),
        Source::Variable(name) => environment.secret(name),
    }
}
