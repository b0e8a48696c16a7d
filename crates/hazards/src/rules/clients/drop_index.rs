#![doc = include_str!("drop_index.md")]

use report::Severity;

use crate::rules::dependants::{goes_soon, is_still_unique};
use crate::rules::locks::index_gap::replacement;
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Name, ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "drop-index",
    severity: Severity::Warning,
    group: Group::Clients,
    opt_in: false,
    summary: "An index is deleted: queries slow down, duplicates may get in",
    page: include_str!("drop_index.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::Drops { kind: ObjectKind::Index, name, concurrently, .. } => Some((effect, name, *concurrently)),
        _ => None,
    });
    found
        .filter(|(_, name, _)| !context.facts.is_born_here(ObjectKind::Index, name) && !is_replaced(name, context))
        .map(|(effect, name, concurrently)| {
            let known = context.facts.index(name);
            let covered = known.is_some_and(|index| is_covered(index, context));
            let (harm, severity) = match (known.map(|index| index.unique), concurrently) {
                (Some(true), false) if covered => ("what it kept unique, another key keeps unique", Severity::Warning),
                (Some(true), true) if covered => ("what it kept unique, another key keeps unique", Severity::Notice),
                (Some(true), _) => ("from now on duplicates are accepted, and `ON CONFLICT` on its columns fails", Severity::Error),
                (Some(false), false) => ("queries that use it read the whole table", Severity::Warning),
                (Some(false), true) => ("queries that use it read the whole table", Severity::Notice),
                (None, _) => ("it is not known whether it kept duplicates out", Severity::Warning),
            };
            let severity = if goes_with_table(name, context) { Severity::Notice } else { severity };
            let kind = if known.is_some_and(|index| index.unique) { "unique index" } else { "index" };
            let message = format!("{kind} `{name}` is deleted: {harm}{}", lock(name, concurrently, context));
            let advice = match severity {
                Severity::Error => format!(
                    "Make sure that nothing relies on `{name}`, `ON CONFLICT` and foreign keys included; where another rule replaces it, build that first, in a migration of its own:\n\
                     CREATE UNIQUE INDEX CONCURRENTLY {} ON ...;\n\
                     DROP INDEX CONCURRENTLY {name};",
                    Name::from(format!("{}_new", name.last()).as_str())
                ),
                _ => format!(
                    "Look whether production uses it, then drop it in a migration of its own, which holds up nobody:\n\
                     SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelid = {}::regclass;\n\
                     DROP INDEX CONCURRENTLY {name};",
                    postgres_terms::Literal(&name.to_string()).quote()
                ),
            };
            Hit::new(effect, name, message, advice).severity(severity)
        })
        .collect()
}

/// Whether the script makes another key that keeps the same duplicates out.
fn is_covered(index: &crate::facts::Index, context: &Context<'_>) -> bool {
    let columns: Option<Vec<String>> = index.columns.iter().cloned().collect();
    let table = context.facts.name_of(index.table);
    columns.zip(table).is_some_and(|(columns, table)| is_still_unique(&table, &columns, context))
}

/// Whether the script drops its table or a column of it as well.
fn goes_with_table(name: &Name, context: &Context<'_>) -> bool {
    let facts = context.facts;
    let index = facts.index(name).and_then(|index| Some((facts.name_of(index.table)?, &index.columns)));
    index.is_some_and(|(table, columns)| goes_soon(&table, columns.iter().flatten().map(String::as_str), context))
}

/// Another index that serves the same queries is `index-gap`'s business, as long as it keeps out what this one did.
fn is_replaced(name: &Name, context: &Context<'_>) -> bool {
    replacement(name, context).is_some_and(|new| new.unique || !context.facts.index(name).is_some_and(|old| old.unique))
}

fn lock(name: &Name, concurrently: bool, context: &Context<'_>) -> String {
    let table = context.facts.index(name).and_then(|index| context.facts.name_of(index.table));
    match (concurrently, table) {
        (true, _) => String::new(),
        (false, Some(table)) => format!("; nobody reads or writes `{table}` until the transaction ends (`ACCESS EXCLUSIVE`)"),
        (false, None) => "; nobody reads or writes its table until the transaction ends (`ACCESS EXCLUSIVE`)".to_owned(),
    }
}
