//! Every rule whose severity the configuration may set: the scan's, the input's, the history's and those of this binary.

use hazards::{Group, Rule, Settings};
use report::{Finding, RuleDescription, Severity};

use crate::input::HISTORY_RULES;

/// A table lost its rows to a command that no statement shows. The page is in `docs/history-rules.md`.
pub(crate) const ROWS_GONE_UNSEEN: &str = "rows-gone-unseen";

/// The names of all rules.
pub(crate) fn ids() -> impl Iterator<Item = &'static str> + Clone {
    let scan = hazards::rules().iter().map(|rule| rule.id);
    let input = migrations::Rule::ALL.iter().map(|rule| rule.id());
    let history = HISTORY_RULES.iter().map(|(id, _)| *id);
    scan.chain(input).chain(history).chain([ROWS_GONE_UNSEEN])
}

/// Rules about what clients rely on that are told here: objects that disappear, values that cannot be used yet.
const OF_CLIENTS: [&str; 5] = ["drop-constraint", "drop-function", "drop-index", "drop-view", "enum-value-used-at-once"];

/// What is scanned for: what is lost, what fails, and what cannot be read. The rest is `destructive-scan`'s.
pub(crate) fn settings() -> Settings {
    let told =
        |rule: &Rule| matches!(rule.group, Group::Data | Group::Transactions | Group::Opaque) || OF_CLIENTS.contains(&rule.id);
    let settings = Settings::default();
    Settings { rules: settings.rules.into_iter().filter(|rule| told(rule)).collect(), ..settings }
}

/// Gives each finding the severity that the configuration wants, and leaves out what it has switched off.
pub(crate) fn weigh(findings: Vec<Finding>, hazards: &config::Hazards) -> Vec<Finding> {
    let weighed = findings.into_iter().filter_map(|finding| {
        let file = finding.place.as_ref().map(|place| place.file.as_str());
        let severity: Severity = hazards.severity(finding.rule.as_str(), file, finding.severity)?;
        Some(Finding { severity, ..finding })
    });
    weighed.collect()
}

/// What the report can say of the scan's rules.
pub(crate) fn descriptions() -> Vec<RuleDescription> {
    hazards::rules().iter().map(|rule| rule.description()).collect()
}
