//! What should have run?
//!
//! Reads a directory of migrations from the work tree ([`read_directory`]) or from git objects ([`read_base`]), says
//! what is wrong with its bytes and names ([`Problem`]), and compares two of them ([`compare`], [`problems`]). The
//! directory of a pull request is hostile input: no link is followed, sizes are capped, and what could hurt whoever
//! lexes, prints or runs it later is refused here. What the statements mean is left to others.

mod base;
mod checksum;
mod comparison;
mod directory;
mod discovery;
mod english;
mod entry;
pub mod git;
mod lock_file;
mod name;
mod order;
mod problem;
mod script;
mod source;
mod work_tree;

pub use base::{read_base, read_base_file, visit_base};
pub use checksum::{Agreement, Checksum};
pub use comparison::{Comparison, Edited, OutOfOrder, Renamed, compare, problems};
pub use directory::{Directory, Keep, Look, Migration};
pub use discovery::{Discovered, Discovery, OtherProvider, discover};
pub use entry::{MAX_BYTES, MAX_MIGRATIONS, MAX_SCRIPT_BYTES};
pub use git::Git;
pub use lock_file::LockFile;
pub use name::{MigrationName, NameFault};
pub use order::{Disagreement, Order, UnknownOrder};
pub use problem::{Gravity, Position, Problem, Rule};
pub use source::Source;
pub use work_tree::{ReadError, ScriptReader, place_of, read_directory, source_of, visit_directory};
