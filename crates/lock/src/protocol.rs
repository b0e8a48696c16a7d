//! What do `lock` and its keeper say to each other?
//!
//! Lines of JSON. The keeper's standard input brings the order, and then the word that somebody wants the lock still; its standard
//! output says how it goes. Later `release` speaks to it through a socket.

use std::path::PathBuf;

use cli::Progress;
use report::sanitise;
use serde::{Deserialize, Serialize};

/// What the keeper is to do. Holds the connection string, so it has no `Debug`.
#[derive(Serialize, Deserialize)]
pub(crate) struct Order {
    /// The target's name.
    pub(crate) target: String,
    /// The connection string.
    pub(crate) url: String,
    /// The variable that it came from; `None`: the flag.
    pub(crate) variable: Option<String>,
    /// Under which name the session appears on the server.
    pub(crate) application_name: String,
    /// Whether Prisma's key is taken as well.
    pub(crate) with_prisma: bool,
    /// How long to wait for the lock.
    pub(crate) wait_ms: u64,
    /// Whether to end whoever holds it.
    pub(crate) force: bool,
    /// How long to keep it.
    pub(crate) lease_ms: u64,
    /// Where to leave what `release` looks for.
    pub(crate) directory: PathBuf,
}

/// The order's second line: whoever ordered lives, has heard that the lock is held, and leaves it to the keeper.
pub(crate) const GO: &str = "go";

/// What people hear while the lock is being taken, in one line.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", content = "message", rename_all = "kebab-case")]
pub(crate) enum News {
    /// How it goes.
    Progress(String),
    /// What is done to the sessions of others. Who wants quiet has to hear it as well: it cannot be taken back.
    Force(String),
}

impl News {
    /// Says it.
    pub(crate) fn tell(&self, progress: &mut Progress) {
        match self {
            News::Progress(message) => progress.say(&sanitise::line(message)),
            News::Force(message) => progress.insist(&sanitise::line(message)),
        }
    }
}

/// What the keeper says while it is being listened to.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "word", rename_all = "kebab-case")]
pub(crate) enum Word {
    /// Something for people.
    News(News),
    /// The lock is held.
    Held {
        /// The server's process that holds it.
        server_process: i32,
    },
    /// It is not, and the keeper ends.
    Failed {
        /// The exit code.
        exit: u8,
        /// What happened.
        message: String,
        /// What to do.
        advice: Option<String>,
    },
}

/// What `release` asks for.
pub(crate) const RELEASE: &str = "release";

/// What the keeper answers.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Released {
    /// Why the lock had been lost before; `None`: it was held all the time.
    pub(crate) lost: Option<String>,
}
