//! `CREATE TABLE` and `ALTER TABLE`.

use postgres_terms::LockMode;

use super::{Impacts, Reach, Work};
use crate::{
    Action, Column, ColumnChange, Constraint, ConstraintKind, DataType, Fact, Name, ObjectKind, Origin, TableChange,
    TableDefinition,
    facts::{Held, MANY, TableId},
    type_change::{Rewrite, rewrite},
};

impl Impacts<'_> {
    /// What the effects of `CREATE TABLE` and `ALTER TABLE` do; nothing for others.
    pub(super) fn add_to_table(&mut self, action: &Action) {
        match action {
            Action::CreatesTable(table) => self.create(table),
            Action::AddsColumn { table, column, constraints, if_not_exists } => {
                let is_there = *if_not_exists && self.facts.column(table, &column.name).is_some();
                let work = if is_there { Work::NONE } else { self.add_column(table, column, constraints) };
                self.touch_tree(table, LockMode::AccessExclusive, work, Reach::Heirs);
            }
            Action::AddsConstraint { table, constraint } => self.add_constraint(table, constraint),
            Action::ValidatesConstraint { table, constraint } => self.validate(table, constraint),
            Action::AltersConstraint { table, .. } => {
                self.touch_tree(table, LockMode::AccessExclusive, Work::NONE, Reach::Partitions);
            }
            Action::AltersColumn { table, column, change } => self.alter_column(table, column, change),
            Action::AltersTable { table, change } => self.alter_table(table, change),
            Action::ChangesType { table, column, to, using } => self.change_type(table, column, to, using.as_deref()),
            Action::Adopts { parent, child, is_partition, .. } => self.adopt(parent, child, *is_partition),
            Action::Releases { parent, child, is_partition, concurrently } => {
                self.release(parent, child, *is_partition, *concurrently);
            }
            _ => {}
        }
    }

    fn create(&mut self, table: &TableDefinition) {
        for constraint in &table.constraints {
            if let ConstraintKind::ForeignKey(key) = &constraint.kind
                && !self.facts.are_same(ObjectKind::Table, &key.references, &table.name)
            {
                self.touch_tree(&key.references, LockMode::ShareRowExclusive, Work::NONE, Reach::Partitions);
            }
        }
        for parent in &table.parents {
            let lock = if table.is_partition { LockMode::AccessExclusive } else { LockMode::ShareUpdateExclusive };
            self.touch(parent, lock, Work::NONE);
            if table.is_partition {
                self.join(parent, Work::NONE);
            }
        }
    }

    /// A table becomes a partition: rows of the default partition may belong into it, and the parent\'s foreign keys are its own.
    fn join(&mut self, parent: &Name, work: Work) {
        let Some(parent) = self.facts.table(parent) else { return };
        if let Some(default) = parent.default_partition {
            self.touch_id(default, LockMode::AccessExclusive, Work::MAYBE_SCAN);
        }
        for other in other_sides(parent) {
            self.touch_id(other, LockMode::ShareRowExclusive, work);
        }
    }

    fn adopt(&mut self, parent: &Name, child: &Name, is_partition: bool) {
        self.touch(parent, LockMode::ShareUpdateExclusive, Work::NONE);
        let work = if is_partition { Work::MAYBE_SCAN } else { Work::NONE };
        self.touch_tree(child, LockMode::AccessExclusive, work, Reach::Heirs);
        if is_partition {
            self.join(parent, Work::MAYBE_SCAN);
        }
    }

    fn release(&mut self, parent: &Name, child: &Name, is_partition: bool, concurrently: bool) {
        let (of_parent, of_child) = match (is_partition, concurrently) {
            (true, true) => (LockMode::ShareUpdateExclusive, LockMode::AccessExclusive),
            (true, false) => (LockMode::AccessExclusive, LockMode::AccessExclusive),
            (false, _) => (LockMode::AccessShare, LockMode::AccessExclusive),
        };
        self.touch(parent, of_parent, Work::NONE);
        self.touch(child, of_child, Work::NONE);
        if !is_partition {
            return;
        }
        let Some(parent) = self.facts.table(parent) else { return };
        if let Some(default) = parent.default_partition.filter(|_| !concurrently) {
            self.touch_id(default, LockMode::AccessExclusive, Work::NONE);
        }
        for other in other_sides(parent) {
            self.touch_id(other, LockMode::ShareRowExclusive, Work::NONE);
        }
    }

    /// The work of a new column; locks the tables that it references.
    fn add_column(&mut self, table: &Name, column: &Column, constraints: &[Constraint]) -> Work {
        let default = self.facts.default_of(column);
        let filled = match column.origin {
            Origin::Serial | Origin::Identity | Origin::GeneratedStored => Work::REWRITE,
            Origin::GeneratedVirtual => Work::NONE,
            Origin::Written => match default.map_or(Fact::Known(false), |default| self.facts.is_volatile(default)) {
                Fact::Known(true) => Work::REWRITE,
                Fact::Known(false) => Work::NONE,
                Fact::Unknown => Work::MAYBE_REWRITE,
            },
        };
        let checked = match self.facts.is_constrained(&column.data_type) {
            Fact::Known(true) => Work::REWRITE,
            Fact::Known(false) => Work::NONE,
            Fact::Unknown => Work::MAYBE_REWRITE,
        };
        let is_empty = default.is_none() && matches!(column.origin, Origin::Written | Origin::GeneratedVirtual);
        let mut work = filled.and(checked).and(if column.not_null && is_empty { Work::SCAN } else { Work::NONE });
        for constraint in constraints.iter().filter(|constraint| !constraint.not_valid) {
            match &constraint.kind {
                ConstraintKind::ForeignKey(key) => {
                    let (scan, of_other) = if is_empty { (Work::NONE, Work::NONE) } else { (Work::SCAN, Work::MAYBE_SCAN) };
                    self.reference(table, &key.references, of_other);
                    work = work.and(scan);
                }
                _ => work = work.and(Work::SCAN),
            }
        }
        work
    }

    /// The other side of a foreign key.
    fn reference(&mut self, table: &Name, references: &Name, work: Work) {
        if !self.facts.are_same(ObjectKind::Table, table, references) {
            self.touch_tree(references, LockMode::ShareRowExclusive, work, Reach::Partitions);
        }
    }

    fn add_constraint(&mut self, table: &Name, constraint: &Constraint) {
        let exclusive = LockMode::AccessExclusive;
        let scan = if constraint.not_valid { Work::NONE } else { Work::SCAN };
        match &constraint.kind {
            ConstraintKind::ForeignKey(key) => {
                let other = if constraint.not_valid { Work::NONE } else { Work::MAYBE_SCAN };
                self.reference(table, &key.references, other);
                self.touch_tree(table, LockMode::ShareRowExclusive, scan, Reach::Partitions);
            }
            ConstraintKind::Check(_) => self.touch_tree(table, exclusive, scan, Reach::Heirs),
            ConstraintKind::NotNull { column } => {
                let work = if constraint.not_valid { Work::NONE } else { self.not_null(table, column) };
                self.touch_tree(table, exclusive, work, Reach::Heirs);
            }
            ConstraintKind::Unique { index: Some(_), .. } => self.touch(table, exclusive, Work::NONE),
            ConstraintKind::PrimaryKey { index: Some(index), .. } => {
                let index = self.facts.index(&table.sibling(index));
                let mut columns = index.into_iter().flat_map(|index| index.columns.iter().flatten());
                let are_there = index.is_some() && columns.all(|column| self.is_not_null(table, column));
                self.touch(table, exclusive, if are_there { Work::NONE } else { Work::MAYBE_SCAN });
            }
            ConstraintKind::Unique { .. } | ConstraintKind::PrimaryKey { .. } | ConstraintKind::Exclusion => {
                self.touch_tree(table, exclusive, Work::SCAN, Reach::Partitions);
            }
        }
    }

    fn is_not_null(&self, table: &Name, column: &str) -> bool {
        self.facts.column(table, column).is_some_and(|column| column.not_null)
    }

    /// That a column holds no nulls needs no reading where it cannot, or where a valid constraint says so.
    fn not_null(&self, table: &Name, column: &str) -> Work {
        let is_proven = self.facts.is_proven_not_null(table, column);
        if self.is_not_null(table, column) || is_proven { Work::NONE } else { Work::SCAN }
    }

    fn validate(&mut self, table: &Name, name: &str) {
        let held = self.facts.table(table).and_then(|table| table.constraints.get(name));
        let work = match held {
            Some(held) if held.is_valid => Work::NONE,
            Some(_) => Work::SCAN,
            None => Work::MAYBE_SCAN,
        };
        let (mode, reach) = (LockMode::ShareUpdateExclusive, Reach::Heirs);
        if let Some(other) = held.filter(|held| !held.is_valid).and_then(|held| held.references) {
            self.touch_id(other, LockMode::RowShare, Work::MAYBE_SCAN);
        }
        self.touch_tree(table, mode, work, reach);
    }

    fn alter_column(&mut self, table: &Name, column: &str, change: &ColumnChange) {
        let exclusive = LockMode::AccessExclusive;
        let (lock, work) = match change {
            ColumnChange::SetNotNull => (exclusive, self.not_null(table, column)),
            ColumnChange::SetExpression(_) => {
                let is_virtual = self.facts.column(table, column).map(|column| column.origin == Origin::GeneratedVirtual);
                let work = match is_virtual {
                    Some(true) => Work::MAYBE_SCAN,
                    Some(false) => Work::REWRITE,
                    None => Work::MAYBE_REWRITE,
                };
                (exclusive, work)
            }
            ColumnChange::Statistics => (LockMode::ShareUpdateExclusive, Work::NONE),
            _ => (exclusive, Work::NONE),
        };
        self.touch_tree(table, lock, work, Reach::Heirs);
    }

    fn alter_table(&mut self, table: &Name, change: &TableChange) {
        let exclusive = LockMode::AccessExclusive;
        let unlogged = || self.facts.table(table).and_then(|table| table.unlogged);
        let turned = |to: bool| match unlogged() {
            Some(is) if is == to => Work::NONE,
            Some(_) => Work::REWRITE,
            None => Work::MAYBE_REWRITE,
        };
        let (lock, work, reach) = match change {
            TableChange::SetLogged => (exclusive, turned(false), Reach::Own),
            TableChange::SetUnlogged => (exclusive, turned(true), Reach::Own),
            TableChange::SetTablespace(_) | TableChange::SetAccessMethod(_) => (exclusive, Work::MAYBE_REWRITE, Reach::Own),
            TableChange::ClusterOn(_) | TableChange::WithoutCluster => (LockMode::ShareUpdateExclusive, Work::NONE, Reach::Own),
            TableChange::Firing { rule: false, .. } => (LockMode::ShareRowExclusive, Work::NONE, Reach::Partitions),
            TableChange::Options(options) => {
                let stops = options.iter().any(|(name, _)| matches!(name.as_str(), "user_catalog_table" | "security_barrier"));
                let lock = if stops { exclusive } else { LockMode::ShareUpdateExclusive };
                (lock, Work::NONE, Reach::Own)
            }
            _ => (exclusive, Work::NONE, Reach::Own),
        };
        self.touch_tree(table, lock, work, reach);
    }

    fn change_type(&mut self, table: &Name, column: &str, to: &DataType, using: Option<&str>) {
        let from = self.facts.column(table, column).map(|column| &column.data_type);
        let work = match rewrite(self.facts, from, column, to, using) {
            Rewrite::Yes => Work::REWRITE,
            Rewrite::No => Work { scans: self.rechecks(table, column, from == Some(to)), ..Work::NONE },
            Rewrite::UnlessUtc | Rewrite::Unknown => Work::MAYBE_REWRITE,
        };
        let (lock, id) = (LockMode::AccessExclusive, self.facts.table_id(table));
        for other in id.into_iter().flat_map(|id| self.keys_of(id, column)).collect::<Vec<_>>() {
            let work = if work == Work::NONE { Work::NONE } else { Work::MAYBE_SCAN };
            self.touch_id(other, lock, work);
        }
        self.touch_tree(table, lock, work, Reach::Heirs);
    }

    /// Whether rows are read although the table stays as it is: constraints are checked again, and indexes that are not plain are built again.
    fn rechecks(&self, table: &Name, column: &str, same: bool) -> Fact<bool> {
        let Some(id) = self.facts.table_id(table) else { return Fact::Unknown };
        let held = self.facts.table_of(id).into_iter().flat_map(|table| table.constraints.values()).take(MANY);
        let is_checked = |held: &Held| {
            let is_check = matches!(held.constraint.kind, ConstraintKind::Check(_));
            is_check && held.is_valid && held.constraint.columns().any(|named| named == column)
        };
        let has_check = held.map(Box::as_ref).any(is_checked);
        if has_check {
            return Fact::Known(true);
        }
        let is_built_again = self.facts.indexes_of(id).take(MANY).map(|(_, index)| {
            let names = index.columns.iter().flatten().any(|named| named == column);
            let is_plain = !index.partial && index.columns.iter().all(Option::is_some);
            match (names, is_plain) {
                // A condition or an expression is not compared: it may be about the column.
                (true, false) => Fact::Known(true),
                (false, false) => Fact::Unknown,
                // Whether the index orders the new type as the old one depends on the operator class.
                (true, true) if !same => Fact::Unknown,
                _ => Fact::Known(false),
            }
        });
        is_built_again.fold(Fact::Known(false), Fact::or)
    }

    /// The tables on the other sides of the foreign keys that this column is part of: they are taken down and put up again.
    pub(super) fn keys_of(&self, id: TableId, column: &str) -> Vec<TableId> {
        let own = self.facts.table_of(id).into_iter().flat_map(|table| table.constraints.values()).take(MANY);
        let own = own.filter(|held| held.constraint.columns().any(|named| named == column)).filter_map(|held| held.references);
        let references = |held: &Held| match &held.constraint.kind {
            ConstraintKind::ForeignKey(key) if key.referenced_columns.is_empty() => self.is_in_primary_key(id, column),
            ConstraintKind::ForeignKey(key) => key.referenced_columns.iter().any(|named| named == column),
            _ => false,
        };
        let others = self.facts.references_to(id).take(MANY).filter(|(_, held)| references(held)).map(|(from, _)| from);
        own.chain(others).filter(|other| *other != id).collect()
    }

    fn is_in_primary_key(&self, id: TableId, column: &str) -> bool {
        let held = self.facts.table_of(id).into_iter().flat_map(|table| table.constraints.values()).take(MANY);
        held.map(|held| &held.constraint.kind)
            .any(|kind| matches!(kind, ConstraintKind::PrimaryKey { columns, .. } if columns.iter().any(|named| named == column)))
    }
}

/// The tables that a table references by its foreign keys.
pub(super) fn other_sides(table: &crate::facts::Table) -> Vec<TableId> {
    table.constraints.values().take(MANY).filter_map(|held| held.references).collect()
}
