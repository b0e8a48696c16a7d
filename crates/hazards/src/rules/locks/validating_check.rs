#![doc = include_str!("validating_check.md")]

use report::Severity;

use crate::rules::{
    Check, Context, Group, Hit, Rule,
    locks::{added, and_validate},
};
use crate::{ConstraintKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "validating-check",
    severity: Severity::Warning,
    group: Group::Locks,
    opt_in: false,
    summary: "A condition is checked for all rows while nobody can use the table",
    page: include_str!("validating_check.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = added(statement, context).into_iter().filter(|added| !added.constraint.not_valid);
    found
        .filter(|added| matches!(added.constraint.kind, ConstraintKind::Check(_)))
        .map(|added| {
            let (table, name) = (added.table, added.name());
            let message = format!(
                "`{name}` is checked for every row under an `ACCESS EXCLUSIVE` lock: nobody can read or write `{table}` meanwhile"
            );
            Hit::new(added.effect, table.part(&name), message, and_validate(&added))
        })
        .collect()
}
