//! One row of the history, and what it says.

/// A row as it is stored. Names, checksums and logs are whatever someone wrote there: untrusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// A UUID in text, where Prisma or we wrote it.
    pub id: String,
    /// As stored; 64 hexadecimal digits, or fewer by an early Prisma 2.
    pub checksum: String,
    /// The migration's name.
    pub name: String,
    /// When it began: UTC, ISO 8601 with microseconds, so that text order is time order.
    pub started_at: String,
    /// When it ended; `None` while it runs and for one that failed or was killed.
    pub finished_at: Option<String>,
    /// When a person marked it as rolled back.
    pub rolled_back_at: Option<String>,
    /// What went wrong, the first kilobytes; only read of rows that block.
    pub logs: Option<String>,
    /// 1 when it was applied, 0 when it was only marked so; of one that stopped outside of a transaction how many of its
    /// statements are done, when we ran it.
    pub applied_steps: i32,
}

/// What a row says of its migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It ran to its end.
    Applied,
    /// A person said that it is applied (`resolve --applied`, a baseline).
    MarkedApplied,
    /// It failed, and stands in the way of everything after it.
    Failed,
    /// It began, and nobody wrote how it ended: it runs now, or its runner was killed.
    Unfinished,
    /// A person settled that it is not applied. Counts for nothing from there on.
    RolledBack,
}

impl Record {
    /// What it says.
    pub fn state(&self) -> State {
        match (&self.rolled_back_at, &self.finished_at, &self.logs) {
            (Some(_), ..) => State::RolledBack,
            (None, Some(_), _) if self.applied_steps == 0 => State::MarkedApplied,
            (None, Some(_), _) => State::Applied,
            (None, None, Some(_)) => State::Failed,
            (None, None, None) => State::Unfinished,
        }
    }
}

impl State {
    /// Whether the migration counts as done.
    pub fn is_applied(self) -> bool {
        matches!(self, State::Applied | State::MarkedApplied)
    }

    /// Whether it stops every deploy until a person has settled it (Prisma's P3009).
    pub fn is_blocking(self) -> bool {
        matches!(self, State::Failed | State::Unfinished)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_that_prisma_writes_has_a_state() {
        let check = |finished: bool, rolled_back: bool, logs: Option<&str>, applied_steps: i32, state: State| {
            let at = || "2026-11-21T09:04:07.541000Z".to_owned();
            let record = Record {
                id: "5a4d4f6e-0000-4000-8000-000000000000".into(),
                checksum: String::new(),
                name: "1_init".into(),
                started_at: at(),
                finished_at: finished.then(at),
                rolled_back_at: rolled_back.then(at),
                logs: logs.map(str::to_owned),
                applied_steps,
            };
            assert_eq!(record.state(), state);
        };
        check(true, false, None, 1, State::Applied);
        check(true, false, None, 0, State::MarkedApplied);
        check(false, false, Some("no such table"), 0, State::Failed);
        check(false, false, None, 0, State::Unfinished);
        check(false, false, None, 3, State::Unfinished);
        check(false, true, Some("no such table"), 0, State::RolledBack);
        check(true, true, None, 1, State::RolledBack);
    }
}
