//! Why a configuration cannot be used.

use std::{fmt, io};

use crate::{origin::Origin, repository_path::PathFault};

/// A place in a configuration file. Counts from 1; columns count characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Relative to the repository's root.
    pub path: String,
    /// The line.
    pub line: u32,
    /// The character in the line.
    pub column: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.path, self.line, self.column)
    }
}

/// Why a configuration cannot be used. No message repeats a value that could be a password.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// Not TOML.
    #[error("{place}: {message}")]
    Syntax {
        /// Where the parser stopped.
        place: Place,
        /// What it says.
        message: String,
    },
    /// A key that does not exist.
    #[error("{place}: unknown key `{key}`{}", did_you_mean(suggestion))]
    UnknownKey {
        /// Where it is.
        place: Place,
        /// With the tables around it: `sandbox.postgress`.
        key: String,
        /// The key that was probably meant.
        suggestion: Option<String>,
    },
    /// A value of another type.
    #[error("{place}: `{key}` must be {expected}")]
    WrongType {
        /// Where it is.
        place: Place,
        /// With the tables around it.
        key: String,
        /// With an article: `a string`.
        expected: &'static str,
    },
    /// A value of the right type that makes no sense.
    #[error("{place}: `{key}` {message}")]
    Value {
        /// Where it is.
        place: Place,
        /// With the tables around it.
        key: String,
        /// What is wrong with it.
        message: String,
    },
    /// A target without `migrations`.
    #[error("target `{target}` has no `migrations`")]
    MigrationsMissing {
        /// The target's name.
        target: String,
    },
    /// A severity for a rule that does not exist.
    #[error("{origin}: unknown rule `{rule}`{}", did_you_mean(suggestion))]
    UnknownRule {
        /// Where it is set.
        origin: Origin,
        /// Its name.
        rule: String,
        /// The rule that was probably meant.
        suggestion: Option<String>,
    },
    /// `--target` with a name that no target has.
    #[error("there is no target `{name}`{}", did_you_mean(suggestion))]
    UnknownTarget {
        /// As it was asked for.
        name: String,
        /// The target that was probably meant.
        suggestion: Option<String>,
        /// All names.
        known: Vec<String>,
    },
    /// `--migrations` or `--schema` with more than one target.
    #[error("`{flag}` is for one target, and {count} are named")]
    OneTargetOnly {
        /// The flag.
        flag: &'static str,
        /// How many.
        count: usize,
    },
    /// A path that may not be used.
    #[error("`{path}` {fault}")]
    Path {
        /// As it was written.
        path: String,
        /// What is wrong with it.
        fault: PathFault,
    },
    /// A file with critical objects that cannot be used.
    #[error("`{path}` {message}")]
    Checks {
        /// Relative to the repository's root, or as it was asked for.
        path: String,
        /// What is wrong with it; completes the sentence.
        message: String,
    },
    /// A file that cannot be read.
    #[error("cannot read `{path}`")]
    Unreadable {
        /// As it was asked for.
        path: String,
        /// What the system said.
        source: io::Error,
    },
}

impl ConfigError {
    /// The place in a file, where there is one.
    pub fn place(&self) -> Option<&Place> {
        match self {
            ConfigError::Syntax { place, .. }
            | ConfigError::UnknownKey { place, .. }
            | ConfigError::WrongType { place, .. }
            | ConfigError::Value { place, .. } => Some(place),
            _ => None,
        }
    }

    /// What to do about it, one imperative sentence.
    pub fn hint(&self) -> String {
        match self {
            ConfigError::Syntax { .. } | ConfigError::WrongType { .. } | ConfigError::Value { .. } => {
                "correct the line; docs/configuration.md shows every key".to_owned()
            }
            ConfigError::UnknownKey { .. } => "correct or remove the key; docs/configuration.md shows every key".to_owned(),
            ConfigError::MigrationsMissing { target } => format!("add `migrations = \"...\"` to `[targets.{target}]`"),
            ConfigError::UnknownRule { .. } => "correct or remove the line; docs/rules lists every rule".to_owned(),
            ConfigError::UnknownTarget { known, .. } if known.is_empty() => {
                "name a directory with `--migrations`, or write `.github/migration-gate.toml`".to_owned()
            }
            ConfigError::UnknownTarget { known, .. } => format!("use one of: {}", known.join(", ")),
            ConfigError::OneTargetOnly { .. } => "give `--target` at most once".to_owned(),
            ConfigError::Path { .. } => "name a regular file or directory inside the repository".to_owned(),
            ConfigError::Checks { .. } => "correct the file; docs/verify.md shows every key".to_owned(),
            ConfigError::Unreadable { .. } => "check the path and its permissions".to_owned(),
        }
    }
}

fn did_you_mean(suggestion: &Option<String>) -> String {
    suggestion.as_ref().map_or(String::new(), |word| format!(" (did you mean `{word}`?)"))
}

/// The known word that was probably meant: at most a third of its letters differ.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let near = |known: &'a str| (distance(word, known), known);
    let (distance, best) = known.into_iter().map(near).min()?;
    (distance * 3 <= best.chars().count().max(3)).then(|| best.to_owned())
}

/// How many letters must be put in, taken out or exchanged to turn one word into the other (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(100).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(100).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_word_is_suggested_and_a_far_one_is_not() {
        let known = ["postgres", "extensions", "migration-timeout"];
        assert_eq!(nearest("postgress", known).as_deref(), Some("postgres"));
        assert_eq!(nearest("extentions", known).as_deref(), Some("extensions"));
        assert_eq!(nearest("migration_timeout", known).as_deref(), Some("migration-timeout"));
        assert_eq!(nearest("superuser", known), None);
        assert_eq!(nearest("x", []), None);
    }
}
