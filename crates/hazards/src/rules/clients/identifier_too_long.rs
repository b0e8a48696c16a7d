#![doc = include_str!("identifier_too_long.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Effect, Name, Security, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "identifier-too-long",
    severity: Severity::Warning,
    group: Group::Clients,
    opt_in: false,
    summary: "A name is cut after 63 bytes",
    page: include_str!("identifier_too_long.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, _: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::CutsName { written, kept } => Some((effect, written, kept)),
        _ => None,
    });
    found
        .filter(|(_, _, kept)| statement.effects.iter().any(|effect| names_anew(effect, kept)))
        .map(|(effect, written, kept)| {
            let name = Name::from(kept.as_str());
            let message = format!("the name `{written}` has {} bytes, of which Postgres keeps 63: it is `{kept}`", written.len());
            let advice = format!("Write `{name}`, which is what it will be called, or a shorter name; two long names with the same beginning are one.");
            Hit::new(effect, &name, message, advice)
        })
        .collect()
}

/// Whether the effect gives this name to something. To name what is there by its long name does no harm.
fn names_anew(effect: &Effect, kept: &str) -> bool {
    let is = |name: &str| name.split('(').next() == Some(kept) || name == kept;
    match &effect.action {
        Action::Creates { name, .. } | Action::CreatesEnum { name, .. } => is(name.last()),
        Action::CreatesTable(table) => {
            is(table.name.last())
                || table.columns.iter().any(|column| is(&column.name))
                || table.constraints.iter().any(|constraint| constraint.name.as_deref().is_some_and(is))
        }
        Action::CreatesIndex(index) => index.name.as_ref().is_some_and(|name| is(name.last())),
        Action::CreatesView(view) => is(view.name.last()) || view.columns.iter().flatten().any(|column| is(column)),
        Action::CreatesRoutine(routine) => is(routine.name.last()),
        Action::CreatesTrigger { name, .. } | Action::CreatesRule { name, .. } => is(name),
        Action::AddsColumn { column, constraints, .. } => {
            is(&column.name) || constraints.iter().any(|constraint| constraint.name.as_deref().is_some_and(is))
        }
        Action::AddsConstraint { constraint, .. } => constraint.name.as_deref().is_some_and(is),
        Action::Renames { to, .. } => is(to.last()),
        Action::RenamesColumn { to, .. } | Action::RenamesPart { to, .. } => is(to),
        Action::ChangesPublication(publication) => publication.creates && is(&publication.name),
        Action::Security(Security::CreatesPolicy(policy)) => is(&policy.name),
        Action::Security(Security::Role { name, creates: true, .. }) => is(name),
        _ => false,
    }
}
