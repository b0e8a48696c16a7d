#![doc = include_str!("drop_table.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule, dropped, with_dependants, without_cascade};
use crate::{ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "drop-table",
    severity: Severity::Error,
    group: Group::Data,
    opt_in: false,
    summary: "A table and all its rows are deleted",
    page: include_str!("drop_table.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    dropped(statement, context, &[ObjectKind::Table, ObjectKind::ForeignTable])
        .into_iter()
        .map(|(effect, _, name, cascade)| {
            let message = format!("table `{name}` and all its rows are deleted{}", with_dependants(cascade));
            let advice = format!("First stop every client from using `{name}` and deploy that; keep a backup; drop the table in a later migration.{}", without_cascade(cascade));
            Hit::new(effect, name, message, advice)
        })
        .collect()
}
