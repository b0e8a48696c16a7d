#![doc = include_str!("delete_without_where.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Condition, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "delete-without-where",
    severity: Severity::Error,
    group: Group::Data,
    opt_in: false,
    summary: "All rows of a table are deleted by a DELETE",
    page: include_str!("delete_without_where.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::Deletes { table, condition, .. } => Some((effect, table, *condition)),
        _ => None,
    });
    found
        .filter(|(_, table, condition)| *condition != Condition::Given && !context.facts.is_table_born_here(table))
        .map(|(effect, table, condition)| {
            let why = if condition == Condition::AlwaysTrue { ": its condition is true for each of them" } else { "" };
            Hit::new(
                effect,
                table,
                format!("all rows of `{table}` are deleted{why}"),
                format!("Say with `WHERE` which rows of `{table}` are meant."),
            )
        })
        .collect()
}
