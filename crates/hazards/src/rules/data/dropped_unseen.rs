#![doc = include_str!("dropped_unseen.md")]

use report::Severity;

use crate::rules::{Check, Group, Rule};

pub(crate) const RULE: Rule = Rule {
    id: "dropped-unseen",
    severity: Severity::Error,
    group: Group::Data,
    opt_in: false,
    summary: "An object disappeared that no statement names",
    page: include_str!("dropped_unseen.md"),
    check: Check::Server,
};
