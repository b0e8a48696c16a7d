//! How do facts change with what a statement did?

use postgres_syntax::TransactionEffect;

use crate::{Action, Column, Effect, Name, ObjectKind, Origin, TableChange, TableDefinition};

use super::{Enum, Facts, Index, Key, TEMPORARY, Table, TableId, stability::without_arguments};

impl Facts {
    /// Takes note of what a statement did.
    pub(crate) fn learn(&mut self, effect: &Effect) {
        match &effect.action {
            Action::ChangesSearchPath => {
                self.path_changes += 1;
                self.default_schema = format!("?{}", self.path_changes);
            }
            // What was made since `BEGIN` or a savepoint may be gone, and what was dropped may be back.
            Action::Transaction(TransactionEffect::RollsBack | TransactionEffect::Savepoint | TransactionEffect::Prepared) => {
                self.settle()
            }
            Action::Branch { begins: true } => self.branches.push(Vec::new()),
            Action::Branch { begins: false } => self.end_branch(),
            action => {
                self.learn_rights(action, effect.certain);
                self.learn_object(action, effect.certain);
                if !(effect.certain || self.branches.is_empty()) {
                    self.bear_in_branch(action);
                }
            }
        }
    }

    fn learn_object(&mut self, action: &Action, certain: bool) {
        match action {
            Action::Creates { kind, name, if_not_exists } => {
                if *kind == ObjectKind::Schema && self.schemas.insert(self.key(*kind, name)) {
                    self.presume_new(*kind, name, certain && *if_not_exists);
                }
                self.bear(*kind, self.key(*kind, name), certain && !if_not_exists);
            }
            Action::CreatesEnum { name, values } => {
                let key = self.key(ObjectKind::Type, name);
                self.enums.insert(key.clone(), Enum { values: certain.then(|| values.clone()), original: key.clone() });
                self.bear(ObjectKind::Type, key, certain);
            }
            Action::AddsEnumValue { name, value } => {
                if let Some(values) = self.enum_named(name).values.as_mut().filter(|values| !values.contains(value)) {
                    values.push(value.clone());
                }
            }
            Action::RenamesEnumValue { name, from, to } => {
                for value in self.enum_named(name).values.iter_mut().flatten().filter(|value| *value == from) {
                    value.clone_from(to);
                }
            }
            // Whatever was known of a routine may still be true.
            Action::Renames { kind, .. } | Action::Drops { kind, .. } if !certain && kind.name_space() == "routine" => {}
            Action::Renames { kind, name, to } if certain => self.rename(*kind, name, to),
            // Either name may be the right one, so nothing is known of either.
            Action::Renames { kind, name, to } => [name, to].into_iter().for_each(|name| self.forget(*kind, name)),
            Action::Drops { kind, name, .. } => self.forget(*kind, name),
            Action::CreatesExtension { name, if_not_exists, .. } => {
                let key = self.key(ObjectKind::Extension, &Name::from(name.as_str()));
                self.bear(ObjectKind::Extension, key, certain && !if_not_exists);
            }
            Action::Adopts { parent, child, is_partition, is_default } => self.adopt(parent, child, *is_partition, *is_default),
            Action::Releases { parent, child, .. } => self.release(parent, child),
            Action::CreatesTable(table) => self.make_table(table, certain),
            Action::CreatesIndex(index) => self.make_index(index, certain),
            Action::CreatesView(view) => self.make_view(view, certain),
            Action::AltersViewOptions { view, options } => self.alter_view(view, options, certain),
            Action::AltersDomain { domain, change } => self.change_domain(domain, change, certain),
            Action::CreatesDomain(domain) => self.make_domain(domain, certain),
            Action::AltersTable { table, change: change @ (TableChange::SetLogged | TableChange::SetUnlogged) } => {
                self.table_mut(table).unlogged = certain.then_some(*change == TableChange::SetUnlogged);
            }
            action => {
                self.learn_code(action, certain);
                self.learn_column(action, certain);
            }
        }
    }

    /// Takes note of routines, prepared statements, and the triggers that run them.
    fn learn_code(&mut self, action: &Action, certain: bool) {
        match action {
            Action::CreatesTrigger { name, table, events, function: Some(function), .. } => {
                let table = self.table_number(table);
                self.routines.add_trigger(table, name, events, function);
            }
            Action::DropsOnTable { kind: ObjectKind::Trigger, name, table, .. } if certain => {
                let table = self.table_number(table);
                self.routines.forget_trigger(table, name);
            }
            Action::Prepares { name, body } => self.routines.prepare(name, body),
            Action::AltersRoutine(change) => {
                self.routines.change(change, &self.default_schema);
                if change.volatility.is_some() {
                    self.learn_volatility(change, certain);
                }
            }
            Action::CreatesRoutine(routine) => {
                let is_older = self.routines.get(&routine.name, &self.default_schema).is_some();
                self.presume_new(routine.kind, &routine.name, certain && routine.replaces && !is_older);
                self.routines.make(routine, &self.default_schema);
                self.renew(&self.key(routine.kind, &routine.name));
                self.bear(routine.kind, self.key(routine.kind, &routine.name), certain && !routine.replaces);
                self.learn_volatility(routine, certain);
            }
            _ => {}
        }
    }

    fn make_table(&mut self, definition: &TableDefinition, certain: bool) {
        let key = self.key(ObjectKind::Table, &definition.name);
        let may_exist = definition.if_not_exists && self.table_names.contains_key(&key);
        // Sent statement by statement, it is gone before the next one, which then means the table that it hides.
        if definition.drops_on_commit && self.table_id(&Name::from(definition.name.last())).is_some() {
            return;
        }
        self.presume_new(ObjectKind::Table, &definition.name, certain && definition.if_not_exists && !may_exist);
        if certain && !may_exist {
            self.note_made(&key.1);
            let id = self.name_table(key.clone(), Table::made(definition));
            for constraint in &definition.constraints {
                self.add_constraint(&definition.name, constraint);
            }
            self.bear_sequences(definition);
            for column in &definition.columns {
                self.use_domain(id, column);
            }
            for parent in &definition.parents {
                self.join(id, parent, definition.is_default_partition);
            }
        }
        self.bear(ObjectKind::Table, key, certain && !definition.if_not_exists);
    }

    /// The sequences of new columns are new.
    fn bear_sequences(&mut self, definition: &TableDefinition) {
        let counted = |column: &&Column| matches!(column.origin, Origin::Serial | Origin::Identity);
        for column in definition.columns.iter().filter(counted) {
            let sequence = definition.name.sibling(&format!("{}_{}_seq", definition.name.last(), column.name));
            self.bear(ObjectKind::Sequence, self.key(ObjectKind::Sequence, &sequence), !definition.if_not_exists);
        }
    }

    fn make_index(&mut self, index: &crate::Index, certain: bool) {
        let table = self.table_number(&index.table);
        let Some(name) = &index.name else { return };
        let key = self.key(ObjectKind::Index, name);
        let is_new = certain && !index.if_not_exists;
        let on_new_table = is_new && self.is_born_here(ObjectKind::Table, &index.table);
        let (unique, columns, partial) = (index.unique, index.columns.clone(), index.partial);
        self.put_index(key.clone(), Index { table, unique, columns, partial, on_new_table });
        self.bear(ObjectKind::Index, key, is_new);
    }

    fn adopt(&mut self, parent: &Name, child: &Name, is_partition: bool, is_default: bool) {
        if !self.is_table_born_here(child) {
            self.born.remove(&self.key(ObjectKind::Table, parent));
            self.presumed_new.remove(&self.key(ObjectKind::Table, parent));
        }
        let child = self.table_number(child);
        self.tables[child.0].is_partition = is_partition;
        self.join(child, parent, is_default);
    }

    fn join(&mut self, child: TableId, parent: &Name, is_default: bool) {
        let parent = self.table_number(parent);
        self.tables[child.0].parents.insert(parent);
        self.tables[parent.0].children.insert(child);
        if is_default {
            self.tables[parent.0].default_partition = Some(child);
        }
    }

    fn release(&mut self, parent: &Name, child: &Name) {
        let (Some(parent), Some(child)) = (self.table_id(parent), self.table_id(child)) else { return };
        self.tables[child.0].parents.remove(&parent);
        self.tables[child.0].is_partition = false;
        self.tables[parent.0].children.remove(&child);
        self.tables[parent.0].default_partition.take_if(|default| *default == child);
    }

    /// The number of a table; a new one of which nothing is known, when no script made it.
    pub(super) fn table_number(&mut self, name: &Name) -> TableId {
        if let Some(id) = self.table_id(name) {
            return id;
        }
        self.name_table(self.key(ObjectKind::Table, name), Table::default())
    }

    fn name_table(&mut self, key: Key, table: Table) -> TableId {
        self.has_temporaries |= key.1 == TEMPORARY;
        let id = TableId(self.tables.len());
        self.tables.push(Table { key: Some(key.clone()), ..table });
        self.table_names.insert(key, id);
        id
    }

    pub(super) fn put_index(&mut self, key: Key, index: Index) {
        self.tables[index.table.0].indexes.insert(Box::new(key.clone()));
        if index.on_new_table {
            self.on_new_tables.push(key.clone());
        }
        self.indexes.insert(key, index);
    }

    pub(super) fn table_mut(&mut self, name: &Name) -> &mut Table {
        let id = self.table_number(name);
        &mut self.tables[id.0]
    }

    /// Notes that an object is new as far as the scripts tell, if it is.
    fn presume_new(&mut self, kind: ObjectKind, name: &Name, is_new: bool) {
        if is_new && self.scanning {
            self.presumed_new.insert(self.key(kind, name));
        }
    }

    /// Notes that an object is new, if it is.
    pub(super) fn bear(&mut self, kind: ObjectKind, key: Key, is_new: bool) {
        if is_new && self.scanning {
            self.has_temporaries |= key.1 == TEMPORARY;
            self.born.insert(key, kind);
        }
    }

    /// The enum of this name; one of unknown values where the scripts did not make it.
    fn enum_named(&mut self, name: &Name) -> &mut Enum {
        let key = self.key(ObjectKind::Type, name);
        self.enums.entry(key.clone()).or_insert_with(|| Enum { values: None, original: key })
    }

    pub(super) fn rename(&mut self, kind: ObjectKind, name: &Name, to: &Name) {
        if kind.name_space() == "routine" {
            self.routines.rename(name, to, &self.default_schema);
        }
        if kind == ObjectKind::Type {
            self.enum_named(name);
        }
        let (from, to) = (self.key(kind, name), self.key(kind, to));
        if self.presumed_new.remove(&from) {
            self.presumed_new.insert(to.clone());
        }
        match self.born.remove(&from) {
            Some(kind) => self.bear(kind, to.clone(), true),
            // A new schema that older objects are moved to no longer holds only new ones.
            None => drop(self.born.remove(&("schema", String::new(), to.1.clone()))),
        }
        if let Some(id) = self.table_names.remove(&from) {
            self.tables[id.0].key = Some(to.clone());
            self.table_names.insert(to.clone(), id);
        }
        if let Some(domain) = self.domains.remove(&from) {
            self.domains.insert(to.clone(), domain);
        }
        if let Some(entry) = self.enums.remove(&from) {
            self.moved_enums.push(to.clone());
            self.enums.insert(to.clone(), entry);
        }
        self.rename_view(&from, &to);
        if let Some(index) = self.indexes.remove(&from) {
            self.tables[index.table.0].indexes.remove(&from);
            self.put_index(to, index);
        }
    }

    pub(super) fn forget(&mut self, kind: ObjectKind, name: &Name) {
        if kind.name_space() == "routine" {
            self.routines.forget(name, &self.default_schema);
        }
        let key = self.key(kind, name);
        // What is made again under this name is not replaced once more.
        if matches!(kind.name_space(), "relation" | "routine") && !matches!(kind, ObjectKind::Table | ObjectKind::Index) {
            self.renew(&key);
        }
        let temporary = (key.0, TEMPORARY.to_owned(), key.2.clone());
        // A temporary table hides the real one of the same name, so it is dropped first.
        if name.schema().is_none() && self.born.remove(&temporary).is_some() {
            self.table_names.remove(&temporary);
            return;
        }
        self.born.remove(&key);
        self.enums.remove(&key);
        self.forget_view(&key);
        self.domains.remove(&key);
        self.volatile_functions.remove(&(key.0, key.1.clone(), without_arguments(&key.2)));
        if let Some(index) = self.indexes.remove(&key) {
            self.tables[index.table.0].indexes.remove(&key);
        }
        if let Some(id) = self.table_names.remove(&key) {
            let gone = std::mem::take(&mut self.tables[id.0]);
            for index in &gone.indexes {
                self.indexes.remove(&**index);
            }
            for other in gone.referenced_by {
                self.tables[other.0].constraints.retain(|_, held| held.references != Some(id));
            }
            for parent in gone.parents {
                self.tables[parent.0].children.remove(&id);
                self.tables[parent.0].default_partition.take_if(|default| *default == id);
            }
            for child in gone.children {
                self.tables[child.0].parents.remove(&id);
            }
        }
    }
}
