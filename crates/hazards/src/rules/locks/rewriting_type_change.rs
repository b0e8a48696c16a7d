#![doc = include_str!("rewriting_type_change.md")]

use report::Severity;

use crate::rules::{
    Check, Context, Group, Hit, Rule,
    locks::{is_older, named},
};
use crate::{
    Action, DataType, Effect, Fact, Name, Statement,
    type_change::{Rewrite, rewrite},
};

pub(crate) const RULE: Rule = Rule {
    id: "rewriting-type-change",
    severity: Severity::Warning,
    group: Group::Locks,
    opt_in: false,
    summary: "A change of a type writes the whole table anew while nobody can use it",
    page: include_str!("rewriting_type_change.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::ChangesType { table, column, to, using } if is_older(table, context) => {
            judge(effect, table, column, to, using.as_deref(), context)
        }
        Action::AltersAttribute { name, attribute, cascade: true } => Some(typed_tables(effect, name, attribute)),
        _ => None,
    });
    found.collect()
}

fn judge(effect: &Effect, table: &Name, column: &str, to: &DataType, using: Option<&str>, context: &Context<'_>) -> Option<Hit> {
    let from = context.facts.column(table, column).map(|column| &column.data_type);
    let is_checked =
        || context.impacts.iter().any(|impact| impact.scans == Fact::Known(true) && impact.rewrites == Fact::Known(false));
    let stops = format!("under an `ACCESS EXCLUSIVE` lock: nobody can read or write `{table}` meanwhile");
    let shown = from.map(|from| format!(" from `{from}`")).unwrap_or_default();
    let message = match rewrite(context.facts, from, column, to, using) {
        Rewrite::No if is_checked() => {
            format!("`{column}` keeps its values, but a constraint is checked or an index built again, for every row, {stops}")
        }
        Rewrite::No => return None,
        Rewrite::Yes => format!("changing `{column}`{shown} to `{to}` writes every row anew {stops}"),
        Rewrite::UnlessUtc => {
            format!("changing `{column}`{shown} to `{to}` writes every row anew unless the session's time zone is UTC, {stops}")
        }
        Rewrite::Unknown if from.is_none() => {
            format!("changing `{column}` to `{to}` may write every row anew, its old type is not known here, {stops}")
        }
        Rewrite::Unknown => format!("changing `{column}`{shown} to `{to}` may write every row anew {stops}"),
    };
    Some(Hit::new(effect, table.part(column), message, advice(table, column, to)))
}

fn advice(table: &Name, column: &str, to: &DataType) -> String {
    let (old, new, gone) = (named(column), named(&format!("{column}_new")), named(&format!("{column}_old")));
    format!(
        "Add a column beside it, and switch over in later migrations:\n\
         ALTER TABLE {table} ADD COLUMN {new} {to};\n\
         UPDATE {table} SET {new} = {old} WHERE {new} IS NULL; -- in batches, while clients write both\n\
         ALTER TABLE {table} RENAME COLUMN {old} TO {gone}; -- with {new} to {old}, once all clients know",
    )
}

fn typed_tables(effect: &Effect, name: &Name, attribute: &str) -> Hit {
    let message =
        format!("tables of type `{name}` change with `{attribute}`: their rows may be written anew while nobody can use them");
    Hit::new(
        effect,
        name.part(attribute),
        message,
        "Find the tables first: `SELECT oid::regclass FROM pg_class WHERE reloftype <> 0`.",
    )
}
