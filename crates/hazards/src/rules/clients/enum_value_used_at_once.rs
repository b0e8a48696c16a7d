#![doc = include_str!("enum_value_used_at_once.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, DataType, Name, ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "enum-value-used-at-once",
    severity: Severity::Warning,
    group: Group::Clients,
    opt_in: false,
    summary: "A new enum value is used in the script that adds it",
    page: include_str!("enum_value_used_at_once.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let adds_itself = statement
        .effects
        .iter()
        .any(|effect| matches!(effect.action, Action::AddsEnumValue { .. } | Action::RenamesEnumValue { .. }));
    if adds_itself || context.new_values.is_empty() {
        return Vec::new();
    }
    let used = context.strings(statement).find_map(|value| Some((context.new_values.get(&value)?, value)));
    let used = used.filter(|(name, _)| !context.facts.is_born_here(ObjectKind::Type, name));
    used.map(|(name, value)| Hit {
        span: statement.span,
        statement: statement.span,
        object: name.part(&value),
        message: format!(
            "`{value}` is used here and was added to enum `{name}` by the same script: in one transaction that fails (55P04)"
        ),
        advice: format!("Add `{value}` in a migration of its own, before the one that uses it."),
        severity: Some(if is_certain(name, statement, context) { Severity::Error } else { Severity::Warning }),
        through: None,
    })
    .into_iter()
    .collect()
}

/// Whether the statement is about a table with a column of that type: elsewhere the same text may be a value of another one.
fn is_certain(name: &Name, statement: &Statement, context: &Context<'_>) -> bool {
    let facts = context.facts;
    let is_it = |data_type: &DataType| facts.are_same(ObjectKind::Type, &data_type.name, name);
    statement.effects.iter().any(|effect| match &effect.action {
        Action::Updates { table, .. } | Action::Inserts { table, .. } | Action::Deletes { table, .. } => {
            facts.table(table).is_some_and(|table| table.columns.values().any(|column| is_it(&column.data_type)))
        }
        Action::AltersColumn { table, column, .. } => facts.column(table, column).is_some_and(|column| is_it(&column.data_type)),
        Action::AddsColumn { column, .. } => is_it(&column.data_type),
        Action::CreatesTable(table) => table.columns.iter().any(|column| is_it(&column.data_type)),
        _ => false,
    })
}
