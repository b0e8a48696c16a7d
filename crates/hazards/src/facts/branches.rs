//! What is new while a part of a block goes on that may be skipped?

use super::{Facts, TEMPORARY};
use crate::{Action, Name, ObjectKind};

impl Facts {
    /// A statement is over, and with it all its branches.
    pub(crate) fn end_statement(&mut self) {
        while !self.branches.is_empty() {
            self.end_branch();
        }
    }

    pub(super) fn end_branch(&mut self) {
        for key in self.branches.pop().into_iter().flatten() {
            self.born.remove(&key);
            self.presumed_new.remove(&key);
        }
    }

    /// What a branch makes is new until it ends.
    pub(super) fn bear_in_branch(&mut self, action: &Action) {
        let Some((kind, name)) = made(action) else { return };
        let key = self.key(kind, name);
        if self.scanning && !self.born.contains_key(&key) {
            self.has_temporaries |= key.1 == TEMPORARY;
            self.born.insert(key.clone(), kind);
            self.branches.last_mut().into_iter().for_each(|branch| branch.push(key.clone()));
        }
    }
}

/// What an action certainly makes anew, when it happens.
fn made(action: &Action) -> Option<(ObjectKind, &Name)> {
    match action {
        Action::Creates { kind, name, if_not_exists: false } => Some((*kind, name)),
        Action::CreatesTable(table) if !table.if_not_exists => Some((ObjectKind::Table, &table.name)),
        Action::CreatesEnum { name, .. } => Some((ObjectKind::Type, name)),
        Action::CreatesIndex(index) if !index.if_not_exists => Some((ObjectKind::Index, index.name.as_ref()?)),
        _ => None,
    }
}
