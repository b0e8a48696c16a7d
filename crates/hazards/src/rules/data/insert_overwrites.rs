#![doc = include_str!("insert_overwrites.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "insert-overwrites",
    severity: Severity::Warning,
    group: Group::Data,
    opt_in: false,
    summary: "An INSERT or MERGE overwrites rows that are there",
    page: include_str!("insert_overwrites.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::Inserts { table, overwrites: Some(columns), .. } => Some((effect, table, columns)),
        _ => None,
    });
    found
        .filter(|(_, table, columns)| {
            let are_new = !columns.is_empty() && columns.iter().all(|column| context.facts.is_column_born_here(table, column));
            !are_new && !context.facts.is_table_born_here(table)
        })
        .map(|(effect, table, columns)| {
            let what = if columns.is_empty() { "values".to_owned() } else { format!("`{}`", columns.join("`, `")) };
            let message = format!("{what} of rows of `{table}` that are there already are overwritten");
            let advice = format!(
                "Where only missing rows are meant, leave the others alone with `ON CONFLICT DO NOTHING`; else keep what is overwritten:\n\
                 CREATE TABLE {} AS SELECT * FROM {table};",
                table.sibling(&format!("{}_before", table.last()))
            );
            Hit::new(effect, table, message, advice)
        })
        .collect()
}
