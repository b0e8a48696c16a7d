//! What `preview` can be asked.

use std::path::PathBuf;

use cli::CommonArguments;
use report::Severity;

/// Tell what a deploy would do to this database, and whether it is safe now. Changes nothing.
///
/// Lists the pending migrations with their SQL, what is wrong with the history, which tables others use are locked and how big they are,
/// and what a rehearsal on a throw-away PostgreSQL showed. Writes the plan that `deploy` will be bound to.
#[derive(Debug, clap::Parser)]
#[command(name = "preview", version, after_long_help = EXAMPLES)]
pub struct Args {
    /// Directory with the migrations. Default: the targets of the configuration file, else every directory in the repository that holds
    /// `migrations/migration_lock.toml` for PostgreSQL.
    #[arg(long, value_name = "DIR")]
    pub migrations: Option<PathBuf>,
    /// The database to look at. Process lists show it: in CI set the target's environment variable instead, DATABASE_URL if no other is
    /// configured.
    #[arg(long, value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// Write the plan to this file, for `deploy --plan`. Needs a single target.
    #[arg(long, value_name = "FILE")]
    pub plan: Option<PathBuf>,
    /// The environment of GitHub that the plan is for. Names what is said apart from what is said of the same target elsewhere.
    #[arg(long, value_name = "NAME")]
    pub environment: Option<String>,
    /// Do not run the pending migrations on a throw-away server. What they do is then foreseen by the scan alone, and the plan cannot say which
    /// schema to expect.
    #[arg(long)]
    pub no_rehearsal: bool,
    /// Directory with the `postgres` and `initdb` of the throw-away server.
    #[arg(long, value_name = "DIR")]
    pub postgres_bin: Option<PathBuf>,
    /// Major version of the throw-away server. Default: the database's own, where the machine has it.
    #[arg(long, value_name = "VERSION")]
    pub postgres: Option<u32>,
    /// Never download a Postgres.
    #[arg(long)]
    pub offline: bool,
    /// The deploy will run all pending migrations in one transaction: says which of them cannot, and binds the plan to it.
    #[arg(long)]
    pub single_transaction: bool,
    /// Lowest severity that closes the gate. Default: only what stops a deploy closes it, and hazards, which the pull request was judged by,
    /// are shown.
    #[arg(long, value_name = "SEVERITY")]
    pub fail_on: Option<Severity>,
    /// Flags common to all binaries.
    #[command(flatten)]
    pub common: CommonArguments,
}

const EXAMPLES: &str = "\
Examples:
  preview                                    what is pending on the database of DATABASE_URL
  preview --target site --plan plan.json     and the plan that `deploy --plan plan.json` is bound to
  preview --no-rehearsal --format json

Exit codes:
  0  a deploy may begin, or nothing is pending
  1  the gate is closed: a deploy would be refused, a migration fails in the rehearsal, or a finding reaches --fail-on
  2  wrong usage, configuration or input (hostile or unreadable migration files, a pooler's address)
  3  no conclusion: database unreachable, permission missing, or a check could not run";
