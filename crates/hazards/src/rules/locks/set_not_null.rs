#![doc = include_str!("set_not_null.md")]

use report::Severity;

use crate::rules::{
    Check, Context, Group, Hit, Rule,
    locks::{is_older, named},
};
use crate::{Action, ColumnChange, ConstraintKind, Effect, Name, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "set-not-null",
    severity: Severity::Warning,
    group: Group::Locks,
    opt_in: false,
    summary: "Nulls are looked for in all rows while nobody can use the table",
    page: include_str!("set_not_null.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::AltersColumn { table, column, change: ColumnChange::SetNotNull } => Some((effect, table, column)),
        Action::AddsConstraint { table, constraint } if !constraint.not_valid => match &constraint.kind {
            ConstraintKind::NotNull { column } => Some((effect, table, column)),
            _ => None,
        },
        _ => None,
    });
    found
        .filter(|(_, table, _)| is_older(table, context))
        .filter_map(|(effect, table, column)| judge(effect, table, column, context))
        .collect()
}

fn judge(effect: &Effect, table: &Name, column: &str, context: &Context<'_>) -> Option<Hit> {
    let is_known = context.facts.column(table, column).is_some_and(|column| column.not_null);
    if is_known || context.facts.is_proven_not_null(table, column) {
        return None;
    }
    let message = format!(
        "nulls in `{column}` are looked for under an `ACCESS EXCLUSIVE` lock: nobody can read or write `{table}` until all rows are read"
    );
    let constraint = named(&format!("{}_{column}_not_null", table.last()));
    let column_name = named(column);
    let advice = format!(
        "Prove it before, without stopping anybody:\n\
         ALTER TABLE {table} ADD CONSTRAINT {constraint} CHECK ({column_name} IS NOT NULL) NOT VALID;\n\
         ALTER TABLE {table} VALIDATE CONSTRAINT {constraint}; -- in the next migration\n\
         ALTER TABLE {table} ALTER COLUMN {column_name} SET NOT NULL; -- in the one after it; reads nothing\n\
         ALTER TABLE {table} DROP CONSTRAINT {constraint};"
    );
    Some(Hit::new(effect, table.part(column), message, advice))
}
