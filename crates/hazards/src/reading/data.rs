//! Which rows does a query or a data-changing command read, add, delete or overwrite?

mod change;
mod query;

use postgres_syntax::{Cursor, Token, TokenKind};

use super::Effects;
use crate::{Action, Name, ObjectKind};

pub(super) use query::Query;

/// Data-changing commands inside of others stand in the parentheses of a `WITH` or a `COPY`, which are never deep.
const DEEPEST: usize = 8;

/// Reads a query or a data-changing command, with those inside of it.
pub(super) fn read(words: &Cursor<'_>, effects: &mut Effects) -> Option<()> {
    read_nested(words, effects)?;
    read_calls(words, effects);
    command(words.remainder(), effects)
}

/// Reads the data-changing commands that stand in parentheses. `None`: one of them is not understood, or they are too deep.
pub(super) fn read_nested(words: &Cursor<'_>, effects: &mut Effects) -> Option<()> {
    let (text, tokens) = (words.text(), words.remaining());
    let mut open: Vec<Option<usize>> = Vec::new();
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Punctuation) {
        match token.span.of(text) {
            "(" => {
                let command = Some(at + 1).filter(|first| begins_change(text, tokens, *first));
                depth += usize::from(command.is_some());
                (depth <= DEEPEST).then_some(())?;
                open.push(command);
            }
            ")" => {
                if let Some(Some(first)) = open.pop() {
                    depth -= 1;
                    let inside = Cursor::new(text, tokens.get(first..at)?.iter().copied());
                    // A column may be called `update`.
                    let may_be_column = inside.sees("UPDATE");
                    (command(inside, effects).is_some() || may_be_column).then_some(())?;
                }
            }
            _ => {}
        }
    }
    Some(())
}

fn begins_change(text: &str, tokens: &[Token], at: usize) -> bool {
    let is = |skipped: usize, word| tokens.get(at + skipped).is_some_and(|token| token.is_word(text, word));
    match tokens.get(at).filter(|token| token.kind == TokenKind::Word).and_then(|token| text.as_bytes().get(token.span.start)) {
        Some(b'd' | b'D') => is(0, "DELETE") && is(1, "FROM"),
        Some(b'i' | b'I') => is(0, "INSERT") && is(1, "INTO"),
        Some(b'm' | b'M') => is(0, "MERGE") && is(1, "INTO"),
        Some(b'u' | b'U') => is(0, "UPDATE"),
        Some(b'w' | b'W') => is(0, "WITH"),
        _ => false,
    }
}

/// Reads one command, without those in its parentheses.
fn command(mut words: Cursor<'_>, effects: &mut Effects) -> Option<()> {
    let mut query = Query::default();
    if words.sees("WITH") {
        query.common_tables(&mut words)?;
    }
    let span = words
        .span()
        .map(|span| words.ahead(0).map_or(span, |first| postgres_syntax::Span { start: first.span.start, ..span }))?;
    let verbs = ["SELECT", "VALUES", "TABLE", "INSERT INTO", "UPDATE", "DELETE FROM", "MERGE INTO", "COPY"];
    match verbs.iter().copied().find(|verb| words.sees(verb)) {
        Some("INSERT INTO") => change::insert(&mut words, query, span, effects),
        Some("UPDATE") => change::update(&mut words, query, span, effects),
        Some("DELETE FROM") => change::delete(&mut words, query, span, effects),
        Some("MERGE INTO") => change::merge(&mut words, query, span, effects),
        Some("COPY") => change::copy(&mut words, span, effects),
        Some("SELECT") => {
            // In a routine's body `INTO` names variables.
            let into = if effects.depth == 0 { query::into(&words) } else { None };
            query.read(&words);
            query.tell(span, effects);
            if let Some(table) = into {
                effects.add(Action::CreatesTable(table), span);
            }
            Some(())
        }
        Some(_) => {
            query.read(&words);
            query.tell(span, effects);
            Some(())
        }
        None if words.peek() == "(" => {
            query.read(&words);
            query.tell(span, effects);
            Some(())
        }
        None => None,
    }
}

/// Takes the name of a table that a command is for.
fn table(words: &mut Cursor<'_>) -> Option<Name> {
    words.take("ONLY");
    let name = match words.parentheses() {
        Some(mut inside) => inside.name()?,
        None => words.name()?,
    };
    words.take_sign("*");
    Some(Name::new(name))
}

/// Takes words up to one of these at the same depth, outside of `CASE ... END` and behind no `DISTINCT`.
pub(super) fn until<'a>(words: &mut Cursor<'a>, stops: &[&str]) -> Cursor<'a> {
    let mut cases = 0_usize;
    let mut is_compared = false;
    words.skip_until(|words| {
        let stops_here = cases == 0 && !is_compared && stops.iter().any(|stop| words.sees(stop));
        is_compared = words.sees("DISTINCT");
        if words.sees("CASE") {
            cases += 1;
        } else if words.sees("END") {
            cases = cases.saturating_sub(1);
        }
        stops_here
    })
}

/// Calls that destroy or overwrite without saying so, wherever they stand: `setval` and `lo_unlink`.
fn read_calls(words: &Cursor<'_>, effects: &mut Effects) {
    let (text, tokens) = (words.text(), words.remaining());
    let is_call = |at: usize, token: &Token| {
        token.kind == TokenKind::Word
            && (token.is_word(text, "setval") || token.is_word(text, "lo_unlink"))
            && tokens.get(at + 1).is_some_and(|token| token.is(text, "("))
    };
    let calls = tokens.iter().enumerate().filter(|(at, token)| is_call(*at, token));
    for (at, token) in calls.take(MOST_CALLS) {
        let mut call = Cursor::new(text, tokens.get(at + 1..).unwrap_or_default().iter().copied());
        let Some(mut arguments) = call.parentheses() else { continue };
        let span = call.since(token.span.start);
        if token.is_word(text, "lo_unlink") {
            let kind = ObjectKind::Other("large object");
            effects.add(Action::Drops { kind, name: Name::from(arguments.rest()), cascade: false, concurrently: false }, span);
            continue;
        }
        let to_maximum = arguments.remaining().iter().any(|token| token.is_word(text, "max"));
        let sequence = arguments.pieces().first_mut().and_then(sequence);
        effects.add(Action::SetsSequence { sequence, to_maximum }, span);
    }
}

/// More of them in one statement are nobody's migration; each is read to its closing parenthesis.
const MOST_CALLS: usize = 64;

/// The sequence that a call is about, where its name is written: `'s.q'::regclass`, or `pg_get_serial_sequence('t', 'c')`.
fn sequence(words: &mut Cursor<'_>) -> Option<Name> {
    words.take("pg_catalog");
    words.take_sign(".");
    if words.take("pg_get_serial_sequence") {
        let mut arguments = words.parentheses()?.pieces().into_iter();
        let table = name_in(&arguments.next()?.string()?)?;
        let column = arguments.next()?.string()?;
        return Some(table.sibling(&format!("{}_{column}_seq", table.last())));
    }
    words.take("CAST");
    let mut inside = words.parentheses();
    name_in(&inside.as_mut().unwrap_or(words).string()?)
}

/// The name that a text is.
fn name_in(text: &str) -> Option<Name> {
    let mut words = Cursor::new(text, postgres_syntax::tokens(text).filter(Token::is_significant).take(6));
    words.name().map(Name::new).filter(|_| words.is_done())
}
