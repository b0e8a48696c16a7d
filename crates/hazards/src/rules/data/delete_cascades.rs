#![doc = include_str!("delete_cascades.md")]

use report::Severity;

use super::delete_without_where::reason;
use crate::rules::cascade::deleted_with;
use crate::rules::wording::list;
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "delete-cascades",
    severity: Severity::Warning,
    group: Group::Data,
    opt_in: false,
    summary: "Deleted rows take rows of other tables with them",
    page: include_str!("delete_cascades.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let facts = context.facts;
    // Where all rows go, or another table says which, those rules tell of it.
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::Deletes { table, condition, joins: false } if reason(condition, false, table, facts).is_none() => {
            Some((effect, table))
        }
        _ => None,
    });
    found
        .filter(|(_, table)| !facts.is_table_born_here(table))
        .filter_map(|(effect, table)| {
            let reached = deleted_with(table, facts);
            let first = reached.first()?.clone();
            let tables = list(reached)?;
            let message = format!(
                "with the rows of `{table}` also those of {tables} are deleted that reference them: their foreign keys say `ON DELETE CASCADE`"
            );
            let advice = format!(
                "Look at what goes before it does, and delete it by name where it is meant:\n\
                 SELECT count(*) FROM {first} WHERE ... ; -- those that reference the rows of {table}"
            );
            Some(Hit::new(effect, table, message, advice))
        })
        .collect()
}
