//! Which migrations deserve a line of their own.

use std::time::Duration;

use crate::{Migration, Origin, Outcome, Target};

/// Runs of untried migrations up to this long are listed one by one.
const RUN_LISTED: usize = 3;

/// A line about one migration, or about several of which the same is to be said.
#[derive(Debug, PartialEq)]
pub(super) enum Row<'a> {
    /// Migrations of the base that ran to the end, and how long they took together.
    Base { count: usize, duration: Duration },
    /// One migration.
    One(&'a Migration),
    /// A run of migrations that nobody tried, all for the same reason: the first, the last, how many.
    Untried(&'a Migration, &'a Migration, usize),
}

/// Lines for all migrations of a target, in order; those of the base that ran to the end come first, as one.
pub(super) fn rows(target: &Target) -> Vec<Row<'_>> {
    let (quiet, listed): (Vec<&Migration>, Vec<&Migration>) =
        target.migrations.iter().partition(|migration| migration.origin == Origin::Base && migration.outcome == Outcome::Applied);
    let base = (!quiet.is_empty())
        .then(|| Row::Base { count: quiet.len(), duration: quiet.iter().filter_map(|migration| migration.duration).sum() });
    let runs = listed.chunk_by(|a, b| a.outcome == b.outcome && matches!(a.outcome, Outcome::NotRun | Outcome::Pending));
    base.into_iter()
        .chain(runs.flat_map(|run| match run {
            [first, .., last] if run.len() > RUN_LISTED => vec![Row::Untried(first, last, run.len())],
            _ => run.iter().copied().map(Row::One).collect(),
        }))
        .collect()
}
