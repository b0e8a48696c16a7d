#![doc = include_str!("drop_constraint.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule, SOON};
use crate::{Action, Effect, Name, ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "drop-constraint",
    severity: Severity::Warning,
    group: Group::Clients,
    opt_in: false,
    summary: "A constraint no longer protects the rows",
    page: include_str!("drop_constraint.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::DropsConstraint { table, constraint, cascade } => Some((effect, table, constraint, *cascade)),
        _ => None,
    });
    found
        .filter(|(_, table, constraint, _)| {
            !context.facts.is_born_here(ObjectKind::Table, table) && !is_made_again(table, constraint, statement, context)
        })
        .map(|(effect, table, constraint, cascade)| {
            let dependants = if cascade { ", and with `CASCADE` the foreign keys that rely on it" } else { "" };
            let message = format!(
                "constraint `{constraint}` of `{table}` is dropped{dependants}: from now on nothing keeps wrong rows out"
            );
            Hit::new(
                effect,
                table.part(constraint),
                message,
                format!("Make sure that no client relies on `{constraint}`; add what replaces it in the same migration."),
            )
        })
        .collect()
}

/// Prisma drops and adds a foreign key to change what happens on deletion.
fn is_made_again(table: &Name, constraint: &str, statement: &Statement, context: &Context<'_>) -> bool {
    let adds = |effect: &Effect| match &effect.action {
        Action::AddsConstraint { table: to, constraint: added } => {
            added.name_on(to.last()) == constraint && context.facts.are_same(ObjectKind::Table, table, to)
        }
        _ => false,
    };
    statement.effects.iter().take(SOON).any(adds) || context.soon().any(adds)
}
