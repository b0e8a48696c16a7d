//! Scripts go in one by one, findings come out. No script is kept.

use config::Hazards;
use hazards::{Scan, Script};
use migrations::Migration;
use report::{Finding, Statements};
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

/// One history while it is being read.
pub(crate) struct Scanner<'a> {
    scan: Scan,
    hazards: &'a Hazards,
    authors: &'a Authors<'a>,
    settling: Settling,
    /// What was found so far, with the severities that the configuration wants.
    pub(crate) findings: Vec<Finding>,
    /// Names of the migrations that were scanned, in order.
    pub(crate) scanned: Vec<String>,
    /// How many were read for what they say of the schema.
    pub(crate) learned: usize,
    /// What was understood.
    pub(crate) statements: Statements,
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
        }
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
        self.findings.append(&mut found);
        self.scanned.push(migration.name.as_str().to_owned());
    }
}

fn script(migration: &Migration) -> Script<'_> {
    Script { migration: migration.name.as_str(), file: &migration.file, sql: &migration.script }
}
