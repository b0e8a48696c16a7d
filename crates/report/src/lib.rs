//! What was concluded, and how is it shown?
//!
//! Every binary ends with one [`Report`]: plain, complete, sorted data. The renderers turn it into text for a
//! terminal, Markdown, JSON, SARIF or GitHub annotations; they format and decide nothing. All text that comes from a pull
//! request or a server passes through [`sanitise`] before it reaches a reader.

mod finding;
mod migration;
pub mod render;
mod rule;
pub mod sanitise;
mod section;
mod tally;
mod verdict;

pub use finding::{Acknowledgement, Author, Finding, Place, Position, RuleId, Severity, UnknownSeverity};
pub use migration::{ErrorClass, Migration, MigrationError, Origin, Outcome, SchemaChange, SchemaChangeKind};
pub use rule::RuleDescription;
pub use section::{Block, Cell, Column, Section, Table};
pub use tally::{Tally, changes_in_short};
pub use verdict::{FailOn, Verdict};

/// What one run concluded.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The binary that concluded it: `validate`.
    pub command: &'static str,
    /// One entry per target, in the order of the configuration.
    pub targets: Vec<Target>,
    /// What there is to know about the rules of the findings, in any order; a rule that is not described is shown by its name alone.
    pub rules: Vec<RuleDescription>,
}

/// How many statements were looked at, and how many were understood. `total` is the sum of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Statements {
    /// All of them.
    pub total: usize,
    /// Those that were understood.
    pub classified: usize,
    /// Those that were not; each has a finding.
    pub unparsed: usize,
}

/// What was concluded about one target (one history of migrations).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Target {
    /// The target's name in the configuration, or the one that discovery gave it.
    pub name: String,
    /// The environment of GitHub whose database was looked at, where the run is for one: the same target has others.
    pub environment: Option<String>,
    /// Every migration that was looked at, in the order in which it runs.
    pub migrations: Vec<Migration>,
    /// Everything found, sorted by [`Target::sort`].
    pub findings: Vec<Finding>,
    /// Which of them close the gate.
    pub fail_on: FailOn,
    /// The statements of the migrations that were scanned; `None` when nothing was.
    pub statements: Option<Statements>,
    /// What was seen besides, in order: tables, lists, texts.
    pub sections: Vec<Section>,
    /// What it comes to, in one line without a full stop, where that is no matter of migrations; `None`: [`Tally`] says it. Untrusted, unescaped.
    pub summary: Option<String>,
    /// Facts about the run, one sentence each: which server, which base, what was left out.
    pub notes: Vec<String>,
    /// Why no conclusion was reached, one sentence each. Empty when every check ran.
    pub incomplete: Vec<String>,
    /// Tables touched, as the body of a Mermaid `erDiagram`; empty when none were. Identifiers in it are already safe for Mermaid.
    pub diagram: String,
}

impl Target {
    /// Puts findings in the order in which people should read them: worst first, then by migration, line and rule.
    pub fn sort(&mut self) {
        self.findings.sort_by(|a, b| {
            (b.counts_as(), &a.migration, a.place.as_ref().map(Place::start), &a.rule).cmp(&(
                a.counts_as(),
                &b.migration,
                b.place.as_ref().map(Place::start),
                &b.rule,
            ))
        });
    }

    /// Its name, with the environment that it was looked at in. Untrusted, unescaped.
    pub fn title(&self) -> String {
        match &self.environment {
            Some(environment) => format!("{} in {environment}", self.name),
            None => self.name.clone(),
        }
    }

    /// What it comes to, in one line.
    pub fn in_short(&self) -> String {
        self.summary.clone().unwrap_or_else(|| Tally::of(self).to_string())
    }

    /// The verdict on this target alone.
    pub fn verdict(&self) -> Verdict {
        let failed = self.migrations.iter().any(|migration| matches!(migration.outcome, Outcome::Failed(_)));
        let closes = |finding: &Finding| finding.counts_as().is_some_and(|severity| self.fail_on.is_met_by(severity));
        if failed || self.findings.iter().any(closes) {
            Verdict::Blocked
        } else if self.incomplete.is_empty() {
            Verdict::Pass
        } else {
            Verdict::Incomplete
        }
    }
}

impl Report {
    /// The verdict on the run: blocked when a target is, else incomplete when a target is, else pass.
    pub fn verdict(&self) -> Verdict {
        self.targets.iter().map(Target::verdict).max().unwrap_or(Verdict::Pass)
    }
}
