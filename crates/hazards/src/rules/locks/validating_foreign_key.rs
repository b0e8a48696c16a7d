#![doc = include_str!("validating_foreign_key.md")]

use report::Severity;

use crate::rules::{
    Check, Context, Group, Hit, Rule,
    locks::{Added, added, and_validate},
};
use crate::{ConstraintKind, ForeignKey, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "validating-foreign-key",
    severity: Severity::Warning,
    group: Group::Locks,
    opt_in: false,
    summary: "A foreign key is checked for all rows while nobody can write to either table",
    page: include_str!("validating_foreign_key.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = added(statement, context).into_iter().filter(|added| !added.constraint.not_valid && !added.is_of_empty_column());
    found
        .filter_map(|added| match &added.constraint.kind {
            ConstraintKind::ForeignKey(key) => Some(hit(&added, key)),
            _ => None,
        })
        .collect()
}

fn hit(added: &Added<'_>, key: &ForeignKey) -> Hit {
    let (table, name) = (added.table, added.name());
    let message = format!(
        "foreign key `{name}` is checked for every row under a `SHARE ROW EXCLUSIVE` lock on `{table}` and `{}`: writes to both wait",
        key.references
    );
    Hit::new(added.effect, table.part(&name), message, and_validate(added))
}
