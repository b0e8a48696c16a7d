#![doc = include_str!("dropped_by_cascade.md")]

use report::Severity;

use crate::rules::{Check, Group, Rule};

pub(crate) const RULE: Rule = Rule {
    id: "dropped-by-cascade",
    severity: Severity::Error,
    group: Group::Data,
    opt_in: false,
    summary: "An object disappeared because something that it depends on was dropped with CASCADE",
    page: include_str!("dropped_by_cascade.md"),
    check: Check::Server,
};
