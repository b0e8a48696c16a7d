#![doc = include_str!("drop_trigger.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Effect, Name, ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "drop-trigger",
    severity: Severity::Warning,
    group: Group::Clients,
    opt_in: false,
    summary: "A trigger or rule is deleted: what it did no longer happens",
    page: include_str!("drop_trigger.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::DropsOnTable { kind: kind @ (ObjectKind::Trigger | ObjectKind::Rule), name, table, .. } => {
            Some((effect, *kind, name, table))
        }
        _ => None,
    });
    found
        .filter(|(_, _, name, table)| !context.facts.is_born_here(ObjectKind::Table, table) && !is_made_again(name, table, context))
        .map(|(effect, kind, name, table)| {
            let message = format!("{kind} `{name}` of `{table}` is deleted: what it did no longer happens");
            let advice = format!(
                "Make sure that clients do what `{name}` did. To be able to take it back, switch it off first and drop it in a later migration:\n\
                 ALTER TABLE {table} DISABLE {} {};",
                kind.to_string().to_uppercase(),
                Name::from(name.as_str()),
            );
            Hit::new(effect, table.part(name), message, advice)
        })
        .collect()
}

fn is_made_again(name: &str, table: &Name, context: &Context<'_>) -> bool {
    let is_it = |made: &str, on: &Name| made == name && context.facts.are_same(ObjectKind::Table, table, on);
    context.soon().any(|effect: &Effect| match &effect.action {
        Action::CreatesTrigger { name, table, .. } | Action::CreatesRule { name, table, .. } => is_it(name, table),
        _ => false,
    })
}
