//! How is an object named in a command, and what does `ALTER` give it: another name, schema or owner?

use postgres_syntax::{Cursor, Token, TokenKind};

use super::{Effects, routine::signature};
use crate::{Action, Name, ObjectKind, Security};

/// Takes an object's name in the form that its kind has.
pub(super) fn object(words: &mut Cursor<'_>, kind: ObjectKind) -> Option<Name> {
    let written = |words: Cursor<'_>| {
        let parts: Vec<&str> = words.remaining().iter().map(|token| token.span.of(words.text())).collect();
        Name::new(vec![parts.join(" ")])
    };
    match kind {
        ObjectKind::Function | ObjectKind::Procedure | ObjectKind::Routine | ObjectKind::Aggregate => {
            let name = Name::new(words.name()?);
            Some(match signature(words) {
                Some(arguments) => name.sibling(&format!("{}({arguments})", name.last())),
                None => name,
            })
        }
        ObjectKind::Other("operator") => {
            let mut schema = Vec::new();
            while words.ahead(1).is_some_and(|token| token.is(words.text(), ".")) {
                schema.push(words.identifier()?);
                words.take_sign(".");
            }
            let sign = words.advance().filter(|token| token.kind == TokenKind::Operator)?;
            schema.push(format!("{}({})", sign.span.of(words.text()), arguments(words)?));
            Some(Name::new(schema))
        }
        ObjectKind::Other("operator class" | "operator family") => {
            let name = Name::new(words.name()?);
            words.take("USING").then_some(())?;
            words.identifier()?;
            Some(name)
        }
        ObjectKind::Other("cast") => Some(Name::new(vec![format!("cast({})", arguments(words)?)])),
        ObjectKind::Other("transform") => {
            words.take("FOR").then_some(())?;
            let on = words.skip_until(|words| words.sees("LANGUAGE"));
            words.take("LANGUAGE").then_some(())?;
            let language = words.identifier()?;
            Some(Name::new(vec![format!("{} {language}", written(on).last())]))
        }
        ObjectKind::Other("user mapping") => {
            words.take("FOR").then_some(())?;
            let role = words.identifier()?;
            words.take("SERVER").then_some(())?;
            Some(Name::new(vec![words.identifier()?, role]))
        }
        ObjectKind::Other("large object") => words.advance().map(|token| Name::from(token.span.of(words.text()))),
        _ => words.name().map(Name::new),
    }
}

/// A list of types, in one spelling for blanks and comments.
fn arguments(words: &mut Cursor<'_>) -> Option<String> {
    let inside = words.parentheses()?;
    let parts: Vec<&str> = inside.remaining().iter().map(|token| token.span.of(inside.text())).collect();
    Some(parts.join(" ").replace(" ,", ","))
}

/// Reads an `ALTER` behind its kind when all that it does is `RENAME TO`, `SET SCHEMA` or `OWNER TO`, or `RENAME x TO y` of what belongs to
/// an object. `None`: it does something else.
pub(super) fn read(words: &Cursor<'_>, effects: &mut Effects, kind: ObjectKind) -> Option<()> {
    let [.., before, verb, last] = words.remaining() else { return None };
    let is = |token: &Token, word| token.is_word(words.text(), word);
    let whole = is(before, "RENAME") && is(verb, "TO")
        || is(before, "SET") && is(verb, "SCHEMA")
        || is(before, "OWNER") && is(verb, "TO");
    let part = is(verb, "TO") || is(last, "CASCADE") || is(last, "RESTRICT");
    if !whole && !part {
        return None;
    }
    let mut words = words.clone();
    words.take("IF EXISTS");
    words.take("ONLY");
    if let ObjectKind::Trigger | ObjectKind::Rule | ObjectKind::Policy = kind {
        return of_table(&mut words, effects, kind);
    }
    let name = object(&mut words, kind)?;
    words.take_sign("*");
    let action = match words.take_any(&["RENAME TO", "SET SCHEMA", "OWNER TO", "RENAME"])? {
        "RENAME TO" => Action::Renames { kind, to: renamed(&name, &words.identifier()?), name },
        "SET SCHEMA" => Action::Renames { kind, to: name.moved_to(&words.identifier()?), name },
        "OWNER TO" => Action::Security(Security::ChangesOwner { kind, name, to: words.identifier()? }),
        _ => of_object(&mut words, kind, name)?,
    };
    words.is_done().then_some(())?;
    effects.add_whole(action);
    Some(())
}

/// The new name of an object in the same place; a routine keeps its arguments.
fn renamed(name: &Name, to: &str) -> Name {
    match name.last().split_once('(') {
        Some((_, arguments)) => name.sibling(&format!("{to}({arguments}")),
        None => name.sibling(to),
    }
}

/// What belongs to a table and is altered as if it stood for itself: `ALTER TRIGGER g ON t RENAME TO h`.
fn of_table(words: &mut Cursor<'_>, effects: &mut Effects, kind: ObjectKind) -> Option<()> {
    let from = words.identifier()?;
    words.take("ON").then_some(())?;
    let table = Name::new(words.name()?);
    words.take("RENAME TO").then_some(())?;
    let to = words.identifier()?;
    words.is_done().then_some(())?;
    effects.add_whole(match kind {
        ObjectKind::Policy => Action::Security(Security::RenamesPolicy { table, from, to }),
        _ => Action::RenamesPart { kind, owner: table, from, to },
    });
    Some(())
}

/// `RENAME x TO y` behind the name of a view, type or domain. Of tables it is read with the rest of their changes.
fn of_object(words: &mut Cursor<'_>, kind: ObjectKind, name: Name) -> Option<Action> {
    let part = match kind {
        ObjectKind::View | ObjectKind::MaterializedView => "COLUMN",
        ObjectKind::Type => "ATTRIBUTE",
        ObjectKind::Domain => "CONSTRAINT",
        _ => return None,
    };
    let is_named = words.ahead(1).is_some_and(|token| !token.is_word(words.text(), "TO"));
    if is_named && !words.take(part) {
        return None;
    }
    let from = words.identifier()?;
    words.take("TO").then_some(())?;
    let to = words.identifier()?;
    words.take_any(&["CASCADE", "RESTRICT"]);
    Some(match part {
        "COLUMN" => Action::RenamesColumn { table: name, from, to },
        "ATTRIBUTE" => Action::RenamesPart { kind: ObjectKind::Other("composite type column"), owner: name, from, to },
        _ => Action::RenamesPart { kind: ObjectKind::Other("domain constraint"), owner: name, from, to },
    })
}
