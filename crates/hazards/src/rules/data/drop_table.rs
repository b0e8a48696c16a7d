#![doc = include_str!("drop_table.md")]

use report::Severity;

use crate::rules::dependants::{also, of_table};
use crate::rules::wording::list;
use crate::rules::{Check, Context, Group, Hit, Rule, SOON, dropped, with_dependants, without_cascade};
use crate::{Action, Name, ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "drop-table",
    severity: Severity::Error,
    group: Group::Data,
    opt_in: false,
    summary: "A table and all its rows are deleted",
    page: include_str!("drop_table.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    dropped(statement, context, &[ObjectKind::Table, ObjectKind::ForeignTable])
        .into_iter()
        .map(|(effect, _, name, cascade)| {
            let known = if cascade { also(&of_table(name, context.facts)) } else { String::new() };
            let locked = list(referenced(name, context)).map(|tables| format!("; nobody reads or writes {tables} meanwhile, which it references"));
            let message = format!(
                "table `{name}` and all its rows are deleted{}{known}{}",
                with_dependants(cascade),
                locked.unwrap_or_default()
            );
            let advice = match copy_of(name, context) {
                Some(copy) => format!(
                    "Where `{copy}` is `{name}` in a new shape, change `{name}` itself, step by step: rows that clients write while the copy is made are lost, and so are indexes, rights, triggers and policies that the copy does not have.{}",
                    without_cascade(cascade)
                ),
                None => format!(
                    "First stop every client from using `{name}` and deploy that; then rename it, keep a backup, and drop it in a later migration:\n\
                     ALTER TABLE {name} RENAME TO {};{}",
                    Name::from(format!("{}_unused", name.last()).as_str()),
                    without_cascade(cascade).replacen(' ', "\n-- ", 1),
                ),
            };
            Hit::new(effect, name, message, advice)
        })
        .collect()
}

/// The tables that it references, which are locked while it is dropped.
fn referenced(name: &Name, context: &Context<'_>) -> Vec<Name> {
    let facts = context.facts;
    let Some(id) = facts.table_id(name) else { return Vec::new() };
    let held = facts.table_of(id).into_iter().flat_map(|table| table.constraints.values()).take(SOON);
    let mut tables: Vec<Name> =
        held.filter_map(|held| held.references.filter(|to| *to != id)).filter_map(|to| facts.name_of(to)).collect();
    tables.sort();
    tables.dedup();
    tables
}

/// A table of the same change that was filled from it.
fn copy_of<'a>(name: &Name, context: &Context<'a>) -> Option<&'a Name> {
    let facts = context.facts;
    let is_it = |other: &Name| facts.are_same(ObjectKind::Table, name, other);
    let mut read = false;
    context.before().rev().take(SOON).find_map(|effect| match &effect.action {
        Action::Reads { tables } => {
            read = tables.iter().any(is_it);
            None
        }
        Action::Inserts { table, .. } if read && facts.is_table_born_here(table) => Some(table),
        _ => None,
    })
}
