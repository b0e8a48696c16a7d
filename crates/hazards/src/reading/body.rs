//! What does a `DO` block do?
//!
//! Not a parser of PL/pgSQL: each piece up to a semicolon is looked through for the first place where a statement may begin and does,
//! behind `THEN`, `ELSE`, `LOOP`, `BEGIN` and the like. What is assembled at run time cannot be read and is said to be opaque.
//! Whether a statement is reached is unknown, so its effects are not certain.

use postgres_syntax::{Cursor, Span, StatementText, Token, TokenKind};

use super::Effects;
use crate::{Action, Effect};

pub(super) fn read(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    let mut language = "plpgsql".to_owned();
    let mut body = None;
    while let Some(token) = words.ahead(0) {
        if words.take("LANGUAGE") {
            language = words.identifier().or_else(|| words.string())?;
        } else {
            body = Some(token).filter(|token| matches!(token.kind, TokenKind::String | TokenKind::DollarString));
            words.advance();
        }
    }
    let body = body?;
    let opaque = match () {
        () if !language.eq_ignore_ascii_case("plpgsql") => Some(format!("a block in the language `{language}`")),
        () if effects.depth >= super::DEEPEST => Some("a block inside of too many others".to_owned()),
        () => None,
    };
    if let Some(what) = opaque {
        effects.add_whole(Action::RunsOpaque(what));
        return Some(());
    }
    let found = quoted(words.text(), body, "plpgsql", effects)??;
    effects.found.extend(found);
    Some(())
}

/// Reads code that stands between quotes. The outer `None`: the quotes hold no text; the inner one: its language cannot be read.
pub(super) fn quoted(text: &str, token: Token, language: &str, effects: &Effects) -> Option<Option<Vec<Effect>>> {
    let read = match language {
        "plpgsql" => |text: &str, span: Span, effects: &mut Effects| read_block(text, span, effects),
        "sql" => |text: &str, span: Span, effects: &mut Effects| {
            let inside = super::read_within(text, span, effects.depth + 1);
            effects.found.extend(inside.into_iter().flat_map(|statement| statement.effects));
        },
        _ => return Some(None),
    };
    let mut inside = effects.inside(effects.statement);
    if let Some(span) = plain(text, token) {
        read(text, span, &mut inside);
        return Some(Some(inside.found));
    }
    // Its places cannot be told in the script, so all are at the quotes.
    let decoded = postgres_syntax::string(text, token)?;
    read(&decoded, Span { start: 0, end: decoded.len() }, &mut inside);
    let moved = inside.found.into_iter().map(|effect| Effect { span: token.span, statement: effects.statement, ..effect });
    Some(Some(moved.collect()))
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

/// Reads the statements of a body without quotes.
pub(super) fn statements(text: &str, within: Span, effects: &Effects) -> Vec<Effect> {
    let inside = super::read_within(text, within, effects.depth + 1);
    inside.into_iter().flat_map(|statement| statement.effects).collect()
}

/// Reads the expression that is all of a body.
pub(super) fn expression(words: &Cursor<'_>, effects: &Effects) -> Vec<Effect> {
    let mut inside = effects.inside(effects.statement);
    super::data::read_nested(words, &mut inside);
    inside.found
}

/// Words behind which a statement may begin.
const OPENINGS: &[&str] = &["BEGIN", "THEN", "ELSE", "LOOP", "IN", "FOR", "QUERY"];

/// What a statement in a block may begin with, besides `EXECUTE`.
const VERBS: &[&str] = &[
    "CREATE", "ALTER", "DROP", "TRUNCATE", "INSERT", "UPDATE", "DELETE", "MERGE", "WITH", "CALL", "DO", "SET", "RESET", "SELECT",
    "PERFORM", "GRANT", "REVOKE", "COMMENT", "REASSIGN", "REFRESH", "LOCK", "COPY",
];

fn read_block(text: &str, body: Span, effects: &mut Effects) {
    let until_end = text.get(..body.end).unwrap_or_default();
    let mut piece: Vec<Token> = Vec::new();
    for token in StatementText::at(body).tokens(until_end) {
        if token.is(text, ";") {
            read_piece(text, &std::mem::take(&mut piece), effects);
        } else {
            piece.push(token);
        }
    }
    read_piece(text, &piece, effects);
}

/// A piece holds one statement, or the query of a loop and the first statement inside the loop.
fn read_piece(text: &str, piece: &[Token], effects: &mut Effects) {
    let mut from = 0;
    while let Some(start) = (from..piece.len()).find(|at| may_begin(text, piece, *at)) {
        let is_query = start > 0 && piece.get(start - 1).is_some_and(|before| is_any(text, before, &["IN", "FOR"]));
        let is_loop = |token: &Token| is_query && token.is_word(text, "LOOP");
        let end = piece.iter().skip(start).position(is_loop).map_or(piece.len(), |length| start + length);
        read_statement(text, piece.get(start..end).unwrap_or_default(), effects);
        from = end;
    }
}

/// Whether a statement begins at this token of a piece.
fn may_begin(text: &str, piece: &[Token], at: usize) -> bool {
    let is_opened = at == 0 || piece.get(at - 1).is_some_and(|before| is_any(text, before, OPENINGS) || before.is(text, ">>"));
    is_opened && piece.get(at).is_some_and(|token| token.is_word(text, "EXECUTE") || is_any(text, token, VERBS))
}

fn read_statement(text: &str, statement: &[Token], effects: &mut Effects) {
    let (Some(first), Some(last)) = (statement.first(), statement.last()) else { return };
    let span = Span { start: first.span.start, end: last.span.end };
    let mut inside = effects.inside(span);
    let mut words = Cursor::new(text, statement.iter().copied());
    let whole = words.clone();
    if words.take("EXECUTE") {
        read_execute(&mut words, span, &mut inside);
        effects.found.append(&mut inside.found);
        return;
    }
    if !words.sees("PERFORM") {
        inside.read(words);
    }
    inside.session(&whole, span);
    effects.found.append(&mut inside.found);
}

/// `EXECUTE` of a constant is as good as the statement itself.
fn read_execute(words: &mut Cursor<'_>, span: Span, effects: &mut Effects) {
    let constant = words.string().filter(|_| words.is_done() || words.sees("INTO") || words.sees("USING"));
    let Some(sql) = constant else {
        effects.add(Action::RunsOpaque("SQL that is put together at run time (`EXECUTE`)".to_owned()), span);
        return;
    };
    for statement in super::read_at(&sql, effects.depth) {
        let moved = statement.effects.into_iter().map(|effect| Effect { span, statement: span, certain: false, ..effect });
        effects.found.extend(moved);
    }
}

fn is_any(text: &str, token: &Token, words: &[&str]) -> bool {
    words.iter().any(|word| token.is_word(text, word))
}
