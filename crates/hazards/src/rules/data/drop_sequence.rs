#![doc = include_str!("drop_sequence.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule, dropped, with_dependants, without_cascade};
use crate::{ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "drop-sequence",
    severity: Severity::Error,
    group: Group::Data,
    opt_in: false,
    summary: "A sequence and its current value are deleted",
    page: include_str!("drop_sequence.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    dropped(statement, context, &[ObjectKind::Sequence])
        .into_iter()
        .map(|(effect, _, name, cascade)| {
            let message = format!("sequence `{name}` and its current value are deleted{}", with_dependants(cascade));
            let advice = format!("Move every default that uses `{name}` to another sequence, set beyond the highest number in use, and drop it later.{}", without_cascade(cascade));
            Hit::new(effect, name, message, advice)
        })
        .collect()
}
