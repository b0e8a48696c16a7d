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

/// What a command tells of.
enum Subject<'a> {
    Failure(&'a Migration, &'a MigrationError),
    Incomplete(&'a str),
    Finding(&'a Finding),
}

/// One command, before it is written; most never are.
struct Annotation<'a> {
    target: &'a str,
    subject: Subject<'a>,
}

/// Writes the worst findings and failures of all targets. The text *is* made of commands: it goes to a log as it is.
pub fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut all: Vec<Annotation<'_>> = report.targets.iter().flat_map(annotations).collect();
    // Among equals, what a person accepted comes last.
    all.sort_by_key(|annotation| (std::cmp::Reverse(annotation.level()), annotation.is_accepted()));
    let mut left_out = 0;
    let has_excess = [Severity::Error, Severity::Warning, Severity::Notice]
        .iter()
        .any(|&level| all.iter().filter(|annotation| annotation.level() == level).count() > PER_LEVEL);
    for level in [Severity::Error, Severity::Warning, Severity::Notice] {
        // The remark at the end is a notice too.
        let room = if level == Severity::Notice && has_excess { PER_LEVEL - 1 } else { PER_LEVEL };
        let of_level: Vec<&Annotation<'_>> = all.iter().filter(|annotation| annotation.level() == level).collect();
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
fn annotations(target: &Target) -> impl Iterator<Item = Annotation<'_>> {
    let failures = target.migrations.iter().filter_map(|migration| Some(Subject::Failure(migration, migration.outcome.error()?)));
    let incomplete = target.incomplete.iter().map(|reason| Subject::Incomplete(reason));
    let findings = target.findings.iter().map(Subject::Finding);
    failures.chain(incomplete).chain(findings).map(|subject| Annotation { target: &target.name, subject })
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

impl Annotation<'_> {
    fn level(&self) -> Severity {
        match self.subject {
            Subject::Failure(..) | Subject::Incomplete(_) => Severity::Error,
            // What a person accepted is shown as a notice.
            Subject::Finding(finding) => finding.counts_as().unwrap_or(Severity::Notice),
        }
    }

    fn is_accepted(&self) -> bool {
        matches!(self.subject, Subject::Finding(finding) if finding.acknowledged.is_some())
    }

    /// The place, as finished properties that end with a comma and are empty without one; the title; the text.
    fn parts(&self) -> (String, String, String) {
        let target = self.target;
        match self.subject {
            Subject::Failure(migration, error) => {
                let code = error.sqlstate.as_deref().map(|code| format!(" {code}")).unwrap_or_default();
                let text = format!("{}{code}: {}\n{}", error.class, error.message, error.advice);
                let place = properties(&error.file, error.line, None, error.column);
                (place, format!("{target}: {} failed", migration.name), text)
            }
            Subject::Incomplete(reason) => (String::new(), format!("{target}: no conclusion"), reason.to_owned()),
            Subject::Finding(finding) => {
                let accepted = finding.acknowledged.as_ref().map(|given| format!("acknowledged: {given}"));
                let parts = [Some(&finding.message), finding.evidence.as_ref(), accepted.as_ref(), finding.advice.as_ref()];
                let text = parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join("\n");
                (finding.place.as_ref().map(of_place).unwrap_or_default(), format!("{target}: {}", finding.rule), text)
            }
        }
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let (place, title, text) = self.parts();
        let title = property(&shorten(&title, TEXT_LIMIT));
        writeln!(out, "::{} {place}title={title}::{}", self.level(), message(&shorten(&text, TEXT_LIMIT)))
    }
}
