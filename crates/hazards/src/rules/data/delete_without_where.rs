#![doc = include_str!("delete_without_where.md")]

use report::Severity;

use crate::rules::cascade::also_deleted;
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Statement};
use crate::{Condition, Facts, Name};

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
        Action::Deletes { table, condition, joins } if !context.facts.is_table_born_here(table) => {
            Some((effect, table, reason(condition, *joins, table, context.facts)?))
        }
        _ => None,
    });
    found
        .map(|(effect, table, why)| {
            let also = also_deleted(table, context.facts);
            Hit::new(
                effect,
                table,
                format!("all rows of `{table}` are deleted{why}{also}"),
                format!("Say with `WHERE` which rows of `{table}` are meant."),
            )
        })
        .collect()
}

/// Why a condition keeps no row; `None` when it keeps some.
pub(super) fn reason(condition: &Condition, joins: bool, table: &Name, facts: &Facts) -> Option<String> {
    match condition {
        Condition::Absent if joins => Some(" as soon as the other table has one".to_owned()),
        Condition::Absent => Some(String::new()),
        Condition::AlwaysTrue => Some(": its condition is true for each of them".to_owned()),
        Condition::NotNull(column) => {
            let is_never_null = facts.column(table, column).is_some_and(|column| column.not_null);
            is_never_null.then(|| format!(": its condition is true for each of them, for `{column}` is never null"))
        }
        Condition::Given => None,
    }
}
