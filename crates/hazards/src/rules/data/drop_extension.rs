#![doc = include_str!("drop_extension.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule, dropped, with_dependants, without_cascade};
use crate::{ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "drop-extension",
    severity: Severity::Error,
    group: Group::Data,
    opt_in: false,
    summary: "An extension is deleted with all that it made",
    page: include_str!("drop_extension.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    dropped(statement, context, &[ObjectKind::Extension])
        .into_iter()
        .map(|(effect, _, name, cascade)| {
            let message = format!("extension `{name}` is deleted with its types, functions and tables{}", with_dependants(cascade));
            let advice = format!("Find the columns and indexes that use `{name}` in the catalog (`pg_depend`), and replace them before it is dropped.{}", without_cascade(cascade));
            Hit::new(effect, name, message, advice)
        })
        .collect()
}
