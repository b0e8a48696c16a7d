//! What changed in the catalog, in the report's words.

use catalog::{Action, Change};
use report::{SchemaChange, SchemaChangeKind};

pub(crate) fn of(changes: &[Change]) -> Vec<SchemaChange> {
    changes.iter().map(schema_change).collect()
}

fn schema_change(change: &Change) -> SchemaChange {
    SchemaChange {
        change: match change.action {
            Action::Added => SchemaChangeKind::Added,
            Action::Removed => SchemaChangeKind::Removed,
            Action::Altered => SchemaChangeKind::Altered,
        },
        kind: change.identity.kind.to_string(),
        name: change.identity.to_string(),
        details: change.details.clone(),
    }
}
