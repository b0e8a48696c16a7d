//! How do the columns and constraints of a table change with what a statement did?

use crate::{Action, Column, Constraint, ConstraintKind, Name, ObjectKind};

use super::{Facts, Index};

impl Facts {
    /// Takes note of what changes the columns and constraints of a table.
    pub(super) fn learn_column(&mut self, action: &Action, certain: bool) {
        match action {
            Action::AddsColumn { table, column, constraints, if_not_exists } => {
                let is_new = certain && !if_not_exists && self.scanning;
                let id = self.table_number(table);
                if certain {
                    self.use_domain(id, column);
                }
                let entry = &mut self.tables[id.0];
                if is_new {
                    entry.born_columns.insert(column.name.clone());
                    self.with_born_columns.push(id);
                }
                if certain {
                    entry.columns.entry(column.name.clone()).or_insert_with(|| Box::new(column.clone()));
                    constraints.iter().for_each(|constraint| self.add_constraint(table, constraint));
                }
            }
            Action::ChangesType { table, column, to, .. } => {
                let id = self.table_number(table);
                self.use_domain(id, &Column::of_type(column, to.clone()));
                let columns = &mut self.table_mut(table).columns;
                match columns.get_mut(column) {
                    Some(column) if certain => column.data_type = to.clone(),
                    Some(_) => drop(columns.remove(column)),
                    None if certain => drop(columns.insert(column.clone(), Box::new(Column::of_type(column, to.clone())))),
                    None => {}
                }
            }
            Action::AltersColumn { table, column, change } => {
                let columns = &mut self.table_mut(table).columns;
                match columns.get_mut(column) {
                    Some(column) if certain => column.change(change),
                    _ => drop(columns.remove(column)),
                }
            }
            Action::RenamesColumn { table, from, to } if certain => {
                let id = self.table_number(table);
                self.tables[id.0].rename_column(from, to);
                if let Some(column) = self.tables[id.0].columns.get(to).cloned() {
                    self.use_domain(id, &column);
                }
            }
            Action::RenamesColumn { table, from, to } => {
                [from, to].into_iter().for_each(|column| self.forget_column(table, column))
            }
            Action::DropsColumn { table, column, .. } => self.forget_column(table, column),
            action => self.learn_constraint(action, certain),
        }
    }

    fn learn_constraint(&mut self, action: &Action, certain: bool) {
        match action {
            Action::AddsConstraint { table, constraint } if certain => self.add_constraint(table, constraint),
            Action::ValidatesConstraint { table, constraint } if certain => {
                let held = self.table_mut(table).constraints.get_mut(constraint);
                held.into_iter().for_each(|held| held.is_valid = true);
            }
            Action::DropsConstraint { table, constraint, .. } => drop(self.table_mut(table).constraints.remove(constraint)),
            Action::RenamesPart { kind: ObjectKind::Other("table constraint"), owner, from, to } => {
                let constraints = &mut self.table_mut(owner).constraints;
                if let Some(held) = constraints.remove(from).filter(|_| certain) {
                    constraints.insert(to.clone(), held);
                }
            }
            _ => {}
        }
    }

    pub(super) fn add_constraint(&mut self, table: &Name, constraint: &Constraint) {
        let references = match &constraint.kind {
            ConstraintKind::ForeignKey(key) => Some(self.table_number(&key.references)),
            _ => None,
        };
        let id = self.table_number(table);
        let name = constraint.name_on(table.last());
        let (unique, columns) = match &constraint.kind {
            ConstraintKind::Unique { columns, index: None } | ConstraintKind::PrimaryKey { columns, index: None } => {
                (true, columns.as_slice())
            }
            _ => (false, [].as_slice()),
        };
        if unique {
            let columns = columns.iter().cloned().map(Some).collect();
            let on_new_table = self.is_born_here(ObjectKind::Table, table);
            let key = self.key(ObjectKind::Index, &table.sibling(&name));
            self.put_index(key, Index { table: id, unique, columns, partial: false, on_new_table });
        }
        if let Some(references) = references {
            self.tables[references.0].referenced_by.insert(id);
        }
        self.tables[id.0].hold(name, constraint.clone(), references);
    }

    fn forget_column(&mut self, table: &Name, column: &str) {
        if let Some(id) = self.table_id(table) {
            let table = &mut self.tables[id.0];
            table.forget_column(column);
            let names = |index: &Index| index.columns.iter().flatten().any(|named| named == column);
            let indexes = &mut self.indexes;
            table.indexes.retain(|key| !indexes.get(&**key).is_some_and(names) || indexes.remove(&**key).is_none());
        }
    }

    /// Forgets constraints of a table, by their kind.
    pub(crate) fn forget_constraints(&mut self, table: &Name, is_gone: impl Fn(&ConstraintKind) -> bool) {
        if let Some(id) = self.table_id(table) {
            self.tables[id.0].constraints.retain(|_, held| !is_gone(&held.constraint.kind));
        }
    }
}
