//! What `deploy` can be asked.

use std::{path::PathBuf, time::Duration};

use cli::CommonArguments;
use config::{DeployFlags, Flags, parse_duration};
use oversight::OversightArguments;
use plan::Digest;
use report::Severity;
use secrecy::SecretString;
use situation::{BaseChoice, Question, TargetChoice};

/// Apply pending Prisma migrations to a database, under the deploy lock, each with its history row in one transaction.
///
/// With a plan, nothing but what the plan binds is applied. What Prisma's own `migrate deploy` would do, `deploy` does so that Prisma
/// and Migration Gate can take turns on the same database.
#[derive(Debug, clap::Parser)]
#[command(name = "deploy", version, after_long_help = EXAMPLES)]
pub struct Args {
    /// Directory with the migrations. Default: the targets of the configuration file, else every directory in the repository that holds
    /// `migrations/migration_lock.toml` for PostgreSQL.
    #[arg(long, value_name = "DIR")]
    pub migrations: Option<PathBuf>,
    /// Connection string of the database. Process lists show it: in CI set the target's variable instead.
    #[arg(long, value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// The plan that was approved, as `preview --plan` wrote it: nothing else is applied.
    #[arg(long, value_name = "FILE")]
    pub plan: Option<PathBuf>,
    /// The digest that the plan must have, as the job that made it gave it out: a file can be exchanged on the way.
    #[arg(long, value_name = "HEX", requires = "plan", value_parser = digest)]
    pub digest: Option<Digest>,
    /// How long one statement waits for a lock before its migration is rolled back and tried again: `50ms`, `2s`.
    #[arg(long, value_name = "D", value_parser = parse_duration)]
    pub lock_timeout: Option<Duration>,
    /// How long one statement may run: `15m`.
    #[arg(long, value_name = "D", value_parser = parse_duration)]
    pub statement_timeout: Option<Duration>,
    /// How long to wait for the deploy lock: `30s`, `10m`.
    #[arg(long, value_name = "D", value_parser = parse_duration)]
    pub wait: Option<Duration>,
    /// Run all pending migrations in one transaction: every one of them is applied, or none.
    #[arg(long, conflicts_with_all = ["baseline", "resume"])]
    pub single_transaction: bool,
    /// Say what would be applied, and change nothing. The lock is not taken.
    #[arg(long)]
    pub dry_run: bool,
    /// Mark the migrations up to this one as applied without running them, where the database has their effects already.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["plan", "resume"])]
    pub baseline: Option<String>,
    /// Go on with a migration that ran statement by statement and stopped half way, after its last completed statement.
    #[arg(long)]
    pub resume: bool,
    /// Preview, deploy and verify in one run, for use outside of CI: what `preview` would refuse ends it before anything is changed, the deploy is
    /// bound to the plan that was just made, and afterwards the database is verified. Ends with one report.
    #[arg(long, conflicts_with_all = ["plan", "baseline", "resume"])]
    pub guarded: bool,
    /// Lowest severity of a hazard that ends a guarded run before anything is changed. Default: hazards are shown, as `preview` does.
    #[arg(long, value_name = "SEVERITY", requires = "guarded")]
    pub fail_on: Option<Severity>,
    /// Write a record of the run to this file, as JSON: what ran, how long, which locks, who approved.
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,
    /// Who has to agree.
    #[command(flatten)]
    pub oversight: OversightArguments,
    /// Flags common to all binaries.
    #[command(flatten)]
    pub common: CommonArguments,
}

const EXAMPLES: &str = "\
Examples:
  deploy --target site --plan plan.json      what was approved, and nothing else
  deploy --dry-run                           what would be applied
  deploy --single-transaction                all of it, or nothing
  deploy --guarded --fail-on error           preview, hooks, deploy and verify; nothing, if it destroys data
  deploy --baseline 20240101000000_init      adopt a database that has this already
  deploy --resume                            go on after a statement was repaired

Exit codes:
  0  every pending migration is applied
  1  the gate is closed, nothing was changed: a stale plan, a failed or edited migration in the history
  2  wrong usage, configuration or input
  3  no conclusion, nothing was changed: the database could not be reached
  4  the deploy lock is held by another, nothing was changed
  5  a migration failed and was rolled back; those before it stand
  6  a person must look: effects remain, or what happened could not be learned";

impl Args {
    /// What the command line says of settings.
    pub(crate) fn question(&self) -> Question<'_> {
        let deploy = DeployFlags {
            lock_timeout: self.lock_timeout,
            statement_timeout: self.statement_timeout,
            wait: self.wait,
            single_transaction: self.single_transaction,
        };
        let flags =
            Flags { targets: self.common.targets.clone(), migrations: self.migrations.clone(), deploy, ..Flags::default() };
        let (config, base) = (self.common.config.as_deref(), BaseChoice::Event);
        Question { config, flags, base, targets: TargetChoice::Prisma }
    }

    /// The connection string, as a secret.
    pub(crate) fn url(&self) -> Option<SecretString> {
        self.database_url.clone().map(SecretString::from)
    }
}

fn digest(text: &str) -> Result<Digest, String> {
    Digest::parse(text).ok_or_else(|| "a digest has 64 lower-case hexadecimal digits".to_owned())
}
