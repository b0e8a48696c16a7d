//! What do the end-to-end tests share? Running our binaries as a stranger would, and reading the cases that are files.
//!
//! Nothing here decides whether a result is right; that is the tests' own business.

#![expect(clippy::missing_panics_doc, reason = "in a test harness a panic is how a test fails")]
#![expect(clippy::disallowed_methods, reason = "a test harness: it passes PATH and HOME on, and looks for its tools")]

mod claims;
mod contents;
mod each;
mod history;
mod hostile;
mod oracle;
mod probe;
mod processes;
mod program;
mod project;
mod recall;
mod truth;

pub use claims::false_claims;
pub use contents::contents;
pub use each::each;
pub use history::{Expected, History, Prisma, histories, usual_major};
pub use hostile::{Contained, HostileScript, hostile_scripts};
pub use oracle::{Deployed, Oracle};
pub use probe::{Expected as ExpectedFinding, Probe, probes, probes_directory, shop};
pub use processes::{descendants, is_alive, leftovers};
pub use program::{Ended, Program, build, root};
pub use project::{Outcome, Project, copy_tree};
pub use recall::{Judged, Tally, judge_probes, scan_after, table, tallies};
pub use truth::{Bench, Measured, Seen, Start, Touched};
