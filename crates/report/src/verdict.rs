use std::fmt;

use serde::Serialize;

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

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Verdict::Pass => "pass",
            Verdict::Incomplete => "incomplete",
            Verdict::Blocked => "blocked",
        })
    }
}
