use std::fmt;

/// The table-level lock modes, weakest first. Source: Postgres documentation, chapter 13.3.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LockMode {
    /// Plain reads.
    AccessShare,
    /// `SELECT ... FOR UPDATE` and its kin.
    RowShare,
    /// Writes.
    RowExclusive,
    /// `VACUUM`, `ANALYZE`, concurrent index builds, `VALIDATE CONSTRAINT`.
    ShareUpdateExclusive,
    /// `CREATE INDEX`: stops writes.
    Share,
    /// Foreign keys and triggers: stops writes and itself.
    ShareRowExclusive,
    /// `REFRESH MATERIALIZED VIEW CONCURRENTLY`: allows only plain reads.
    Exclusive,
    /// Stops everything, plain reads included.
    AccessExclusive,
}

impl fmt::Display for LockMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            LockMode::AccessShare => "ACCESS SHARE",
            LockMode::RowShare => "ROW SHARE",
            LockMode::RowExclusive => "ROW EXCLUSIVE",
            LockMode::ShareUpdateExclusive => "SHARE UPDATE EXCLUSIVE",
            LockMode::Share => "SHARE",
            LockMode::ShareRowExclusive => "SHARE ROW EXCLUSIVE",
            LockMode::Exclusive => "EXCLUSIVE",
            LockMode::AccessExclusive => "ACCESS EXCLUSIVE",
        })
    }
}
