//! What `verify` can be asked.

use std::path::PathBuf;

use cli::CommonArguments;
use secrecy::SecretString;

/// Check that a database is what was promised: critical objects, row security, invariants, a sound history.
///
/// Reads only. What is promised stands in `[verify]` of the configuration and in .github/prisma-verification.json; that no migration
/// failed or is pending, no index is invalid and no sequence is near its end is checked always.
#[derive(Debug, clap::Parser)]
#[command(name = "verify", version, after_long_help = EXAMPLES)]
pub struct Args {
    /// Directory with the migrations. Default: the targets of the configuration file, else every directory in the repository that holds
    /// `migrations/migration_lock.toml` for PostgreSQL.
    #[arg(long, value_name = "DIR")]
    pub migrations: Option<PathBuf>,
    /// The database. Process lists show it: in CI set the target's environment variable instead, such as DIRECT_URL.
    #[arg(long, value_name = "URL")]
    pub database_url: Option<SecretString>,
    /// File with critical objects. Default: .github/prisma-verification.json, where there is one.
    #[arg(long, value_name = "FILE")]
    pub checks: Option<PathBuf>,
    /// The plan that was deployed: the schema must be the one that it expects. Default: the schema is compared with nothing.
    #[arg(long, value_name = "FILE")]
    pub plan: Option<PathBuf>,
    /// The environment of GitHub that was deployed to. Names what is said apart from what is said of the same target elsewhere.
    #[arg(long, value_name = "NAME")]
    pub environment: Option<String>,
    /// Flags common to all binaries.
    #[command(flatten)]
    pub common: CommonArguments,
}

const EXAMPLES: &str = "\
Examples:
  verify                                    every target, in the databases of its environment variables
  verify --target site --format markdown --output verified.md
  verify --plan plan.json                   and the schema is what the deployed plan expects
  verify --checks checks.json --database-url postgresql://reader@localhost/shop

Exit codes:
  0  everything is as promised
  1  something is not
  2  wrong usage, configuration or input
  3  no conclusion: the database cannot be reached, or a check could not run";
