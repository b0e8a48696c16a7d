//! From where does a sequence go on?

use postgres_syntax::Cursor;

use super::Effects;
use crate::{Action, Name};

/// Reads an `ALTER SEQUENCE` that does more than to give another name, schema or owner.
pub(super) fn alter(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    words.take("IF EXISTS");
    let name = Name::new(words.name()?);
    let mut restarts = false;
    while !words.is_done() {
        let clauses = [
            "RESTART WITH",
            "RESTART",
            "AS",
            "INCREMENT BY",
            "INCREMENT",
            "MINVALUE",
            "MAXVALUE",
            "NO MINVALUE",
            "NO MAXVALUE",
            "START WITH",
            "START",
            "CACHE",
            "CYCLE",
            "NO CYCLE",
            "OWNED BY",
            "SET LOGGED",
            "SET UNLOGGED",
        ];
        match words.take_any(&clauses)? {
            "RESTART" | "RESTART WITH" => {
                restarts = true;
                number(words);
            }
            "AS" | "OWNED BY" => drop(words.name()?),
            "INCREMENT BY" | "INCREMENT" | "MINVALUE" | "MAXVALUE" | "START WITH" | "START" | "CACHE" => {
                number(words).then_some(())?;
            }
            _ => {}
        }
    }
    if restarts {
        effects.add_whole(Action::SetsSequence { sequence: Some(name), to_maximum: false });
    }
    Some(())
}

/// Takes a whole number with its sign; whether there was one.
fn number(words: &mut Cursor<'_>) -> bool {
    words.take_sign("-");
    words.take_sign("+");
    let is_number = words.ahead(0).is_some_and(|token| token.kind == postgres_syntax::TokenKind::Number);
    is_number && words.advance().is_some()
}
