//! SARIF 2.1.0, for code scanning and for editors (OASIS Standard, 27 March 2020).
//!
//! One run with one result per finding or failure. What GitHub does with it: shows the page of the rule beside the line, closes an
//! alert when its fingerprint is gone, and leaves a suppressed one closed.

mod fingerprint;
mod shape;

use std::{
    borrow::Cow,
    collections::HashMap,
    io::{self, Write},
};

use serde::{Serialize, Serializer, ser::SerializeSeq};

use crate::{
    Finding, Migration, MigrationError, Report, RuleDescription, Severity, Target, Verdict,
    render::log_safe,
    sanitise::{line, visible},
};

use fingerprint::Fingerprints;
use shape::*;

/// Where people read about this tool; the pages of the rules are below it.
const HOME: &str = "https://github.com/migration-gate/migration-gate";
/// What is relative to it is relative to the repository's root.
const ROOT: &str = "%SRCROOT%";
/// The rule of a script that fails; not one of the scan's.
const FAILED: &str = "migration-failed";

/// Writes the report. `exit_code` is what the process ends with; without one the verdict decides.
pub fn render(report: &Report, exit_code: Option<u8>, out: &mut dyn Write) -> io::Result<()> {
    let rules = Rules::of(report);
    let run = Run {
        tool: Tool { driver: Driver::with(rules.used.iter().map(|id| rules.descriptor(id)).collect()) },
        automation_details: AutomationDetails { id: category(report) },
        invocations: [invocation(report, exit_code)],
        original_uri_base_ids: BaseIds::default(),
        column_kind: ColumnKind::default(),
        results: Results { report, rules: &rules },
    };
    log_safe::write(&Log { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] }, out)
}

/// The results, made one by one as they are written: a report on a long history has many.
struct Results<'a> {
    report: &'a Report,
    rules: &'a Rules<'a>,
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut fingerprints = Fingerprints::default();
        let mut results = serializer.serialize_seq(None)?;
        for target in &self.report.targets {
            for (migration, error) in failures(target) {
                results.serialize_element(&of_failure(target, migration, error, self.rules, &mut fingerprints))?;
            }
            for finding in &target.findings {
                results.serialize_element(&of_finding(target, finding, self.rules, &mut fingerprints))?;
            }
        }
        results.end()
    }
}

fn failures(target: &Target) -> impl Iterator<Item = (&Migration, &MigrationError)> {
    target.migrations.iter().filter_map(|migration| Some((migration, migration.outcome.error()?)))
}

/// Under which name a later run replaces this one: the command and its targets. What is behind the last `/` tells runs apart, and is empty.
fn category(report: &Report) -> String {
    let targets: Vec<String> = report.targets.iter().map(|target| line(&target.title())).collect();
    format!("migration-gate/{}/{}/", report.command, targets.join("+"))
}

fn invocation(report: &Report, exit_code: Option<u8>) -> Invocation {
    let code = exit_code.unwrap_or(match report.verdict() {
        Verdict::Pass => 0,
        Verdict::Blocked => 1,
        Verdict::Incomplete => 3,
    });
    let description = match code {
        0 => "the gate is open",
        1 => "the gate is closed",
        2 => "the input was refused",
        _ => "no conclusion was reached",
    };
    let notification = |level: &'static str, text: &String| Notification { level, message: Text::of(&visible(text)) };
    let of_target = |target: &Target| {
        let reasons = target.incomplete.iter().map(|reason| notification("error", reason));
        reasons.chain(target.notes.iter().map(|note| notification("note", note))).collect::<Vec<_>>()
    };
    Invocation {
        execution_successful: matches!(code, 0 | 1),
        exit_code: code,
        exit_code_description: description,
        tool_execution_notifications: report.targets.iter().flat_map(of_target).collect(),
    }
}

/// The rules that have results, in the order of their first ones.
struct Rules<'a> {
    described: &'a [RuleDescription],
    used: Vec<&'a str>,
    index: HashMap<&'a str, usize>,
}

impl<'a> Rules<'a> {
    fn of(report: &'a Report) -> Self {
        let mut rules = Rules { described: &report.rules, used: Vec::new(), index: HashMap::new() };
        for target in &report.targets {
            let failed = failures(target).map(|_| FAILED);
            for id in failed.chain(target.findings.iter().map(|finding| finding.rule.as_str())) {
                rules.index.entry(id).or_insert_with(|| {
                    rules.used.push(id);
                    rules.used.len() - 1
                });
            }
        }
        rules
    }

    fn descriptor(&self, id: &str) -> Rule {
        match self.described.iter().find(|rule| rule.id == id) {
            Some(description) => described(description),
            None => Rule { id: id.to_owned(), ..Rule::default() },
        }
    }
}

fn described(rule: &RuleDescription) -> Rule {
    let security = rule.is_security.then_some(match rule.severity {
        Severity::Error => "8.0",
        Severity::Warning => "5.0",
        Severity::Notice => "2.0",
    });
    Rule {
        id: rule.id.to_owned(),
        short_description: Some(Text::of(rule.summary)),
        full_description: Some(Text::of(&format!("{}.", rule.summary))),
        help: (!rule.page.is_empty()).then(|| Help { text: rule.page.to_owned(), markdown: rule.page.to_owned() }),
        help_uri: Some(format!("{HOME}/blob/main/{}", rule.path)),
        default_configuration: Some(Configuration { level: level(rule.severity) }),
        properties: Some(RuleProperties {
            tags: vec![if rule.is_security { "security" } else { "reliability" }, "sql"],
            security,
        }),
    }
}

fn of_finding(target: &Target, finding: &Finding, rules: &Rules, fingerprints: &mut Fingerprints) -> Result {
    let rule = finding.rule.as_str();
    let region = finding.place.as_ref().map(|place| Region {
        start_line: place.line,
        start_column: Some(place.column),
        end_line: Some(place.end_line),
        // One that ends where it begins, or before, is no region.
        end_column: place.end_column.filter(|end| place.end_line > place.line || *end > place.column),
    });
    let file = finding.place.as_ref().map(|place| place.file.as_str()).or_else(|| file_of(target, finding.migration.as_deref()));
    let parts = [Some(&finding.message), finding.evidence.as_ref(), finding.advice.as_ref()];
    let identity = [rule, finding.migration.as_deref().unwrap_or_default(), finding.object.as_deref().unwrap_or_default()];
    Result {
        rule_id: rule.to_owned(),
        rule_index: rules.index.get(rule).copied(),
        level: level(finding.severity),
        message: message(&parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>()),
        locations: vec![location(file, region, finding.migration.as_deref(), finding.object.as_deref())],
        partial_fingerprints: fingerprints.next(identity, finding.statement.as_deref().unwrap_or(&finding.message)),
        suppressions: finding.acknowledged.iter().map(suppression).collect(),
        properties: ResultProperties { target: line(&target.name) },
    }
}

/// In the script by a comment, or outside of it by a label or a review.
fn suppression(given: &crate::Acknowledgement) -> Suppression {
    let kind = if given.line.is_some() { "inSource" } else { "external" };
    Suppression { kind, status: "accepted", justification: line(&given.to_string()) }
}

fn of_failure(
    target: &Target,
    migration: &Migration,
    error: &MigrationError,
    rules: &Rules,
    fingerprints: &mut Fingerprints,
) -> Result {
    let region = error.line.map(|start_line| Region { start_line, start_column: error.column, ..Region::default() });
    let code = error.sqlstate.as_deref().map(|code| format!(" {code}")).unwrap_or_default();
    let text = format!("migration `{}` failed: {}{code}: {}", migration.name, error.class, error.message);
    Result {
        rule_id: FAILED.to_owned(),
        rule_index: rules.index.get(FAILED).copied(),
        level: level(Severity::Error),
        message: message(&[&text, &error.advice]),
        locations: vec![location(Some(&error.file), region, Some(&migration.name), None)],
        partial_fingerprints: fingerprints.next([FAILED, &migration.name, ""], error.statement.as_deref().unwrap_or_default()),
        suppressions: vec![],
        properties: ResultProperties { target: line(&target.name) },
    }
}

/// A file of the same migration, for what has no place in one: code scanning refuses a result without a file.
fn file_of<'a>(target: &'a Target, migration: Option<&str>) -> Option<&'a str> {
    let places = || target.findings.iter().filter(|finding| finding.place.is_some());
    let same = places().find(|finding| finding.migration.is_some() && finding.migration.as_deref() == migration);
    same.or_else(|| places().next())?.place.as_ref().map(|place| place.file.as_str())
}

fn location(file: Option<&str>, region: Option<Region>, migration: Option<&str>, object: Option<&str>) -> Location {
    let logical = |kind, name: &str| LogicalLocation { kind, fully_qualified_name: line(name) };
    let logical_locations = migration.map(|name| logical("migration", name)).into_iter();
    Location {
        physical_location: file.map(|file| PhysicalLocation { artifact_location: artifact(file), region }),
        logical_locations: logical_locations.chain(object.map(|name| logical("object", name))).collect(),
    }
}

/// Relative to the repository; a path that begins at the machine's root is an address of its own.
fn artifact(file: &str) -> ArtifactLocation {
    match encoded(file) {
        path if path.starts_with('/') => ArtifactLocation { uri: format!("file://{path}"), uri_base_id: None },
        path => ArtifactLocation { uri: path, uri_base_id: Some(ROOT) },
    }
}

/// A path as part of an address (RFC 3986): everything but unreserved characters and `/` as bytes.
fn encoded(path: &str) -> String {
    path.bytes()
        .map(|byte| match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// The first part is what happens, the others are why and what to do. A link in it would be made of somebody else's words.
fn message(parts: &[&str]) -> Text {
    let visible: Vec<Cow<'_, str>> = parts.iter().map(|part| visible(part)).collect();
    Text { text: visible.join("\n").replace("](", "] (") }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Notice => "note",
    }
}
