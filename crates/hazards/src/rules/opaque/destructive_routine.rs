#![doc = include_str!("destructive_routine.md")]

use std::collections::BTreeSet;

use report::Severity;

use super::destruction;
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Effect, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "destructive-routine",
    severity: Severity::Warning,
    group: Group::Opaque,
    opt_in: false,
    summary: "A function or procedure destroys something when it is called",
    page: include_str!("destructive_routine.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let made = statement.effects.iter().filter(|effect| effect.through.is_none()).filter_map(|effect| match &effect.action {
        Action::CreatesRoutine(routine) => Some((&routine.name, routine.body.as_deref()?)),
        _ => None,
    });
    let mut hits = Vec::new();
    for (name, body) in made {
        let own = made_in(body);
        let works = body.iter().filter(|effect| !target(effect).is_some_and(|table| own.contains(table)));
        for (effect, does) in works.filter_map(|effect| Some((effect, destruction(&effect.action, context.settings)?))) {
            let advice = format!(
                "Make sure that only those may call `{name}` who are to do this: `REVOKE EXECUTE ON ROUTINE {name} FROM PUBLIC;`, and give the command a condition where it has none."
            );
            hits.push(Hit::new(effect, name, format!("whenever `{name}` is called, it {does}"), advice));
        }
    }
    hits
}

/// Tables that a body makes itself, for its own use.
fn made_in(body: &[Effect]) -> BTreeSet<&str> {
    let tables = body.iter().filter_map(|effect| match &effect.action {
        Action::CreatesTable(table) => Some(table.name.last()),
        _ => None,
    });
    tables.collect()
}

/// The table that an effect is for.
fn target(effect: &Effect) -> Option<&str> {
    match &effect.action {
        Action::Drops { name, .. } => Some(name.last()),
        Action::Truncates { table, .. } | Action::Deletes { table, .. } | Action::Updates { table, .. } => Some(table.last()),
        _ => None,
    }
}
