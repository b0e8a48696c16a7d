//! Indexes, triggers, names, owners, row security, maintenance: everything else that takes locks.

use postgres_terms::LockMode;

use super::{Impacts, Reach, Work};
use crate::{Action, Index, Maintenance, Name, ObjectKind, Publication, Security};

impl Impacts<'_> {
    pub(super) fn add(&mut self, action: &Action) {
        let exclusive = LockMode::AccessExclusive;
        match action {
            Action::CreatesIndex(index) => self.create_index(index),
            Action::CreatesTrigger { table, .. } => {
                self.touch_tree(table, LockMode::ShareRowExclusive, Work::NONE, Reach::Partitions);
            }
            Action::CreatesRule { table, .. } => self.touch(table, exclusive, Work::NONE),
            Action::CreatesView(view) => {
                if view.replaces && self.facts.view(&view.name).is_some() {
                    self.touch(&view.name, exclusive, Work::NONE);
                }
                let work = if view.materialized { Work::MAYBE_SCAN } else { Work::NONE };
                view.reads.iter().for_each(|read| self.touch(read, LockMode::AccessShare, work));
            }
            Action::AltersDomain { domain, change } => self.alter_domain(domain, change),
            Action::AltersViewOptions { view, .. } => self.touch(view, exclusive, Work::NONE),
            Action::Renames { kind, name, .. } if is_relation(*kind) => self.touch(name, exclusive, Work::NONE),
            Action::RenamesColumn { table, .. } => self.touch_tree(table, exclusive, Work::NONE, Reach::Heirs),
            Action::RenamesPart { kind: ObjectKind::Trigger, owner, .. } => {
                self.touch_tree(owner, exclusive, Work::NONE, Reach::Partitions);
            }
            Action::RenamesPart { kind: ObjectKind::Rule | ObjectKind::Other("table constraint"), owner, .. } => {
                self.touch(owner, exclusive, Work::NONE);
            }
            Action::Locks { table, mode, only } => {
                let reach = if *only { Reach::Own } else { Reach::Heirs };
                self.touch_tree(table, *mode, Work::NONE, reach);
            }
            Action::Maintains(maintenance) => self.maintain(maintenance),
            Action::ChangesPublication(publication) => self.publish(publication),
            Action::Security(security) => self.secure(security),
            action => {
                self.add_to_table(action);
                self.add_drop(action);
                self.add_data(action);
            }
        }
    }

    fn create_index(&mut self, index: &Index) {
        let is_there = index.if_not_exists && index.name.as_ref().is_some_and(|name| self.facts.index(name).is_some());
        let lock = if index.concurrently { LockMode::ShareUpdateExclusive } else { LockMode::Share };
        let is_partitioned = self.facts.table(&index.table).is_some_and(|table| table.is_partitioned);
        let work = if is_there || index.only && is_partitioned { Work::NONE } else { Work::SCAN };
        let reach = if is_there || index.only { Reach::Own } else { Reach::Partitions };
        self.touch_tree(&index.table, lock, work, reach);
    }

    fn maintain(&mut self, maintenance: &Maintenance) {
        let exclusive = LockMode::AccessExclusive;
        match maintenance {
            Maintenance::Reindex { kind, name, concurrently } => {
                let lock = if *concurrently { LockMode::ShareUpdateExclusive } else { LockMode::Share };
                match (*kind, name) {
                    ("INDEX", Some(name)) => {
                        if let Some(table) = self.facts.index(name).and_then(|index| self.facts.name_of(index.table)) {
                            self.touch_tree(&table, lock, Work::SCAN, Reach::Partitions);
                        }
                    }
                    ("TABLE", Some(name)) => {
                        // A table without indexes is not read.
                        let has_index = self.facts.table_id(name).is_some_and(|id| self.facts.indexes_of(id).next().is_some());
                        let work = if has_index { Work::SCAN } else { Work::MAYBE_SCAN };
                        self.touch_tree(name, lock, work, Reach::Partitions);
                    }
                    ("SCHEMA", Some(name)) => {
                        for id in self.facts.tables_in(name.last()).take(crate::facts::MANY).collect::<Vec<_>>() {
                            self.touch_id(id, lock, Work::MAYBE_SCAN);
                        }
                    }
                    _ => {}
                }
            }
            Maintenance::Refresh { view, concurrently: true } => self.touch(view, LockMode::Exclusive, Work::SCAN),
            Maintenance::Refresh { view, concurrently: false } => self.touch(view, exclusive, Work::REWRITE),
            Maintenance::Cluster { table: Some(table) } => self.touch_tree(table, exclusive, Work::REWRITE, Reach::Partitions),
            Maintenance::Cluster { table: None } => {}
            Maintenance::Vacuum { tables, full } => {
                let (lock, work) =
                    if *full { (exclusive, Work::REWRITE) } else { (LockMode::ShareUpdateExclusive, Work::MAYBE_SCAN) };
                tables.iter().for_each(|table| self.touch_tree(table, lock, work, Reach::Partitions));
            }
        }
    }

    fn publish(&mut self, publication: &Publication) {
        for table in &publication.adds {
            self.touch(table, LockMode::ShareUpdateExclusive, Work::NONE);
        }
    }

    fn secure(&mut self, security: &Security) {
        let table: &Name = match security {
            Security::RowSecurity { table, .. } | Security::RenamesPolicy { table, .. } => table,
            Security::CreatesPolicy(policy) => &policy.table,
            Security::AltersPolicy(change) => &change.table,
            Security::ChangesOwner { kind, name, .. } if is_relation(*kind) => name,
            _ => return,
        };
        self.touch(table, LockMode::AccessExclusive, Work::NONE);
    }
}

fn is_relation(kind: ObjectKind) -> bool {
    kind.name_space() == "relation" && kind != ObjectKind::Index
}
