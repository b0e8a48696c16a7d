//! How is one's way found among the tokens of a body?

use postgres_syntax::{Cursor, Span, Token};

use crate::{Obstacle, reading::unreadable};

/// The tokens of a body, each known by its number.
pub(super) struct Tokens<'a> {
    pub(super) text: &'a str,
    pub(super) list: Vec<Token>,
}

/// What a statement that may have a target begins with.
const QUERIES: [&str; 8] = ["SELECT", "WITH", "VALUES", "TABLE", "INSERT", "UPDATE", "DELETE", "MERGE"];

impl<'a> Tokens<'a> {
    pub(super) fn token(&self, at: usize) -> Option<Token> {
        self.list.get(at).copied()
    }

    pub(super) fn is_word(&self, at: usize, word: &str) -> bool {
        self.token(at).is_some_and(|token| token.is_word(self.text, word))
    }

    pub(super) fn is(&self, at: usize, sign: &str) -> bool {
        self.token(at).is_some_and(|token| token.is(self.text, sign))
    }

    /// The first place from here on, outside of parentheses and before the statement's end, that satisfies the condition.
    pub(super) fn find(&self, from: usize, mut found: impl FnMut(usize) -> bool) -> Option<usize> {
        let (mut depth, mut blocks) = (0_usize, 0_usize);
        for at in from..self.list.len() {
            if depth == 0 && blocks == 0 {
                if found(at) {
                    return Some(at);
                }
                if self.is(at, ";") {
                    return None;
                }
            }
            if self.is(at, "(") || self.is(at, "[") {
                depth += 1;
            } else if self.is(at, ")") || self.is(at, "]") {
                depth = depth.saturating_sub(1);
            } else if self.is_word(at, "ATOMIC") && at > from && self.is_word(at - 1, "BEGIN") {
                blocks = 1;
            } else if blocks > 0 {
                blocks = (blocks + usize::from(self.is_word(at, "CASE"))).saturating_sub(usize::from(self.is_word(at, "END")));
            }
        }
        None
    }

    pub(super) fn word_ahead(&self, from: usize, words: &[&str]) -> Option<usize> {
        self.find(from, |at| words.iter().any(|word| self.is_word(at, word)))
    }

    /// The place of the semicolon that ends the statement, or the end of all.
    pub(super) fn end(&self, from: usize) -> usize {
        self.find(from, |at| self.is(at, ";")).unwrap_or(self.list.len())
    }

    pub(super) fn span(&self, from: usize, to: usize) -> Option<Span> {
        Some(Span { start: self.token(from)?.span.start, end: self.token(to.checked_sub(1)?)?.span.end }).filter(|_| from < to)
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.list.len()
    }

    /// Why these cannot be read.
    pub(super) fn obstacle(&self, from: usize, to: usize) -> Obstacle {
        unreadable(self.text, self.list.get(from..to).unwrap_or_default()).unwrap_or(Obstacle::Words)
    }

    /// A statement without `INTO` and the variables behind it, which make it no other statement.
    pub(super) fn statement(&self, from: usize, to: usize) -> Cursor<'a> {
        Cursor::new(self.text, without_target(self.text, self.list.get(from..to).unwrap_or_default()))
    }

    pub(super) fn words(&self, from: usize, to: usize) -> Cursor<'a> {
        Cursor::new(self.text, self.list.get(from..to).unwrap_or_default().iter().copied())
    }
}

fn without_target(text: &str, tokens: &[Token]) -> Vec<Token> {
    let is = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.is_word(text, word));
    let is_sign = |at: usize, sign: &str| tokens.get(at).is_some_and(|token| token.is(text, sign));
    let may_have_one = QUERIES.iter().any(|verb| is(0, verb)) || is_sign(0, "(");
    let into = (1..tokens.len()).find(|at| is(*at, "INTO") && !is(at - 1, "INSERT") && !is(at - 1, "MERGE"));
    let Some(into) = into.filter(|_| may_have_one) else { return tokens.to_vec() };
    let mut at = into + 1 + usize::from(is(into + 1, "STRICT"));
    loop {
        at += 1;
        while is_sign(at, ".") {
            at += 2;
        }
        if is_sign(at, "[") {
            at = (at..tokens.len()).find(|at| is_sign(*at, "]")).map_or(tokens.len(), |end| end + 1);
        }
        if !is_sign(at, ",") {
            break;
        }
        at += 1;
    }
    tokens.iter().take(into).chain(tokens.iter().skip(at)).copied().collect()
}
