//! What must be true of a database after a deploy? The sections `[verify]` and `[targets.NAME.verify]`.

use std::{collections::BTreeMap, fmt, time::Duration};

use crate::{
    object_name::ObjectName,
    origin::Sourced,
    quantity::show_duration,
    settings::{entry, list, quoted},
};

/// The sorts of object that are promised by name alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ObjectKind {
    /// A table, a partitioned one too.
    Table,
    /// An index, that of a constraint too.
    Index,
    /// A constraint of a table.
    Constraint,
    /// An enum.
    Enum,
    /// A row security policy.
    Policy,
    /// A function or procedure.
    Function,
    /// An extension.
    Extension,
    /// A table with row security switched on.
    RowSecurity,
}

impl ObjectKind {
    /// Every sort, in the order of `default.toml`.
    pub const ALL: [ObjectKind; 8] = [
        ObjectKind::Table,
        ObjectKind::Index,
        ObjectKind::Constraint,
        ObjectKind::Enum,
        ObjectKind::Policy,
        ObjectKind::Function,
        ObjectKind::Extension,
        ObjectKind::RowSecurity,
    ];

    /// The key under which they are listed.
    pub const fn key(self) -> &'static str {
        match self {
            ObjectKind::Table => "tables",
            ObjectKind::Index => "indexes",
            ObjectKind::Constraint => "constraints",
            ObjectKind::Enum => "enums",
            ObjectKind::Policy => "policies",
            ObjectKind::Function => "functions",
            ObjectKind::Extension => "extensions",
            ObjectKind::RowSecurity => "row-security",
        }
    }

    /// Reads the name of such an object.
    pub(crate) fn parse(self, text: &str) -> Result<ObjectName, String> {
        match self {
            ObjectKind::Function => ObjectName::parse_function(text),
            ObjectKind::Extension => ObjectName::parse(text, 1),
            ObjectKind::Constraint | ObjectKind::Policy => ObjectName::parse(text, 3),
            _ => ObjectName::parse(text, 2),
        }
    }
}

/// A column as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnPromise {
    /// At least table and column.
    pub name: ObjectName,
    /// Its type, as the user writes it: `varchar(20)`.
    pub data_type: String,
    /// Whether it takes nulls; `None` when nothing is said.
    pub nullable: Option<bool>,
}

/// How many rows a table must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowsPromise {
    /// The table.
    pub table: ObjectName,
    /// At least so many.
    pub minimum: u32,
}

/// A query and what it must answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Assertion {
    /// What it says, for people.
    pub name: Sourced<String>,
    /// One query.
    pub sql: Sourced<String>,
    /// The role as which it is asked; `None`: as the one that logs in.
    pub role: Option<Sourced<String>>,
    /// Settings that hold while it is asked: `request.jwt.claims`.
    pub settings: BTreeMap<String, Sourced<String>>,
    /// What it must answer.
    pub expectation: Sourced<Expectation>,
    /// How long it may take; `None`: as long as `statement-timeout` says.
    pub timeout: Option<Sourced<Duration>>,
}

/// What a query must answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// No row.
    NoRows,
    /// One row with one value, `true`.
    True,
    /// That the role may not ask it at all.
    Refused,
    /// One row with one value, as `psql` shows it.
    Value(String),
}

/// A request over HTTP and what must come back.
#[derive(Debug, Clone, PartialEq)]
pub struct HttpCheck {
    /// What it says, for people.
    pub name: Sourced<String>,
    /// Where it goes.
    pub address: Sourced<Address>,
    /// The status that must come back.
    pub status: Option<Sourced<u32>>,
    /// How long it may take, to the last byte; `None`: as long as `statement-timeout` says.
    pub within: Option<Sourced<Duration>>,
    /// What the body must contain.
    pub body_contains: Option<Sourced<String>>,
    /// Name of the variable with the token that is sent as `Authorization: Bearer`.
    pub token: Option<Sourced<String>>,
    /// Headers, and the names of the variables that hold their values.
    pub headers: BTreeMap<String, Sourced<String>>,
}

/// Where a request goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// There.
    Url(String),
    /// Where the variable of this name says.
    Variable(String),
}

/// What one table of the file says; every key is optional.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct VerifyLayer {
    pub(crate) objects: BTreeMap<ObjectKind, Sourced<Vec<ObjectName>>>,
    pub(crate) columns: BTreeMap<String, Sourced<ColumnPromise>>,
    pub(crate) rows: BTreeMap<String, Sourced<RowsPromise>>,
    pub(crate) statement_timeout: Option<Sourced<Duration>>,
    pub(crate) sequence_use: Option<Sourced<u32>>,
    pub(crate) assertions: Vec<Assertion>,
    pub(crate) http: Vec<HttpCheck>,
}

/// What `verify` looks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Verify {
    /// How long one query may take.
    pub statement_timeout: Sourced<Duration>,
    /// Percent of its numbers that a sequence may have used.
    pub sequence_use: Sourced<u32>,
    pub(crate) all: VerifyLayer,
    pub(crate) targets: BTreeMap<String, VerifyLayer>,
}

/// What is promised of one target.
#[derive(Debug, Clone, PartialEq)]
pub struct Promises {
    /// Objects that must be there, each with where it is promised.
    pub objects: Vec<(ObjectKind, ObjectName, String)>,
    /// Columns that must be as said.
    pub columns: Vec<Sourced<ColumnPromise>>,
    /// Tables that must have so many rows at least.
    pub rows: Vec<Sourced<RowsPromise>>,
    /// Queries, in the order of the file.
    pub assertions: Vec<Assertion>,
    /// Requests, in the order of the file.
    pub http: Vec<HttpCheck>,
    /// How long one query may take.
    pub statement_timeout: Duration,
    /// Percent of its numbers that a sequence may have used.
    pub sequence_use: u32,
}

impl Verify {
    /// What holds for one target: what is said for all, and what is said for it.
    pub fn of_target(&self, name: &str) -> Promises {
        let none = VerifyLayer::default();
        let own = self.targets.get(name).unwrap_or(&none);
        let layers = [&self.all, own];
        let objects = layers.iter().flat_map(|layer| &layer.objects).flat_map(|(kind, names)| {
            names.value.iter().map(|name| (*kind, name.clone(), format!("`{}` in {}", kind.key(), names.origin)))
        });
        let timeout = own.statement_timeout.as_ref().unwrap_or(&self.statement_timeout);
        Promises {
            objects: objects.collect(),
            columns: layers.iter().flat_map(|layer| layer.columns.values().cloned()).collect(),
            rows: layers.iter().flat_map(|layer| layer.rows.values().cloned()).collect(),
            assertions: layers.iter().flat_map(|layer| layer.assertions.clone()).collect(),
            http: layers.iter().flat_map(|layer| layer.http.clone()).collect(),
            statement_timeout: timeout.value,
            sequence_use: own.sequence_use.as_ref().unwrap_or(&self.sequence_use).value,
        }
    }

    pub(crate) fn entries(&self) -> Vec<(String, Sourced<String>)> {
        let mut entries = Vec::new();
        for (name, own) in &self.targets {
            entries.extend(own.entries(&format!("targets.{name}.verify")));
        }
        entries.push(entry("verify.statement-timeout", &self.statement_timeout, |time| quoted(&show_duration(*time))));
        entries.push(entry("verify.sequence-use", &self.sequence_use, u32::to_string));
        let all = VerifyLayer { statement_timeout: None, sequence_use: None, ..self.all.clone() };
        entries.extend(all.entries("verify"));
        entries
    }
}

impl VerifyLayer {
    fn entries(&self, table: &str) -> Vec<(String, Sourced<String>)> {
        let key = |key: &str| format!("{table}.{key}");
        let mut entries = Vec::new();
        entries.extend(
            self.statement_timeout.as_ref().map(|it| entry(key("statement-timeout"), it, |time| quoted(&show_duration(*time)))),
        );
        entries.extend(self.sequence_use.as_ref().map(|it| entry(key("sequence-use"), it, u32::to_string)));
        for (kind, names) in &self.objects {
            entries.push(entry(key(kind.key()), names, |names| list(names)));
        }
        entries.extend(inline(key("columns"), &self.columns, |column| quoted(&column.definition())));
        entries.extend(inline(key("minimum-rows"), &self.rows, |rows| rows.minimum.to_string()));
        for (index, assertion) in self.assertions.iter().enumerate() {
            entries.extend(assertion.entries(&key(&format!("assertions.{}", index + 1))));
        }
        for (index, check) in self.http.iter().enumerate() {
            entries.extend(check.entries(&key(&format!("http.{}", index + 1))));
        }
        entries
    }
}

/// A table of names that the user chose, in one line.
fn inline<T>(
    key: String,
    values: &BTreeMap<String, Sourced<T>>,
    show: impl Fn(&T) -> String,
) -> Option<(String, Sourced<String>)> {
    let (_, first) = values.first_key_value()?;
    let pairs: Vec<String> = values.iter().map(|(name, value)| format!("{name:?} = {}", show(&value.value))).collect();
    Some((key, Sourced { value: format!("{{ {} }}", pairs.join(", ")), origin: first.origin.clone() }))
}

impl ColumnPromise {
    /// As the file says it: `text not null`.
    pub fn definition(&self) -> String {
        let suffix = match self.nullable {
            None => "",
            Some(true) => " null",
            Some(false) => " not null",
        };
        format!("{}{suffix}", self.data_type)
    }
}

impl Assertion {
    fn entries(&self, table: &str) -> Vec<(String, Sourced<String>)> {
        let key = |key: &str| format!("{table}.{key}");
        let mut entries = vec![entry(key("name"), &self.name, quoted), entry(key("sql"), &self.sql, quoted)];
        entries.extend(self.role.as_ref().map(|role| entry(key("role"), role, quoted)));
        entries.extend(inline(key("settings"), &self.settings, quoted));
        let expected = match &self.expectation.value {
            Expectation::Value(_) => "value",
            _ => "expect",
        };
        entries.push(entry(key(expected), &self.expectation, quoted));
        entries.extend(self.timeout.as_ref().map(|it| entry(key("timeout"), it, |time| quoted(&show_duration(*time)))));
        entries
    }
}

impl HttpCheck {
    fn entries(&self, table: &str) -> Vec<(String, Sourced<String>)> {
        let key = |key: &str| format!("{table}.{key}");
        let address = match &self.address.value {
            Address::Url(_) => "url",
            Address::Variable(_) => "url-variable",
        };
        let mut entries = vec![entry(key("name"), &self.name, quoted), entry(key(address), &self.address, quoted)];
        entries.extend(self.status.as_ref().map(|status| entry(key("status"), status, u32::to_string)));
        entries.extend(self.within.as_ref().map(|it| entry(key("within"), it, |time| quoted(&show_duration(*time)))));
        entries.extend(self.body_contains.as_ref().map(|text| entry(key("body-contains"), text, quoted)));
        entries.extend(self.token.as_ref().map(|name| entry(key("token"), name, quoted)));
        entries.extend(inline(key("headers"), &self.headers, quoted));
        entries
    }
}

impl fmt::Display for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Expectation::NoRows => "no-rows",
            Expectation::True => "true",
            Expectation::Refused => "refused",
            Expectation::Value(value) => value,
        })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Address::Url(text) | Address::Variable(text)) = self;
        f.pad(text)
    }
}
