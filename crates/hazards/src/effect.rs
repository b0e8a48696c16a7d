//! What does a statement do, in our own words?

use std::fmt;

use postgres_syntax::{Span, TransactionEffect};

use crate::{DataType, Name};

/// One statement of a script, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// Where it is in the script.
    pub span: Span,
    /// What it does, in the order of the text. Empty: it is known, and none of our business.
    pub effects: Vec<Effect>,
}

impl Statement {
    /// Whether it, or a part of it, could not be read.
    pub fn is_unparsed(&self) -> bool {
        self.effects.iter().any(|effect| effect.action == Action::Unparsed && effect.statement == self.span)
    }
}

/// Something that a statement does.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// What.
    pub action: Action,
    /// The words that say so.
    pub span: Span,
    /// The innermost statement that they belong to: in a `DO` block, the one inside the block.
    pub statement: Span,
    /// False inside a `DO` block: a condition may keep it from happening.
    pub certain: bool,
}

/// What a statement may do.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub enum Action {
    /// `if_not_exists`: or leaves an object alone that has this name already.
    Creates {
        kind: ObjectKind,
        name: Name,
        if_not_exists: bool,
    },
    /// `columns` is empty when the table is made from a query or from other tables.
    CreatesTable {
        name: Name,
        columns: Vec<(String, DataType)>,
        if_not_exists: bool,
    },
    CreatesEnum {
        name: Name,
        values: Vec<String>,
    },
    CreatesIndex {
        name: Name,
        table: Name,
        unique: bool,
        if_not_exists: bool,
    },
    AddsColumn {
        table: Name,
        column: String,
        data_type: DataType,
        if_not_exists: bool,
    },
    AddsConstraint {
        table: Name,
        constraint: String,
    },
    AddsEnumValue {
        name: Name,
        value: String,
    },
    RenamesEnumValue {
        name: Name,
        from: String,
        to: String,
    },
    /// `to` has the schema that the object is in afterwards.
    Renames {
        kind: ObjectKind,
        name: Name,
        to: Name,
    },
    /// A table gets another one as a partition or heir: what happens to its rows happens to those of the other as well.
    Adopts {
        parent: Name,
    },
    RenamesColumn {
        table: Name,
        from: String,
        to: String,
    },
    Drops {
        kind: ObjectKind,
        name: Name,
        cascade: bool,
    },
    DropsColumn {
        table: Name,
        column: String,
        cascade: bool,
    },
    DropsConstraint {
        table: Name,
        constraint: String,
        cascade: bool,
    },
    /// A trigger, rule or policy, which belongs to a table.
    DropsOnTable {
        kind: ObjectKind,
        name: String,
        table: Name,
        cascade: bool,
    },
    DropsAttribute {
        name: Name,
        attribute: String,
        cascade: bool,
    },
    DropsOwned {
        roles: Vec<String>,
        cascade: bool,
    },
    Truncates {
        table: Name,
        cascade: bool,
    },
    ChangesType {
        table: Name,
        column: String,
        to: DataType,
        using: Option<String>,
    },
    Deletes {
        table: Name,
        condition: Condition,
    },
    /// `columns` is empty when they could not be told.
    Updates {
        table: Name,
        columns: Vec<String>,
        condition: Condition,
    },
    /// Anything that changes where unqualified names are looked up, for however long.
    ChangesSearchPath,
    /// Never [`TransactionEffect::Ordinary`].
    Transaction(TransactionEffect),
    /// Runs what cannot be read here; says what.
    RunsOpaque(String),
    Unparsed,
}

/// Which rows a command is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// All: it has none.
    Absent,
    /// All: it has one that is true for every row.
    AlwaysTrue,
    /// Those that satisfy it.
    Given,
}

/// The kinds of object that have rules of their own, and the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "Postgres's own words")]
pub enum ObjectKind {
    Table,
    ForeignTable,
    View,
    MaterializedView,
    Index,
    Sequence,
    /// A composite, enum, range or base type, or a domain.
    Type,
    Domain,
    Schema,
    Extension,
    Database,
    Tablespace,
    Function,
    Procedure,
    /// A function, procedure or aggregate: `DROP ROUTINE`.
    Routine,
    Aggregate,
    Trigger,
    Rule,
    Policy,
    /// Anything else, in Postgres's words and in lower case.
    Other(&'static str),
}

impl ObjectKind {
    /// The kind as `pg_event_trigger_dropped_objects` names it, so that both can be compared.
    pub fn object_type(self) -> &'static str {
        match self {
            ObjectKind::Table => "table",
            ObjectKind::ForeignTable => "foreign table",
            ObjectKind::View => "view",
            ObjectKind::MaterializedView => "materialized view",
            ObjectKind::Index => "index",
            ObjectKind::Sequence => "sequence",
            ObjectKind::Type | ObjectKind::Domain => "type",
            ObjectKind::Schema => "schema",
            ObjectKind::Extension => "extension",
            ObjectKind::Database => "database",
            ObjectKind::Tablespace => "tablespace",
            ObjectKind::Function => "function",
            ObjectKind::Procedure => "procedure",
            ObjectKind::Routine => "routine",
            ObjectKind::Aggregate => "aggregate",
            ObjectKind::Trigger => "trigger",
            ObjectKind::Rule => "rule",
            ObjectKind::Policy => "policy",
            ObjectKind::Other(words) => words,
        }
    }

    /// Kinds with the same name space share their names: tables, views, indexes and sequences do.
    pub(crate) fn name_space(self) -> &'static str {
        match self {
            ObjectKind::Table
            | ObjectKind::ForeignTable
            | ObjectKind::View
            | ObjectKind::MaterializedView
            | ObjectKind::Index
            | ObjectKind::Sequence => "relation",
            ObjectKind::Function | ObjectKind::Procedure | ObjectKind::Routine | ObjectKind::Aggregate => "routine",
            other => other.object_type(),
        }
    }
}

impl fmt::Display for ObjectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if *self == ObjectKind::Domain { "domain" } else { self.object_type() })
    }
}
