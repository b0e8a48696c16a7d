#![doc = include_str!("unrelated_tables.md")]

use std::collections::{BTreeMap, BTreeSet};

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, ConstraintKind, Effect, Name, ObjectKind, facts::TableId};

pub(crate) const RULE: Rule = Rule {
    id: "unrelated-tables",
    severity: Severity::Notice,
    group: Group::Hygiene,
    opt_in: false,
    summary: "One migration changes several tables that have nothing to do with each other",
    page: include_str!("unrelated_tables.md"),
    check: Check::Script(check),
};

/// Fewer groups may well be one purpose.
const GROUPS: usize = 3;
/// A baseline or a great rebuilding is one purpose.
const MOST_TABLES: usize = 60;

fn check(context: &Context<'_>) -> Vec<Hit> {
    let mut changed: BTreeMap<TableId, (&Name, BTreeSet<String>)> = BTreeMap::new();
    for effect in context.before() {
        let Some((table, what)) = change(effect) else { continue };
        if let Some(id) = context.facts.table_id(table).filter(|_| !context.facts.is_born_here(ObjectKind::Table, table)) {
            changed.entry(id).or_insert_with(|| (table, BTreeSet::new())).1.insert(what);
        }
    }
    let purposes: BTreeSet<&BTreeSet<String>> = changed.values().map(|(_, what)| what).collect();
    if changed.len() > MOST_TABLES || purposes.len() < 2 {
        return Vec::new();
    }
    let groups = groups(context, &changed.keys().copied().collect());
    if groups.len() < GROUPS {
        return Vec::new();
    }
    let first = |group: &BTreeSet<TableId>| group.first().and_then(|id| changed.get(id)).map(|(name, _)| format!("`{name}`"));
    let names: Vec<String> = groups.iter().filter_map(first).collect();
    let message = format!(
        "this migration changes tables that have nothing to do with each other: {}; it holds locks on all of them until it ends, and one failure undoes all",
        names.join(", ")
    );
    vec![Hit::of_script(
        context,
        Name::default(),
        message,
        "Make a migration of each purpose: it can be applied, reviewed and undone alone.",
    )]
}

/// The table that an effect changes, and what is changed, for telling whether it is the same everywhere.
fn change(effect: &Effect) -> Option<(&Name, String)> {
    Some(match &effect.action {
        Action::AddsColumn { table, column, .. } => (table, format!("+ {}", column.name)),
        Action::DropsColumn { table, column, .. } => (table, format!("- {column}")),
        Action::ChangesType { table, column, .. } | Action::AltersColumn { table, column, .. } => (table, format!("! {column}")),
        Action::RenamesColumn { table, from, to } => (table, format!("{from} > {to}")),
        Action::DropsConstraint { table, .. } => (table, "- constraint".to_owned()),
        Action::AddsConstraint { table, .. } => (table, "+ constraint".to_owned()),
        _ => return None,
    })
}

/// The changed tables, those together that foreign keys or inheritance connect, be it by way of a table that is new.
fn groups(context: &Context<'_>, changed: &BTreeSet<TableId>) -> Vec<BTreeSet<TableId>> {
    let facts = context.facts;
    let mut left = changed.clone();
    let mut groups = Vec::new();
    while let Some(start) = left.pop_first() {
        let (mut group, mut open, mut seen) = (BTreeSet::from([start]), vec![start], BTreeSet::from([start]));
        while let Some(id) = open.pop() {
            let is_new = facts.name_of(id).is_some_and(|name| facts.is_born_here(ObjectKind::Table, &name));
            if !(is_new || changed.contains(&id)) {
                continue;
            }
            group.extend(left.take(&id));
            open.extend(neighbours(context, id).into_iter().filter(|next| seen.insert(*next)));
        }
        groups.push(group);
    }
    groups
}

fn neighbours(context: &Context<'_>, id: TableId) -> Vec<TableId> {
    let facts = context.facts;
    let own = facts.table_of(id).into_iter().flat_map(|table| {
        let keys = table.constraints.values().filter(|held| matches!(held.constraint.kind, ConstraintKind::ForeignKey(_)));
        keys.filter_map(|held| held.references).chain(table.parents.iter().copied())
    });
    own.chain(facts.references_to(id).map(|(from, _)| from)).collect()
}
