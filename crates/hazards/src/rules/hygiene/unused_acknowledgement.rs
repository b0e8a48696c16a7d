#![doc = include_str!("unused_acknowledgement.md")]

use report::Severity;

use crate::acknowledgement::UNUSED;
use crate::rules::{Check, Group, Rule};

pub(crate) const RULE: Rule = Rule {
    id: UNUSED,
    severity: Severity::Warning,
    group: Group::Hygiene,
    opt_in: false,
    summary: "An acknowledgement accepts nothing",
    page: include_str!("unused_acknowledgement.md"),
    check: Check::Acknowledgements,
};
