//! What `status` can be asked.

use std::{fmt, path::PathBuf, str::FromStr};

use cli::{CommonArguments, Failure};
use secrecy::SecretString;

/// Show where each target stands in each environment: what is applied, pending, failed, edited, missing.
///
/// Only reads. A target is in step when everything in its directory is applied, everything applied is in its directory, and no row of the
/// history stands out.
#[derive(Debug, clap::Parser)]
#[command(name = "status", version, after_long_help = EXAMPLES)]
pub struct Args {
    /// Directory with the migrations. Default: the targets of the configuration file, else every directory in the repository that holds
    /// `migrations/migration_lock.toml` for PostgreSQL.
    #[arg(long, value_name = "DIR")]
    pub migrations: Option<PathBuf>,
    /// The database. Process lists show it: in CI set the target's environment variable instead, such as DIRECT_URL.
    #[arg(long, value_name = "URL", conflicts_with = "environments")]
    pub database_url: Option<SecretString>,
    /// A database of every target, by the variable that holds its connection string; may be given several times. In the variable's name
    /// {TARGET} stands for the target's name in upper case, with `_` for `-`. Default: one environment, by each target's own variables.
    #[arg(long = "environment", value_name = "NAME=VARIABLE")]
    pub environments: Vec<String>,
    /// Flags common to all binaries.
    #[command(flatten)]
    pub common: CommonArguments,
}

/// An environment and the variable that leads to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// Its name, for people.
    pub(crate) name: String,
    variable: String,
}

/// What stands for a target's name.
const TARGET: &str = "{TARGET}";

const EXAMPLES: &str = "\
Examples:
  status
  status --environment staging=STAGING_DATABASE_URL --environment production=PRODUCTION_DATABASE_URL
  status --environment 'staging=STAGING_{TARGET}_URL' --format json

Exit codes:
  0  everything is in step
  1  something is out of step, pending migrations included
  2  wrong usage, configuration or input
  3  no conclusion: a database could not be reached or its history not be read";

impl Args {
    /// The environments that were named. Not left to the parser of arguments, which would show what it cannot read.
    pub(crate) fn places(&self) -> Result<Vec<Place>, Failure> {
        let hint = "Write --environment staging=STAGING_DATABASE_URL, and set that variable.";
        let place = |text: &String| text.parse().map_err(|error| Failure::usage(error).hint(hint));
        self.environments.iter().map(place).collect()
    }
}

impl Place {
    /// The variable for a target.
    pub(crate) fn variable(&self, target: &str) -> String {
        self.variable.replace(TARGET, &target.to_ascii_uppercase().replace('-', "_"))
    }
}

/// Why a flag names no environment. Quotes nothing: it may be a connection string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoPlace;

impl fmt::Display for NoPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`--environment` takes a name, `=`, and the name of the variable that holds the connection string")
    }
}

impl std::error::Error for NoPlace {}

impl FromStr for Place {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        let (name, variable) = text.split_once('=').ok_or(NoPlace)?;
        let plain = variable.replace(TARGET, "X");
        let is_variable = plain.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && plain.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_. ".contains(c));
        if is_name && is_variable { Ok(Place { name: name.to_owned(), variable: variable.to_owned() }) } else { Err(NoPlace) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_environment_is_a_name_and_a_variable() {
        let place: Place = "staging=STAGING_{TARGET}_URL".parse().unwrap();
        assert_eq!((place.name.as_str(), place.variable("my-site").as_str()), ("staging", "STAGING_MY_SITE_URL"));
        for wrong in ["staging", "=X", "staging=", "staging=postgresql://app:canary@db/shop", "a\nb=X", "staging=1X"] {
            assert_eq!(wrong.parse::<Place>(), Err(NoPlace), "{wrong}");
        }
        assert!(!NoPlace.to_string().contains("canary"));
    }
}
