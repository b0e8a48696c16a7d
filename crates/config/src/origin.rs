//! Where does a value come from?

use std::fmt;

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A command line flag: `--postgres`.
    Flag(&'static str),
    /// The configuration file in the work tree.
    File {
        /// Relative to the repository's root.
        path: String,
        /// From 1.
        line: u32,
    },
    /// The configuration file at the base commit.
    BaseFile {
        /// Relative to the repository's root.
        path: String,
        /// From 1.
        line: u32,
    },
    /// Found by looking at the repository.
    Discovered,
    /// Nobody said anything.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Flag(flag) => f.write_str(flag),
            Origin::File { path, line } => write!(f, "{path}:{line}"),
            Origin::BaseFile { path, line } => write!(f, "{path}:{line} at the base"),
            Origin::Discovered => f.write_str("discovered"),
            Origin::Default => f.write_str("default"),
        }
    }
}

/// A value and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub origin: Origin,
}

impl<T> Sourced<T> {
    /// A value from a flag.
    pub(crate) fn by_flag(flag: &'static str, value: T) -> Self {
        Sourced { value, origin: Origin::Flag(flag) }
    }

    pub(crate) fn map<U>(self, change: impl FnOnce(T) -> U) -> Sourced<U> {
        Sourced { value: change(self.value), origin: self.origin }
    }
}
