use std::{error::Error, fmt, str::FromStr};

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

impl LockMode {
    /// All of them, weakest first.
    pub const ALL: [LockMode; 8] = [
        LockMode::AccessShare,
        LockMode::RowShare,
        LockMode::RowExclusive,
        LockMode::ShareUpdateExclusive,
        LockMode::Share,
        LockMode::ShareRowExclusive,
        LockMode::Exclusive,
        LockMode::AccessExclusive,
    ];

    /// Whether whoever wants this lock has to wait for who holds the other. Source: the same chapter's table.
    pub fn conflicts_with(self, held: LockMode) -> bool {
        match self {
            LockMode::AccessShare => held == LockMode::AccessExclusive,
            LockMode::RowShare => held >= LockMode::Exclusive,
            LockMode::RowExclusive => held >= LockMode::Share,
            LockMode::ShareUpdateExclusive => held >= LockMode::ShareUpdateExclusive,
            LockMode::Share => held >= LockMode::RowExclusive && held != LockMode::Share,
            LockMode::ShareRowExclusive => held >= LockMode::RowExclusive,
            LockMode::Exclusive => held >= LockMode::RowShare,
            LockMode::AccessExclusive => true,
        }
    }

    /// As `pg_locks` writes it: `AccessShareLock`.
    fn in_pg_locks(self) -> &'static str {
        match self {
            LockMode::AccessShare => "AccessShareLock",
            LockMode::RowShare => "RowShareLock",
            LockMode::RowExclusive => "RowExclusiveLock",
            LockMode::ShareUpdateExclusive => "ShareUpdateExclusiveLock",
            LockMode::Share => "ShareLock",
            LockMode::ShareRowExclusive => "ShareRowExclusiveLock",
            LockMode::Exclusive => "ExclusiveLock",
            LockMode::AccessExclusive => "AccessExclusiveLock",
        }
    }
}

/// A word that `pg_locks` has for no lock on a table, such as `SIReadLock`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownLockMode(String);

impl fmt::Display for UnknownLockMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no mode of a table's lock", self.0)
    }
}

impl Error for UnknownLockMode {}

impl FromStr for LockMode {
    type Err = UnknownLockMode;

    /// Reads what `pg_locks` writes.
    fn from_str(word: &str) -> Result<LockMode, UnknownLockMode> {
        LockMode::ALL.into_iter().find(|mode| mode.in_pg_locks() == word).ok_or_else(|| UnknownLockMode(word.to_owned()))
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conflicts_are_mutual() {
        let mut count = 0;
        for one in LockMode::ALL {
            for other in LockMode::ALL {
                assert_eq!(one.conflicts_with(other), other.conflicts_with(one), "{one} {other}");
                count += usize::from(one.conflicts_with(other));
            }
        }
        // The crosses in the table of the documentation.
        assert_eq!(count, 38);
    }

    #[test]
    fn words_of_pg_locks_are_read() {
        assert_eq!("ShareUpdateExclusiveLock".parse(), Ok(LockMode::ShareUpdateExclusive));
        assert_eq!("SIReadLock".parse::<LockMode>().unwrap_err().to_string(), "`SIReadLock` is no mode of a table's lock");
        assert!(LockMode::ALL.is_sorted());
    }
}
