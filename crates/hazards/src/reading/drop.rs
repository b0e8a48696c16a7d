//! What does a `DROP` or a `TRUNCATE` name?

use postgres_syntax::Cursor;

use super::{Effects, kinds, routine::signature};
use crate::{Action, Name, ObjectKind};

pub(super) fn read(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    if words.take("OWNED BY") {
        let cascade = cascades(words);
        let roles = words.pieces().iter_mut().filter_map(Cursor::identifier).collect();
        effects.add_whole(Action::DropsOwned { roles, cascade });
        return Some(());
    }
    let kind = kinds::take(words)?;
    let concurrently = words.take("CONCURRENTLY");
    words.take("IF EXISTS");
    let cascade = cascades(words);
    match kind {
        ObjectKind::Trigger | ObjectKind::Rule | ObjectKind::Policy => {
            let (span, name) = (words.ahead(0)?.span, words.identifier()?);
            words.take("ON").then_some(())?;
            let table = Name::new(words.name()?);
            effects.add(Action::DropsOnTable { kind, name, table, cascade }, span);
        }
        ObjectKind::Other("role") => {
            for mut role in words.pieces() {
                let (span, name) = (role.span()?, Name::from(role.identifier()?.as_str()));
                effects.add(Action::Drops { kind, name, cascade, concurrently }, span);
            }
        }
        // Their names have forms of their own, and no rule asks for them.
        ObjectKind::Other(_) => {}
        _ => {
            for mut object in words.pieces() {
                let span = object.span()?;
                let mut name = Name::new(object.name()?);
                if let Some(arguments) = signature(&mut object) {
                    name = name.sibling(&format!("{}({arguments})", name.last()));
                }
                effects.add(Action::Drops { kind, name, cascade, concurrently }, object.since(span.start));
            }
        }
    }
    Some(())
}

/// Whether `CASCADE` comes at the end.
pub(super) fn cascades(words: &Cursor<'_>) -> bool {
    words.remaining().last().is_some_and(|token| token.is_word(words.text(), "CASCADE"))
}

pub(super) fn read_truncate(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    words.take("TABLE");
    let cascade = cascades(words);
    let restarts_sequences = words.remaining().iter().any(|token| token.is_word(words.text(), "RESTART"));
    for mut table in words.pieces() {
        table.take("ONLY");
        let span = table.ahead(0)?.span;
        let name = Name::new(table.name()?);
        effects.add(Action::Truncates { table: name, cascade, restarts_sequences }, span);
    }
    Some(())
}
