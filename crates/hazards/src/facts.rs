//! What do the scripts so far say of the schema?

use std::collections::{BTreeMap, BTreeSet};

use postgres_syntax::TransactionEffect;

use crate::{Action, DataType, Effect, Name, ObjectKind};

/// Something that the scripts told, or did not.
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// Where an object is: its kind's name space, its schema, its name.
type Key = (&'static str, String, String);

/// What the scripts that were read so far say of the schema, as far as it can be told without a server.
#[derive(Debug, Clone)]
pub struct Facts {
    columns: BTreeMap<Key, BTreeMap<String, DataType>>,
    enums: BTreeMap<Key, Enum>,
    indexes: BTreeMap<Key, Index>,
    /// Objects that a scanned script made, so that they held nothing before it.
    born: BTreeMap<Key, ObjectKind>,
    born_columns: BTreeMap<Key, BTreeSet<String>>,
    /// Where unqualified names are looked up: `public`, or a name that is no schema when a script changed the search path.
    default_schema: String,
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
struct Index {
    unique: bool,
    /// Whether its table was new when it was made.
    on_new_table: bool,
}

impl Default for Facts {
    fn default() -> Self {
        Facts {
            columns: BTreeMap::new(),
            enums: BTreeMap::new(),
            indexes: BTreeMap::new(),
            born: BTreeMap::new(),
            born_columns: BTreeMap::new(),
            default_schema: "public".to_owned(),
            path_changes: 0,
            scanning: false,
        }
    }
}

impl Facts {
    /// The type of a column.
    pub fn column_type(&self, table: &Name, column: &str) -> Fact<DataType> {
        self.columns.get(&self.key(ObjectKind::Table, table)).and_then(|columns| columns.get(column)).cloned().into()
    }

    /// Whether an index is unique.
    pub fn is_unique(&self, index: &Name) -> Fact<bool> {
        self.indexes.get(&self.key(ObjectKind::Index, index)).map(|index| index.unique).into()
    }

    /// Whether a type is an enum, as far as the scripts made it.
    pub fn is_enum(&self, name: &Name) -> bool {
        self.enums.contains_key(&self.key(ObjectKind::Type, name))
    }

    /// Whether a scanned script made the object, or the schema or table that it belongs to: it holds nothing that was there before.
    pub fn is_born_here(&self, kind: ObjectKind, name: &Name) -> bool {
        let key = self.key(kind, name);
        let schema = ("schema", String::new(), key.1.clone());
        let table = self.indexes.get(&key).is_some_and(|index| index.on_new_table);
        table || self.birth(&key, name).is_some() || self.born.contains_key(&schema)
    }

    /// Whether a scanned script made the table itself. A view made here shows older rows, so that it is new means nothing for them.
    pub fn is_table_born_here(&self, name: &Name) -> bool {
        self.birth(&self.key(ObjectKind::Table, name), name) == Some(ObjectKind::Table)
    }

    /// What a scanned script made under this name; a temporary object hides the others.
    fn birth(&self, key: &Key, name: &Name) -> Option<ObjectKind> {
        let temporary = (key.0, "pg_temp".to_owned(), key.2.clone());
        self.born.get(&temporary).filter(|_| name.schema().is_none()).or_else(|| self.born.get(key)).copied()
    }

    /// Whether a scanned script made the column or its table.
    pub fn is_column_born_here(&self, table: &Name, column: &str) -> bool {
        let columns = self.born_columns.get(&self.key(ObjectKind::Table, table));
        self.is_born_here(ObjectKind::Table, table) || columns.is_some_and(|columns| columns.contains(column))
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
        self.scanning = scanning;
        self.default_schema = "public".to_owned();
        for (key, entry) in &mut self.enums {
            entry.original = key.clone();
        }
    }

    /// Nothing is new any more.
    pub(crate) fn settle(&mut self) {
        self.born.clear();
        self.born_columns.clear();
        self.indexes.values_mut().for_each(|index| index.on_new_table = false);
    }

    fn key(&self, kind: ObjectKind, name: &Name) -> Key {
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
            action => self.learn_object(action, effect.certain),
        }
    }

    fn learn_object(&mut self, action: &Action, certain: bool) {
        match action {
            Action::Creates { kind, name, if_not_exists } => {
                self.bear(*kind, self.key(*kind, name), certain && !if_not_exists);
            }
            Action::CreatesTable { name, columns, if_not_exists } => {
                let key = self.key(ObjectKind::Table, name);
                let known = !columns.is_empty() && certain && !(*if_not_exists && self.columns.contains_key(&key));
                if known {
                    self.columns.insert(key.clone(), columns.iter().cloned().collect());
                }
                self.bear(ObjectKind::Table, key, certain && !if_not_exists);
            }
            Action::CreatesEnum { name, values } => {
                let key = self.key(ObjectKind::Type, name);
                self.enums.insert(key.clone(), Enum { values: certain.then(|| values.clone()), original: key.clone() });
                self.bear(ObjectKind::Type, key, certain);
            }
            Action::CreatesIndex { name, table, unique, if_not_exists } => {
                let key = self.key(ObjectKind::Index, name);
                let on_new_table = certain && !if_not_exists && self.is_born_here(ObjectKind::Table, table);
                self.indexes.insert(key.clone(), Index { unique: *unique, on_new_table });
                self.bear(ObjectKind::Index, key, certain && !if_not_exists);
            }
            Action::AddsColumn { table, column, data_type, if_not_exists } => {
                let key = self.key(ObjectKind::Table, table);
                if certain && !if_not_exists && self.scanning {
                    self.born_columns.entry(key.clone()).or_default().insert(column.clone());
                }
                if certain {
                    self.columns.entry(key).or_default().entry(column.clone()).or_insert_with(|| data_type.clone());
                }
            }
            Action::ChangesType { table, column, to, .. } => {
                let columns = self.columns.entry(self.key(ObjectKind::Table, table)).or_default();
                if certain {
                    columns.insert(column.clone(), to.clone())
                } else {
                    columns.remove(column)
                };
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
            Action::Renames { kind, name, to } if certain => self.rename(*kind, name, to),
            Action::RenamesColumn { table, from, to } if certain => self.rename_column(table, from, to),
            // Either name may be the right one, so nothing is known of either.
            Action::Renames { kind, name, to } => [name, to].into_iter().for_each(|name| self.forget(*kind, name)),
            Action::RenamesColumn { table, from, to } => {
                [from, to].into_iter().for_each(|column| self.forget_column(table, column))
            }
            Action::Drops { kind, name, .. } => self.forget(*kind, name),
            Action::Adopts { parent } => drop(self.born.remove(&self.key(ObjectKind::Table, parent))),
            Action::DropsColumn { table, column, .. } => self.forget_column(table, column),
            _ => {}
        }
    }

    /// Notes that an object is new, if it is.
    fn bear(&mut self, kind: ObjectKind, key: Key, is_new: bool) {
        if is_new && self.scanning {
            self.born.insert(key, kind);
        }
    }

    /// The enum of this name; one of unknown values where the scripts did not make it.
    fn enum_named(&mut self, name: &Name) -> &mut Enum {
        let key = self.key(ObjectKind::Type, name);
        self.enums.entry(key.clone()).or_insert_with(|| Enum { values: None, original: key })
    }

    fn rename(&mut self, kind: ObjectKind, name: &Name, to: &Name) {
        if kind == ObjectKind::Type {
            self.enum_named(name);
        }
        let (from, to) = (self.key(kind, name), self.key(kind, to));
        match self.born.remove(&from) {
            Some(kind) => self.bear(kind, to.clone(), true),
            // A new schema that older objects are moved to no longer holds only new ones.
            None => drop(self.born.remove(&("schema", String::new(), to.1.clone()))),
        }
        if let Some(columns) = self.columns.remove(&from) {
            self.columns.insert(to.clone(), columns);
        }
        if let Some(entry) = self.enums.remove(&from) {
            self.enums.insert(to.clone(), entry);
        }
        if let Some(index) = self.indexes.remove(&from) {
            self.indexes.insert(to.clone(), index);
        }
        if let Some(columns) = self.born_columns.remove(&from) {
            self.born_columns.insert(to, columns);
        }
    }

    fn rename_column(&mut self, table: &Name, from: &str, to: &str) {
        let key = self.key(ObjectKind::Table, table);
        let columns = self.columns.entry(key.clone()).or_default();
        match columns.remove(from) {
            Some(data_type) => columns.insert(to.to_owned(), data_type),
            None => columns.remove(to),
        };
        if let Some(columns) = self.born_columns.get_mut(&key).filter(|columns| columns.contains(from)) {
            columns.remove(from);
            columns.insert(to.to_owned());
        }
    }

    fn forget_column(&mut self, table: &Name, column: &str) {
        let key = self.key(ObjectKind::Table, table);
        if let Some(columns) = self.columns.get_mut(&key) {
            columns.remove(column);
        }
        if let Some(columns) = self.born_columns.get_mut(&key) {
            columns.remove(column);
        }
    }

    fn forget(&mut self, kind: ObjectKind, name: &Name) {
        let key = self.key(kind, name);
        let temporary = (key.0, "pg_temp".to_owned(), key.2.clone());
        // A temporary table hides the real one of the same name, so it is dropped first.
        if name.schema().is_none() && self.born.remove(&temporary).is_some() {
            return;
        }
        self.born.remove(&key);
        self.columns.remove(&key);
        self.enums.remove(&key);
        self.indexes.remove(&key);
        self.born_columns.remove(&key);
    }
}
