//! What does an `ALTER` change?

use postgres_syntax::Cursor;

use super::{Effects, drop::cascades, kinds};
use crate::{Action, DataType, Name, ObjectKind};

pub(super) fn read(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    let kind = kinds::take(words)?;
    match kind {
        ObjectKind::Table | ObjectKind::ForeignTable => relation(words, effects, kind),
        ObjectKind::View | ObjectKind::MaterializedView | ObjectKind::Index | ObjectKind::Sequence | ObjectKind::Schema => {
            renamed(words, effects, kind)
        }
        ObjectKind::Type => data_type(words, effects),
        ObjectKind::Domain => renamed(words, effects, kind),
        _ => Some(()),
    }
}

/// Views, indexes and the like: of what can be altered there, only the name matters here.
fn renamed(words: &mut Cursor<'_>, effects: &mut Effects, kind: ObjectKind) -> Option<()> {
    if words.take("ALL IN TABLESPACE") {
        return Some(());
    }
    words.take("IF EXISTS");
    let name = Name::new(words.name()?);
    rename(words, effects, kind, &name);
    Some(())
}

/// Takes `RENAME TO` or `SET SCHEMA`; whether one was there.
fn rename(words: &mut Cursor<'_>, effects: &mut Effects, kind: ObjectKind, name: &Name) -> bool {
    let to = match words.take_any(&["RENAME TO", "SET SCHEMA"]) {
        Some("RENAME TO") => words.identifier().map(|to| name.sibling(&to)),
        Some(_) => words.identifier().map(|schema| name.moved_to(&schema)),
        None => None,
    };
    let found = to.is_some();
    if let Some(to) = to {
        effects.add_whole(Action::Renames { kind, name: name.clone(), to });
    }
    found
}

fn relation(words: &mut Cursor<'_>, effects: &mut Effects, kind: ObjectKind) -> Option<()> {
    if words.take("ALL IN TABLESPACE") {
        return Some(());
    }
    words.take("IF EXISTS");
    words.take("ONLY");
    let table = Name::new(words.name()?);
    words.take_sign("*");
    if rename(words, effects, kind, &table) {
        return Some(());
    }
    let pieces = words.pieces();
    if pieces.is_empty() {
        return None;
    }
    pieces.into_iter().try_for_each(|mut piece| operation(&mut piece, effects, &table))
}

/// Operations that no rule asks for. A new one of a later Postgres is not among them and is said to be unparsed.
const OTHER_OPERATIONS: &[&str] = &[
    "ENABLE",
    "DISABLE",
    "FORCE",
    "NO FORCE",
    "OWNER TO",
    "CLUSTER ON",
    "SET",
    "RESET",
    "NO INHERIT",
    "REPLICA IDENTITY",
    "VALIDATE CONSTRAINT",
    "OF",
    "NOT OF",
    "DETACH PARTITION",
    "ALTER CONSTRAINT",
    "OPTIONS",
    "RENAME CONSTRAINT",
];

fn operation(words: &mut Cursor<'_>, effects: &mut Effects, table: &Name) -> Option<()> {
    let span = words.span()?;
    let table = table.clone();
    if words.take_any(OTHER_OPERATIONS).is_some() {
        return Some(());
    }
    if words.take("ATTACH PARTITION") {
        effects.add(Action::Adopts { parent: table }, span);
        return Some(());
    }
    if words.take("INHERIT") {
        effects.add(Action::Adopts { parent: Name::new(words.name()?) }, span);
        return Some(());
    }
    match words.take_any(&["ADD", "DROP", "ALTER", "RENAME"])? {
        "ADD" => addition(words, effects, table),
        "DROP" => {
            let cascade = cascades(words);
            let is_constraint = words.take("CONSTRAINT");
            words.take("COLUMN");
            words.take("IF EXISTS");
            let name = words.identifier()?;
            let action = if is_constraint {
                Action::DropsConstraint { table, constraint: name, cascade }
            } else {
                Action::DropsColumn { table, column: name, cascade }
            };
            effects.add(action, span);
            Some(())
        }
        "ALTER" => {
            words.take("COLUMN");
            if words.ahead(0)?.kind == postgres_syntax::TokenKind::Number {
                return Some(()); // a column of an index, by its number
            }
            let column = words.identifier()?;
            words.take("SET DATA");
            if words.take("TYPE") {
                let to = DataType::take(words)?;
                words.skip_until(|words| words.sees("USING"));
                let using = words.take("USING").then(|| words.rest().to_owned());
                effects.add(Action::ChangesType { table, column, to, using }, span);
                return Some(());
            }
            words.take_any(&["SET", "DROP", "ADD", "RESET", "RESTART", "OPTIONS"]).map(|_| ())
        }
        _ => {
            words.take("COLUMN");
            let from = words.identifier()?;
            words.take("TO").then_some(())?;
            effects.add(Action::RenamesColumn { table, from, to: words.identifier()? }, span);
            Some(())
        }
    }
}

fn addition(words: &mut Cursor<'_>, effects: &mut Effects, table: Name) -> Option<()> {
    let span = words.span()?;
    if words.take("CONSTRAINT") {
        effects.add(Action::AddsConstraint { table, constraint: words.identifier()? }, span);
        return Some(());
    }
    if words.take_any(&["CHECK", "UNIQUE", "PRIMARY KEY", "FOREIGN KEY", "EXCLUDE", "NOT NULL"]).is_some() {
        return Some(());
    }
    words.take("COLUMN");
    let if_not_exists = words.take("IF NOT EXISTS");
    let column = words.identifier()?;
    let data_type = DataType::take(words)?;
    effects.add(Action::AddsColumn { table, column, data_type, if_not_exists }, span);
    Some(())
}

fn data_type(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    let name = Name::new(words.name()?);
    if rename(words, effects, ObjectKind::Type, &name) {
        return Some(());
    }
    if words.take("ADD VALUE") {
        words.take("IF NOT EXISTS");
        let value = words.string()?;
        effects.add_whole(Action::AddsEnumValue { name, value });
    } else if words.take("RENAME VALUE") {
        let from = words.string()?;
        words.take("TO").then_some(())?;
        effects.add_whole(Action::RenamesEnumValue { name, from, to: words.string()? });
    } else if words.take_any(&["OWNER TO", "SET", "RENAME ATTRIBUTE"]).is_none() {
        return words.pieces().into_iter().try_for_each(|mut piece| attribute(&mut piece, effects, &name));
    }
    Some(())
}

fn attribute(words: &mut Cursor<'_>, effects: &mut Effects, name: &Name) -> Option<()> {
    let span = words.span()?;
    if words.take("DROP ATTRIBUTE") {
        let cascade = cascades(words);
        words.take("IF EXISTS");
        effects.add(Action::DropsAttribute { name: name.clone(), attribute: words.identifier()?, cascade }, span);
        return Some(());
    }
    words.take_any(&["ADD ATTRIBUTE", "ALTER ATTRIBUTE"]).map(|_| ())
}
