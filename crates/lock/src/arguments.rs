//! What `lock` can be asked.

use std::{ffi::OsString, time::Duration};

use cli::{CommonArguments, Failure};
use config::{Environment, parse_duration, variables};
use database::LockKeys;
use secrecy::SecretString;

/// How long to wait for the lock when nobody says.
const WAIT: Duration = Duration::from_secs(30);

/// Take the deploy lock of a database, give it back, run a command under it, or see who holds it.
///
/// The lock is an advisory lock of Postgres: it lives as long as the connection that took it, and leaves nothing behind. Everything of
/// Migration Gate that changes a database takes it by itself; this is for whatever else must not run at the same time.
#[derive(Debug, clap::Parser)]
#[command(name = "lock", version, after_long_help = EXAMPLES)]
pub struct Args {
    /// What to do.
    #[arg(value_enum)]
    pub action: Action,
    /// The command to run under the lock, and its arguments.
    #[arg(value_name = "CMD", last = true)]
    pub command: Vec<OsString>,
    /// Connection string of the database. Process lists show it: in CI set the target's variable instead.
    #[arg(long, value_name = "URL")]
    pub database_url: Option<SecretString>,
    /// How long to wait for the lock: `30s`, `5m`. Default: LOCK_TIMEOUT_MS milliseconds, else 30s.
    #[arg(long, value_name = "D", value_parser = parse_duration)]
    pub wait: Option<Duration>,
    /// End the session that holds the lock, after it was shown and if it is still the same one. FORCE_RELEASE=true does as well.
    #[arg(long)]
    pub force: bool,
    /// How long `acquire` keeps the lock at the longest, if nobody releases it before.
    #[arg(long, value_name = "D", value_parser = parse_duration, default_value = "1h")]
    pub lease: Duration,
    /// Let Prisma's own commands pass while `acquire` keeps the lock: hold the gate's key and not Prisma's. `run` always does.
    #[arg(long)]
    pub allow_prisma: bool,
    /// Flags common to all binaries.
    #[command(flatten)]
    pub common: CommonArguments,
}

/// What to do with the lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Action {
    /// Take it and leave a process behind that keeps it, until `release`, the end of the lease, or the end of the job.
    Acquire,
    /// Give back what `acquire` took.
    Release,
    /// Say who holds it, and what else goes on in the database.
    Status,
    /// Take it, run a command, give it back, and end with the command's exit code.
    Run,
}

const EXAMPLES: &str = "\
Examples:
  lock status
  lock run -- npx prisma migrate deploy
  lock acquire --target site --wait 5m
  lock release --target site
  lock release --force                       ends the holder's session, whoever it is

Exit codes:
  0  done; `run` ends with the command's own code
  2  wrong usage, configuration or input
  3  no conclusion: the database could not be reached
  4  the deploy lock is held by another
  6  the lock was lost before it was given back: a person must look what ran meanwhile";

impl Args {
    /// What the parser cannot see.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        match (self.action, self.command.is_empty()) {
            (Action::Run, true) => {
                Err(Failure::usage("no command to run").hint("Name it after `--`: `lock run -- npx prisma migrate deploy`."))
            }
            (Action::Acquire | Action::Release | Action::Status, false) => {
                Err(Failure::usage("only `run` takes a command").hint("Use `lock run -- CMD`, or leave the command out."))
            }
            _ => Ok(()),
        }
    }

    /// How long to wait for the lock.
    pub(crate) fn wait(&self, environment: &Environment) -> Result<Duration, Failure> {
        if let Some(wait) = self.wait {
            return Ok(wait);
        }
        let Some(text) = environment.get(variables::LOCK_TIMEOUT_MS) else { return Ok(WAIT) };
        text.parse().map(Duration::from_millis).map_err(|_| {
            Failure::usage(format!("`LOCK_TIMEOUT_MS` must be a number of milliseconds, not `{text}`"))
                .hint("Correct the variable, or give --wait.")
        })
    }

    /// Whether a holder is to be ended.
    pub(crate) fn is_forced(&self, environment: &Environment) -> Result<bool, Failure> {
        match environment.get(variables::FORCE_RELEASE) {
            _ if self.force => Ok(true),
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(other) => Err(Failure::usage(format!("`FORCE_RELEASE` is `true` or `false`, not `{other}`"))
                .hint("Correct the variable, or give --force.")),
        }
    }

    /// What to take.
    pub(crate) fn keys(&self) -> LockKeys {
        if self.action == Action::Run || self.allow_prisma { LockKeys::GateOnly } else { LockKeys::GateAndPrisma }
    }

    /// The flag's connection string.
    pub(crate) fn url(&self) -> Option<SecretString> {
        self.database_url.clone()
    }
}
