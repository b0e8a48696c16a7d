//! Where are the comments of a script, and which statement does each belong to?

use postgres_syntax::{Cursor, Span, StatementText, TokenKind, split};

/// A comment and where it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) comment: Span,
    /// What follows it: a statement, or inside of one the rest up to its end or its next semicolon.
    below: Option<Span>,
    /// The statement or the body that it is inside of.
    around: Option<Span>,
}

impl Place {
    /// Whether it holds for a statement: that follows it, that is inside of what follows it, or that it is inside of. A comment in the body of a
    /// block is not inside of what is around the body.
    pub(super) fn covers(&self, statement: Span) -> bool {
        let is_within = |inner: Span, outer: Span| outer.start <= inner.start && inner.end <= outer.end;
        self.below.is_some_and(|below| is_within(statement, below))
            || self.around.is_some_and(|around| is_within(statement, around) && is_within(self.comment, statement))
    }

    /// The same for a part of the comment.
    pub(super) fn narrowed_to(self, comment: Span) -> Place {
        Place { comment, ..self }
    }

    /// Whether there is anything that it may hold for.
    pub(super) fn has_statement(&self) -> bool {
        self.below.is_some() || self.around.is_some()
    }
}

/// Every comment of a script, in the order of the text. What stands in a string is none; a dollar-quoted body of a `DO` block or of a routine is
/// looked into.
pub(super) fn comments(sql: &str) -> Vec<Place> {
    let mut places = Vec::new();
    let mut from = 0;
    for statement in split(sql) {
        above(sql, Span { start: from, end: statement.span.start }, Some(statement.span), &mut places);
        inside(sql, &statement, &mut places);
        if is_code(sql, &statement) {
            for body in bodies(sql, &statement) {
                inside(sql, &StatementText::at(body), &mut places);
            }
        }
        from = statement.span.end;
    }
    above(sql, Span { start: from, end: sql.len() }, None, &mut places);
    places.sort_by_key(|place| place.comment);
    places
}

/// The comments between two statements belong to the second.
fn above(sql: &str, gap: Span, below: Option<Span>, places: &mut Vec<Place>) {
    let tokens = StatementText::at(gap).tokens_and_comments(sql).filter(|token| !token.is_significant());
    places.extend(tokens.map(|token| Place { comment: token.span, below, around: None }));
}

/// The comments inside of a statement or a body.
fn inside(sql: &str, text: &StatementText, places: &mut Vec<Place>) {
    let first = places.len();
    // Those before which no token, and those before which no semicolon has come yet.
    let (mut without_start, mut without_end) = (first, first);
    for token in text.tokens_and_comments(sql) {
        if !token.is_significant() {
            places.push(Place { comment: token.span, below: None, around: Some(text.span) });
            continue;
        }
        for place in places.iter_mut().skip(without_start) {
            place.below = Some(Span { start: token.span.start, end: text.span.end });
        }
        without_start = places.len();
        if token.is(sql, ";") {
            for place in places.iter_mut().skip(without_end) {
                place.below = place.below.map(|below| Span { end: token.span.start.max(below.start), ..below });
            }
            without_end = places.len();
        }
    }
}

/// Whether its dollar-quoted strings may hold statements.
fn is_code(sql: &str, statement: &StatementText) -> bool {
    let mut words = Cursor::new(sql, statement.tokens(sql).take(4));
    if words.take("DO") {
        return true;
    }
    words.take("CREATE") && {
        words.take("OR REPLACE");
        words.sees("FUNCTION") || words.sees("PROCEDURE")
    }
}

/// The insides of its dollar-quoted strings.
fn bodies<'a>(sql: &'a str, statement: &StatementText) -> impl Iterator<Item = Span> + use<'a> {
    let strings = statement.tokens(sql).filter(|token| token.kind == TokenKind::DollarString);
    strings.filter_map(|token| {
        let delimiter = token.span.of(sql).get(1..)?.find('$')? + 2;
        Some(Span { start: token.span.start + delimiter, end: token.span.end.checked_sub(delimiter)? })
    })
}
