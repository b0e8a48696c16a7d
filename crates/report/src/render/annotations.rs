//! Workflow commands that GitHub shows beside the changed lines.
//!
//! A step gets ten of each level, the rest would vanish without a word: the worst come first, and the last notice says how many are missing.

use std::io::{self, Write};

use crate::{
    Finding, Migration, MigrationError, Place, Report, Severity, Target,
    sanitise::{
        shorten,
        workflow::{message, property},
    },
    tally::count,
};

/// How many of each level GitHub keeps of one step.
const PER_LEVEL: usize = 10;
/// A longer text is cut; GitHub keeps about 4 KiB of one.
const TEXT_LIMIT: usize = 2000;

/// One command, before it is written.
struct Annotation {
    level: Severity,
    /// Whether a person accepted it: among equals it comes last.
    is_accepted: bool,
    /// The place, as finished properties that end with a comma; empty without one.
    place: String,
    title: String,
    text: String,
}

/// Writes the worst findings and failures of all targets. The text *is* made of commands: it goes to a log as it is.
pub fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut all: Vec<Annotation> = report.targets.iter().flat_map(annotations).collect();
    all.sort_by_key(|annotation| (std::cmp::Reverse(annotation.level), annotation.is_accepted));
    let mut left_out = 0;
    let has_excess = [Severity::Error, Severity::Warning, Severity::Notice]
        .iter()
        .any(|&level| all.iter().filter(|annotation| annotation.level == level).count() > PER_LEVEL);
    for level in [Severity::Error, Severity::Warning, Severity::Notice] {
        // The remark at the end is a notice too.
        let room = if level == Severity::Notice && has_excess { PER_LEVEL - 1 } else { PER_LEVEL };
        let of_level: Vec<&Annotation> = all.iter().filter(|annotation| annotation.level == level).collect();
        left_out += of_level.len().saturating_sub(room);
        for annotation in of_level.into_iter().take(room) {
            annotation.write(out)?;
        }
    }
    if left_out > 0 {
        writeln!(
            out,
            "::notice title=Migration Gate::{} not shown here; the job summary has all of them",
            count(left_out, "more finding")
        )?;
    }
    Ok(())
}

/// Failures first: they are why the findings of later migrations may be missing.
fn annotations(target: &Target) -> impl Iterator<Item = Annotation> {
    let failures =
        target.migrations.iter().filter_map(|migration| Some(of_failure(target, migration, migration.outcome.error()?)));
    let incomplete = target.incomplete.iter().map(|reason| Annotation {
        level: Severity::Error,
        is_accepted: false,
        place: String::new(),
        title: format!("{}: no conclusion", target.name),
        text: reason.clone(),
    });
    failures.chain(incomplete).chain(target.findings.iter().map(|finding| of_finding(target, finding)))
}

fn of_failure(target: &Target, migration: &Migration, error: &MigrationError) -> Annotation {
    let code = error.sqlstate.as_deref().map(|code| format!(" {code}")).unwrap_or_default();
    Annotation {
        level: Severity::Error,
        is_accepted: false,
        place: properties(&error.file, error.line, None, error.column),
        title: format!("{}: {} failed", target.name, migration.name),
        text: format!("{}{code}: {}\n{}", error.class, error.message, error.advice),
    }
}

/// What a person accepted is shown as a notice.
fn of_finding(target: &Target, finding: &Finding) -> Annotation {
    let accepted = finding.acknowledged.as_ref().map(|given| format!("acknowledged: {given}"));
    let parts = [Some(&finding.message), finding.evidence.as_ref(), accepted.as_ref(), finding.advice.as_ref()];
    Annotation {
        level: finding.counts_as().unwrap_or(Severity::Notice),
        is_accepted: finding.acknowledged.is_some(),
        place: finding.place.as_ref().map(of_place).unwrap_or_default(),
        title: format!("{}: {}", target.name, finding.rule),
        text: parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join("\n"),
    }
}

/// GitHub takes a column only together with places on one line.
fn of_place(place: &Place) -> String {
    let column = (place.end_line == place.line).then_some(place.column);
    properties(&place.file, Some(place.line), Some(place.end_line), column)
}

fn properties(file: &str, line: Option<u32>, end_line: Option<u32>, column: Option<u32>) -> String {
    let numbers = [("line", line), ("endLine", end_line), ("col", column)];
    let numbers = numbers.into_iter().filter_map(|(name, value)| Some(format!("{name}={},", value?)));
    std::iter::once(format!("file={},", property(file))).chain(numbers).collect()
}

impl Annotation {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let title = property(&shorten(&self.title, TEXT_LIMIT));
        writeln!(out, "::{} {}title={title}::{}", self.level, self.place, message(&shorten(&self.text, TEXT_LIMIT)))
    }
}
