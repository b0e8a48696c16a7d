//! Version 1 of the JSON report. Fields may be added; anything else is a new version.
//!
//! `docs/report.schema.json` is generated from these structs and their comments, which is why the comments speak to
//! readers of the JSON. A test compares the two.

use serde::Serialize;

use super::section::Section;
use crate::{Author, ErrorClass, Origin, SchemaChangeKind, Severity, Verdict};

/// What one run of a Migration Gate binary concluded.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Report<'a> {
    /// Version of this format: 1.
    #[cfg_attr(test, schemars(extend("const" = 1)))]
    version: u32,
    /// The binary that concluded it: `validate`.
    command: &'a str,
    /// The worst of the targets' verdicts.
    verdict: Verdict,
    /// One entry per target, in the order of the configuration.
    targets: Vec<Target<'a>>,
}

/// What was concluded about one history of migrations.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Target<'a> {
    /// The target's name.
    name: &'a str,
    /// The environment of GitHub whose database was looked at; null where the run is for none.
    environment: Option<&'a str>,
    /// The verdict on this target alone.
    verdict: Verdict,
    /// The lowest severity of a finding that closes the gate; null when no finding does.
    fail_on: Option<Severity>,
    /// Every migration that was looked at, in the order in which it runs.
    migrations: Vec<Migration<'a>>,
    /// Everything found, worst first.
    findings: Vec<Finding<'a>>,
    /// The statements of the migrations that were scanned; null when nothing was.
    statements: Option<Statements>,
    /// What was seen besides, in order; empty for most commands.
    sections: Vec<Section<'a>>,
    /// What it comes to, in one line.
    summary: String,
    /// Facts about the run, one sentence each.
    notes: &'a [String],
    /// Why no conclusion was reached, one sentence each; empty when every check ran.
    incomplete: &'a [String],
}

/// One migration, as the run saw it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Migration<'a> {
    /// The directory's name.
    name: &'a str,
    /// Why it was looked at: on the base branch, added by this change, or known to the history table only.
    origin: Origin,
    /// What became of it.
    outcome: Outcome,
    /// Why it failed; null for every other outcome.
    error: Option<MigrationError<'a>>,
    /// What it changed in the schema; empty for base migrations.
    changes: Vec<Change<'a>>,
    /// How long its script ran, in milliseconds; null when it did not.
    duration_ms: Option<f64>,
    /// How its script was sent, when that is not the usual single transaction.
    manner: Option<&'a str>,
}

/// What became of a migration.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
enum Outcome {
    /// Its script ran to the end.
    Applied,
    /// Its script failed.
    Failed,
    /// An earlier one failed, or the run ended before it.
    NotRun,
    /// On disk only; nobody tried to run it.
    Pending,
}

/// Why a migration failed.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct MigrationError<'a> {
    /// The server's five-character code; null when the server did not say it.
    sqlstate: Option<&'a str>,
    /// The server's message, or ours.
    message: &'a str,
    /// What sort of failure it is.
    class: ErrorClass,
    /// Path of the script, relative to the repository.
    file: &'a str,
    /// Line of the failing place, from 1.
    line: Option<u32>,
    /// Column of the failing place, from 1, in characters.
    column: Option<u32>,
    /// The failing statement as written, possibly shortened.
    statement: Option<&'a str>,
    /// What to do next.
    advice: &'a str,
}

/// One difference between the schema before and after.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Change<'a> {
    /// Added, removed or altered.
    change: SchemaChangeKind,
    /// The kind of object in Postgres's words: `table`, `column`, `index`.
    kind: &'a str,
    /// The object's qualified name, as Postgres would print it.
    name: &'a str,
    /// What it is now, or how it differs, one line each.
    details: &'a [String],
}

/// A hazard or a fault met at a place.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Finding<'a> {
    /// The stable name of the rule that found it.
    rule: &'a str,
    /// How bad it is.
    severity: Severity,
    /// What it is about, as Postgres would print its name: `users.phone`; null when it has no name. An acknowledgement names rule and object.
    object: Option<&'a str>,
    /// What happens, in one sentence.
    message: &'a str,
    /// What to do instead: sentences, or SQL after a line break.
    advice: Option<&'a str>,
    /// The migration's name.
    migration: Option<&'a str>,
    /// The file's path, relative to the repository; null, like the four below, for what has no place in a file.
    file: Option<&'a str>,
    /// Line on which it starts, from 1.
    line: Option<u32>,
    /// Column at which it starts, from 1, in characters.
    column: Option<u32>,
    /// Line on which it ends.
    end_line: Option<u32>,
    /// Column behind its last character, from 1; null when only lines are known.
    end_column: Option<u32>,
    /// The statement as written, possibly shortened.
    statement: Option<&'a str>,
    /// What was seen on a server that proves it.
    evidence: Option<&'a str>,
    /// Who accepted it and why; null when nobody did. An accepted finding does not count against the verdict.
    acknowledged: Option<Acknowledgement<'a>>,
}

/// A person's acceptance of a finding.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Acknowledgement<'a> {
    /// Why: the words of the comment, or which label or review stands for it.
    reason: &'a str,
    /// Line of the comment in the finding's file; null when it was given as a label or a review.
    line: Option<u32>,
    /// Who gave it, as the commit or GitHub names them; null when that is not known or the line is not committed.
    by: Option<&'a str>,
    /// The commit in which the comment was written, or to which the label or review was given; null when `by` is.
    commit: Option<&'a str>,
}

/// How many statements were looked at. `total` is the sum of the others.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Statements {
    /// All of them.
    total: usize,
    /// Those that were understood.
    classified: usize,
    /// Those that were not; each has a finding.
    unparsed: usize,
}

impl<'a> From<&'a crate::Report> for Report<'a> {
    fn from(report: &'a crate::Report) -> Self {
        Report {
            version: 1,
            command: report.command,
            verdict: report.verdict(),
            targets: report.targets.iter().map(Target::from).collect(),
        }
    }
}

impl<'a> From<&'a crate::Target> for Target<'a> {
    fn from(target: &'a crate::Target) -> Self {
        Target {
            name: &target.name,
            environment: target.environment.as_deref(),
            verdict: target.verdict(),
            fail_on: target.fail_on.severity(),
            migrations: target.migrations.iter().map(Migration::from).collect(),
            findings: target.findings.iter().map(Finding::from).collect(),
            statements: target.statements.map(|counts| Statements {
                total: counts.total,
                classified: counts.classified,
                unparsed: counts.unparsed,
            }),
            sections: target.sections.iter().map(Section::from).collect(),
            summary: target.in_short(),
            notes: &target.notes,
            incomplete: &target.incomplete,
        }
    }
}

impl<'a> From<&'a crate::Migration> for Migration<'a> {
    fn from(migration: &'a crate::Migration) -> Self {
        Migration {
            name: &migration.name,
            origin: migration.origin,
            outcome: match migration.outcome {
                crate::Outcome::Applied => Outcome::Applied,
                crate::Outcome::Failed(_) => Outcome::Failed,
                crate::Outcome::NotRun => Outcome::NotRun,
                crate::Outcome::Pending => Outcome::Pending,
            },
            error: migration.outcome.error().map(MigrationError::from),
            changes: migration.changes.iter().map(Change::from).collect(),
            // Microseconds are exact; more digits would be noise.
            duration_ms: migration.duration.map(|duration| (duration.as_secs_f64() * 1e6).round() / 1e3),
            manner: migration.manner.as_deref(),
        }
    }
}

impl<'a> From<&'a crate::MigrationError> for MigrationError<'a> {
    fn from(error: &'a crate::MigrationError) -> Self {
        MigrationError {
            sqlstate: error.sqlstate.as_deref(),
            message: &error.message,
            class: error.class,
            file: &error.file,
            line: error.line,
            column: error.column,
            statement: error.statement.as_deref(),
            advice: &error.advice,
        }
    }
}

impl<'a> From<&'a crate::SchemaChange> for Change<'a> {
    fn from(change: &'a crate::SchemaChange) -> Self {
        Change { change: change.change, kind: &change.kind, name: &change.name, details: &change.details }
    }
}

impl<'a> From<&'a crate::Finding> for Finding<'a> {
    fn from(finding: &'a crate::Finding) -> Self {
        let place = finding.place.as_ref();
        Finding {
            rule: finding.rule.as_str(),
            severity: finding.severity,
            object: finding.object.as_deref(),
            message: &finding.message,
            advice: finding.advice.as_deref(),
            migration: finding.migration.as_deref(),
            file: place.map(|place| place.file.as_str()),
            line: place.map(|place| place.line),
            column: place.map(|place| place.column),
            end_line: place.map(|place| place.end_line),
            end_column: place.and_then(|place| place.end_column),
            statement: finding.statement.as_deref(),
            evidence: finding.evidence.as_deref(),
            acknowledged: finding.acknowledged.as_ref().map(Acknowledgement::from),
        }
    }
}

impl<'a> From<&'a crate::Acknowledgement> for Acknowledgement<'a> {
    fn from(given: &'a crate::Acknowledgement) -> Self {
        let (by, commit) = match &given.author {
            Author::Known { name, commit } => (Some(name.as_str()), Some(commit.as_str())),
            Author::Unknown | Author::NotCommitted => (None, None),
        };
        Acknowledgement { reason: &given.reason, line: given.line, by, commit }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/report.schema.json");

    fn generated() -> String {
        let mut schema = schemars::schema_for!(Report<'static>);
        schema.insert("title".into(), "Migration Gate report, version 1".into());
        format!("{}\n", serde_json::to_string_pretty(&schema).unwrap())
    }

    #[test]
    fn the_checked_in_schema_describes_these_structs() {
        let checked_in = std::fs::read_to_string(SCHEMA).unwrap();
        assert_eq!(checked_in, generated(), "run `cargo test -p report -- --ignored write_schema` and review the difference");
    }

    #[test]
    #[ignore = "writes docs/report.schema.json; run it on purpose"]
    fn write_schema() {
        std::fs::write(SCHEMA, generated()).unwrap();
    }
}
