//! Every rule whose severity the configuration may set: the scan's, the input's, the history's, those that need a server, and those of `verify`.

use report::{Finding, Severity};

use crate::{input::HISTORY_RULES, verification};

/// A table lost its rows to a command that no statement shows. The page is in `docs/history-rules.md`.
pub const ROWS_GONE_UNSEEN: &str = "rows-gone-unseen";

/// The names of all rules. One configuration serves every binary, so that each knows them all.
pub fn ids() -> impl Iterator<Item = &'static str> + Clone {
    let scan = hazards::rules().iter().map(|rule| rule.id);
    let input = migrations::Rule::ALL.iter().map(|rule| rule.id());
    let history = HISTORY_RULES.iter().map(|(id, _)| *id);
    let verify = verification::ALL.iter().map(|rule| rule.id);
    scan.chain(input).chain(history).chain([ROWS_GONE_UNSEEN]).chain(verify)
}

/// Gives each finding the severity that the configuration wants, and leaves out what it has switched off. Where a label or a review acknowledges,
/// comments do not.
pub fn weigh(findings: Vec<Finding>, hazards: &config::Hazards) -> Vec<Finding> {
    let takes_comments = hazards.acknowledgement.value == config::Acknowledgement::Comment;
    let weighed = findings.into_iter().filter_map(|finding| {
        let file = finding.place.as_ref().map(|place| place.file.as_str());
        let severity: Severity = hazards.severity(finding.rule.as_str(), file, finding.severity)?;
        let acknowledged = finding.acknowledged.filter(|_| takes_comments);
        Some(Finding { severity, acknowledged, ..finding })
    });
    weighed.collect()
}
