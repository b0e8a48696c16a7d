//! How are the words of a statement read one after the other?

use std::rc::Rc;

use crate::{Span, Token, TokenKind, value};

/// A place among the significant tokens of a statement. What does not match is not consumed. Copies and parts share the tokens.
#[derive(Debug, Clone)]
pub struct Cursor<'a> {
    text: &'a str,
    tokens: Rc<[Token]>,
    first: usize,
    at: usize,
    end: usize,
}

impl<'a> Cursor<'a> {
    /// Before the first of these tokens of a text.
    pub fn new(text: &'a str, tokens: impl IntoIterator<Item = Token>) -> Self {
        let tokens: Rc<[Token]> = tokens.into_iter().collect();
        let end = tokens.len();
        Cursor { text, tokens, first: 0, at: 0, end }
    }

    /// The token that comes after skipping some.
    pub fn ahead(&self, skipped: usize) -> Option<Token> {
        let at = self.at + skipped;
        self.tokens.get(at).copied().filter(|_| at < self.end)
    }

    /// Whether no token is left.
    pub fn is_done(&self) -> bool {
        self.at >= self.end
    }

    /// The next token as written; empty at the end.
    pub fn peek(&self) -> &'a str {
        self.ahead(0).map_or("", |token| token.span.of(self.text))
    }

    /// Takes the next token.
    pub fn advance(&mut self) -> Option<Token> {
        let token = self.ahead(0)?;
        self.at += 1;
        Some(token)
    }

    /// Whether these key words, separated by blanks, come next.
    pub fn sees(&self, phrase: &str) -> bool {
        self.begins_like(phrase) && self.sees_words(phrase)
    }

    /// Takes these key words, separated by blanks: all or none.
    pub fn take(&mut self, phrase: &str) -> bool {
        let sees = self.sees(phrase);
        if sees {
            self.at += 1 + phrase.bytes().filter(|byte| *byte == b' ').count();
        }
        sees
    }

    /// Takes the first of these phrases that comes next.
    pub fn take_any<'p>(&mut self, phrases: &[&'p str]) -> Option<&'p str> {
        phrases.iter().copied().find(|phrase| self.take(phrase))
    }

    /// Whether the next token begins with the phrase's first letter, which answers nearly all questions.
    fn begins_like(&self, phrase: &str) -> bool {
        let next = self.tokens.get(self.at).filter(|_| self.at < self.end);
        let letter = next.and_then(|token| self.text.as_bytes().get(token.span.start));
        letter.zip(phrase.as_bytes().first()).is_some_and(|(one, other)| one.eq_ignore_ascii_case(other))
    }

    fn sees_words(&self, phrase: &str) -> bool {
        let is_word = |(skipped, word)| self.ahead(skipped).is_some_and(|token| token.is_word(self.text, word));
        phrase.split(' ').enumerate().all(is_word)
    }

    /// Takes this punctuation or operator.
    pub fn take_sign(&mut self, sign: &str) -> bool {
        let sees = self.ahead(0).is_some_and(|token| token.is(self.text, sign));
        self.at += usize::from(sees);
        sees
    }

    /// Takes a name as Postgres stores it, with the `UESCAPE` clause behind it.
    pub fn identifier(&mut self) -> Option<String> {
        let token = self.ahead(0)?;
        let escape = if token.kind == TokenKind::QuotedIdentifier { self.escape_behind() } else { None };
        let name = value::identifier_escaped_by(self.text, token, escape.unwrap_or('\\'))?;
        self.at += if escape.is_some() { 3 } else { 1 };
        Some(name)
    }

    /// The character of a `UESCAPE` clause behind the next token.
    fn escape_behind(&self) -> Option<char> {
        self.ahead(1).filter(|word| word.is_word(self.text, "UESCAPE"))?;
        value::string(self.text, self.ahead(2)?)?.chars().next()
    }

    /// Takes a dotted name, outermost part first.
    pub fn name(&mut self) -> Option<Vec<String>> {
        let mut parts = vec![self.identifier()?];
        while self.ahead(1).is_some_and(|token| value::identifier(self.text, token).is_some()) && self.take_sign(".") {
            parts.extend(self.identifier());
        }
        Some(parts)
    }

    /// Takes a string constant's value.
    pub fn string(&mut self) -> Option<String> {
        let string = self.ahead(0).and_then(|token| value::string(self.text, token))?;
        self.at += 1;
        Some(string)
    }

    /// Takes a parenthesis and all inside; the tokens inside. To the end when it is never closed.
    pub fn parentheses(&mut self) -> Option<Cursor<'a>> {
        if !self.take_sign("(") {
            return None;
        }
        let first = self.at;
        let mut depth = 1_usize;
        while let Some(token) = self.advance() {
            depth = depth_after(self.text, token, depth);
            if depth == 0 {
                return Some(self.slice(first, self.at - 1));
            }
        }
        Some(self.slice(first, self.at))
    }

    /// Takes tokens up to one outside of parentheses that satisfies the condition, or to the end.
    pub fn skip_until(&mut self, mut stops: impl FnMut(&Self) -> bool) -> Cursor<'a> {
        let first = self.at;
        let mut depth = 0_usize;
        while !(self.is_done() || depth == 0 && stops(self)) {
            if let Some(token) = self.advance() {
                depth = depth_after(self.text, token, depth);
            }
        }
        self.slice(first, self.at)
    }

    /// Takes the rest, cut at commas outside of parentheses. An empty rest is no piece.
    pub fn pieces(&mut self) -> Vec<Cursor<'a>> {
        let mut pieces = Vec::new();
        while !self.is_done() {
            pieces.push(self.skip_until(|cursor| cursor.ahead(0).is_some_and(|token| token.is(cursor.text, ","))));
            self.take_sign(",");
        }
        pieces
    }

    /// Where all its tokens lie, from the first to the last; `None` when it has none.
    pub fn span(&self) -> Option<Span> {
        let all = self.tokens.get(self.first..self.end)?;
        Some(Span { start: all.first()?.span.start, end: all.last()?.span.end })
    }

    /// From the start of a token taken earlier to the end of the one taken last.
    pub fn since(&self, start: usize) -> Span {
        let taken = self.at.checked_sub(1).filter(|last| *last >= self.first).and_then(|last| self.tokens.get(last));
        Span { start, end: taken.map_or(start, |token| token.span.end).max(start) }
    }

    /// Everything that is left, as written.
    pub fn rest(&self) -> &'a str {
        let [first, .., last] = self.remaining() else { return self.peek() };
        Span { start: first.span.start, end: last.span.end }.of(self.text)
    }

    /// The tokens that are left.
    pub fn remaining(&self) -> &[Token] {
        self.tokens.get(self.at..self.end).unwrap_or_default()
    }

    /// The text that offsets count in.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The tokens that are left, as a cursor of their own.
    pub fn remainder(&self) -> Cursor<'a> {
        self.slice(self.at, self.end)
    }

    fn slice(&self, from: usize, to: usize) -> Cursor<'a> {
        Cursor { text: self.text, tokens: Rc::clone(&self.tokens), first: from, at: from, end: to }
    }
}

fn depth_after(text: &str, token: Token, depth: usize) -> usize {
    if token.kind != TokenKind::Punctuation {
        depth
    } else if token.is(text, "(") || token.is(text, "[") {
        depth + 1
    } else if token.is(text, ")") || token.is(text, "]") {
        depth.saturating_sub(1)
    } else {
        depth
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor(text: &str) -> Cursor<'_> {
        Cursor::new(text, crate::tokens(text).filter(Token::is_significant))
    }

    #[test]
    fn takes_phrases_whole_or_not_at_all() {
        let mut words = cursor("drop table if exists a.\"B\", c CASCADE");
        assert!(!words.take("DROP VIEW"));
        assert!(words.take("DROP TABLE") && words.take("IF EXISTS"));
        assert_eq!(words.name(), Some(vec!["a".to_owned(), "B".to_owned()]));
        assert!(words.take_sign(","));
        assert_eq!(words.rest(), "c CASCADE");
    }

    #[test]
    fn names_may_say_how_they_are_escaped() {
        let mut words = cursor("U&\"s!0065crets\" UESCAPE '!' CASCADE");
        assert_eq!(words.name(), Some(vec!["secrets".to_owned()]));
        assert!(words.take("CASCADE"));
    }

    #[test]
    fn cuts_at_outer_commas() {
        let mut words = cursor("a numeric(10, 2), b int[1, 2], c");
        let pieces: Vec<&str> = words.pieces().iter().map(Cursor::rest).collect();
        assert_eq!(pieces, ["a numeric(10, 2)", "b int[1, 2]", "c"]);
    }

    #[test]
    fn survives_what_is_never_closed() {
        let mut words = cursor("(a (b)");
        assert_eq!(words.parentheses().map(|inside| inside.rest().to_owned()), Some("a (b)".to_owned()));
        assert!(words.is_done());
    }
}
