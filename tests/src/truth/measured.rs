//! What was seen.

use std::collections::BTreeMap;

use postgres_terms::LockMode;

/// What a script was seen to do.
#[derive(Debug, Clone, Default)]
pub struct Measured {
    /// After each statement that succeeded, what the script has done so far to relations that were there before it, by name.
    pub statements: Vec<Seen>,
    /// Whether each statement ran on its own, so that no more is known of its locks than what it waited for, and nothing of what it read.
    pub alone: bool,
    /// The first statement that failed, counted from zero, and the server's code.
    pub failure: Option<(usize, String)>,
    /// What changed in the catalog and in sequences.
    pub changes: Vec<String>,
}

/// What was done to each relation.
pub type Seen = BTreeMap<String, Touched>;

/// What was done to a relation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    /// One letter, as `pg_class.relkind` has it.
    pub kind: String,
    /// What it is called now, when that is something else.
    pub name_now: Option<String>,
    /// The strongest lock held on it.
    pub lock: Option<LockMode>,
    /// Whether its rows are in another file now.
    pub rewritten: bool,
    /// Whether it had rows and has none now, in another file.
    pub emptied: bool,
    /// How often it was read as a whole.
    pub scans: u64,
    /// Rows inserted.
    pub inserted: u64,
    /// Rows updated.
    pub updated: u64,
    /// Rows deleted.
    pub deleted: u64,
}

impl Measured {
    /// All of it in the words of the probes' `truth:` lines, sorted.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = self.changes.clone();
        for (name, touched) in self.statements.last().into_iter().flatten() {
            lines.extend(touched.lines(name));
        }
        lines.extend(self.failure.iter().map(|(_, code)| format!("fails {code}")));
        lines.sort();
        lines
    }
}

impl Touched {
    /// Locks that plain reads and writes take, and those of indexes, would only fill the page.
    fn lines(&self, name: &str) -> Vec<String> {
        let lock = self.lock.filter(|mode| *mode >= LockMode::ShareUpdateExclusive && !["i", "I"].contains(&self.kind.as_str()));
        let lock = lock.map(|mode| format!("locks {name} {mode}"));
        let file = self.rewritten.then(|| format!("{} {name}", if self.emptied { "empties" } else { "rewrites" }));
        let scan = (self.scans > 0).then(|| format!("scans {name}"));
        let rows = |count: u64, done: &str| (count > 0).then(|| format!("{done} {count} rows of {name}"));
        let counts = [rows(self.inserted, "inserts"), rows(self.updated, "updates"), rows(self.deleted, "deletes")];
        [lock, file, scan].into_iter().chain(counts).flatten().collect()
    }
}
