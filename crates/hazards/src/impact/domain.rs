//! `ALTER DOMAIN`.

use postgres_terms::LockMode;

use super::{Impacts, Work};
use crate::{DomainChange, Fact, Name};

impl Impacts<'_> {
    /// What a domain demands is looked for in every table that has a column of it.
    pub(super) fn alter_domain(&mut self, domain: &Name, change: &DomainChange) {
        let looks = match change {
            DomainChange::SetNotNull | DomainChange::ValidateConstraint { .. } => true,
            DomainChange::AddConstraint { not_valid, .. } => !not_valid,
            _ => false,
        };
        if let (true, Fact::Known(users)) = (looks, self.facts.users_of_domain(domain)) {
            users.into_iter().for_each(|id| self.touch_id(id, LockMode::Share, Work::SCAN));
        }
    }
}
