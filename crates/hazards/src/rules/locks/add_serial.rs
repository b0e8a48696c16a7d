#![doc = include_str!("add_serial.md")]

use report::Severity;

use crate::rules::{
    Check, Context, Group, Hit, Rule,
    locks::{columns_added, numbered},
};
use crate::{Origin, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "add-serial",
    severity: Severity::Warning,
    group: Group::Locks,
    opt_in: false,
    summary: "A new `serial` column writes the whole table anew while nobody can use it",
    page: include_str!("add_serial.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = columns_added(statement, context).filter(|(.., column)| column.origin == Origin::Serial);
    found
        .map(|(effect, table, column)| {
            let message = format!(
                "`{}` takes a number from a new sequence for every row, so all are written anew under an `ACCESS EXCLUSIVE` lock: nobody can read or write `{table}` meanwhile",
                column.name
            );
            Hit::new(effect, table.part(&column.name), message, numbered(table, column))
        })
        .collect()
}
