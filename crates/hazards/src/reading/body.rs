//! What does a `DO` block do?
//!
//! Not a parser of PL/pgSQL: each piece up to a semicolon is looked through for the first place where a statement may begin and does,
//! behind `THEN`, `ELSE`, `LOOP`, `BEGIN` and the like. What is assembled at run time cannot be read and is said to be opaque.
//! Whether a statement is reached is unknown, so its effects are not certain.

use postgres_syntax::{Cursor, Span, StatementText, Token, TokenKind};

use super::Effects;
use crate::Action;

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
    let text = words.text();
    if body.kind == TokenKind::DollarString {
        let delimiter = body.span.of(text).get(1..)?.find('$')? + 2;
        let inside = Span { start: body.span.start + delimiter, end: body.span.end - delimiter };
        read_block(text, inside, effects);
    } else {
        // Its places cannot be told in the script, so all are at the quotes.
        let decoded = postgres_syntax::string(text, body)?;
        let mut inside = effects.inside(effects.statement);
        read_block(&decoded, Span { start: 0, end: decoded.len() }, &mut inside);
        for effect in inside.found {
            effects.found.push(crate::Effect { span: body.span, statement: effects.statement, ..effect });
        }
    }
    Some(())
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
    if words.take("EXECUTE") {
        read_execute(&mut words, span, &mut inside);
        effects.found.append(&mut inside.found);
        return;
    }
    if !words.sees("PERFORM") {
        inside.read(words);
    }
    inside.session(text, &StatementText::at(span));
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
        let moved = statement.effects.into_iter().map(|effect| crate::Effect { span, statement: span, certain: false, ..effect });
        effects.found.extend(moved);
    }
}

fn is_any(text: &str, token: &Token, words: &[&str]) -> bool {
    words.iter().any(|word| token.is_word(text, word))
}
