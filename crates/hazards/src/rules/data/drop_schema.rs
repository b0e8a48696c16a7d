#![doc = include_str!("drop_schema.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule, dropped, with_dependants, without_cascade};
use crate::{ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "drop-schema",
    severity: Severity::Error,
    group: Group::Data,
    opt_in: false,
    summary: "A schema is deleted",
    page: include_str!("drop_schema.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    dropped(statement, context, &[ObjectKind::Schema])
        .into_iter()
        .map(|(effect, _, name, cascade)| {
            let message = format!("schema `{name}` is deleted{}", with_dependants(cascade));
            let advice = format!(
                "List what is in `{name}`, and drop each object by name in a migration that can be reviewed.{}",
                without_cascade(cascade)
            );
            Hit::new(effect, name, message, advice)
        })
        .collect()
}
