//! What is in a database?
//!
//! A [`Snapshot`] is everything that DDL can make, as plain sorted data: one [`Object`] per schema, table, column, index and so on,
//! found by its [`Identity`]. Text that Postgres prints (definitions, types, expressions) is taken as it is. Snapshots are
//! compared with [`diff`], carried over with [`Snapshot::changed_as`], summed up with [`Snapshot::fingerprint`] and drawn with [`er_diagram`]; all of that is pure.
//!
//! To teach it a new sort of object, write one query (`queries/*.sql`) and one line in [`Kind`]: every column of the query that has no
//! meaning of its own becomes a property, and properties are compared, summed up and told without further code.
//!
//! Left to others: which schema should be there (`replay`), and whether a change is dangerous (`hazards`).

mod change;
mod diagram;
mod diff;
mod files;
mod fingerprint;
mod identity;
mod kind;
mod loss;
mod object;
mod projection;
mod reader;
mod scope;
mod snapshot;

pub use change::{Action, Alteration, Change};
pub use diagram::{Diagram, er_diagram};
pub use diff::diff;
pub use files::RelationFiles;
pub use fingerprint::object_key;
pub use identity::Identity;
pub use kind::Kind;
pub use loss::Loss;
pub use object::{Object, Property, Value};
pub use reader::{Error, Reader, snapshot};
pub use scope::Scope;
pub use snapshot::Snapshot;
