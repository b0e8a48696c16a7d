//! Scripts go in one by one, findings come out. No script is kept.

use std::collections::BTreeMap;

use config::Hazards;
use hazards::{Scan, Script};
use migrations::Migration;
use report::{Finding, RuleId, Severity, Statements};
use situation::rules::weigh;

use crate::{authors::Authors, rules};

/// When what a script makes counts as being in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Settling {
    /// When all are scanned: they are deployed together.
    AtTheEnd,
    /// Before the next one: each is a migration of its own.
    AfterEach,
}

/// Of a whole history, so many notices of one rule are told; the rest are counted. Warnings and errors are all told.
const MOST_NOTICES: usize = 500;

/// One history while it is being read.
pub(crate) struct Scanner<'a> {
    scan: Scan,
    hazards: &'a Hazards,
    authors: &'a Authors<'a>,
    settling: Settling,
    /// What was found so far, with the severities that the configuration wants.
    findings: Vec<Finding>,
    /// Names of the migrations that were scanned, in order.
    pub(crate) scanned: Vec<String>,
    /// How many were read for what they say of the schema.
    pub(crate) learned: usize,
    /// What was understood.
    pub(crate) statements: Statements,
    /// Notices of each rule so far, where not all of them are told.
    notices: Option<BTreeMap<RuleId, usize>>,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(hazards: &'a Hazards, authors: &'a Authors<'a>, now: &str, settling: Settling) -> Self {
        Scanner {
            scan: Scan::new(rules::settings(hazards, now)),
            hazards,
            authors,
            settling,
            findings: Vec::new(),
            scanned: Vec::new(),
            learned: 0,
            statements: Statements::default(),
            notices: None,
        }
    }

    /// Counts notices when there are many of them.
    pub(crate) fn sparing_notices(self) -> Self {
        Scanner { notices: Some(BTreeMap::new()), ..self }
    }

    /// What was found, and how many notices were only counted.
    pub(crate) fn take_findings(&mut self) -> Vec<Finding> {
        let mut findings = std::mem::take(&mut self.findings);
        let left_out = self.notices.iter().flatten().filter_map(|(rule, count)| Some((rule, count.checked_sub(MOST_NOTICES)?)));
        findings.extend(left_out.filter(|(_, count)| *count > 0).map(|(rule, count)| {
            let message = format!("there are {count} more notices of this rule in the history");
            Finding::new(rule.clone(), Severity::Notice, message)
        }));
        findings
    }

    /// Whether a finding is told, and not only counted.
    fn is_told(&mut self, finding: &Finding) -> bool {
        let Some(notices) = self.notices.as_mut().filter(|_| finding.severity == Severity::Notice) else { return true };
        let count = notices.entry(finding.rule.clone()).or_default();
        *count += 1;
        *count <= MOST_NOTICES
    }

    /// Takes note of a migration that is applied everywhere already.
    pub(crate) fn learn(&mut self, migration: &Migration) {
        self.scan.learn(&script(migration));
        self.learned += 1;
    }

    /// Looks at a new one.
    pub(crate) fn scan(&mut self, migration: &Migration) {
        let found = self.scan.scan(&script(migration));
        if self.settling == Settling::AfterEach {
            self.scan.settle();
        }
        self.statements.total += found.summary.total;
        self.statements.classified += found.summary.classified;
        self.statements.unparsed += found.summary.unparsed;
        let asked_for = |finding: &Finding| {
            rules::is_asked_for(finding.rule.as_str(), finding.place.as_ref().map(|place| place.file.as_str()), self.hazards)
        };
        let found = found.findings.into_iter().filter(asked_for).collect();
        let mut found = weigh(found, self.hazards);
        self.authors.sign(migration, &mut found);
        found.retain(|finding| self.is_told(finding));
        self.findings.append(&mut found);
        self.scanned.push(migration.name.as_str().to_owned());
    }
}

fn script(migration: &Migration) -> Script<'_> {
    Script { migration: migration.name.as_str(), file: &migration.file, sql: &migration.script }
}
