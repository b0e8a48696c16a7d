#![doc = include_str!("drop_identity.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, ColumnChange, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "drop-identity",
    severity: Severity::Warning,
    group: Group::Data,
    opt_in: false,
    summary: "A column no longer numbers its rows, and its sequence is deleted",
    page: include_str!("drop_identity.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::AltersColumn { table, column, change: ColumnChange::DropIdentity } => Some((effect, table, column)),
        _ => None,
    });
    found
        .filter(|(_, table, column)| !context.facts.is_column_born_here(table, column))
        .map(|(effect, table, column)| {
            let message = format!(
                "column `{column}` of `{table}` no longer numbers its rows, and how far it had counted is lost: inserts that leave it out fail"
            );
            let sequence = table.sibling(&format!("{}_{column}_seq2", table.last()));
            let advice = format!(
                "Give the column another source of numbers in the same transaction, from the largest in use:\n\
                 CREATE SEQUENCE {sequence} OWNED BY {table}.{column};\n\
                 SELECT setval('{sequence}', (SELECT max({column}) FROM {table}));\n\
                 ALTER TABLE {table} ALTER COLUMN {column} SET DEFAULT nextval('{sequence}');",
                column = crate::Name::from(column.as_str()),
            );
            Hit::new(effect, table.part(column), message, advice)
        })
        .collect()
}
