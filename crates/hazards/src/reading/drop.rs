//! What does a `DROP` or a `TRUNCATE` name?

use postgres_syntax::{Cursor, Span};

use super::{Effects, kinds, naming};
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
    if matches!(kind, ObjectKind::Trigger | ObjectKind::Rule | ObjectKind::Policy) {
        let (span, name) = (words.ahead(0)?.span, words.identifier()?);
        words.take("ON").then_some(())?;
        let table = Name::new(words.name()?);
        effects.add(Action::DropsOnTable { kind, name, table, cascade }, span);
        return end(words);
    }
    for mut object in words.pieces() {
        let start = object.ahead(0)?.span.start;
        let name = naming::object(&mut object, kind)?;
        let span: Span = object.since(start);
        end(&mut object)?;
        effects.add(Action::Drops { kind, name, cascade, concurrently }, span);
    }
    Some(())
}

/// What may follow the names.
fn end(words: &mut Cursor<'_>) -> Option<()> {
    words.take("UESCAPE").then(|| words.string());
    words.take("WITH");
    if words.peek() == "(" {
        words.parentheses()?.sees("FORCE").then_some(())?;
    }
    words.take_any(&["CASCADE", "RESTRICT"]);
    words.is_done().then_some(())
}

/// Whether `CASCADE` comes at the end; behind a dot it is a name.
pub(super) fn cascades(words: &Cursor<'_>) -> bool {
    let (text, mut backwards) = (words.text(), words.remaining().iter().rev());
    backwards.next().is_some_and(|last| last.is_word(text, "CASCADE"))
        && !backwards.next().is_some_and(|before| before.is(text, "."))
}

pub(super) fn read_truncate(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    words.take("TABLE");
    let cascade = cascades(words);
    let restarts_sequences = words.remaining().iter().any(|token| token.is_word(words.text(), "RESTART"));
    for mut table in words.pieces() {
        table.take("ONLY");
        let span = table.ahead(0)?.span;
        let name = Name::new(table.name()?);
        table.take_sign("*");
        table.take("UESCAPE").then(|| table.string());
        table.take_any(&["RESTART IDENTITY", "CONTINUE IDENTITY"]);
        table.take_any(&["CASCADE", "RESTRICT"]);
        table.is_done().then_some(())?;
        effects.add(Action::Truncates { table: name, cascade, restarts_sequences }, span);
    }
    Some(())
}
