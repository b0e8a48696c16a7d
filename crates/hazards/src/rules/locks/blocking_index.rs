#![doc = include_str!("blocking_index.md")]

use report::Severity;

use crate::rules::{
    Check, Context, Group, Hit, Rule,
    locks::{is_older, named, shortened},
};
use crate::{Action, Effect, Index, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "blocking-index",
    severity: Severity::Warning,
    group: Group::Locks,
    opt_in: false,
    summary: "An index is built while nobody can write to the table",
    page: include_str!("blocking_index.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::CreatesIndex(index) if !index.concurrently => Some((effect, index)),
        _ => None,
    });
    found
        .filter(|(_, index)| is_older(&index.table, context))
        .filter_map(|(effect, index)| judge(effect, index, context))
        .collect()
}

fn judge(effect: &Effect, index: &Index, context: &Context<'_>) -> Option<Hit> {
    let table = &index.table;
    let is_partitioned = context.facts.table(table).is_some_and(|table| table.is_partitioned);
    let is_there = index.if_not_exists && index.name.as_ref().is_some_and(|name| context.facts.index(name).is_some());
    if is_there || index.only && is_partitioned {
        return None;
    }
    let name = index.name.as_ref().map(|name| format!(" `{name}`")).unwrap_or_default();
    let message = format!("index{name} is built under a `SHARE` lock: writes to `{table}` wait until all its rows are read");
    let unique = if index.unique { "UNIQUE " } else { "" };
    let called = index.name.as_ref().map(|name| format!("{} ", named(name.last()))).unwrap_or_default();
    let text = shortened(&index.text);
    let advice = if is_partitioned {
        format!(
            "Create it on the table alone, then concurrently on each partition, and attach those:\n\
             CREATE {unique}INDEX {called}ON ONLY {table} {text};\n\
             CREATE {unique}INDEX CONCURRENTLY partition_index ON partition {text}; -- a migration of its own for each\n\
             ALTER INDEX {called}ATTACH PARTITION partition_index;"
        )
    } else {
        format!(
            "Build it without stopping anybody, in a migration that holds nothing else:\n\
             CREATE {unique}INDEX CONCURRENTLY {called}ON {table} {text};"
        )
    };
    Some(Hit::new(effect, table, message, advice))
}
