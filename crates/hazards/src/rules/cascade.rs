//! Which other tables lose rows with those of a table?

use std::collections::BTreeSet;

use crate::{Facts, Name, OnDelete, facts::TableId, rules::wording::list};

/// Tables that are looked at; a schema where one row reaches more of them is not told in full.
const MOST: usize = 100;

/// The tables that reference a table, and those that reference them, by foreign keys that satisfy the condition. Without the table itself.
fn reached(table: &Name, facts: &Facts, follows: impl Fn(OnDelete) -> bool) -> Vec<Name> {
    let Some(start) = facts.table_id(table) else { return Vec::new() };
    let mut seen: BTreeSet<TableId> = BTreeSet::from([start]);
    let mut found = vec![start];
    let mut at = 0;
    while let Some(table) = found.get(at).copied().filter(|_| at < MOST) {
        at += 1;
        let next = facts.references_to(table).take(MOST).filter(|(_, key)| key.on_delete().is_some_and(&follows));
        found.extend(next.map(|(from, _)| from).filter(|from| seen.insert(*from)));
    }
    found.into_iter().skip(1).filter_map(|id| facts.name_of(id)).collect()
}

/// Tables whose rows go with deleted ones.
pub(super) fn deleted_with(table: &Name, facts: &Facts) -> Vec<Name> {
    reached(table, facts, |on_delete| on_delete == OnDelete::Cascade)
}

/// Tables that `TRUNCATE ... CASCADE` empties as well.
pub(super) fn truncated_with(table: &Name, facts: &Facts) -> Vec<Name> {
    reached(table, facts, |_| true)
}

/// What a message says of rows that go with deleted ones; empty when there are none.
pub(super) fn also_deleted(table: &Name, facts: &Facts) -> String {
    let tables = list(deleted_with(table, facts));
    tables
        .map(|tables| format!(", and by foreign keys with `ON DELETE CASCADE` the rows of {tables} that reference them"))
        .unwrap_or_default()
}
