//! What does code inside of SQL do: a `DO` block, the body of a routine?
//!
//! Its places are those of the script wherever it is written there as it is meant; otherwise all of it is at the quotes.

use postgres_syntax::{Cursor, Span, Token, TokenKind};

use super::{Effects, calls, plpgsql};
use crate::{Action, Effect, Obstacle, Statement};

/// Code in code in code, deeper than anybody writes it.
const DEEPEST: usize = 6;

/// Reads what follows `DO`.
pub(super) fn read(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    let mut language = "plpgsql".to_owned();
    let mut code = None;
    while let Some(token) = words.ahead(0) {
        if words.take("LANGUAGE") {
            language = words.identifier().or_else(|| words.string())?.to_ascii_lowercase();
        } else {
            let is_code = code.is_none() && matches!(token.kind, TokenKind::String | TokenKind::DollarString);
            code = Some(is_code.then_some(token)?);
            words.advance();
        }
    }
    match quoted(words.text(), code?, &language, effects)? {
        Some(mut found) => effects.found.append(&mut found),
        None => effects.add_whole(Action::RunsOpaque(format!("a block in the language `{language}`"))),
    }
    Some(())
}

/// Reads code between quotes. The outer `None`: the quotes hold no text; the inner one: its language cannot be read.
pub(super) fn quoted(text: &str, token: Token, language: &str, effects: &mut Effects) -> Option<Option<Vec<Effect>>> {
    let read = match language {
        "plpgsql" => plpgsql::read,
        "sql" => script,
        _ => return Some(None),
    };
    let mut inside = effects.deeper();
    if inside.depth > DEEPEST {
        inside.add(Action::Unparsed(Obstacle::TooDeep), token.span);
    } else if let Some(span) = plain(text, token) {
        read(text, span, &mut inside);
    } else {
        let decoded = postgres_syntax::string(text, token)?;
        read(&decoded, Span { start: 0, end: decoded.len() }, &mut inside);
        inside.move_all(token.span, effects.statement);
    }
    effects.inner += inside.inner;
    Some(Some(inside.found))
}

/// Where the text of a string stands, when it is written as it is meant.
fn plain(text: &str, token: Token) -> Option<Span> {
    let written = token.span.of(text);
    let delimiter = match token.kind {
        TokenKind::DollarString => written.get(1..)?.find('$')? + 2,
        _ if written.starts_with('\'') => 1,
        _ => return None,
    };
    let inside = Span { start: token.span.start + delimiter, end: token.span.end.checked_sub(delimiter)? };
    (token.kind == TokenKind::DollarString || !inside.of(text).contains(['\'', '\\'])).then_some(inside)
}

/// Reads statements one after the other, as a body in SQL holds them.
pub(super) fn script(text: &str, within: Span, effects: &mut Effects) {
    let statements = super::read_within(text, within, effects.depth);
    effects.inner += statements.iter().map(|statement| 1 + statement.inner).sum::<usize>();
    effects.found.extend(statements.into_iter().flat_map(|Statement { effects, .. }| effects));
}

/// Reads SQL that is given as a string, which may be all of what is written, or only a value.
pub(super) fn constant(words: &Cursor<'_>, value: &str, effects: &mut Effects) {
    let mut inside = effects.deeper();
    let literal = words.ahead(0).filter(|_| words.remaining().len() == 1);
    if inside.depth > DEEPEST {
        inside.add_whole(Action::Unparsed(Obstacle::TooDeep));
    } else if let Some(span) = literal.and_then(|token| plain(words.text(), token)) {
        script(words.text(), span, &mut inside);
    } else {
        script(value, Span { start: 0, end: value.len() }, &mut inside);
        inside.move_all(effects.statement, effects.statement);
    }
    for effect in &mut inside.found {
        effect.certain &= effects.certain;
    }
    effects.inner += inside.inner;
    effects.found.append(&mut inside.found);
}

/// Reads a body without quotes.
pub(super) fn atomic(text: &str, within: Span, effects: &mut Effects) -> Vec<Effect> {
    let mut inside = effects.deeper();
    script(text, within, &mut inside);
    effects.inner += inside.inner;
    inside.found
}

/// Reads the expression that is all of a body.
pub(super) fn expression(words: &Cursor<'_>, effects: &Effects) -> Vec<Effect> {
    let mut inside = effects.inside(effects.statement);
    calls::expression(words, &mut inside);
    inside.found
}
