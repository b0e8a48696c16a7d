//! What `validate` can be asked.

use std::path::PathBuf;

use cli::CommonArguments;
use report::Severity;

/// Apply the base branch's Prisma migrations, and then this branch's, to a throw-away PostgreSQL.
///
/// Reports which migrations fail and why, what the schema gains and loses, and which statements destroy data. Changes
/// nothing but its own throw-away server.
#[derive(Debug, clap::Parser)]
#[command(name = "validate", version, after_long_help = EXAMPLES)]
pub struct Args {
    /// Directory with the migrations. Default: the targets of the configuration file, else every directory in the repository that holds
    /// `migrations/migration_lock.toml` for PostgreSQL.
    #[arg(long, value_name = "DIR")]
    pub migrations: Option<PathBuf>,
    /// The Prisma schema, a file or a directory; the migrations stand beside it.
    #[arg(long, value_name = "PATH")]
    pub schema: Option<PathBuf>,
    /// Git revision of the base side. Default: in a pull request the merge base with its target branch; elsewhere none, and
    /// every migration counts as new.
    #[arg(long, value_name = "REV", conflicts_with = "base_migrations")]
    pub base: Option<String>,
    /// Directory that holds the base side's migrations, instead of a git revision.
    #[arg(long, value_name = "DIR")]
    pub base_migrations: Option<PathBuf>,
    /// Use this server, in a database of our own that is dropped afterwards, instead of starting one. Process lists show it: in CI set
    /// VALIDATE_DATABASE_URL instead.
    #[arg(long, value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// Major version of the throw-away server. Default: the newest on the machine.
    #[arg(long, value_name = "VERSION")]
    pub postgres: Option<u32>,
    /// Directory with the `postgres` and `initdb` to use.
    #[arg(long, value_name = "DIR")]
    pub postgres_bin: Option<PathBuf>,
    /// Never download a Postgres.
    #[arg(long)]
    pub offline: bool,
    /// Lowest severity that closes the gate.
    #[arg(long, value_name = "SEVERITY")]
    pub fail_on: Option<Severity>,
    /// Keep the database afterwards to look at it: a server of ours runs until standard input ends.
    #[arg(long)]
    pub keep_database: bool,
    /// Print the names of the targets as a JSON array, and stop.
    #[arg(long)]
    pub list_targets: bool,
    /// Flags common to all binaries.
    #[command(flatten)]
    pub common: CommonArguments,
}

const EXAMPLES: &str = "\
Examples:
  validate --base main                       this branch's migrations on top of main's
  validate --migrations prisma/migrations    the whole history from nothing
  validate --base origin/main --format markdown --output report.md
  validate --postgres 16 --fail-on warning

Exit codes:
  0  pass
  1  the gate is closed: a migration fails, or a finding reaches the failing severity
  2  wrong usage, configuration or input (hostile or unreadable migration files too)
  3  no conclusion: the server did not start, or a check could not run";
