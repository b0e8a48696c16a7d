#![doc = include_str!("drop_column.md")]

use report::Severity;

use crate::rules::dependants::{also, of_column};
use crate::rules::{Check, Context, Group, Hit, Rule, SOON, with_dependants, without_cascade};
use crate::{Action, Name, ObjectKind, Statement};

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
    let facts = context.facts;
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::DropsColumn { table, column, cascade } => Some((effect, table, column, *cascade)),
        _ => None,
    });
    found
        .filter(|(_, table, column, cascade)| *cascade || !facts.is_column_born_here(table, column))
        .map(|(effect, table, column, cascade)| {
            let known = also(&of_column(table, column, cascade, facts));
            let message = format!("column `{column}` of `{table}` and its values are deleted{}{known}", with_dependants(cascade));
            let hit = |advice: String| {
                // Behind SQL a sentence is a comment.
                let rest = without_cascade(cascade);
                let rest = if advice.contains('\n') { rest.replacen(' ', "\n-- ", 1) } else { rest.to_owned() };
                Hit::new(effect, table.part(column), message.clone(), advice + &rest)
            };
            let from = Name::from(column.as_str());
            match added(table, column, context) {
                Some((added, AsBefore::Filled)) => hit(format!(
                    "`{added}` got its values in the same script: what clients write to `{column}` until they are gone is lost. Keep both until then: let clients write both, \
                     fill `{added}` once more, and drop `{column}` in a later migration. Where only the name is new, keep it with `@map(\"{column}\")`."
                )),
                Some((added, AsBefore::Empty)) => hit(format!(
                    "Where `{added}` is `{column}` under a new name, write instead, which keeps the values:\n\
                     ALTER TABLE {table} RENAME COLUMN {from} TO {};",
                    Name::from(added)
                )),
                None => hit(format!(
                    "Deploy clients that no longer use `{column}` first (`@ignore` in the Prisma schema); drop it in a later migration, with a copy at hand:\n\
                     CREATE TABLE {} AS SELECT * FROM {table};",
                    table.sibling(&format!("{}_before", table.last()))
                )),
            }
        })
        .collect()
}

/// Whether a new column has the values of the old one.
enum AsBefore {
    Filled,
    Empty,
}

/// The column that comes in the place of a dropped one: one that the script fills, or that the statement adds beside it, which is the usual
/// shape of a rename that was not meant as a loss.
fn added<'a>(table: &Name, dropped: &str, context: &Context<'a>) -> Option<(&'a str, AsBefore)> {
    let facts = context.facts;
    let is_it = |other: &Name| facts.are_same(ObjectKind::Table, table, other);
    let filled = context.before().rev().take(SOON).find_map(|effect| match &effect.action {
        Action::Updates { table: to, columns, .. } if is_it(to) => {
            columns.iter().find(|column| *column != dropped && facts.is_column_born_here(table, column))
        }
        _ => None,
    });
    let beside = || {
        context.now().find_map(|effect| match &effect.action {
            Action::AddsColumn { table: to, column, .. } if is_it(to) => Some(column.name.as_str()),
            _ => None,
        })
    };
    filled.map(|column| (column.as_str(), AsBefore::Filled)).or_else(|| Some((beside()?, AsBefore::Empty)))
}
