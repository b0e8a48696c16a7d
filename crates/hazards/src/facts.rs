//! What do the scripts so far say of the schema?

use std::collections::{BTreeMap, BTreeSet};

use postgres_syntax::TransactionEffect;

use crate::{
    Action, Column, Constraint, ConstraintKind, DataType, Effect, Name, ObjectKind, Origin, TableChange, TableDefinition,
};

mod branches;
mod domains;
mod outlook;
mod rights;
mod routines;
mod stability;
mod table;
mod views;

use domains::Domain;
use stability::without_arguments;

pub(crate) use outlook::{Outlook, command_key};
pub(crate) use rights::{invoker, is_trigger, resets_path};
pub(crate) use routines::{Budget, Routines};
pub(crate) use table::{Held, Table};
pub(crate) use views::KnownView;

/// Something that the scripts told, or did not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact<T> {
    /// The scripts said so.
    Known(T),
    /// They did not: the object is older than the scripts, or came about in a way that cannot be read.
    Unknown,
}

impl<T> Fact<T> {
    /// The known value.
    pub fn known(self) -> Option<T> {
        match self {
            Fact::Known(value) => Some(value),
            Fact::Unknown => None,
        }
    }
}

impl<T> From<Option<T>> for Fact<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Fact::Unknown, Fact::Known)
    }
}

/// How many constraints, indexes or relatives of one table are looked through for one statement: a hostile script has thousands of all.
pub(crate) const MANY: usize = 200;

/// The schema of temporary objects, which hides the others.
const TEMPORARY: &str = "pg_temp";

/// Where an object is: its kind's name space, its schema, its name.
pub(crate) type Key = (&'static str, String, String);

/// A table, whatever it is called at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TableId(usize);

/// What the scripts that were read so far say of the schema, as far as it can be told without a server.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Never fewer: a dropped table loses its name and keeps its number.
    tables: Vec<Table>,
    table_names: BTreeMap<Key, TableId>,
    enums: BTreeMap<Key, Enum>,
    indexes: BTreeMap<Key, Index>,
    views: BTreeMap<Key, KnownView>,
    /// By what they read.
    view_readers: BTreeMap<TableId, BTreeSet<Key>>,
    domains: BTreeMap<Key, Domain>,
    /// Of functions, without their arguments: whether each call may give another value.
    volatile_functions: BTreeMap<Key, Fact<bool>>,
    routines: Routines,
    /// How many were read, the present one included.
    scripts: usize,
    /// For each branch of a block that is being looked at, what it made; it is new as long as the branch goes on.
    branches: Vec<Vec<Key>>,
    /// Objects that a scanned script made, so that they held nothing before it.
    born: BTreeMap<Key, ObjectKind>,
    /// Tables that a scanned script made `IF NOT EXISTS`, and no script before it.
    presumed_new: BTreeSet<Key>,
    /// Views and routines that a scanned script made, or made anew.
    renewed: BTreeSet<Key>,
    /// What has to be looked at when a script begins, or when nothing is new any more.
    moved_enums: Vec<Key>,
    with_born_columns: Vec<TableId>,
    on_new_tables: Vec<Key>,
    rights: rights::Rights,
    /// Where unqualified names are looked up: `public`, or a name that is no schema when a script changed the search path.
    default_schema: String,
    /// Whether a script made something temporary.
    has_temporaries: bool,
    path_changes: usize,
    /// Whether what is learned now is new to the database.
    scanning: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Enum {
    values: Option<Vec<String>>,
    /// What it was called at the start of the script.
    original: Key,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Index {
    pub(crate) table: TableId,
    pub(crate) unique: bool,
    pub(crate) columns: Vec<Option<String>>,
    pub(crate) partial: bool,
    /// Whether its table was new when it was made.
    on_new_table: bool,
}

impl Default for Facts {
    fn default() -> Self {
        Facts {
            tables: Vec::new(),
            table_names: BTreeMap::new(),
            enums: BTreeMap::new(),
            indexes: BTreeMap::new(),
            views: BTreeMap::new(),
            view_readers: BTreeMap::new(),
            domains: BTreeMap::new(),
            volatile_functions: BTreeMap::new(),
            routines: Routines::default(),
            scripts: 0,
            branches: Vec::new(),
            born: BTreeMap::new(),
            presumed_new: BTreeSet::new(),
            renewed: BTreeSet::new(),
            moved_enums: Vec::new(),
            with_born_columns: Vec::new(),
            on_new_tables: Vec::new(),
            rights: rights::Rights::default(),
            default_schema: "public".to_owned(),
            has_temporaries: false,
            path_changes: 0,
            scanning: false,
        }
    }
}

impl Facts {
    /// The type of a column.
    pub fn column_type(&self, table: &Name, column: &str) -> Fact<DataType> {
        self.column(table, column).map(|column| column.data_type.clone()).into()
    }

    /// What is known of a column.
    pub(crate) fn column(&self, table: &Name, column: &str) -> Option<&Column> {
        self.table(table)?.columns.get(column).map(Box::as_ref)
    }

    /// What is known of a table, when a script has mentioned it.
    pub(crate) fn table(&self, name: &Name) -> Option<&Table> {
        self.tables.get(self.table_id(name)?.0)
    }

    /// The table that a name means now; a temporary one hides the others.
    pub(crate) fn table_id(&self, name: &Name) -> Option<TableId> {
        let key = self.key(ObjectKind::Table, name);
        let may_be_hidden = self.has_temporaries && name.schema().is_none();
        let temporary = may_be_hidden.then(|| self.table_names.get(&(key.0, TEMPORARY.to_owned(), key.2.clone())));
        temporary.flatten().or_else(|| self.table_names.get(&key)).copied()
    }

    /// A table by its number.
    pub(crate) fn table_of(&self, id: TableId) -> Option<&Table> {
        self.tables.get(id.0)
    }

    /// What a table is called now; `None` when it is gone.
    pub(crate) fn name_of(&self, id: TableId) -> Option<Name> {
        let key = self.table_of(id)?.key.as_ref()?;
        let parts = if key.1 == self.default_schema { vec![key.2.clone()] } else { vec![key.1.clone(), key.2.clone()] };
        Some(Name::new(parts))
    }

    /// The foreign keys of other tables (and its own) that reference a table, with the tables that have them.
    pub(crate) fn references_to(&self, id: TableId) -> impl Iterator<Item = (TableId, &Held)> {
        let tables = self.table_of(id).into_iter().flat_map(|table| &table.referenced_by);
        tables.flat_map(move |from| {
            let held = self.table_of(*from).into_iter().flat_map(|table| table.constraints.values().take(MANY));
            held.filter(move |held| held.references == Some(id)).map(|held| (*from, &**held))
        })
    }

    /// The tables of a schema.
    pub(crate) fn tables_in(&self, schema: &str) -> impl Iterator<Item = TableId> {
        let from = ("relation", schema.to_owned(), String::new());
        let schema = schema.to_owned();
        self.table_names.range(from..).take_while(move |((_, of, _), _)| *of == schema).map(|(_, id)| *id)
    }

    /// Whether a constraint that all rows satisfy says that a column holds no nulls.
    pub(crate) fn is_proven_not_null(&self, table: &Name, column: &str) -> bool {
        let held = self.table(table).into_iter().flat_map(|table| table.constraints.values()).take(MANY);
        held.filter(|held| held.is_valid).any(|held| held.constraint.excludes_nulls_of(column))
    }

    /// What is known of an index.
    pub(crate) fn index(&self, name: &Name) -> Option<&Index> {
        self.indexes.get(&self.key(ObjectKind::Index, name))
    }

    /// The indexes of a table.
    pub(crate) fn indexes_of(&self, id: TableId) -> impl Iterator<Item = (Name, &Index)> {
        let keys = self.table_of(id).into_iter().flat_map(|table| &table.indexes);
        keys.filter_map(|key| Some((Name::new(vec![key.1.clone(), key.2.clone()]), self.indexes.get(key)?)))
    }

    /// Whether an index is unique.
    pub fn is_unique(&self, index: &Name) -> Fact<bool> {
        self.index(index).map(|index| index.unique).into()
    }

    /// Whether a type is an enum, as far as the scripts made it.
    pub fn is_enum(&self, name: &Name) -> bool {
        self.enums.contains_key(&self.key(ObjectKind::Type, name))
    }

    /// Whether a scanned script made the object, or the schema or table that it belongs to: it holds nothing that was there before.
    pub fn is_born_here(&self, kind: ObjectKind, name: &Name) -> bool {
        if self.born.is_empty() && self.on_new_tables.is_empty() {
            return false;
        }
        let key = self.key(kind, name);
        let schema = ("schema", String::new(), key.1.clone());
        let table = self.indexes.get(&key).is_some_and(|index| index.on_new_table);
        table || self.birth(&key, name).is_some() || self.born.contains_key(&schema)
    }

    /// Whether a scanned script made the table itself. A view made here shows older rows, so that it is new means nothing for them.
    pub fn is_table_born_here(&self, name: &Name) -> bool {
        self.birth(&self.key(ObjectKind::Table, name), name) == Some(ObjectKind::Table)
    }

    /// The same, and those that it made `IF NOT EXISTS` while no script before it did. Good enough to ask who may be waiting for a table; not to
    /// ask whether rows are lost.
    pub(crate) fn is_table_presumably_born_here(&self, name: &Name) -> bool {
        self.is_born_here(ObjectKind::Table, name) || self.presumed_new.contains(&self.key(ObjectKind::Table, name))
    }

    /// What a scanned script made under this name; a temporary object hides the others.
    fn birth(&self, key: &Key, name: &Name) -> Option<ObjectKind> {
        let may_be_hidden = self.has_temporaries && name.schema().is_none();
        let temporary = may_be_hidden.then(|| self.born.get(&(key.0, TEMPORARY.to_owned(), key.2.clone())));
        temporary.flatten().or_else(|| self.born.get(key)).copied()
    }

    /// Whether a scanned script made the column or its table.
    pub fn is_column_born_here(&self, table: &Name, column: &str) -> bool {
        let is_added = self.table(table).is_some_and(|table| table.born_columns.contains(column));
        is_added || self.is_born_here(ObjectKind::Table, table)
    }

    /// The enum that a scanned script put in the place of one that it renamed before.
    pub(crate) fn replacement_of(&self, renamed: &Name) -> Option<Name> {
        let key = self.key(ObjectKind::Type, renamed);
        let original = &self.enums.get(&key)?.original;
        let replaced = *original != key && self.enums.contains_key(original) && self.born.contains_key(original);
        replaced.then(|| Name::new(vec![original.1.clone(), original.2.clone()]))
    }

    /// The values of an enum that another lacks.
    pub(crate) fn values_lost(&self, old: &Name, new: &Name) -> Fact<Vec<String>> {
        let values = |name| self.enums.get(&self.key(ObjectKind::Type, name)).and_then(|entry| entry.values.as_ref());
        let lost = |(old, new): (&Vec<String>, &Vec<String>)| old.iter().filter(|value| !new.contains(value)).cloned().collect();
        values(old).zip(values(new)).map(lost).into()
    }

    /// Whether two names mean the same object.
    pub(crate) fn are_same(&self, kind: ObjectKind, one: &Name, other: &Name) -> bool {
        self.key(kind, one) == self.key(kind, other)
    }

    /// Begins a script. The search path is the default again: migrations do not inherit each other's.
    pub(crate) fn begin_script(&mut self, scanning: bool) {
        self.scripts += 1;
        self.scanning = scanning;
        self.routines.begin_script();
        self.begin_script_of_rights();
        self.default_schema = "public".to_owned();
        for key in std::mem::take(&mut self.moved_enums) {
            if let Some(entry) = self.enums.get_mut(&key) {
                entry.original = key;
            }
        }
    }

    /// Whether the present script is the first of its history.
    pub(crate) fn is_first_script(&self) -> bool {
        self.scripts == 1
    }

    /// Nothing is new any more.
    pub(crate) fn settle(&mut self) {
        self.born.clear();
        self.presumed_new.clear();
        self.renewed.clear();
        for table in std::mem::take(&mut self.with_born_columns) {
            self.tables[table.0].born_columns.clear();
        }
        for key in std::mem::take(&mut self.on_new_tables) {
            if let Some(index) = self.indexes.get_mut(&key) {
                index.on_new_table = false;
            }
        }
    }

    /// Whether a scanned script made a view or routine, or made it anew.
    pub(crate) fn is_renewed_here(&self, kind: ObjectKind, name: &Name) -> bool {
        self.renewed.contains(&self.key(kind, name))
    }

    fn renew(&mut self, key: &Key) {
        if self.scanning {
            self.renewed.insert(key.clone());
        }
    }

    pub(crate) fn key(&self, kind: ObjectKind, name: &Name) -> Key {
        let whole_database =
            matches!(kind, ObjectKind::Schema | ObjectKind::Extension | ObjectKind::Database | ObjectKind::Tablespace);
        let schema = if whole_database { "" } else { name.schema().unwrap_or(&self.default_schema) };
        (kind.name_space(), schema.to_owned(), name.last().to_owned())
    }

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
                self.routines.make(routine, &self.default_schema);
                self.renew(&self.key(routine.kind, &routine.name));
                self.bear(routine.kind, self.key(routine.kind, &routine.name), certain && !routine.replaces);
                self.learn_volatility(routine, certain);
            }
            Action::CreatesView(view) => self.make_view(view, certain),
            Action::AltersViewOptions { view, options } => self.alter_view(view, options, certain),
            Action::AltersDomain { domain, change } => self.change_domain(domain, change, certain),
            Action::CreatesDomain(domain) => self.make_domain(domain, certain),
            Action::AltersTable { table, change: change @ (TableChange::SetLogged | TableChange::SetUnlogged) } => {
                self.table_mut(table).unlogged = certain.then_some(*change == TableChange::SetUnlogged);
            }
            action => self.learn_column(action, certain),
        }
    }

    /// Takes note of what changes the columns and constraints of a table.
    fn learn_column(&mut self, action: &Action, certain: bool) {
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
        if certain && definition.if_not_exists && !may_exist && self.scanning {
            self.presumed_new.insert(key.clone());
        }
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

    fn add_constraint(&mut self, table: &Name, constraint: &Constraint) {
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
    fn table_number(&mut self, name: &Name) -> TableId {
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

    fn put_index(&mut self, key: Key, index: Index) {
        self.tables[index.table.0].indexes.insert(Box::new(key.clone()));
        if index.on_new_table {
            self.on_new_tables.push(key.clone());
        }
        self.indexes.insert(key, index);
    }

    fn table_mut(&mut self, name: &Name) -> &mut Table {
        let id = self.table_number(name);
        &mut self.tables[id.0]
    }

    /// Notes that an object is new, if it is.
    fn bear(&mut self, kind: ObjectKind, key: Key, is_new: bool) {
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

    fn rename(&mut self, kind: ObjectKind, name: &Name, to: &Name) {
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

    fn forget_column(&mut self, table: &Name, column: &str) {
        if let Some(id) = self.table_id(table) {
            let table = &mut self.tables[id.0];
            table.forget_column(column);
            let names = |index: &Index| index.columns.iter().flatten().any(|named| named == column);
            let indexes = &mut self.indexes;
            table.indexes.retain(|key| !indexes.get(key).is_some_and(names) || indexes.remove(key).is_none());
        }
    }

    fn forget(&mut self, kind: ObjectKind, name: &Name) {
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
                self.indexes.remove(index);
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
