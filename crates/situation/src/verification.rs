//! The rules of `verify`. Their page is `docs/verify.md`.

use report::{RuleDescription, Severity};

/// A rule about a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerifyRule {
    /// The stable name.
    pub id: &'static str,
    /// As long as the configuration does not say otherwise.
    pub severity: Severity,
    /// In one line.
    pub summary: &'static str,
}

macro_rules! rules {
    ($($constant:ident: $id:literal, $severity:ident, $summary:literal;)*) => {
        $(
            #[doc = $summary]
            pub const $constant: VerifyRule = VerifyRule { id: $id, severity: Severity::$severity, summary: $summary };
        )*
        /// All of them, in the order of the page.
        pub const ALL: &[VerifyRule] = &[$($constant),*];
    };
}

rules! {
    PENDING_MIGRATION: "pending-migration", Error, "A migration is not applied";
    MISSING_OBJECT: "missing-object", Error, "A promised object is not there";
    UNEXPECTED_COLUMN: "unexpected-column", Error, "A column is not as promised";
    ROW_SECURITY_OFF: "row-security-off", Error, "A table that must have row security has it switched off";
    TOO_FEW_ROWS: "too-few-rows", Error, "A table has fewer rows than promised";
    INVALID_INDEX: "invalid-index", Error, "An index is not valid, so that no query uses it";
    UNVALIDATED_CONSTRAINT: "unvalidated-constraint", Notice, "A constraint was never checked against the rows that were there before it";
    SEQUENCE_NEAR_END: "sequence-near-end", Error, "A sequence has nearly used up its numbers";
    UNEXPECTED_SCHEMA: "unexpected-schema", Error, "The schema is not the one that the plan expects";
    ASSERTION_FAILED: "assertion-failed", Error, "A query answers otherwise than it must";
    SMOKE_CHECK_FAILED: "smoke-check-failed", Error, "A request over HTTP is answered otherwise than it must";
}

/// What there is to know about them, for a report.
pub fn descriptions() -> Vec<RuleDescription> {
    let describe = |rule: &VerifyRule| RuleDescription {
        id: rule.id,
        severity: rule.severity,
        summary: rule.summary,
        page: "",
        path: "docs/verify.md".to_owned(),
        is_security: *rule == ROW_SECURITY_OFF,
    };
    ALL.iter().map(describe).collect()
}
