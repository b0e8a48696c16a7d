//! What a target came to, as a part of the report.

use cli::Failure;
use report::{FailOn, Migration, Origin, Outcome, Severity, Target};

use crate::flow::{Ended, Ground};

/// A target with what is known of it; `migrations` in the order in which they run.
pub(crate) fn target(name: &str, migrations: Vec<Migration>, ground: Ground, summary: Option<String>) -> Target {
    let mut target = Target {
        name: name.to_owned(),
        migrations,
        findings: ground.findings,
        fail_on: FailOn::Severity(Severity::Error),
        sections: ground.sections,
        notes: ground.notes,
        incomplete: ground.incomplete,
        summary,
        ..Target::default()
    };
    target.sort();
    target
}

/// A migration as the report shows it.
pub(crate) fn migration(name: &str, outcome: Outcome) -> Migration {
    Migration { name: name.to_owned(), origin: Origin::New, outcome, duration: None, manner: None, changes: Vec::new() }
}

/// A target of which nothing was tried.
pub(crate) fn pending<'a>(
    of: &config::Target,
    names: impl Iterator<Item = &'a str>,
    ground: Ground,
    summary: Option<String>,
) -> Target {
    target(&of.name, names.map(|name| migration(name, Outcome::Pending)).collect(), ground, summary)
}

/// A target that comes after one that did not get through.
pub(crate) fn not_begun(name: &str) -> Target {
    let ground = Ground {
        incomplete: vec!["a target before it did not get through, so it was not begun".to_owned()],
        ..Ground::default()
    };
    target(name, Vec::new(), ground, None)
}

/// A target that could not be reached, after others that were.
pub(crate) fn of_failure(name: &str, failure: &Failure) -> Ended {
    let ground = Ground { incomplete: vec![failure.sentence()], ..Ground::default() };
    // What earlier targets changed stands, so that this is no longer a run that changed nothing; its own code says most.
    Ended::of(target(name, Vec::new(), ground, None), Some(failure.exit()), None)
}
