//! What does the catalog say of tables that the scan of a history cannot know?

use std::collections::BTreeMap;

use catalog::{Kind, Object, Snapshot};
use hazards::{LiveTable, Name};

/// Since this version a column can refuse nulls by a constraint that older rows were never checked against.
const NOT_VALID_NOT_NULL: u32 = 18;
/// Where the scan looks for what a script names without a schema.
const USUAL_SCHEMA: &str = "public";

/// The tables as the scan calls them, where migrations run with this schema first in their search path.
pub(crate) fn of(live: &Snapshot, default_schema: &str, major: u32) -> Vec<LiveTable> {
    let mut tables: BTreeMap<(&str, &str), LiveTable> = BTreeMap::new();
    let parts = [Kind::Column, Kind::Constraint].into_iter().flat_map(|kind| live.of_kind(kind));
    for (place, part) in parts.filter_map(|part| Some((place(part)?, part))) {
        let (schema, name) = place;
        // Its name is taken by a table of the default schema.
        if schema == USUAL_SCHEMA && default_schema != USUAL_SCHEMA {
            continue;
        }
        let parts = if schema == default_schema { vec![name.to_owned()] } else { vec![schema.to_owned(), name.to_owned()] };
        let table = tables.entry(place).or_insert_with(|| LiveTable {
            name: Name::new(parts),
            not_null: Default::default(),
            nullable: Default::default(),
            checks: Default::default(),
        });
        take(table, part, major);
    }
    tables.into_values().collect()
}

fn place(part: &Object) -> Option<(&str, &str)> {
    Some((part.identity.schema.as_ref()?.as_str(), part.identity.parent.as_ref()?.as_str()))
}

fn take(table: &mut LiveTable, part: &Object, major: u32) {
    let name = part.identity.name.as_str().to_owned();
    match part.identity.kind {
        Kind::Column if part.get("not_null").is_none() => drop(table.nullable.insert(name)),
        Kind::Column if major < NOT_VALID_NOT_NULL => drop(table.not_null.insert(name)),
        Kind::Constraint if part.text("constraint_type") == Some("check") => {
            let definition = part.text("definition").unwrap_or_default().to_owned();
            table.checks.insert(name, definition);
        }
        _ => {}
    }
}
