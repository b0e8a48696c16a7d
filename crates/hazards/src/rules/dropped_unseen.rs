#![doc = include_str!("dropped_unseen.md")]

use report::Severity;

use super::{Check, Rule};

pub(crate) const RULE: Rule = Rule {
    id: "dropped-unseen",
    severity: Severity::Error,
    summary: "An object disappeared that no statement names",
    page: include_str!("dropped_unseen.md"),
    check: Check::Server,
};
