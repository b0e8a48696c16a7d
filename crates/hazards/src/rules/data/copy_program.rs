#![doc = include_str!("copy_program.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, CopyOther, Name, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "copy-program",
    severity: Severity::Error,
    group: Group::Data,
    opt_in: false,
    summary: "COPY runs a program, or reads or writes files of the server",
    page: include_str!("copy_program.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, _: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::Copies { other: CopyOther::Client, .. } => None,
        Action::Copies { table, into_table, other } => Some((effect, table, *into_table, other)),
        _ => None,
    });
    found
        .map(|(effect, table, into_table, other)| {
            let rows = table.as_ref().map_or_else(|| "a query".to_owned(), |table| format!("`{table}`"));
            let message = match (other, into_table) {
                (CopyOther::Program, true) => {
                    format!("a program runs on the database server, and what it prints becomes rows of {rows}")
                }
                (CopyOther::Program, false) => format!("a program runs on the database server and is given the rows of {rows}"),
                (_, true) => format!("a file of the database server becomes rows of {rows}"),
                (_, false) => format!("a file of the database server is overwritten with the rows of {rows}"),
            };
            let name = table.clone().unwrap_or_else(Name::default);
            let shown = table.as_ref().map_or_else(|| "(SELECT ...)".to_owned(), ToString::to_string);
            let direction = if into_table { "FROM" } else { "TO" };
            let advice = format!(
                "Move the data with a client, outside of migrations and without rights on the server's machine:\n\
                 psql -c \"\\\\copy {shown} {direction} 'rows.csv' WITH (FORMAT csv)\""
            );
            Hit::new(effect, name, message, advice)
        })
        .collect()
}
