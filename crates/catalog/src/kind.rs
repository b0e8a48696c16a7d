//! The sorts of object that a snapshot holds, and the query that reads each.
//!
//! All queries are written alike. Every column is text or a list of texts. Names are qualified; operators are found through the
//! search path, which the reader sets to `pg_catalog`. Numbers below 16384 are the server's own objects: the condition says nothing new
//! but lets an index be used, as does the class of extensions in the search for their members.

use std::fmt;

/// A sort of object. The order is the one in which objects of one place are read: a table's columns before its indexes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "Postgres's own words")]
pub enum Kind {
    Schema,
    SchemaGrant,
    Extension,
    Enum,
    Domain,
    DomainConstraint,
    CompositeType,
    RangeType,
    TypeGrant,
    Table,
    ForeignTable,
    View,
    MaterializedView,
    Sequence,
    Column,
    Constraint,
    Index,
    Trigger,
    Policy,
    Rule,
    RelationGrant,
    Function,
    Procedure,
    Aggregate,
    FunctionGrant,
    Statistics,
    EventTrigger,
    DefaultPrivileges,
}

/// Objects that share one space of names, and what belongs to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Group {
    Schemas,
    Extensions,
    Types,
    Relations,
    Routines,
    Others,
}

/// What is known of a kind: its word, its group, whether it is part of another object, its query.
type Facts = (&'static str, Group, bool, &'static str);

impl Kind {
    /// Every kind, in order.
    pub const ALL: [Kind; 28] = [
        Kind::Schema,
        Kind::SchemaGrant,
        Kind::Extension,
        Kind::Enum,
        Kind::Domain,
        Kind::DomainConstraint,
        Kind::CompositeType,
        Kind::RangeType,
        Kind::TypeGrant,
        Kind::Table,
        Kind::ForeignTable,
        Kind::View,
        Kind::MaterializedView,
        Kind::Sequence,
        Kind::Column,
        Kind::Constraint,
        Kind::Index,
        Kind::Trigger,
        Kind::Policy,
        Kind::Rule,
        Kind::RelationGrant,
        Kind::Function,
        Kind::Procedure,
        Kind::Aggregate,
        Kind::FunctionGrant,
        Kind::Statistics,
        Kind::EventTrigger,
        Kind::DefaultPrivileges,
    ];

    #[rustfmt::skip]
    const fn facts(self) -> Facts {
        use Group::{Extensions, Others, Relations, Routines, Schemas, Types};
        match self {
            Kind::Schema => ("schema", Schemas, false, include_str!("../queries/schemas.sql")),
            Kind::SchemaGrant => ("grant", Schemas, true, include_str!("../queries/schema_grants.sql")),
            Kind::Extension => ("extension", Extensions, false, include_str!("../queries/extensions.sql")),
            Kind::Enum => ("enum", Types, false, include_str!("../queries/enums.sql")),
            Kind::Domain => ("domain", Types, false, include_str!("../queries/domains.sql")),
            Kind::DomainConstraint => ("domain constraint", Types, true, include_str!("../queries/domain_constraints.sql")),
            Kind::CompositeType => ("composite type", Types, false, include_str!("../queries/composite_types.sql")),
            Kind::RangeType => ("range type", Types, false, include_str!("../queries/range_types.sql")),
            Kind::TypeGrant => ("grant", Types, true, include_str!("../queries/type_grants.sql")),
            Kind::Table => ("table", Relations, false, include_str!("../queries/tables.sql")),
            Kind::ForeignTable => ("foreign table", Relations, false, include_str!("../queries/foreign_tables.sql")),
            Kind::View => ("view", Relations, false, include_str!("../queries/views.sql")),
            Kind::MaterializedView => ("materialized view", Relations, false, include_str!("../queries/materialized_views.sql")),
            Kind::Sequence => ("sequence", Relations, false, include_str!("../queries/sequences.sql")),
            Kind::Column => ("column", Relations, true, include_str!("../queries/columns.sql")),
            Kind::Constraint => ("constraint", Relations, true, include_str!("../queries/constraints.sql")),
            Kind::Index => ("index", Relations, true, include_str!("../queries/indexes.sql")),
            Kind::Trigger => ("trigger", Relations, true, include_str!("../queries/triggers.sql")),
            Kind::Policy => ("policy", Relations, true, include_str!("../queries/policies.sql")),
            Kind::Rule => ("rule", Relations, true, include_str!("../queries/rules.sql")),
            Kind::RelationGrant => ("grant", Relations, true, include_str!("../queries/relation_grants.sql")),
            Kind::Function => ("function", Routines, false, include_str!("../queries/functions.sql")),
            Kind::Procedure => ("procedure", Routines, false, include_str!("../queries/procedures.sql")),
            Kind::Aggregate => ("aggregate", Routines, false, include_str!("../queries/aggregates.sql")),
            Kind::FunctionGrant => ("grant", Routines, true, include_str!("../queries/function_grants.sql")),
            Kind::Statistics => ("statistics", Others, false, include_str!("../queries/statistics.sql")),
            Kind::EventTrigger => ("event trigger", Others, false, include_str!("../queries/event_triggers.sql")),
            Kind::DefaultPrivileges => ("default privileges", Others, false, include_str!("../queries/default_privileges.sql")),
        }
    }

    /// The query that reads all objects of this kind.
    pub const fn query(self) -> &'static str {
        self.facts().3
    }

    /// Whether objects of this kind are part of another one and go with it: a column, an index, a grant.
    pub const fn is_part(self) -> bool {
        self.facts().2
    }

    pub(crate) const fn group(self) -> Group {
        self.facts().1
    }
}

/// Postgres's word for it: `materialized view`.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.facts().0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_every_kind_once_and_in_order() {
        assert!(Kind::ALL.is_sorted());
        assert!(Kind::ALL.windows(2).all(|pair| pair[0] != pair[1]));
        assert_eq!(Kind::ALL.len(), Kind::DefaultPrivileges as usize + 1);
    }
}
