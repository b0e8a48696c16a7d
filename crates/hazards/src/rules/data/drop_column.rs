#![doc = include_str!("drop_column.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule, with_dependants, without_cascade};
use crate::{Action, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "drop-column",
    severity: Severity::Error,
    group: Group::Data,
    opt_in: false,
    summary: "A column and its values are deleted",
    page: include_str!("drop_column.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::DropsColumn { table, column, cascade } => Some((effect, table, column, *cascade)),
        _ => None,
    });
    // An addition beside it is the usual shape of a rename that was not meant as a loss.
    let added = statement.effects.iter().find_map(|effect| match &effect.action {
        Action::AddsColumn { column, .. } => Some(&column.name),
        _ => None,
    });
    found
        .filter(|(_, table, column, cascade)| *cascade || !context.facts.is_column_born_here(table, column))
        .map(|(effect, table, column, cascade)| {
            let message = format!("column `{column}` of `{table}` and its values are deleted{}", with_dependants(cascade));
            let advice = match added {
                Some(added) => format!(
                    "Where `{added}` is `{column}` under a new name, write `ALTER TABLE {table} RENAME COLUMN` instead, which keeps the values."
                ),
                None => format!("Deploy clients that no longer use `{column}` first; drop it in a later migration, with a backup at hand."),
            };
            Hit::new(effect, table.part(column), message, advice + without_cascade(cascade))
        })
        .collect()
}
