//! The exit codes, the same for every binary.

use std::process::ExitCode;

use report::Verdict;

/// How a run ends, for whoever waits for its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: every check ran and passed.
    Pass,
    /// 1: the gate is closed, nothing was changed.
    Blocked,
    /// 2: wrong usage, configuration or input.
    Usage,
    /// 3: no conclusion, nothing was changed.
    Inconclusive,
    /// 4: another holds the deploy lock, nothing was changed.
    LockHeld,
    /// 5: a migration failed and was rolled back; those before it stand.
    RolledBack,
    /// 6: a person must look: effects remain, or what happened could not be learned.
    PersonNeeded,
    /// The code of a command that was run on somebody's behalf.
    OfCommand(u8),
}

impl Exit {
    /// The number that the process ends with.
    pub fn code(self) -> u8 {
        match self {
            Exit::Pass => 0,
            Exit::Blocked => 1,
            Exit::Usage => 2,
            Exit::Inconclusive => 3,
            Exit::LockHeld => 4,
            Exit::RolledBack => 5,
            Exit::PersonNeeded => 6,
            Exit::OfCommand(code) => code,
        }
    }
}

impl From<Verdict> for Exit {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Pass => Exit::Pass,
            Verdict::Blocked => Exit::Blocked,
            Verdict::Incomplete => Exit::Inconclusive,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}
