#![doc = include_str!("add_generated_column.md")]

use report::Severity;

use crate::rules::{
    Check, Context, Group, Hit, Rule,
    locks::{columns_added, is_older, named},
};
use crate::{Action, ColumnChange, Effect, Name, Origin, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "add-generated-column",
    severity: Severity::Warning,
    group: Group::Locks,
    opt_in: false,
    summary: "A new stored generated column writes the whole table anew while nobody can use it",
    page: include_str!("add_generated_column.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let added = columns_added(statement, context).filter(|(.., column)| column.origin == Origin::GeneratedStored);
    let added = added.map(|(effect, table, column)| hit(effect, table, &column.name));
    let changed = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::AltersColumn { table, column, change: ColumnChange::SetExpression(_) } if is_older(table, context) => {
            let is_virtual = context.facts.column(table, column).is_some_and(|column| column.origin == Origin::GeneratedVirtual);
            (!is_virtual).then(|| hit(effect, table, column))
        }
        _ => None,
    });
    added.chain(changed).collect()
}

fn hit(effect: &Effect, table: &Name, column: &str) -> Hit {
    let message = format!(
        "`{column}` is computed for every row, so all are written anew under an `ACCESS EXCLUSIVE` lock: nobody can read or write `{table}` meanwhile"
    );
    let advice = format!(
        "Add {} as a plain column, keep it up to date with a trigger, and fill the rows that are there in batches; from Postgres 18 on leave out `STORED`.",
        named(column)
    );
    Hit::new(effect, table.part(column), message, advice)
}
