#![doc = include_str!("update_without_where.md")]

use report::Severity;

use super::delete_without_where::reason;
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "update-without-where",
    severity: Severity::Warning,
    group: Group::Data,
    opt_in: false,
    summary: "All rows of a table are overwritten by an UPDATE",
    page: include_str!("update_without_where.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let facts = context.facts;
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::Updates { table, columns, condition, joins } => {
            Some((effect, table, columns, reason(condition, *joins, table, facts)?))
        }
        _ => None,
    });
    found
        .filter(|(_, table, columns, _)| {
            // Filling a column that was added here overwrites nothing.
            let are_new = !columns.is_empty() && columns.iter().all(|column| facts.is_column_born_here(table, column));
            !are_new && !facts.is_table_born_here(table)
        })
        .map(|(effect, table, columns, why)| {
            let what = if columns.is_empty() { "values".to_owned() } else { format!("values of `{}`", columns.join("`, `")) };
            let advice = format!(
                "Say with `WHERE` which rows of `{table}` are meant; fill large tables in batches outside of migrations."
            );
            Hit::new(effect, table, format!("the {what} are overwritten in all rows of `{table}`{why}"), advice)
        })
        .collect()
}
