#![doc = include_str!("drop_expression.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, ColumnChange, Name, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "drop-expression",
    severity: Severity::Warning,
    group: Group::Data,
    opt_in: false,
    summary: "A generated column becomes a plain one and keeps outdated values",
    page: include_str!("drop_expression.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::AltersColumn { table, column, change: ColumnChange::DropExpression } => Some((effect, table, column)),
        _ => None,
    });
    found
        .filter(|(_, table, column)| !context.facts.is_column_born_here(table, column))
        .map(|(effect, table, column)| {
            let message = format!(
                "column `{column}` of `{table}` is no longer computed: its values stay as they are while those that it is made of change, and new rows have none"
            );
            let column_name = Name::from(column.as_str());
            let advice = format!(
                "Let clients write the column first, or compute it in a view. The expression cannot be put back; the way back is a new column:\n\
                 ALTER TABLE {table} ADD COLUMN {column_name}_new <type> GENERATED ALWAYS AS (...) STORED;"
            );
            Hit::new(effect, table.part(column), message, advice)
        })
        .collect()
}
