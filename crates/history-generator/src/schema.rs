//! What is in the database so far? Just enough of it to write the next script so that it applies.

use std::fmt;

/// A table with an `id` key and the columns below.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) columns: Vec<Column>,
    /// Names of tables that this one points to.
    pub(crate) references: Vec<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) index: Option<String>,
    pub(crate) is_key: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Varchar(u32),
    Integer,
    BigInt,
    Boolean,
    Timestamp,
    Decimal,
    Json,
    Enum(String),
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Kind::Text => f.write_str("TEXT"),
            Kind::Varchar(length) => write!(f, "VARCHAR({length})"),
            Kind::Integer => f.write_str("INTEGER"),
            Kind::BigInt => f.write_str("BIGINT"),
            Kind::Boolean => f.write_str("BOOLEAN"),
            Kind::Timestamp => f.write_str("TIMESTAMP(3)"),
            Kind::Decimal => f.write_str("DECIMAL(65,30)"),
            Kind::Json => f.write_str("JSONB"),
            Kind::Enum(name) => write!(f, "\"{name}\""),
        }
    }
}

impl Kind {
    /// The type that a team would change this one to, if any.
    pub(crate) fn wider(&self) -> Option<Kind> {
        match self {
            Kind::Varchar(_) => Some(Kind::Text),
            Kind::Integer => Some(Kind::BigInt),
            Kind::Boolean => Some(Kind::Text),
            _ => None,
        }
    }

    /// A literal of this type; `None` for types that get no default here.
    pub(crate) fn default(&self) -> Option<&'static str> {
        match self {
            Kind::Text | Kind::Varchar(_) => Some("''"),
            Kind::Integer | Kind::BigInt | Kind::Decimal => Some("0"),
            Kind::Boolean => Some("false"),
            Kind::Timestamp => Some("CURRENT_TIMESTAMP"),
            Kind::Json => Some("'{}'"),
            Kind::Enum(_) => None,
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Enum {
    pub(crate) name: String,
    pub(crate) values: Vec<String>,
}
