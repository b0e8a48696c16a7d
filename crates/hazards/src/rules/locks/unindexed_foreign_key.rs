#![doc = include_str!("unindexed_foreign_key.md")]

use report::Severity;

use crate::rules::{
    Check, Context, Group, Hit, Rule,
    locks::{Added, added_by, named},
};
use crate::{Action, ConstraintKind, Effect, Name, ObjectKind, Statement, facts::MANY};

pub(crate) const RULE: Rule = Rule {
    id: "unindexed-foreign-key",
    severity: Severity::Warning,
    group: Group::Locks,
    opt_in: true,
    summary: "A foreign key has no index on the table that has it",
    page: include_str!("unindexed_foreign_key.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let added: Vec<Added<'_>> = statement.effects.iter().flat_map(added_by).take(MANY).collect();
    let keys = added.iter().filter_map(|added| match &added.constraint.kind {
        ConstraintKind::ForeignKey(key) => Some((added, key.columns.as_slice())),
        _ => None,
    });
    let keys: Vec<_> = keys.filter(|(added, columns)| !has_index(added.table, columns, context)).collect();
    if keys.is_empty() {
        return Vec::new();
    }
    let coming = coming(statement, context);
    let comes = |table: &Name, columns: &[String]| {
        coming.iter().any(|(of, index)| covers(index, columns) && context.facts.are_same(ObjectKind::Table, table, of))
    };
    keys.into_iter().filter(|(added, columns)| !comes(added.table, columns)).map(|(added, columns)| hit(added, columns)).collect()
}

fn hit(added: &Added<'_>, columns: &[String]) -> Hit {
    let (table, name) = (added.table, added.name());
    let listed = columns.iter().map(|column| named(column)).collect::<Vec<_>>().join(", ");
    let message = format!(
        "no index of `{table}` begins with the columns of foreign key `{name}`: each deletion on the other side reads all of it"
    );
    let advice = format!(
        "Create one, in a migration that holds nothing else when the table is in use:\nCREATE INDEX CONCURRENTLY ON {table} ({listed});"
    );
    Hit::new(added.effect, table.part(&name), message, advice)
}

/// Whether an index that is there begins with these columns.
fn has_index(table: &Name, columns: &[String], context: &Context<'_>) -> bool {
    let indexes = context.facts.table_id(table).into_iter().flat_map(|id| context.facts.indexes_of(id)).take(MANY);
    let mut indexes = indexes.filter(|(_, index)| !index.partial);
    indexes.any(|(_, index)| covers(&index.columns, columns))
}

/// The indexes that come with the statement, or soon after it, with their tables.
fn coming<'a>(statement: &'a Statement, context: &Context<'a>) -> Vec<(&'a Name, Vec<Option<String>>)> {
    let index_of = |added: &Added<'a>| match &added.constraint.kind {
        ConstraintKind::Unique { columns, index: None } | ConstraintKind::PrimaryKey { columns, index: None } => {
            Some((added.table, columns.iter().cloned().map(Some).collect()))
        }
        _ => None,
    };
    let made_by = |effect: &'a Effect| match &effect.action {
        Action::CreatesIndex(index) if !index.partial => vec![(&index.table, index.columns.clone())],
        _ => added_by(effect).iter().filter_map(index_of).collect(),
    };
    statement.effects.iter().chain(context.soon()).flat_map(made_by).take(MANY).collect()
}

/// Whether the first columns of an index are these, in whatever order.
fn covers(index: &[Option<String>], columns: &[String]) -> bool {
    let first: Vec<&String> = index.iter().take(columns.len()).flatten().collect();
    first.len() == columns.len() && columns.iter().all(|column| first.contains(&column))
}
