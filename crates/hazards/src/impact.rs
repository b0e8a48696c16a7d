//! Which relations does a statement lock, read through, or write anew?
//!
//! What is said here was measured on servers of all supported versions: the strongest lock that the statement takes on each relation
//! that was there before it, whether it reads all of its rows, and whether it writes all of them to a new file. Relations that the
//! statement does not name are among them, as far as the scripts tell of them: the other side of a foreign key, parents and partitions,
//! the table of an index. Locks of `SHARE UPDATE EXCLUSIVE` and above are told for every statement; weaker ones only where rows are changed.

mod data;
mod domain;
mod drops;
mod objects;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use postgres_syntax::Span;
use postgres_terms::LockMode;

use crate::{
    Effect, Fact, Facts, Name, ObjectKind,
    facts::{Key, MANY, TableId},
};

/// What a statement does to the relations that were there before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementImpact {
    /// Where the statement is in the script.
    pub statement: Span,
    /// Each relation once, in the order of their names.
    pub relations: Vec<RelationImpact>,
}

/// What a statement does to a relation that was there before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationImpact {
    /// Its name, without a schema when it is in the one where names are looked up.
    pub name: Name,
    /// The strongest lock that is taken on it, and kept until the transaction ends.
    pub lock: LockMode,
    /// Whether all its rows are read.
    pub scans: Fact<bool>,
    /// Whether its rows are written to a new file, or its file is emptied.
    pub rewrites: Fact<bool>,
    /// Whether an earlier statement of the scanned scripts made it: nobody else uses it yet.
    pub is_new: bool,
}

impl RelationImpact {
    /// Whether it keeps others from writing, or even from reading, while somebody may be using it.
    pub fn blocks(&self) -> bool {
        self.lock >= LockMode::Share && !self.is_new
    }
}

/// What is done to the rows of a relation while it is locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Work {
    pub(crate) scans: Fact<bool>,
    pub(crate) rewrites: Fact<bool>,
}

impl Work {
    pub(crate) const NONE: Work = Work { scans: Fact::Known(false), rewrites: Fact::Known(false) };
    pub(crate) const SCAN: Work = Work { scans: Fact::Known(true), rewrites: Fact::Known(false) };
    pub(crate) const REWRITE: Work = Work { scans: Fact::Known(true), rewrites: Fact::Known(true) };
    /// The rows go without being read.
    const EMPTY: Work = Work { scans: Fact::Unknown, rewrites: Fact::Known(true) };
    pub(crate) const MAYBE_SCAN: Work = Work { scans: Fact::Unknown, rewrites: Fact::Known(false) };
    pub(crate) const MAYBE_REWRITE: Work = Work { scans: Fact::Unknown, rewrites: Fact::Unknown };

    /// All of both.
    pub(crate) fn and(self, other: Work) -> Work {
        Work { scans: self.scans.or(other.scans), rewrites: self.rewrites.or(other.rewrites) }
    }
}

/// Each relation once, by what several statements do to it.
pub(crate) fn together(relations: Vec<RelationImpact>) -> Vec<RelationImpact> {
    let mut found: BTreeMap<Name, RelationImpact> = BTreeMap::new();
    for relation in relations {
        let known = found.entry(relation.name.clone()).or_insert_with(|| relation.clone());
        known.lock = known.lock.max(relation.lock);
        known.scans = known.scans.or(relation.scans);
        known.rewrites = known.rewrites.or(relation.rewrites);
    }
    found.into_values().collect()
}

/// Which relations share a table's fate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// None.
    Own,
    /// Its partitions, when it has some.
    Partitions,
    /// All that inherit from it.
    Heirs,
}

/// The impact of one statement, as it is gathered from its effects.
#[derive(Debug)]
pub(crate) struct Impacts<'a> {
    facts: &'a Facts,
    found: BTreeMap<Key, RelationImpact>,
}

impl<'a> Impacts<'a> {
    /// What these effects do, by what is known of the schema before them.
    pub(crate) fn of(effects: &[Effect], facts: &'a Facts) -> Vec<RelationImpact> {
        let mut impacts = Impacts { facts, found: BTreeMap::new() };
        for effect in effects {
            impacts.add(&effect.action);
        }
        impacts.found.into_values().collect()
    }

    /// A relation is touched.
    fn touch(&mut self, name: &Name, lock: LockMode, work: Work) {
        let (facts, key) = (self.facts, self.facts.key(ObjectKind::Table, name));
        let found = self.found.entry(key).or_insert_with(|| RelationImpact {
            name: facts.table_id(name).and_then(|id| facts.name_of(id)).unwrap_or_else(|| name.clone()),
            lock,
            scans: Fact::Known(false),
            rewrites: Fact::Known(false),
            is_new: facts.is_table_presumably_born_here(name),
        });
        found.lock = found.lock.max(lock);
        found.scans = found.scans.or(work.scans);
        found.rewrites = found.rewrites.or(work.rewrites);
    }

    fn touch_id(&mut self, id: TableId, lock: LockMode, work: Work) {
        if let Some(name) = self.facts.name_of(id) {
            self.touch(&name, lock, work);
        }
    }

    /// A table is touched, and others with it. A table that is cut into partitions has no rows of its own.
    fn touch_tree(&mut self, name: &Name, lock: LockMode, work: Work, reach: Reach) {
        let Some(id) = self.facts.table_id(name) else { return self.touch(name, lock, work) };
        for member in self.family(id, reach) {
            let has_rows = self.facts.table_of(member).is_none_or(|table| !table.is_partitioned);
            self.touch_id(member, lock, if has_rows { work } else { Work::NONE });
        }
    }

    /// A table and those that share its fate; not more than a hostile script may ask for.
    fn family(&self, id: TableId, reach: Reach) -> Vec<TableId> {
        let mut family = vec![id];
        let mut seen = BTreeSet::from([id]);
        let mut at = 0;
        while let Some(table) = family.get(at).and_then(|id| self.facts.table_of(*id)).filter(|_| family.len() < MANY) {
            if reach == Reach::Heirs || reach == Reach::Partitions && table.is_partitioned {
                family.extend(table.children.iter().copied().filter(|child| seen.insert(*child)).take(MANY));
            }
            at += 1;
        }
        family
    }
}
