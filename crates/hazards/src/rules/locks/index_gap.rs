#![doc = include_str!("index_gap.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Effect, Index, Name, ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "index-gap",
    severity: Severity::Warning,
    group: Group::Locks,
    opt_in: false,
    summary: "An index is dropped before the one that replaces it is there",
    page: include_str!("index_gap.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::Drops { kind: ObjectKind::Index, name, concurrently, .. }
            if !context.facts.is_born_here(ObjectKind::Index, name) =>
        {
            Some((effect, name, *concurrently, replacement(name, context)?))
        }
        _ => None,
    });
    found
        .map(|(effect, name, concurrently, new)| {
            let table = &new.table;
            let waits = match concurrently {
                true => format!("queries of `{table}` read all rows"),
                false => format!(
                    "nobody reads or writes `{table}`, or, where the script is no single transaction, queries read all its rows"
                ),
            };
            let made = new.name.as_ref().map_or_else(|| "its replacement".to_owned(), |new| format!("`{new}`"));
            let message = format!("index `{name}` is dropped before {made} is built in its place: until it is, {waits}");
            Hit::new(effect, name, message, advice(name, new))
        })
        .collect()
}

fn advice(name: &Name, new: &Index) -> String {
    let unique = if new.unique { "UNIQUE " } else { "" };
    let columns: Vec<String> = new
        .columns
        .iter()
        .map(|column| column.as_ref().map_or_else(|| "(...)".to_owned(), |column| Name::from(column.as_str()).to_string()))
        .collect();
    let columns = columns.join(", ");
    let is_same = new.name.as_ref().is_none_or(|new| new.last() == name.last());
    let made = if is_same { format!("{}_new", name.last()) } else { new.name.as_ref().unwrap_or(name).last().to_owned() };
    let made = Name::from(made.as_str());
    let table = &new.table;
    let renamed = if is_same {
        format!("\n-- and\nALTER INDEX {} RENAME TO {};", name.sibling(made.last()), Name::from(name.last()))
    } else {
        String::new()
    };
    format!(
        "Build the new one first, each statement in a migration of its own:\n\
         CREATE {unique}INDEX CONCURRENTLY {made} ON {table} ({columns});\n\
         -- then\n\
         DROP INDEX CONCURRENTLY {name};{renamed}"
    )
}

/// The index that the script makes not long after for the same queries: of the same name, or of the same table with the same first column.
pub(in crate::rules) fn replacement<'a>(dropped: &Name, context: &Context<'a>) -> Option<&'a Index> {
    let facts = context.facts;
    let known = facts.index(dropped);
    let replaces = |index: &Index| {
        let is_same_name = index.name.as_ref().is_some_and(|name| facts.are_same(ObjectKind::Index, dropped, name));
        is_same_name
            || known.is_some_and(|known| {
                facts.table_id(&index.table) == Some(known.table)
                    && index.columns.first().is_some_and(|first| first.is_some() && known.columns.first() == Some(first))
            })
    };
    context.soon().find_map(|effect: &Effect| match &effect.action {
        Action::CreatesIndex(index) if replaces(index) => Some(index),
        _ => None,
    })
}
