#![doc = include_str!("foreign_key_lock.md")]

use report::Severity;

use postgres_terms::LockMode;

use crate::rules::{
    Check, Context, Group, Hit, Rule,
    locks::{added_by, is_older},
};
use crate::{Action, ConstraintKind, Effect, Name, ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "foreign-key-lock",
    severity: Severity::Notice,
    group: Group::Locks,
    opt_in: false,
    summary: "A foreign key locks the table that it references",
    page: include_str!("foreign_key_lock.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let Some((effect, table)) = statement.effects.iter().find_map(|effect| Some((effect, quick_key_of(effect, context)?))) else {
        return Vec::new();
    };
    let is_other = |name: &Name| !context.facts.are_same(ObjectKind::Table, name, table);
    let locked = context.impacts.iter().filter(|impact| impact.blocks() && impact.lock == LockMode::ShareRowExclusive);
    let locked: Vec<String> =
        locked.filter(|impact| is_other(&impact.name)).take(8).map(|impact| format!("`{}`", impact.name)).collect();
    if locked.is_empty() {
        return Vec::new();
    }
    let message = format!(
        "a foreign key of `{table}` takes a `SHARE ROW EXCLUSIVE` lock on {}: writes there wait until the migration ends",
        locked.join(", ")
    );
    let advice =
        "Keep long work out of this migration, and let it give up rather than hold up everybody:\nSET LOCAL lock_timeout = '5s';";
    vec![Hit::new(effect, table, message, advice)]
}

/// The table that gets a foreign key without rows being read. Where they are, another rule says so.
fn quick_key_of<'a>(effect: &'a Effect, context: &Context<'_>) -> Option<&'a Name> {
    if let Action::CreatesTable(table) = &effect.action {
        return Some(&table.name);
    }
    let is_quick = |table: &Name, added: &super::Added<'_>| {
        added.constraint.not_valid || added.is_of_empty_column() || !is_older(table, context)
    };
    let added = added_by(effect);
    let key =
        added.iter().find(|added| matches!(added.constraint.kind, ConstraintKind::ForeignKey(_)) && is_quick(added.table, added));
    key.map(|added| added.table)
}
