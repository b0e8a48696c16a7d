//! What did the user ask for, and where did each value come from?
//!
//! [`Config::merge`] joins flags, the configuration file of the head, the one of the base and the defaults into plain
//! values, each with its [`Origin`]. [`Environment`] is the only place of the project that reads environment variables.
//! Which rules exist is not known here; [`Hazards::check_rules`] is told.

mod approval;
mod checks_file;
mod deploy;
mod environment;
mod error;
mod hazards;
mod layer;
mod merge;
mod object_name;
mod origin;
mod pattern;
mod quantity;
mod repository_path;
mod settings;
mod table;
pub mod variables;
mod verify;
mod verify_layer;

pub use approval::{Approval, Incidents};
pub use checks_file::{CHECKS_FILE, ChecksFile};
pub use deploy::{Deploy, DeployFlags, Policy};
pub use environment::Environment;
pub use error::{ConfigError, Place, nearest};
pub use hazards::{Acknowledgement, Hazards, PathRules, RuleSetting, Rules};
pub use merge::{BaseSide, Flags, Sources};
pub use object_name::ObjectName;
pub use origin::{Origin, Sourced};
pub use pattern::PathPattern;
pub use quantity::parse_duration;
pub use repository_path::{FileText, PathFault, RepositoryPath, read_file, read_given};
pub use settings::{Change, Config, Location, Order, Sandbox, Target};
pub use verify::{Address, Assertion, ColumnPromise, Expectation, HttpCheck, ObjectKind, Promises, RowsPromise, Verify};

/// Where the configuration file is, relative to the repository's root.
pub const FILE: &str = ".github/migration-gate.toml";

/// Every key with its default and what it means; what users copy, and what [`Config::merge`] falls back to.
pub const DEFAULT: &str = include_str!("default.toml");
