//! What does a `CREATE SCHEMA` make, with what is in it?

use postgres_syntax::Cursor;

use super::Effects;
use crate::{Action, Name, ObjectKind, Security};

/// Reads what follows `CREATE SCHEMA [IF NOT EXISTS]`.
pub(super) fn create(words: &mut Cursor<'_>, effects: &mut Effects, if_not_exists: bool) -> Option<()> {
    // Without a name of its own it is called like its owner.
    let is_owners = words.take("AUTHORIZATION");
    let schema = words.identifier()?;
    if !is_owners && words.take("AUTHORIZATION") {
        words.identifier()?;
    }
    let name = Name::from(schema.as_str());
    effects.add_whole(Action::Creates { kind: ObjectKind::Schema, name, if_not_exists });
    while !words.is_done() {
        begins_element(words).then_some(())?;
        let mut first = true;
        let element = words.skip_until(|words| !std::mem::take(&mut first) && begins_element(words));
        let before = effects.found.len();
        effects.read_known(element)?;
        for effect in effects.found.iter_mut().skip(before) {
            put_into(&schema, &mut effect.action);
        }
    }
    Some(())
}

/// What `CREATE` may be followed by here; the privilege of that name never is.
const ELEMENTS: &[&str] = &[
    "CREATE TABLE",
    "CREATE UNLOGGED TABLE",
    "CREATE VIEW",
    "CREATE OR REPLACE VIEW",
    "CREATE RECURSIVE VIEW",
    "CREATE INDEX",
    "CREATE UNIQUE INDEX",
    "CREATE SEQUENCE",
    "CREATE TRIGGER",
    "CREATE CONSTRAINT TRIGGER",
    "GRANT",
];

fn begins_element(words: &Cursor<'_>) -> bool {
    ELEMENTS.iter().any(|element| words.sees(element)) && !words.sees("GRANT OPTION")
}

/// Names without a schema are those of the new one.
fn put_into(schema: &str, action: &mut Action) {
    let put = |name: &mut Name| {
        if name.schema().is_none() {
            *name = name.moved_to(schema);
        }
    };
    match action {
        Action::CreatesTable(table) => put(&mut table.name),
        Action::CreatesView(view) => {
            put(&mut view.name);
            view.reads.iter_mut().for_each(put);
        }
        Action::CreatesIndex(index) => {
            put(&mut index.table);
            index.name.iter_mut().for_each(put);
        }
        Action::CreatesTrigger { table, .. } => put(table),
        Action::Creates { kind: ObjectKind::Sequence, name, .. } => put(name),
        Action::Security(Security::Grants(privileges)) if matches!(privileges.kind.as_str(), "TABLE" | "SEQUENCE") => {
            privileges.on.iter_mut().for_each(put);
        }
        _ => {}
    }
}
