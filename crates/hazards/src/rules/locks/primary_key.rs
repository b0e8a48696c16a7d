#![doc = include_str!("primary_key.md")]

use report::Severity;

use crate::rules::{
    Check, Context, Group, Hit, Rule,
    locks::{added, by_index},
};
use crate::{ConstraintKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "primary-key",
    severity: Severity::Warning,
    group: Group::Locks,
    opt_in: false,
    summary: "A primary key builds its index while nobody can use the table",
    page: include_str!("primary_key.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = added(statement, context).into_iter().filter(|added| !added.rewrites(context));
    found
        .filter_map(|added| match &added.constraint.kind {
            ConstraintKind::PrimaryKey { columns, index: None } => {
                let (table, name) = (added.table, added.name());
                let message = format!(
                    "the index of primary key `{name}` is built under an `ACCESS EXCLUSIVE` lock: nobody can read or write `{table}` until all rows are read"
                );
                Some(Hit::new(added.effect, table.part(&name), message, by_index(&added, columns, "PRIMARY KEY")))
            }
            _ => None,
        })
        .collect()
}
