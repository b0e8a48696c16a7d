#![doc = include_str!("required_column.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Column, Name, ObjectKind, Origin, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "required-column",
    severity: Severity::Error,
    group: Group::Clients,
    opt_in: false,
    summary: "A new column has to be given by every client, and fails on the rows that are there",
    page: include_str!("required_column.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::AddsColumn { table, column, .. } if is_required(column) => Some((effect, table, column)),
        _ => None,
    });
    found
        .filter(|(_, table, _)| !context.facts.is_born_here(ObjectKind::Table, table))
        .map(|(effect, table, column)| {
            let name = Name::from(column.name.as_str());
            let data_type = &column.data_type;
            let check = Name::from(format!("{}_{}_not_null", table.last(), column.name).as_str());
            let message = format!(
                "column `{}` is added to `{table}` without a value for the rows that are there: it fails as soon as there is one, and clients that do not know it cannot insert",
                column.name
            );
            let advice = format!(
                "Give it a constant default, or add it without the demand and make that later:\n\
                 ALTER TABLE {table} ADD COLUMN {name} {data_type};\n\
                 -- deploy clients that write it, then fill the rows that are there, in batches\n\
                 UPDATE {table} SET {name} = <value> WHERE {name} IS NULL;\n\
                 -- in a later migration\n\
                 ALTER TABLE {table} ADD CONSTRAINT {check} CHECK ({name} IS NOT NULL) NOT VALID;\n\
                 -- and in another one\n\
                 ALTER TABLE {table} VALIDATE CONSTRAINT {check};\n\
                 ALTER TABLE {table} ALTER COLUMN {name} SET NOT NULL;\n\
                 ALTER TABLE {table} DROP CONSTRAINT {check};"
            );
            Hit::new(effect, table.part(&column.name), message, advice)
        })
        .collect()
}

fn is_required(column: &Column) -> bool {
    let has_default = column.default.as_ref().is_some_and(|default| !default.text.eq_ignore_ascii_case("null"));
    column.not_null && column.origin == Origin::Written && !has_default
}
