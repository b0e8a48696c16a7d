//! What can this SQL do?
//!
//! Each statement of a script is read into [`Effect`]s, in our own words: drops this column, deletes these rows, runs what cannot be
//! read. Rules look at effects and at what the scripts before it said of the schema ([`Facts`]), and never at a syntax tree. No
//! input, no output, no server: what only running can show is found by `validate`, which raises it under rules listed here.
//!
//! Everything is read from tokens, because no general parser knows all the commands that matter. A statement that no reader knows is the
//! finding `unparsed-statement`, never silence.

mod acknowledgement;
mod condition;
mod data_type;
mod description;
mod effect;
mod facts;
mod impact;
mod language;
mod live;
mod name;
mod pages;
mod policy;
mod reading;
mod rules;
mod scan;
mod secret;
mod timestamp;
mod transaction;
mod type_change;

pub use data_type::DataType;
pub use effect::{
    Action, Call, Column, ColumnChange, Condition, Constraint, ConstraintKind, CopyOther, Domain, DomainChange, Effect,
    Expression, ForeignKey, Index, Maintenance, ObjectKind, Obstacle, OnDelete, Origin, Policy, Privileges, Publication,
    RoleOption, Routine, RowSecurity, Security, SettingOwner, Statement, TableChange, TableDefinition, Through, View,
};
pub use facts::{Fact, Facts};
pub use impact::{RelationImpact, StatementImpact};
pub use live::LiveTable;
pub use name::Name;
pub use pages::pages;
pub use reading::read;
pub use rules::{Group, Rule, find, rules};
pub use scan::{Dropped, Loss, Scan, ScanSummary, Script, ScriptFindings, Settings};
