#![doc = include_str!("volatile_default.md")]

use report::Severity;

use crate::rules::{
    Check, Context, Group, Hit, Rule,
    locks::{columns_added, named, shortened},
};
use crate::{Fact, Origin, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "volatile-default",
    severity: Severity::Warning,
    group: Group::Locks,
    opt_in: false,
    summary: "A new column's default is computed for every row while nobody can use the table",
    page: include_str!("volatile_default.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = columns_added(statement, context).filter(|(.., column)| column.origin == Origin::Written);
    found
        .filter_map(|(effect, table, column)| {
            let default = context.facts.default_of(column)?;
            let stops = format!("under an `ACCESS EXCLUSIVE` lock: nobody can read or write `{table}` meanwhile");
            let text = shortened(&default.text);
            let message = match context.facts.is_volatile(default) {
                Fact::Known(false) => return None,
                Fact::Known(true) => {
                    format!("the default of `{}` differs from row to row, so every row is written anew {stops}", column.name)
                }
                Fact::Unknown => format!(
                    "unless `{text}` is known to have one value for all rows, filling `{}` writes every row anew {stops}",
                    column.name
                ),
            };
            let (name, data_type) = (named(&column.name), &column.data_type);
            let advice = format!(
                "Give the default to new rows only, and fill the others in batches:\n\
                 ALTER TABLE {table} ADD COLUMN {name} {data_type};\n\
                 ALTER TABLE {table} ALTER COLUMN {name} SET DEFAULT {text};\n\
                 UPDATE {table} SET {name} = {text} WHERE {name} IS NULL; -- in batches, in later migrations"
            );
            Some(Hit::new(effect, table.part(&column.name), message, advice))
        })
        .collect()
}
