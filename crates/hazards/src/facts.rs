//! What do the scripts so far say of the schema?

use std::collections::{BTreeMap, BTreeSet};

use crate::{Column, DataType, Name, ObjectKind};

mod branches;
mod columns;
mod domains;
mod key;
mod learning;
mod outlook;
mod rights;
mod routines;
mod stability;
mod table;
mod views;

use domains::Domain;

pub(crate) use key::{Key, Place, PlaceOf};
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

impl Fact<bool> {
    /// Whether one or the other is so: one that is will do, and one that is unknown leaves it open.
    pub fn or(self, other: Fact<bool>) -> Fact<bool> {
        match (self, other) {
            (Fact::Known(true), _) | (_, Fact::Known(true)) => Fact::Known(true),
            (Fact::Unknown, _) | (_, Fact::Unknown) => Fact::Unknown,
            _ => Fact::Known(false),
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
    /// Tables and schemas that a scanned script made `IF NOT EXISTS`, and routines that it made `OR REPLACE`, and no script before it.
    presumed_new: BTreeSet<Key>,
    /// Schemas that a script made.
    schemas: BTreeSet<Key>,
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
            schemas: BTreeSet::new(),
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
        let place = self.place(ObjectKind::Table, name);
        let may_be_hidden = self.has_temporaries && name.schema().is_none();
        let temporary = may_be_hidden.then(|| self.table_names.get(&(place.0, TEMPORARY, place.2) as &dyn Place));
        temporary.flatten().or_else(|| self.table_names.get(&place as &dyn Place)).copied()
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
        self.indexes.get(&self.place(ObjectKind::Index, name) as &dyn Place)
    }

    /// The indexes of a table.
    pub(crate) fn indexes_of(&self, id: TableId) -> impl Iterator<Item = (Name, &Index)> {
        let keys = self.table_of(id).into_iter().flat_map(|table| &table.indexes);
        keys.filter_map(|key| Some((Name::new(vec![key.1.clone(), key.2.clone()]), self.indexes.get(&**key)?)))
    }

    /// Whether an index is unique.
    pub fn is_unique(&self, index: &Name) -> Fact<bool> {
        self.index(index).map(|index| index.unique).into()
    }

    /// Whether a type is an enum, as far as the scripts made it.
    pub fn is_enum(&self, name: &Name) -> bool {
        self.enums.contains_key(&self.place(ObjectKind::Type, name) as &dyn Place)
    }

    /// Whether a scanned script made the object, or the schema or table that it belongs to: it holds nothing that was there before.
    pub fn is_born_here(&self, kind: ObjectKind, name: &Name) -> bool {
        if self.born.is_empty() && self.on_new_tables.is_empty() {
            return false;
        }
        let place = self.place(kind, name);
        let table = self.indexes.get(&place as &dyn Place).is_some_and(|index| index.on_new_table);
        table || self.birth(place, name).is_some() || self.born.contains_key(&("schema", "", place.1) as &dyn Place)
    }

    /// Whether a scanned script made the table itself. A view made here shows older rows, so that it is new means nothing for them.
    pub fn is_table_born_here(&self, name: &Name) -> bool {
        self.birth(self.place(ObjectKind::Table, name), name) == Some(ObjectKind::Table)
    }

    /// The same, and those that it made `IF NOT EXISTS` while no script before it did. Good enough to ask who may be waiting for a table; not to
    /// ask whether rows are lost.
    pub(crate) fn is_table_presumably_born_here(&self, name: &Name) -> bool {
        self.is_born_here(ObjectKind::Table, name) || self.is_presumed_new(ObjectKind::Table, name)
    }

    /// Whether a scanned script made it only where it is not there yet, and no script before it did.
    pub(crate) fn is_presumed_new(&self, kind: ObjectKind, name: &Name) -> bool {
        self.presumed_new.contains(&self.place(kind, name) as &dyn Place)
    }

    /// What a scanned script made under this name; a temporary object hides the others.
    fn birth(&self, place: PlaceOf<'_>, name: &Name) -> Option<ObjectKind> {
        let may_be_hidden = self.has_temporaries && name.schema().is_none();
        let temporary = may_be_hidden.then(|| self.born.get(&(place.0, TEMPORARY, place.2) as &dyn Place));
        temporary.flatten().or_else(|| self.born.get(&place as &dyn Place)).copied()
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
        let values =
            |name| self.enums.get(&self.place(ObjectKind::Type, name) as &dyn Place).and_then(|entry| entry.values.as_ref());
        let lost = |(old, new): (&Vec<String>, &Vec<String>)| old.iter().filter(|value| !new.contains(value)).cloned().collect();
        values(old).zip(values(new)).map(lost).into()
    }

    /// Whether two names mean the same object.
    pub(crate) fn are_same(&self, kind: ObjectKind, one: &Name, other: &Name) -> bool {
        self.place(kind, one) == self.place(kind, other)
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
        self.renewed.contains(&self.place(kind, name) as &dyn Place)
    }

    fn renew(&mut self, key: &Key) {
        if self.scanning {
            self.renewed.insert(key.clone());
        }
    }
}
