use std::fmt;

use serde::Serialize;

use crate::Severity;

/// What a run concludes. Ordered: the worst of several targets is the verdict of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Every check ran, and nothing reached the failing severity.
    Pass,
    /// A check could not run, so nothing was concluded. It has not passed.
    Incomplete,
    /// The gate is closed: a finding reached the failing severity, or a migration failed.
    Blocked,
}

/// Which findings close the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailOn {
    /// Those of this severity and graver ones.
    Severity(Severity),
    /// None: what is found is told, as of a history that nobody can change any more.
    Nothing,
}

impl Default for FailOn {
    fn default() -> Self {
        FailOn::Severity(Severity::default())
    }
}

impl FailOn {
    /// Whether a finding of this severity closes the gate.
    pub fn is_met_by(self, severity: Severity) -> bool {
        self.severity().is_some_and(|lowest| severity >= lowest)
    }

    /// The lowest severity that does; `None` when none does.
    pub fn severity(self) -> Option<Severity> {
        match self {
            FailOn::Severity(severity) => Some(severity),
            FailOn::Nothing => None,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Verdict::Pass => "pass",
            Verdict::Incomplete => "incomplete",
            Verdict::Blocked => "blocked",
        })
    }
}
