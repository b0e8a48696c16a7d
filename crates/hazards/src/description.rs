//! What does a report say of a rule?

use report::RuleDescription;

use crate::{Group, Rule};

impl Rule {
    /// What there is to know about the rule besides its findings.
    pub fn description(&self) -> RuleDescription {
        RuleDescription {
            id: self.id,
            severity: self.severity,
            summary: self.summary,
            page: self.page,
            path: format!("docs/rules/{}.md", self.id),
            is_security: self.group == Group::Security,
        }
    }
}
