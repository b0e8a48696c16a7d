//! What has the transaction that a script runs in done so far, and what does it keep from others?
//!
//! A script is one transaction unless it commits itself: Postgres releases no lock before the end.

use std::collections::{BTreeMap, BTreeSet};

use postgres_syntax::TransactionEffect;
use postgres_terms::LockMode;

use crate::{Action, Name, RelationImpact, Statement};

/// How many tables make a wide lock.
pub(crate) const WIDE: usize = 3;

/// The transaction at one statement, before it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Transaction {
    /// Relations of others that it keeps from being written, or read.
    locks: BTreeMap<Name, LockMode>,
    /// The first of those with the strongest lock.
    strongest: Option<(Name, LockMode)>,
    exclusive: usize,
    /// Constraints that were added without looking at the rows.
    unchecked: BTreeSet<(Name, String)>,
    /// Whether waiting for a lock ends some time.
    pub(crate) has_lock_timeout: bool,
    /// Whether it blocked somebody already, in this transaction or in one before it.
    pub(crate) has_blocked: bool,
    /// Whether it has already held the lock that stops everybody on so many tables.
    pub(crate) was_wide: bool,
}

impl Transaction {
    /// The strongest lock that is held, of those that stop others from writing.
    pub(crate) fn held(&self) -> Option<(&Name, LockMode)> {
        self.strongest.as_ref().map(|(name, lock)| (name, *lock))
    }

    /// The tables that nobody else can use from now on, when they are the first so many.
    pub(crate) fn widens_to(&self, impacts: &[RelationImpact]) -> Option<Vec<Name>> {
        if self.was_wide {
            return None;
        }
        let is_exclusive = |impact: &&RelationImpact| impact.blocks() && impact.lock == LockMode::AccessExclusive;
        let new = impacts.iter().filter(is_exclusive).map(|impact| &impact.name);
        let new: BTreeSet<&Name> = new.filter(|name| self.locks.get(name) != Some(&LockMode::AccessExclusive)).collect();
        if self.exclusive + new.len() < WIDE {
            return None;
        }
        let held = self.locks.iter().filter(|(_, lock)| **lock == LockMode::AccessExclusive).map(|(name, _)| name);
        Some(held.chain(new).cloned().collect())
    }

    /// Whether a constraint was added in this transaction without looking at the rows.
    pub(crate) fn left_unchecked(&self, table: &Name, constraint: &str) -> bool {
        self.unchecked.contains(&(table.clone(), constraint.to_owned()))
    }

    /// Takes note of a statement.
    pub(crate) fn learn(&mut self, statement: &Statement, impacts: &[RelationImpact]) {
        self.was_wide |= self.widens_to(impacts).is_some();
        for impact in impacts.iter().filter(|impact| impact.blocks()) {
            self.has_blocked = true;
            let held = self.locks.entry(impact.name.clone()).or_insert(LockMode::AccessShare);
            let before = std::mem::replace(held, impact.lock.max(*held));
            self.exclusive += usize::from(before < LockMode::AccessExclusive && impact.lock == LockMode::AccessExclusive);
            if self.strongest.as_ref().is_none_or(|(_, lock)| *lock < impact.lock) {
                self.strongest = Some((impact.name.clone(), impact.lock));
            }
        }
        statement.effects.iter().for_each(|effect| self.learn_action(&effect.action));
    }

    fn learn_action(&mut self, action: &Action) {
        match action {
            Action::AddsConstraint { table, constraint } if constraint.not_valid => {
                self.unchecked.insert((table.clone(), constraint.name_on(table.last())));
            }
            Action::SetsParameter { name, value, .. } if name == "lock_timeout" => {
                self.has_lock_timeout = value.as_deref().is_some_and(|value| value != "0");
            }
            Action::Transaction(TransactionEffect::Commits | TransactionEffect::RollsBack) => {
                self.locks.clear();
                self.unchecked.clear();
                self.strongest = None;
                self.exclusive = 0;
            }
            _ => {}
        }
    }
}
