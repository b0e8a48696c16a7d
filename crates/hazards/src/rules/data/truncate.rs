#![doc = include_str!("truncate.md")]

use report::Severity;

use crate::rules::cascade::truncated_with;
use crate::rules::wording::list;
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "truncate",
    severity: Severity::Error,
    group: Group::Data,
    opt_in: false,
    summary: "All rows of a table are deleted",
    page: include_str!("truncate.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::Truncates { table, cascade, restarts_sequences } => Some((effect, table, *cascade, *restarts_sequences)),
        _ => None,
    });
    found
        .filter(|(_, table, cascade, _)| *cascade || !context.facts.is_table_born_here(table))
        .map(|(effect, table, cascade, restarts)| {
            let reach = match list(truncated_with(table, context.facts)).filter(|_| cascade) {
                Some(tables) => format!(", and with `CASCADE` those of every table that references it: {tables}"),
                None if cascade => ", and with `CASCADE` those of every table that references it".to_owned(),
                None => String::new(),
            };
            let numbers = if restarts { "; its sequences begin anew, so that numbers are given out again" } else { "" };
            let advice =
                format!(
                "Delete the rows that are meant, and keep what goes:\nCREATE TABLE {} AS SELECT * FROM {table};\nDELETE FROM {table} WHERE ...;",
                table.sibling(&format!("{}_before", table.last()))
            );
            Hit::new(effect, table, format!("all rows of `{table}` are deleted{reach}{numbers}"), advice)
        })
        .collect()
}
