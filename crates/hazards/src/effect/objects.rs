//! What is changed of what a table consists of, and of what stands beside tables.

use super::{Effect, ObjectKind, definition::Expression};
use crate::Name;

/// A change of one column, besides its type.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "Postgres's own words")]
pub enum ColumnChange {
    SetNotNull,
    DropNotNull,
    SetDefault(Expression),
    DropDefault,
    /// Generated from now on by another expression (since 17).
    SetExpression(Expression),
    DropExpression,
    AddIdentity,
    /// `SET GENERATED` and sequence options; `restarts`: the sequence goes on from another number; `always`: clients may not give one.
    SetIdentity {
        restarts: bool,
        always: bool,
    },
    DropIdentity,
    /// What the planner is told: `SET STATISTICS`, options. Stops nobody.
    Statistics,
    /// Storage, compression, options of foreign columns: no rows, no clients.
    Storage,
}

/// A change of a whole table.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "Postgres's own words")]
pub enum TableChange {
    SetLogged,
    SetUnlogged,
    SetTablespace(String),
    SetAccessMethod(String),
    ClusterOn(String),
    WithoutCluster,
    ReplicaIdentity(String),
    /// `None`: all, or all of the user. `rule`: a rule, or a trigger. `mode`: `ENABLE`, `DISABLE`, `ENABLE REPLICA`, `ENABLE ALWAYS`.
    Firing {
        rule: bool,
        name: Option<String>,
        mode: &'static str,
    },
    Options(Vec<(String, Option<String>)>),
    /// `OF type`, `NOT OF`, foreign table options.
    Other,
}

/// A change of a domain.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "Postgres's own words")]
pub enum DomainChange {
    SetNotNull,
    DropNotNull,
    SetDefault,
    DropDefault,
    AddConstraint { name: Option<String>, not_valid: bool },
    DropConstraint { name: String },
    ValidateConstraint { name: String },
}

/// A view.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// Its name.
    pub name: Name,
    /// Whether it holds rows of its own.
    pub materialized: bool,
    /// `OR REPLACE`.
    pub replaces: bool,
    /// Or leaves an object alone that has this name already.
    pub if_not_exists: bool,
    /// `WITH (...)`, in lower case, with their values.
    pub options: Vec<(String, Option<String>)>,
    /// Tables and views in its query.
    pub reads: Vec<Name>,
    /// Its output columns in order, as far as they have names; `None` where that cannot be told (`*`).
    pub columns: Option<Vec<String>>,
    /// The same number for the same query, whatever its blanks, comments and letters.
    pub query: u64,
}

/// A function, procedure or aggregate, or what is changed of one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Routine {
    /// Which of them.
    pub kind: ObjectKind,
    /// With the types of its arguments as `format_type` shows them: `f(integer, text)`. Without parentheses when they are not written.
    pub name: Name,
    /// `OR REPLACE`.
    pub replaces: bool,
    /// In lower case; `sql` for a body without quotes. `None` when not written.
    pub language: Option<String>,
    /// Runs with its owner's rights. `None`: not written.
    pub security_definer: Option<bool>,
    /// The search path that it sets for itself, as written. `None`: none.
    pub search_path: Option<String>,
    /// Other parameters that it sets; without a value `FROM CURRENT`, or `RESET` (of `all`, also of `search_path`).
    pub sets: Vec<(String, Option<String>)>,
    /// Tells the planner that it reveals nothing of its arguments.
    pub leakproof: bool,
    /// `IMMUTABLE`, `STABLE` or `VOLATILE`, in upper case. `None`: not written, which means `VOLATILE` for a new one.
    pub volatility: Option<&'static str>,
    /// What `RETURNS` says, as written.
    pub returns: Option<String>,
    /// The same number for the same definition behind the arguments, whatever its blanks, comments and letters.
    pub text: u64,
    /// What its body does when it is called. `None`: it cannot be read.
    pub body: Option<Vec<Effect>>,
}

/// What a `COPY` reads or writes besides a table.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "Postgres's own words")]
pub enum CopyOther {
    Program,
    File,
    Client,
}

/// Work on what is there that changes no definition.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "Postgres's own words")]
pub enum Maintenance {
    /// `kind`: an index, a table, or in upper case `SCHEMA`, `DATABASE`, `SYSTEM`. `name` is `None` for the database that one is in.
    Reindex {
        kind: &'static str,
        name: Option<Name>,
        concurrently: bool,
    },
    Refresh {
        view: Name,
        concurrently: bool,
    },
    /// `table` is `None` for all.
    Cluster {
        table: Option<Name>,
    },
    /// `tables` empty for all.
    Vacuum {
        tables: Vec<Name>,
        full: bool,
    },
}

/// A publication, made or changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Publication {
    /// Its name.
    pub name: String,
    /// Whether it is new.
    pub creates: bool,
    /// `FOR ALL TABLES`.
    pub all_tables: bool,
    /// Tables that are in it from now on.
    pub adds: Vec<Name>,
    /// Whole schemas that are.
    pub adds_schemas: Vec<String>,
    /// Tables or schemas that no longer are; `SET` means all others.
    pub removes: Vec<Name>,
    /// `SET TABLE`: what was in it before is not known.
    pub replaces: bool,
    /// `SET (...)`: which changes it tells of, and how.
    pub changes_options: bool,
}
