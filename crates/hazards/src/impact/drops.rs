//! `DROP` and its kin.

use postgres_terms::LockMode;

use super::{Impacts, Reach, Work, table::other_sides};
use crate::{
    Action, ConstraintKind, Fact, Name, ObjectKind,
    facts::{Held, MANY, TableId},
};

impl Impacts<'_> {
    /// What the effects of `DROP` do; nothing for others.
    pub(super) fn add_drop(&mut self, action: &Action) {
        let exclusive = LockMode::AccessExclusive;
        match action {
            Action::Drops { kind, name, cascade, concurrently } => self.drop_object(*kind, name, *cascade, *concurrently),
            Action::DropsColumn { table, column, cascade } => {
                let id = self.facts.table_id(table);
                let others = id.into_iter().flat_map(|id| self.keys_of(id, column)).collect::<Vec<_>>();
                for other in others {
                    // Without `CASCADE` the statement fails where another table depends on the column.
                    let is_own = id.and_then(|id| self.facts.table_of(id)).is_some_and(|own| other_sides(own).contains(&other));
                    if is_own || *cascade {
                        self.touch_id(other, exclusive, Work::NONE);
                    }
                }
                self.touch_tree(table, exclusive, Work::NONE, Reach::Heirs);
            }
            Action::DropsConstraint { table, constraint, cascade } => {
                self.touch_tree(table, exclusive, Work::NONE, Reach::Heirs);
                self.drop_constraint(table, constraint, *cascade);
            }
            Action::DropsOnTable { table, .. } => self.touch_tree(table, exclusive, Work::NONE, Reach::Partitions),
            _ => {}
        }
    }

    fn drop_object(&mut self, kind: ObjectKind, name: &Name, cascade: bool, concurrently: bool) {
        let exclusive = LockMode::AccessExclusive;
        match kind {
            ObjectKind::Table | ObjectKind::ForeignTable => self.drop_table(name, cascade),
            ObjectKind::View | ObjectKind::MaterializedView | ObjectKind::Sequence => self.touch(name, exclusive, Work::NONE),
            ObjectKind::Index => {
                let lock = if concurrently { LockMode::ShareUpdateExclusive } else { exclusive };
                let table = self.facts.index(name).and_then(|index| self.facts.name_of(index.table));
                match table {
                    Some(table) => self.touch_tree(&table, lock, Work::NONE, Reach::Partitions),
                    // Its table is locked as it is, and is not known.
                    None => self.touch(name, lock, Work::NONE),
                }
            }
            ObjectKind::Domain | ObjectKind::Type if cascade => {
                let users = self.facts.users_of_domain(name);
                if let Fact::Known(users) = users {
                    users.into_iter().for_each(|id| self.touch_id(id, exclusive, Work::NONE));
                }
            }
            ObjectKind::Schema if cascade => {
                for id in self.facts.tables_in(name.last()).take(MANY).collect::<Vec<_>>() {
                    self.drop_tree(id, true);
                }
            }
            _ => {}
        }
    }

    fn drop_table(&mut self, name: &Name, cascade: bool) {
        match self.facts.table_id(name) {
            Some(id) => self.drop_tree(id, cascade),
            None => self.touch(name, LockMode::AccessExclusive, Work::NONE),
        }
    }

    /// A table goes, and with it what cannot be without it. The triggers of its foreign keys are on the other tables.
    fn drop_tree(&mut self, id: TableId, cascade: bool) {
        let exclusive = LockMode::AccessExclusive;
        let reach = if cascade { Reach::Heirs } else { Reach::Partitions };
        for member in self.family(id, reach) {
            self.touch_id(member, exclusive, Work::NONE);
            let Some(table) = self.facts.table_of(member) else { continue };
            for other in other_sides(table) {
                self.touch_id(other, exclusive, Work::NONE);
            }
            if cascade {
                for (from, _) in self.facts.references_to(member).take(MANY).collect::<Vec<_>>() {
                    self.touch_id(from, exclusive, Work::NONE);
                }
            }
        }
        let Some(table) = self.facts.table_of(id).filter(|table| table.is_partition) else { return };
        for parent in table.parents.clone() {
            self.touch_id(parent, exclusive, Work::NONE);
            if let Some(default) = self.facts.table_of(parent).and_then(|parent| parent.default_partition) {
                self.touch_id(default, exclusive, Work::NONE);
            }
        }
    }

    fn drop_constraint(&mut self, table: &Name, name: &str, cascade: bool) {
        let exclusive = LockMode::AccessExclusive;
        let Some(id) = self.facts.table_id(table) else { return };
        let Some(held) = self.facts.table_of(id).and_then(|table| table.constraints.get(name)) else { return };
        if let Some(other) = held.references {
            self.touch_id(other, exclusive, Work::NONE);
        }
        let columns: &[String] = match &held.constraint.kind {
            ConstraintKind::Unique { columns, .. } | ConstraintKind::PrimaryKey { columns, .. } if cascade => columns,
            _ => return,
        };
        let is_key = matches!(held.constraint.kind, ConstraintKind::PrimaryKey { .. });
        let relies = |held: &Held| match &held.constraint.kind {
            ConstraintKind::ForeignKey(key) if key.referenced_columns.is_empty() => is_key,
            ConstraintKind::ForeignKey(key) => key.referenced_columns == columns,
            _ => false,
        };
        let others = self.facts.references_to(id).take(MANY).filter(|(_, held)| relies(held)).map(|(from, _)| from);
        for other in others.collect::<Vec<_>>() {
            self.touch_id(other, exclusive, Work::NONE);
        }
    }
}
