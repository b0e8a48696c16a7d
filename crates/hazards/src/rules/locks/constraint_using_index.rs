#![doc = include_str!("constraint_using_index.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule, locks::added};
use crate::{ConstraintKind, Name, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "constraint-using-index",
    severity: Severity::Notice,
    group: Group::Locks,
    opt_in: false,
    summary: "A constraint is made of an index: the table is locked for a moment",
    page: include_str!("constraint_using_index.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for added in added(statement, context) {
        let (index, is_key) = match &added.constraint.kind {
            ConstraintKind::Unique { index: Some(index), .. } => (index, false),
            ConstraintKind::PrimaryKey { index: Some(index), .. } => (index, true),
            _ => continue,
        };
        let (table, name) = (added.table, added.constraint.name.as_ref().unwrap_or(index));
        let advice = "Let it give up rather than hold up everybody:\nSET LOCAL lock_timeout = '5s';";
        hits.push(match nullable(table, index, context).filter(|_| is_key) {
            Some(column) => {
                let message = format!(
                    "all rows of `{table}` are read under an `ACCESS EXCLUSIVE` lock, because `{column}` may hold nulls and the primary key `{name}` forbids them"
                );
                let advice = format!(
                    "Forbid them before, without stopping anybody:\n\
                     ALTER TABLE {table} ADD CHECK ({0} IS NOT NULL) NOT VALID; -- then VALIDATE CONSTRAINT, then SET NOT NULL, each in a migration of its own",
                    Name::from(column.as_str())
                );
                Hit::new(added.effect, table.part(name), message, advice).severity(Severity::Warning)
            }
            None => {
                let message = format!("`{name}` is made of an index: an `ACCESS EXCLUSIVE` lock stops everybody on `{table}` for a moment");
                Hit::new(added.effect, table.part(name), message, advice)
            }
        });
    }
    hits
}

/// A column of the index that is known to accept nulls.
fn nullable(table: &Name, index: &str, context: &Context<'_>) -> Option<String> {
    let columns = context.facts.index(&table.sibling(index))?.columns.iter().flatten();
    let is_nullable = |column: &&String| context.facts.column(table, column).is_some_and(|column| !column.not_null);
    columns.cloned().collect::<Vec<_>>().iter().find(is_nullable).cloned()
}
