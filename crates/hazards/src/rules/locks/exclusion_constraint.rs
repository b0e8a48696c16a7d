#![doc = include_str!("exclusion_constraint.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule, locks::added};
use crate::{ConstraintKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "exclusion-constraint",
    severity: Severity::Warning,
    group: Group::Locks,
    opt_in: false,
    summary: "An exclusion constraint builds its index while nobody can use the table",
    page: include_str!("exclusion_constraint.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = added(statement, context).into_iter().filter(|added| added.constraint.kind == ConstraintKind::Exclusion);
    found
        .map(|added| {
            let (table, name) = (added.table, added.name());
            let message = format!(
                "the index of `{name}` is built under an `ACCESS EXCLUSIVE` lock: nobody can read or write `{table}` until every row is compared"
            );
            let advice = format!(
                "It cannot be `NOT VALID` or built concurrently: do it when nobody works, or create a table with the constraint and copy `{table}` over. Let it give up rather than hold up everybody:\n\
                 SET LOCAL lock_timeout = '5s';"
            );
            Hit::new(added.effect, table.part(&name), message, advice)
        })
        .collect()
}
