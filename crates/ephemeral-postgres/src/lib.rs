//! How do I get a Postgres server that is gone afterwards?
//!
//! [`start`] finds server binaries, or fetches a pinned package, and runs a private cluster on memory-backed storage. The
//! server belongs to a supervisor process: this program executed again with a hidden argument. Its standard input is a pipe
//! from us, and when that pipe ends, for whatever reason, it ends the server and deletes the directory. What runs inside is
//! contained as well as the system allows; [`Containment`] says in sentences what holds and what does not.
//!
//! What is run on the server, and as whom, is the caller's matter. `docs/sandbox.md` tells the whole story.

mod binaries;
mod cluster;
mod command_line;
mod confine;
mod containment;
mod directory;
mod draft;
mod install;
mod launch;
mod limits;
mod package;
mod prepared;
mod privilege;
mod protocol;
mod server;
mod settings;
mod superuser;
mod supervisor;

use std::{
    ffi::OsString,
    fmt,
    path::{Path, PathBuf},
};

pub use binaries::{Binaries, Origin};
pub use command_line::command_line;
pub use containment::Containment;
pub use directory::sweep;
pub use limits::Limits;
pub use package::{Package, PackageError, PackageProblem};
pub use server::{End, Server, StartError};
pub use supervisor::{HIDDEN_ARGUMENT, Supervisor, supervise};

/// The bootstrap superuser of every cluster made here. It comes in through [`Server::admit_superuser`] only.
pub const SUPERUSER: &str = "migration_gate";

/// The one port number of our servers; it is part of the socket's file name and nothing else.
pub const PORT: u16 = 5432;

/// Where root keeps what another account has to read, when the place asked for is closed to others.
const SHARED_CACHE: &str = "/var/cache/migration-gate";

/// What kind of server is wanted, and what may be used to get it.
#[derive(Debug, Clone)]
pub struct Request {
    /// The major version; `None` takes the newest that is found.
    pub major: Option<u32>,
    /// A directory with `postgres` and `initdb`; nothing else is considered when it is given.
    pub binaries: Option<PathBuf>,
    /// The value of `PG_CONFIG`: a program that prints where the binaries are.
    pub pg_config: Option<OsString>,
    /// The value of `PATH`.
    pub path: Option<OsString>,
    /// The value of `HOME`, for the npm client's own settings.
    pub home: Option<OsString>,
    /// What else the npm client may see of the environment: proxies, certificates, its own `npm_config_*`.
    pub client_environment: ClientEnvironment,
    /// Where packages and prepared data directories are kept between runs; made when missing. When we are root and others cannot
    /// enter it, `/var/cache/migration-gate` is used instead.
    pub cache_directory: PathBuf,
    /// Where the cluster lives when no memory-backed directory has room.
    pub temporary_directory: PathBuf,
    /// Forbids fetching a package.
    pub offline: bool,
    /// Trees that are somebody else's to write, the pull request's above all: no program below them is ever executed.
    pub forbidden: Vec<PathBuf>,
    /// What the server may use up.
    pub limits: Limits,
    /// What to execute as supervisor.
    pub supervisor: Supervisor,
}

impl Request {
    /// A request with defaults: newest version, usual directories, default limits.
    pub fn new(cache_directory: &Path, temporary_directory: &Path, supervisor: Supervisor) -> Self {
        Request {
            major: None,
            binaries: None,
            pg_config: None,
            path: None,
            home: None,
            client_environment: ClientEnvironment::default(),
            cache_directory: cache_directory.to_path_buf(),
            temporary_directory: temporary_directory.to_path_buf(),
            offline: false,
            forbidden: Vec::new(),
            limits: Limits::default(),
            supervisor,
        }
    }
}

/// Variables and their values, some of them tokens: only the names are ever shown.
#[derive(Clone, Default)]
pub struct ClientEnvironment(pub Vec<(OsString, OsString)>);

impl fmt::Debug for ClientEnvironment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

/// What happens while a server is being started, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// No binaries are installed; this package is about to be fetched.
    Fetching(Package),
    /// These binaries will be used.
    Found(Binaries),
    /// The prepared data directory could not be used or kept, for this reason; a slower start is all that follows.
    CacheUnusable(String),
    /// No prepared data directory exists for these binaries: `initdb` runs.
    Preparing,
    /// The server accepts connections.
    Started,
}

/// Finds or fetches binaries, starts a server and returns when it accepts connections.
///
/// # Errors
/// When no binaries can be had, or the server does not start; nothing is left behind then.
pub fn start(request: &Request, events: &mut dyn FnMut(Event)) -> Result<Server, StartError> {
    sweep(&request.temporary_directory);
    let mut request = request.clone();
    if privilege::closed_above(&request.cache_directory).is_some() {
        // Root's home is closed to the account that the server runs as, so nothing below it would be of use.
        request.cache_directory = PathBuf::from(SHARED_CACHE);
    }
    let binaries = binaries::provide(&request, events)?;
    if let Some(closed) = privilege::closed_above(&binaries.directory) {
        return Err(StartError::Unreachable { directory: binaries.directory, closed });
    }
    events(Event::Found(binaries.clone()));
    server::start(&request, binaries, events)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_of_the_clients_environment_is_shown() {
        let variable = ("npm_config_//registry/:_authToken".into(), "canary".into());
        let shown = format!("{:?}", ClientEnvironment(vec![variable]));
        assert_eq!(shown, r#"["npm_config_//registry/:_authToken"]"#);
    }
}
