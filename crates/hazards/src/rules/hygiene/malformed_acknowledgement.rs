#![doc = include_str!("malformed_acknowledgement.md")]

use report::Severity;

use crate::acknowledgement::MALFORMED;
use crate::rules::{Check, Group, Rule};

pub(crate) const RULE: Rule = Rule {
    id: MALFORMED,
    severity: Severity::Error,
    group: Group::Hygiene,
    opt_in: false,
    summary: "An acknowledgement cannot be read",
    page: include_str!("malformed_acknowledgement.md"),
    check: Check::Acknowledgements,
};
