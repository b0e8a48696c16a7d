//! What do the scripts say of domains, and of the columns that have them?

use std::collections::BTreeSet;

use super::{Facts, Place, TableId};
use crate::{Column, DataType, DomainChange, Expression, Fact, Name, ObjectKind};

/// A domain that the scripts made.
#[derive(Debug, Clone)]
pub(super) struct Domain {
    data_type: DataType,
    default: Option<Expression>,
    not_null: bool,
    /// Its constraints by name; those without one are counted.
    constraints: BTreeSet<String>,
    unnamed: usize,
    /// Columns that were of it at some time.
    users: BTreeSet<(TableId, String)>,
    /// Whether all that changes it was certain to happen.
    is_known: bool,
}

impl Facts {
    pub(super) fn make_domain(&mut self, domain: &crate::Domain, certain: bool) {
        let key = self.key(ObjectKind::Type, &domain.name);
        let made = Domain {
            data_type: domain.data_type.clone(),
            default: domain.default.clone(),
            not_null: false,
            constraints: BTreeSet::new(),
            unnamed: usize::from(domain.is_constrained),
            users: BTreeSet::new(),
            is_known: certain,
        };
        self.domains.insert(key.clone(), made);
        self.bear(ObjectKind::Type, key, certain);
    }

    pub(super) fn change_domain(&mut self, name: &Name, change: &DomainChange, certain: bool) {
        let key = self.key(ObjectKind::Type, name);
        let Some(domain) = self.domains.get_mut(&key) else { return };
        domain.is_known &= certain;
        match change {
            DomainChange::SetNotNull => domain.not_null = true,
            DomainChange::DropNotNull => domain.not_null = false,
            DomainChange::DropDefault => domain.default = None,
            // What it is now is of no interest: columns that are there keep what they have.
            DomainChange::SetDefault => domain.is_known = false,
            DomainChange::AddConstraint { name: Some(name), .. } => drop(domain.constraints.insert(name.clone())),
            DomainChange::AddConstraint { name: None, .. } => domain.unnamed += 1,
            DomainChange::DropConstraint { name } if domain.constraints.remove(name) => {}
            DomainChange::DropConstraint { .. } => domain.is_known = false,
            DomainChange::ValidateConstraint { .. } => {}
        }
    }

    /// Takes note of the table when the column's type is a domain.
    pub(super) fn use_domain(&mut self, table: TableId, column: &Column) {
        if self.domains.is_empty() {
            return;
        }
        let key = self.key(ObjectKind::Type, &column.data_type.name);
        if let Some(domain) = self.domains.get_mut(&key) {
            domain.users.insert((table, column.name.clone()));
        }
    }

    /// The tables that have a column of this domain, not more than a hostile script may ask for. Unknown where the scripts did not make it.
    pub(crate) fn users_of_domain(&self, name: &Name) -> Fact<Vec<TableId>> {
        let key = self.key(ObjectKind::Type, name);
        let is_still = |(table, column): &&(TableId, String)| {
            let column = self.table_of(*table).and_then(|table| table.columns.get(column));
            column.is_some_and(|column| self.key(ObjectKind::Type, &column.data_type.name) == key)
        };
        let users = |domain: &Domain| {
            let mut tables: Vec<TableId> =
                domain.users.iter().filter(is_still).map(|(table, _)| *table).take(super::MANY).collect();
            tables.dedup();
            tables
        };
        self.domains.get(&key).map(users).into()
    }

    /// Whether a type demands something of its values. Types of Postgres do not; a type that no script made may be such a domain.
    pub(crate) fn is_constrained(&self, data_type: &DataType) -> Fact<bool> {
        match self.domains.get(&self.place(ObjectKind::Type, &data_type.name) as &dyn Place) {
            Some(_) if data_type.array => Fact::Unknown,
            Some(domain) if !domain.is_known => Fact::Unknown,
            Some(domain) => Fact::Known(domain.not_null || domain.unnamed > 0 || !domain.constraints.is_empty()),
            None if data_type.is_builtin() || self.is_enum(&data_type.name) => Fact::Known(false),
            None => Fact::Unknown,
        }
    }

    /// What the values of a domain are, and of any other type the type itself.
    pub(crate) fn base_type<'a>(&'a self, data_type: &'a DataType) -> &'a DataType {
        match self.domains.get(&self.place(ObjectKind::Type, &data_type.name) as &dyn Place) {
            Some(domain) if !data_type.array => &domain.data_type,
            _ => data_type,
        }
    }

    /// The default of a column: its own, or its domain's.
    pub(crate) fn default_of<'a>(&'a self, column: &'a Column) -> Option<&'a Expression> {
        let domain = || self.domains.get(&self.place(ObjectKind::Type, &column.data_type.name) as &dyn Place);
        column.default.as_ref().or_else(|| domain()?.default.as_ref())
    }
}
