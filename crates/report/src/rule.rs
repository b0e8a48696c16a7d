use crate::Severity;

/// What there is to know about a rule besides its findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleDescription {
    /// The stable name.
    pub id: &'static str,
    /// How bad it is as long as the configuration does not say otherwise.
    pub severity: Severity,
    /// What it is about, in one line of Markdown without a full stop.
    pub summary: &'static str,
    /// Its page in Markdown; empty when there is none.
    pub page: &'static str,
    /// Where the page is in this project's repository: `docs/rules/drop-column.md`.
    pub path: String,
    /// Whether it is about who may do what, and not about data, clients or locks.
    pub is_security: bool,
}
