#![doc = include_str!("rename_table.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Effect, Name, ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "rename-table",
    severity: Severity::Error,
    group: Group::Clients,
    opt_in: false,
    summary: "A table is renamed: clients that use the old name fail",
    page: include_str!("rename_table.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let kinds = [ObjectKind::Table, ObjectKind::ForeignTable];
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::Renames { kind, name, to } if kinds.contains(kind) && name.last() != to.last() => Some((effect, name, to)),
        _ => None,
    });
    found
        .filter(|(_, name, _)| !context.facts.is_born_here(ObjectKind::Table, name))
        .map(|(effect, name, to)| match successor(name, context) {
            Some(what) => {
                let message = format!("table `{name}` is called `{to}` from now on, and {what} takes its name");
                let advice = format!("Make sure that what clients do with `{name}` works with {what}, writing included, and drop it in a later migration.");
                Hit::new(effect, name, message, advice).severity(Severity::Warning)
            }
            None if context.facts.index(name).is_some() => {
                let message = format!("index `{name}` is called `{to}` from now on");
                Hit::new(effect, name, message, format!("Name it `{to}` in later migrations.")).severity(Severity::Notice)
            }
            None => {
                let kind = if context.facts.view(name).is_some() { "view" } else { "table" };
                let message = format!("{kind} `{name}` is called `{to}` from now on: clients that still name it `{name}` fail");
                let advice = format!(
                    "Keep the name, with `@@map(\"{}\")` in the Prisma schema; or let both names work until no client uses the old one:\n\
                     ALTER TABLE {name} RENAME TO {};\n\
                     CREATE VIEW {name} AS SELECT * FROM {to};\n\
                     -- in a later migration\n\
                     DROP VIEW {name};",
                    name.last(),
                    Name::from(to.last()),
                );
                Hit::new(effect, name, message, advice)
            }
        })
        .collect()
}

/// What takes the old name not long after.
fn successor(name: &Name, context: &Context<'_>) -> Option<&'static str> {
    let is_it = |other: &Name| context.facts.are_same(ObjectKind::Table, name, other);
    context.soon().find_map(|effect: &Effect| match &effect.action {
        Action::CreatesView(view) if is_it(&view.name) => Some("a view"),
        Action::CreatesTable(table) if is_it(&table.name) => Some("another table"),
        Action::Renames { to, .. } if is_it(to) => Some("another table"),
        _ => None,
    })
}
