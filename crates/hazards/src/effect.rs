//! What does a statement do, in our own words?

mod definition;
mod objects;
mod security;

use std::fmt;

use postgres_syntax::{Span, TransactionEffect};
use postgres_terms::LockMode;

use crate::{DataType, Name};

pub use definition::{
    Column, Constraint, ConstraintKind, Domain, Expression, ForeignKey, Index, OnDelete, Origin, TableDefinition,
};
pub use objects::{ColumnChange, CopyOther, DomainChange, Maintenance, Publication, Routine, TableChange, View};
pub use security::{Policy, Privileges, RoleOption, RowSecurity, Security, SettingOwner};

/// One statement of a script, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// Where it is in the script.
    pub span: Span,
    /// What it does, in the order of the text. Empty: it is known, and none of our business.
    pub effects: Vec<Effect>,
    /// Statements inside of it that were read: of blocks, bodies and constant `EXECUTE`s.
    pub inner: usize,
}

impl Statement {
    /// Whether it, or a part of it, could not be read.
    pub fn is_unparsed(&self) -> bool {
        self.effects.iter().any(|effect| matches!(effect.action, Action::Unparsed(_)) && effect.statement == self.span)
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
    /// False where a condition may keep it from happening: inside the parts of a block.
    pub certain: bool,
    /// Which call does it, when the statement itself does not say so.
    pub through: Option<Through>,
}

/// A call that brings the effects of other code with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Through {
    /// What the statement calls, for people: "by calling `f`".
    pub call: String,
    /// The statement of that code, in the script that it is from.
    pub statement: Span,
}

/// Why a statement could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// Its words are not known.
    Words,
    /// A template's placeholder or a client's variable: `{{x}}`, `${x}`, `:x`, `%(x)s`.
    Placeholder,
    /// A command of psql.
    PsqlCommand,
    /// A quote or comment that is never closed.
    Unterminated,
    /// A zero byte.
    Nul,
    /// Code inside of code inside of code.
    TooDeep,
}

/// Where a routine is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// In an expression, for some rows or for none.
    Within,
    /// The statement does nothing else, so it happens once.
    Alone,
    /// `CALL`.
    Procedure,
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
    CreatesTable(TableDefinition),
    CreatesEnum {
        name: Name,
        values: Vec<String>,
    },
    CreatesDomain(Domain),
    CreatesIndex(Index),
    CreatesView(View),
    CreatesRoutine(Routine),
    /// `events`: `INSERT`, `UPDATE`, `DELETE`, `TRUNCATE`.
    CreatesTrigger {
        name: String,
        table: Name,
        replaces: bool,
        events: Vec<&'static str>,
        function: Option<Name>,
    },
    CreatesRule {
        name: String,
        table: Name,
        replaces: bool,
    },
    /// `constraints` are those written with the column.
    AddsColumn {
        table: Name,
        column: Column,
        constraints: Vec<Constraint>,
        if_not_exists: bool,
    },
    AddsConstraint {
        table: Name,
        constraint: Constraint,
    },
    ValidatesConstraint {
        table: Name,
        constraint: String,
    },
    /// `ALTER CONSTRAINT`: deferrability, enforcement, inheritance.
    AltersConstraint {
        table: Name,
        constraint: String,
    },
    /// `ALTER COLUMN ...`, besides its type.
    AltersColumn {
        table: Name,
        column: String,
        change: ColumnChange,
    },
    /// `ALTER TABLE ...` of the whole table.
    AltersTable {
        table: Name,
        change: TableChange,
    },
    /// `ALTER INDEX ... SET TABLESPACE`.
    MovesIndex {
        index: Name,
        tablespace: String,
    },
    /// `ALTER ... ALL IN TABLESPACE`: all relations of a kind.
    MovesTablespace {
        from: String,
        to: String,
    },
    /// `ALTER DOMAIN ...`.
    AltersDomain {
        domain: Name,
        change: DomainChange,
    },
    /// `ALTER VIEW ... SET (...)`, or `RESET`: each option with its value.
    AltersViewOptions {
        view: Name,
        options: Vec<(String, Option<String>)>,
    },
    /// `ALTER FUNCTION` and its kin, besides its name, schema and owner.
    AltersRoutine(Routine),
    /// `ALTER TYPE ... ADD ATTRIBUTE` or `ALTER ATTRIBUTE`.
    AltersAttribute {
        name: Name,
        attribute: String,
        cascade: bool,
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
        child: Name,
        is_partition: bool,
        /// The partition for rows that no other one takes.
        is_default: bool,
    },
    /// The opposite: `DETACH PARTITION` or `NO INHERIT`.
    Releases {
        parent: Name,
        child: Name,
        is_partition: bool,
        concurrently: bool,
    },
    RenamesColumn {
        table: Name,
        from: String,
        to: String,
    },
    /// A name is longer than the 63 bytes that Postgres keeps of it. `kept` is what the other effects say.
    CutsName {
        written: String,
        kept: String,
    },
    /// A constraint, trigger, rule or attribute, which belongs to something.
    RenamesPart {
        kind: ObjectKind,
        owner: Name,
        from: String,
        to: String,
    },
    /// `concurrently`: an index, without stopping anybody.
    Drops {
        kind: ObjectKind,
        name: Name,
        cascade: bool,
        concurrently: bool,
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
        restarts_sequences: bool,
    },
    ChangesType {
        table: Name,
        column: String,
        to: DataType,
        using: Option<String>,
    },
    /// `joins`: which rows, another table says (`USING`, `MERGE`).
    Deletes {
        table: Name,
        condition: Condition,
        joins: bool,
    },
    /// `columns` is empty when they could not be told. `joins`: which rows, another table says (`FROM`).
    Updates {
        table: Name,
        columns: Vec<String>,
        condition: Condition,
        joins: bool,
    },
    /// `overwrites`: the columns that `ON CONFLICT DO UPDATE` or `MERGE` sets in rows that are there. `from_query`: as many rows as a query gives.
    Inserts {
        table: Name,
        overwrites: Option<Vec<String>>,
        from_query: bool,
    },
    /// `COPY` between a table (`None`: a query) and what the server reaches: a program, a file; the client.
    Copies {
        table: Option<Name>,
        into_table: bool,
        other: CopyOther,
    },
    /// A sequence goes on from another number: `ALTER SEQUENCE ... RESTART`, `setval`. `None`: which one cannot be told.
    /// `to_maximum`: from the largest number in use, as a `max()` says.
    SetsSequence {
        sequence: Option<Name>,
        to_maximum: bool,
    },
    /// A query or a data-changing command reads these tables. Only for what may be large: the main query, not a condition's.
    Reads {
        tables: Vec<Name>,
    },
    /// A routine is called. Those of Postgres itself that run nothing else are left out.
    Calls {
        name: Name,
        call: Call,
    },
    /// `PREPARE`: what `EXECUTE` of that name will do.
    Prepares {
        name: String,
        body: Vec<Effect>,
    },
    /// `EXECUTE` of a prepared statement.
    ExecutesPrepared {
        name: String,
    },
    /// A part of a block begins or ends that may be skipped as a whole: what it makes is there up to its end, and not known to be there behind it.
    Branch {
        begins: bool,
    },
    /// `only`: not those that inherit from it.
    Locks {
        table: Name,
        mode: LockMode,
        only: bool,
    },
    Maintains(Maintenance),
    Security(Security),
    /// `SET`, `set_config`: a parameter of the session. `value` is `None` when it is the default or cannot be told.
    SetsParameter {
        name: String,
        value: Option<String>,
        local: bool,
    },
    ChangesPublication(Publication),
    CreatesExtension {
        name: String,
        schema: Option<String>,
        cascade: bool,
        if_not_exists: bool,
    },
    /// Anything that changes where unqualified names are looked up, for however long.
    ChangesSearchPath,
    /// Never [`TransactionEffect::Ordinary`].
    Transaction(TransactionEffect),
    /// Runs what cannot be read here; says what.
    RunsOpaque(String),
    /// Runs SQL that is put together at run time. What is known of it, with `…` for the rest, and what that does.
    RunsDynamic {
        known: String,
        effects: Vec<Effect>,
    },
    Unparsed(Obstacle),
}

/// Which rows a command is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// All: it has none.
    Absent,
    /// All: it has one that is true for every row.
    AlwaysTrue,
    /// Those that have a value in this column: all, where it is never null.
    NotNull(String),
    /// Those that satisfy it.
    Given,
}

/// The kinds of object that have rules of their own, and the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
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
    #[default]
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
