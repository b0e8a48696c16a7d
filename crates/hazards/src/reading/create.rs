//! What does a `CREATE` make?

use postgres_syntax::Cursor;

use super::{Effects, data, drop::arguments, kinds};
use crate::{Action, DataType, Name, ObjectKind};

pub(super) fn read(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    let replaces = words.take("OR REPLACE");
    words.take_any(&["GLOBAL", "LOCAL"]);
    let temporary = words.take_any(&["TEMPORARY", "TEMP"]).is_some();
    words.take_any(&["UNLOGGED", "RECURSIVE"]);
    let unique = words.take("UNIQUE");
    let kind = kinds::take(words)?;
    words.take("CONCURRENTLY");
    let if_not_exists = words.take("IF NOT EXISTS") || replaces;
    match kind {
        ObjectKind::Table => table(words, effects, temporary, if_not_exists),
        ObjectKind::Index => index(words, effects, unique, if_not_exists),
        ObjectKind::Type => data_type(words, effects),
        ObjectKind::Trigger | ObjectKind::Rule | ObjectKind::Policy | ObjectKind::Other(_) => Some(()),
        ObjectKind::Schema => {
            // Without a name of its own it is called like its owner.
            words.take("AUTHORIZATION");
            let name = Name::new(vec![words.identifier()?]);
            effects.add_whole(Action::Creates { kind, name, if_not_exists });
            Some(())
        }
        _ => {
            let mut name = Name::new(words.name()?);
            if kind.name_space() == "routine" {
                name = name.sibling(&format!("{}({})", name.last(), arguments(words)?));
            }
            let name = if temporary { name.moved_to("pg_temp") } else { name };
            effects.add_whole(Action::Creates { kind, name, if_not_exists });
            Some(())
        }
    }
}

fn table(words: &mut Cursor<'_>, effects: &mut Effects, temporary: bool, if_not_exists: bool) -> Option<()> {
    let mut name = Name::new(words.name()?);
    if temporary {
        name = name.moved_to("pg_temp");
    }
    let columns = words.clone().parentheses().map(|mut list| columns(&mut list)).unwrap_or_default();
    data::read_nested(words, effects);
    words.skip_until(|words| words.sees("ON COMMIT DROP"));
    // Sent statement by statement, a table with that clause is gone before the next one.
    if words.is_done() {
        effects.add_whole(Action::CreatesTable { name, columns, if_not_exists });
    }
    Some(())
}

/// The columns of a table's definition; its constraints and `LIKE` clauses are left out, and so are columns without a type.
fn columns(list: &mut Cursor<'_>) -> Vec<(String, DataType)> {
    let constraints = ["CONSTRAINT", "PRIMARY KEY", "UNIQUE", "CHECK", "FOREIGN KEY", "EXCLUDE", "LIKE", "NOT NULL"];
    let pieces = list.pieces();
    pieces
        .into_iter()
        .filter(|piece| !constraints.iter().any(|constraint| piece.sees(constraint)))
        .filter_map(|mut piece| Some((piece.identifier()?, DataType::take(&mut piece)?)))
        .collect()
}

fn index(words: &mut Cursor<'_>, effects: &mut Effects, unique: bool, if_not_exists: bool) -> Option<()> {
    let name = if words.sees("ON") { None } else { words.name() };
    words.take("ON").then_some(())?;
    words.take("ONLY");
    let table = Name::new(words.name()?);
    // An index is always in its table's schema, and without a name Postgres makes one up.
    if let Some(name) = name.and_then(|name| name.last().cloned()) {
        effects.add_whole(Action::CreatesIndex { name: table.sibling(&name), table, unique, if_not_exists });
    }
    Some(())
}

fn data_type(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    let name = Name::new(words.name()?);
    if words.take("AS ENUM") {
        let values = words.parentheses()?.pieces().iter_mut().map(Cursor::string).collect::<Option<_>>()?;
        effects.add_whole(Action::CreatesEnum { name, values });
    } else {
        effects.add_whole(Action::Creates { kind: ObjectKind::Type, name, if_not_exists: false });
    }
    Some(())
}
