//! What is a table, a column, a constraint or an index said to be?

use super::ColumnChange;
use crate::{DataType, Name};

/// A `CREATE TABLE`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableDefinition {
    /// As written; in `pg_temp` when it is temporary.
    pub name: Name,
    /// Empty when it is made from a query or from other tables alone.
    pub columns: Vec<Column>,
    /// Of the table and of its columns, in the order of the text.
    pub constraints: Vec<Constraint>,
    /// The parents that it inherits from, or the one that it is a partition of.
    pub parents: Vec<Name>,
    /// Whether it is a partition of its only parent.
    pub is_partition: bool,
    /// Whether it is the partition for rows that no other one takes.
    pub is_default_partition: bool,
    /// Whether it is cut into partitions itself.
    pub is_partitioned: bool,
    /// Whether it has columns that are not written here: from a query, `LIKE`, `OF` a type, its parents.
    pub has_other_columns: bool,
    /// Whether it is gone at the end of the transaction (`ON COMMIT DROP`).
    pub drops_on_commit: bool,
    /// Whether a crash empties it.
    pub unlogged: bool,
    /// Or leaves an object alone that has this name already.
    pub if_not_exists: bool,
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type.
    pub data_type: DataType,
    /// Whether it is said to hold no nulls, by `NOT NULL`, a primary key, `serial` or `IDENTITY`.
    pub not_null: bool,
    /// The value of rows that do not say one.
    pub default: Option<Expression>,
    /// Whether and how it is computed.
    pub origin: Origin,
}

impl Column {
    /// A column of which only the type is known; that it may hold nulls is the careful answer.
    pub(crate) fn of_type(name: &str, data_type: DataType) -> Self {
        Column { name: name.to_owned(), data_type, not_null: false, default: None, origin: Origin::Written }
    }

    pub(crate) fn change(&mut self, change: &ColumnChange) {
        match change {
            ColumnChange::SetNotNull => self.not_null = true,
            ColumnChange::DropNotNull => self.not_null = false,
            ColumnChange::SetDefault(default) => self.default = Some(default.clone()),
            ColumnChange::DropDefault => self.default = None,
            ColumnChange::DropExpression | ColumnChange::DropIdentity => self.origin = Origin::Written,
            ColumnChange::AddIdentity => self.origin = Origin::Identity,
            ColumnChange::SetExpression(_)
            | ColumnChange::SetIdentity { .. }
            | ColumnChange::Statistics
            | ColumnChange::Storage => {}
        }
    }
}

/// Where a column's values come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// From those who write it.
    Written,
    /// A sequence of its own, by `serial`.
    Serial,
    /// A sequence of its own, by `IDENTITY`.
    Identity,
    /// Computed and stored.
    GeneratedStored,
    /// Computed when it is read (since 18).
    GeneratedVirtual,
}

/// A `CREATE DOMAIN`.
#[derive(Debug, Clone, PartialEq)]
pub struct Domain {
    /// Its name.
    pub name: Name,
    /// What its values are, for Postgres's own casts.
    pub data_type: DataType,
    /// The value of columns that do not say one.
    pub default: Option<Expression>,
    /// Whether it demands something of its values: `NOT NULL`, `CHECK`.
    pub is_constrained: bool,
}

/// A constraint of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Constraint {
    /// `None`: Postgres makes one up.
    pub name: Option<String>,
    /// What it demands.
    pub kind: ConstraintKind,
    /// Whether the rows that are there are left unchecked: `NOT VALID` or `NOT ENFORCED`.
    pub not_valid: bool,
    /// As written, without its name. Not kept in what is known of the schema.
    pub text: String,
}

/// What a constraint demands.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub enum ConstraintKind {
    Check(Expression),
    /// With a name of its own (since 18).
    NotNull {
        column: String,
    },
    /// `index`: the existing index that it is made of.
    Unique {
        columns: Vec<String>,
        index: Option<String>,
    },
    PrimaryKey {
        columns: Vec<String>,
        index: Option<String>,
    },
    ForeignKey(ForeignKey),
    Exclusion,
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq)]
pub struct ForeignKey {
    /// Of the table that has it.
    pub columns: Vec<String>,
    /// The other table.
    pub references: Name,
    /// Empty: its primary key.
    pub referenced_columns: Vec<String>,
    /// What becomes of rows whose other row is deleted.
    pub on_delete: OnDelete,
}

/// What becomes of rows whose other row is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnDelete {
    /// `NO ACTION` or `RESTRICT`: the deletion is refused.
    #[default]
    Refused,
    /// They are deleted as well.
    Cascade,
    /// They lose the reference: `SET NULL` or `SET DEFAULT`.
    Forgotten,
}

impl Constraint {
    /// Its name: as written, or the one that Postgres makes up where nothing else has it.
    pub fn name_on(&self, table: &str) -> String {
        let made_up = |columns: &[String], ending: &str| {
            let mut parts = vec![table.to_owned()];
            parts.extend(columns.iter().cloned());
            parts.push(ending.to_owned());
            parts.join("_")
        };
        match (&self.name, &self.kind) {
            (Some(name), _) => name.clone(),
            (None, ConstraintKind::Check(expression)) => made_up(expression.only_column().as_slice(), "check"),
            (None, ConstraintKind::NotNull { column }) => made_up(std::slice::from_ref(column), "not_null"),
            (None, ConstraintKind::Unique { columns, .. }) => made_up(columns, "key"),
            (None, ConstraintKind::PrimaryKey { .. }) => made_up(&[], "pkey"),
            (None, ConstraintKind::ForeignKey(key)) => made_up(&key.columns, "fkey"),
            (None, ConstraintKind::Exclusion) => made_up(&[], "excl"),
        }
    }
}

/// An expression, as far as it can be told from its words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Expression {
    /// As written.
    pub text: String,
    /// The functions that it calls, in the order of the text.
    pub calls: Vec<Name>,
    /// Names in it that are neither functions nor types: columns, mostly. The last part of each, without repetition.
    pub columns: Vec<String>,
}

impl Expression {
    fn only_column(&self) -> Vec<String> {
        match self.columns.as_slice() {
            [column] => vec![column.clone()],
            _ => Vec::new(),
        }
    }
}

/// A `CREATE INDEX`.
#[derive(Debug, Clone, PartialEq)]
pub struct Index {
    /// In its table's schema; `None`: Postgres makes one up.
    pub name: Option<Name>,
    /// What it is on.
    pub table: Name,
    /// Its columns in order; `None` for an expression.
    pub columns: Vec<Option<String>>,
    /// Whether it keeps duplicates out.
    pub unique: bool,
    /// Whether it is built without stopping writes.
    pub concurrently: bool,
    /// Whether partitions get none (`ON ONLY`), so that nothing is read.
    pub only: bool,
    /// Whether it has a condition (`WHERE`).
    pub partial: bool,
    /// Or leaves an index alone that has this name already.
    pub if_not_exists: bool,
    /// What is written behind its table's name.
    pub text: String,
}
