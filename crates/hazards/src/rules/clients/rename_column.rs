#![doc = include_str!("rename_column.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Name, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "rename-column",
    severity: Severity::Error,
    group: Group::Clients,
    opt_in: false,
    summary: "A column is renamed: clients that use the old name fail",
    page: include_str!("rename_column.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::RenamesColumn { table, from, to } => Some((effect, table, from, to)),
        _ => None,
    });
    found
        .filter(|(_, table, from, _)| !context.facts.is_column_born_here(table, from))
        .map(|(effect, table, from, to)| {
            let message =
                format!("column `{from}` of `{table}` is called `{to}` from now on: clients that still name it `{from}` fail");
            let data_type = context.facts.column_type(table, from).known().map(|data_type| data_type.to_string());
            let data_type = data_type.unwrap_or_else(|| format!("<type of {from}>"));
            let (from_name, to_name) = (Name::from(from.as_str()), Name::from(to.as_str()));
            let advice = format!(
                "Keep the name, with `@map(\"{from}\")` in the Prisma schema; or have both until no client uses the old one:\n\
                 ALTER TABLE {table} ADD COLUMN {to_name} {data_type};\n\
                 -- deploy clients that write both columns, then fill the new one in batches\n\
                 UPDATE {table} SET {to_name} = {from_name} WHERE {to_name} IS DISTINCT FROM {from_name};\n\
                 -- deploy clients that use `{to}` only, then, in a later migration\n\
                 ALTER TABLE {table} DROP COLUMN {from_name};"
            );
            Hit::new(effect, table.part(from), message, advice)
        })
        .collect()
}
