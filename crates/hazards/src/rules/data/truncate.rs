#![doc = include_str!("truncate.md")]

use report::Severity;

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
        Action::Truncates { table, cascade, .. } => Some((effect, table, *cascade)),
        _ => None,
    });
    found
        .filter(|(_, table, cascade)| *cascade || !context.facts.is_table_born_here(table))
        .map(|(effect, table, cascade)| {
            let reach = if cascade { ", and with `CASCADE` those of every table that references it" } else { "" };
            let advice =
                format!("Copy what must stay out of `{table}` first, or delete the rows that are meant with `DELETE ... WHERE`.");
            Hit::new(effect, table, format!("all rows of `{table}` are deleted{reach}"), advice)
        })
        .collect()
}
