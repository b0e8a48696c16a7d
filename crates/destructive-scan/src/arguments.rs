//! What `destructive-scan` can be asked.

use std::path::PathBuf;

use cli::CommonArguments;
use report::Severity;

/// Report every statement of a migration that destroys data, breaks running clients, weakens security or blocks traffic.
///
/// Reads SQL and git, and nothing else: it has no way to open a database. Without FILE it looks at the migrations that this branch adds, and
/// reads those before them for what they say of the schema.
#[derive(Debug, clap::Parser)]
#[command(name = "destructive-scan", version, after_long_help = EXAMPLES)]
pub struct Args {
    /// Scripts to look at, each as a migration of its own; `-` for standard input. Needs neither a repository nor a migrations directory. What
    /// a script's own directory holds before it is read as context.
    #[arg(value_name = "FILE", conflicts_with_all = ["migrations", "base", "base_migrations", "all"])]
    pub files: Vec<PathBuf>,
    /// Directory with the migrations, Prisma's or plain `.sql` files. Default: the targets of the configuration file, else every directory
    /// in the repository that holds `migrations/migration_lock.toml` for PostgreSQL, and every `supabase/migrations`.
    #[arg(long, value_name = "DIR")]
    pub migrations: Option<PathBuf>,
    /// Git revision of the base side. Default: in a pull request the merge base with its target branch; elsewhere the merge base with the
    /// default branch.
    #[arg(long, value_name = "REV", conflicts_with = "base_migrations")]
    pub base: Option<String>,
    /// Directory that holds the base side's migrations, instead of a git revision.
    #[arg(long, value_name = "DIR")]
    pub base_migrations: Option<PathBuf>,
    /// Look at every migration of the history, each after those before it. Closes the gate only where --fail-on is given as well.
    #[arg(long, conflicts_with_all = ["base", "base_migrations"])]
    pub all: bool,
    /// Lowest severity that closes the gate.
    #[arg(long, value_name = "SEVERITY")]
    pub fail_on: Option<Severity>,
    /// Print every rule with its severity and what it is about, and stop.
    #[arg(long)]
    pub list_rules: bool,
    /// Print the page of a rule, and stop.
    #[arg(long, value_name = "RULE")]
    pub explain: Option<String>,
    /// Print the names of the targets as a JSON array, and stop.
    #[arg(long)]
    pub list_targets: bool,
    /// Flags common to all binaries.
    #[command(flatten)]
    pub common: CommonArguments,
}

const EXAMPLES: &str = "\
Examples:
  destructive-scan                           what this branch adds to the default branch
  destructive-scan --base origin/release     what it adds to another
  destructive-scan --all                     the whole history; tells, and closes no gate
  destructive-scan fix.sql                   one script
  pg_dump -s shop | destructive-scan -       what a program prints
  destructive-scan --explain drop-column     what a rule is about, and what to do instead

Exit codes:
  0  pass
  1  the gate is closed: a finding reaches the failing severity
  2  wrong usage, configuration or input (hostile or unreadable migration files too)
  3  no conclusion: git or GitHub did not answer";
