//! What do the scripts say of a table?

use std::collections::{BTreeMap, BTreeSet};

use postgres_syntax::{Cursor, Token, tokens};

use super::{Key, TableId};
use crate::{Column, Constraint, ConstraintKind, OnDelete, Policy, TableDefinition};

/// A table, as far as the scripts tell. One that they only mention is empty. A tree's node has room for eleven
/// values, most tables have fewer, and a history has thousands of tables: hence the boxes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    pub(crate) columns: BTreeMap<String, Box<Column>>,
    pub(crate) constraints: BTreeMap<String, Box<Held>>,
    /// `None`: not known. A table that the scripts made has none at first.
    pub(crate) row_security: Option<bool>,
    pub(crate) forced_row_security: Option<bool>,
    pub(crate) policies: BTreeMap<String, Policy>,
    pub(crate) parents: BTreeSet<TableId>,
    /// Those that have it as a parent.
    pub(crate) children: BTreeSet<TableId>,
    pub(crate) is_partitioned: bool,
    /// Whether it is a partition of its only parent.
    pub(crate) is_partition: bool,
    /// Its partition for rows that no other one takes.
    pub(crate) default_partition: Option<TableId>,
    /// Whether a crash empties it. `None`: not known.
    pub(crate) unlogged: Option<bool>,
    /// Its indexes, and the tables that reference it, itself included.
    pub(super) indexes: BTreeSet<Box<Key>>,
    pub(super) referenced_by: BTreeSet<TableId>,
    /// What it is called; `None` when no script names it any more.
    pub(super) key: Option<Key>,
    /// Columns that a scanned script added.
    pub(crate) born_columns: BTreeSet<String>,
}

/// Longer conditions are not read: nobody needs that much to keep nulls out.
const LONGEST: usize = 2000;

/// A constraint of a table.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) constraint: Constraint,
    /// Of a foreign key: the other table, which may have another name by now.
    pub(crate) references: Option<TableId>,
    /// Whether all rows satisfy it.
    pub(crate) is_valid: bool,
}

impl Held {
    /// Of a foreign key: what becomes of its rows when the other one is deleted.
    pub(crate) fn on_delete(&self) -> Option<OnDelete> {
        match &self.constraint.kind {
            ConstraintKind::ForeignKey(key) => Some(key.on_delete),
            _ => None,
        }
    }
}

impl Table {
    /// A table that was made now.
    pub(super) fn made(definition: &TableDefinition) -> Self {
        Table {
            columns: definition.columns.iter().map(|column| (column.name.clone(), Box::new(column.clone()))).collect(),
            row_security: Some(false),
            forced_row_security: Some(false),
            is_partitioned: definition.is_partitioned,
            is_partition: definition.is_partition,
            unlogged: Some(definition.unlogged),
            ..Table::default()
        }
    }

    pub(super) fn hold(&mut self, name: String, constraint: Constraint, references: Option<TableId>) {
        match &constraint.kind {
            ConstraintKind::NotNull { column } if !constraint.not_valid => self.set_not_null(column, true),
            ConstraintKind::PrimaryKey { columns, .. } => {
                for column in columns.clone() {
                    self.set_not_null(&column, true);
                }
            }
            _ => {}
        }
        let is_valid = !constraint.not_valid;
        let constraint = Constraint { text: String::new(), ..constraint };
        self.constraints.insert(name, Box::new(Held { constraint, references, is_valid }));
    }

    pub(super) fn set_not_null(&mut self, column: &str, not_null: bool) {
        if let Some(column) = self.columns.get_mut(column) {
            column.not_null = not_null;
        }
    }

    pub(super) fn rename_column(&mut self, from: &str, to: &str) {
        match self.columns.remove(from) {
            Some(column) => drop(self.columns.insert(to.to_owned(), Box::new(Column { name: to.to_owned(), ..*column }))),
            None => drop(self.columns.remove(to)),
        }
        if self.born_columns.remove(from) {
            self.born_columns.insert(to.to_owned());
        }
        for held in self.constraints.values_mut() {
            for column in held.constraint.columns_mut().filter(|column| *column == from) {
                to.clone_into(column);
            }
        }
    }

    /// A column went, and with it the constraints that name it.
    pub(super) fn forget_column(&mut self, column: &str) {
        self.columns.remove(column);
        self.born_columns.remove(column);
        self.constraints.retain(|_, held| !held.constraint.columns().any(|named| named == column));
    }
}

impl Constraint {
    /// Whether it is a `CHECK` that no row with a null in this column satisfies: `column IS NOT NULL`, also next to other conditions.
    pub(crate) fn excludes_nulls_of(&self, column: &str) -> bool {
        let ConstraintKind::Check(expression) = &self.kind else { return false };
        if expression.text.len() > LONGEST || !expression.columns.iter().any(|named| named == column) {
            return false;
        }
        let mut words = Cursor::new(&expression.text, tokens(&expression.text).filter(Token::is_significant));
        words = unwrapped(words);
        while !words.is_done() {
            let mut condition = words.skip_until(|words| words.sees("AND"));
            words.take("AND");
            condition = unwrapped(condition);
            if condition.identifier().is_some_and(|named| named == column) && condition.take("IS NOT NULL") && condition.is_done()
            {
                return true;
            }
        }
        false
    }

    /// The columns of its table that it names.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let (list, one): (&[String], Option<&String>) = match &self.kind {
            ConstraintKind::Check(expression) => (&expression.columns, None),
            ConstraintKind::NotNull { column } => (&[], Some(column)),
            ConstraintKind::Unique { columns, .. } | ConstraintKind::PrimaryKey { columns, .. } => (columns, None),
            ConstraintKind::ForeignKey(key) => (&key.columns, None),
            ConstraintKind::Exclusion => (&[], None),
        };
        list.iter().chain(one).map(String::as_str)
    }

    fn columns_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let (list, one): (&mut [String], Option<&mut String>) = match &mut self.kind {
            ConstraintKind::Check(expression) => (&mut expression.columns, None),
            ConstraintKind::NotNull { column } => (&mut [], Some(column)),
            ConstraintKind::Unique { columns, .. } | ConstraintKind::PrimaryKey { columns, .. } => (columns, None),
            ConstraintKind::ForeignKey(key) => (&mut key.columns, None),
            ConstraintKind::Exclusion => (&mut [], None),
        };
        list.iter_mut().chain(one)
    }
}

/// An expression without the parentheses around all of it.
fn unwrapped(words: Cursor<'_>) -> Cursor<'_> {
    let mut words = words;
    loop {
        let mut inner = words.clone();
        match inner.parentheses() {
            Some(inside) if inner.is_done() => words = inside,
            _ => return words,
        }
    }
}
