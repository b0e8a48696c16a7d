#![doc = include_str!("delete_by_join.md")]

use report::Severity;

use super::delete_without_where::reason;
use crate::rules::cascade::also_deleted;
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "delete-by-join",
    severity: Severity::Warning,
    group: Group::Data,
    opt_in: false,
    summary: "Another table says which rows are deleted",
    page: include_str!("delete_by_join.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let facts = context.facts;
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::Deletes { table, condition, joins: true } if reason(condition, true, table, facts).is_none() => {
            Some((effect, table))
        }
        _ => None,
    });
    found
        .filter(|(_, table)| !facts.is_table_born_here(table))
        .map(|(effect, table)| {
            let message = format!("which rows of `{table}` are deleted is said by another table{}", also_deleted(table, facts));
            let advice = format!(
                "Count before and after: run the condition as `SELECT count(*)` on a copy of production, and keep what goes:\n\
                 CREATE TABLE {} AS SELECT * FROM {table} WHERE false;\n\
                 WITH gone AS (DELETE FROM {table} USING ... RETURNING {table}.*) INSERT INTO {} SELECT * FROM gone;",
                table.sibling(&format!("{}_deleted", table.last())),
                table.sibling(&format!("{}_deleted", table.last())),
            );
            Hit::new(effect, table, message, advice)
        })
        .collect()
}
