#![doc = include_str!("unique_constraint.md")]

use report::Severity;

use crate::rules::{
    Check, Context, Group, Hit, Rule,
    locks::{added, by_index},
};
use crate::{ConstraintKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "unique-constraint",
    severity: Severity::Warning,
    group: Group::Locks,
    opt_in: false,
    summary: "A unique constraint builds its index while nobody can use the table",
    page: include_str!("unique_constraint.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = added(statement, context).into_iter().filter(|added| !added.rewrites(context));
    found
        .filter_map(|added| match &added.constraint.kind {
            ConstraintKind::Unique { columns, index: None } => {
                let (table, name) = (added.table, added.name());
                let message = format!(
                    "the index of `{name}` is built under an `ACCESS EXCLUSIVE` lock: nobody can read or write `{table}` until all rows are read"
                );
                Some(Hit::new(added.effect, table.part(&name), message, by_index(&added, columns, "UNIQUE")))
            }
            _ => None,
        })
        .collect()
}
