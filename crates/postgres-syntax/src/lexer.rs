//! Which tokens does Postgres see?
//!
//! Follows `src/backend/parser/scan.l`. Every byte belongs to exactly one token, and every byte is looked at a bounded
//! number of times: Postgres's own scanner is quadratic on runs of operator characters, this one is not. Where majors
//! differ (underscores in numbers, vertical tab) the newer rule holds: what only the newer ones accept is an
//! error on the older ones, never another reading.

use crate::{Span, Token, TokenKind};

/// The tokens of a text that plainly quoted strings do not escape in (`standard_conforming_strings` is on, the default).
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens::starting_at(text, 0, true)
}

/// The tokens of a text, in order, without gaps.
#[derive(Debug, Clone)]
pub struct Tokens<'a> {
    bytes: &'a [u8],
    text: &'a str,
    at: usize,
    /// Up to here every character is an operator of its own: the rest of a run of `+` and `-` that was looked at already.
    singles_until: usize,
    standard_strings: bool,
}

impl<'a> Tokens<'a> {
    /// The tokens of the text from an offset on. `standard_strings` false: a backslash escapes in plain strings too.
    pub(crate) fn starting_at(text: &'a str, at: usize, standard_strings: bool) -> Self {
        Tokens { bytes: text.as_bytes(), text, at, singles_until: 0, standard_strings }
    }

    /// Changes how plain strings from here on are read.
    pub(crate) fn set_standard_strings(&mut self, standard: bool) {
        self.standard_strings = standard;
    }

    fn byte(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    /// From the current place, the end of the longest stretch of bytes that satisfy the condition.
    fn run(&self, from: usize, belongs: impl Fn(u8) -> bool) -> usize {
        self.bytes
            .get(from..)
            .unwrap_or_default()
            .iter()
            .position(|byte| !belongs(*byte))
            .map_or(self.bytes.len(), |length| from + length)
    }

    fn scan(&mut self) -> (TokenKind, usize) {
        let at = self.at;
        match (self.byte(0), self.byte(1), self.byte(2)) {
            (first, ..) if is_blank(first) => (TokenKind::Whitespace, self.run(at, is_blank)),
            _ if at < self.singles_until => (TokenKind::Operator, at + 1),
            (b'-', b'-', _) => (TokenKind::LineComment, self.run(at, |byte| !is_line_end(byte))),
            (b'/', b'*', _) => self.block_comment(),
            (b'\'', ..) => self.string(at + 1, Escape::of_plain(self.standard_strings)),
            (b'e' | b'E', b'\'', _) => self.string(at + 2, Escape::Backslash),
            (b'b' | b'B' | b'x' | b'X', b'\'', _) => self.string(at + 2, Escape::Nothing),
            (b'n' | b'N', b'\'', _) => self.string(at + 2, Escape::of_plain(self.standard_strings)),
            (b'u' | b'U', b'&', b'\'') => self.string(at + 3, Escape::DoubledQuote),
            (b'u' | b'U', b'&', b'"') => self.quoted_identifier(at + 3),
            (b'"', ..) => self.quoted_identifier(at + 1),
            (b'$', ..) => self.dollar(),
            (b'0'..=b'9', ..) => (TokenKind::Number, self.number()),
            (b'.', b'0'..=b'9', _) => (TokenKind::Number, self.exponent(self.digits(at + 1))),
            (b'.', b'.', _) | (b':', b':' | b'=', _) => (TokenKind::Punctuation, at + 2),
            (b',' | b'(' | b')' | b'[' | b']' | b'.' | b';' | b':', ..) => (TokenKind::Punctuation, at + 1),
            (b'\\', ..) => (TokenKind::Backslash, at + 1),
            (first, ..) if is_name_start(first) => (TokenKind::Word, self.run(at, is_name_part)),
            (first, ..) if is_operator(first) => (TokenKind::Operator, self.operator()),
            _ => (TokenKind::Other, at + 1),
        }
    }

    fn block_comment(&self) -> (TokenKind, usize) {
        let (mut depth, mut at) = (1_usize, self.at + 2);
        while let (Some(first), Some(second)) = (self.bytes.get(at), self.bytes.get(at + 1)) {
            match (first, second) {
                (b'/', b'*') => (depth, at) = (depth + 1, at + 2),
                (b'*', b'/') => (depth, at) = (depth - 1, at + 2),
                _ => at += 1,
            }
            if depth == 0 {
                return (TokenKind::BlockComment, at);
            }
        }
        (TokenKind::Unterminated, self.bytes.len())
    }

    /// A string from behind its opening quote, with the pieces that a line break joins to it.
    fn string(&self, from: usize, escape: Escape) -> (TokenKind, usize) {
        let mut at = from;
        while let Some(byte) = self.bytes.get(at) {
            match byte {
                b'\\' if escape == Escape::Backslash => at += 2,
                b'\'' if escape != Escape::Nothing && self.bytes.get(at + 1) == Some(&b'\'') => at += 2,
                b'\'' => match self.continuation(at + 1) {
                    Some(next_piece) => at = next_piece,
                    None => return (TokenKind::String, at + 1),
                },
                _ => at += 1,
            }
        }
        (TokenKind::Unterminated, self.bytes.len())
    }

    /// Behind the opening quote of the piece that continues a string: only blanks and line comments lie between, a line end among them.
    fn continuation(&self, from: usize) -> Option<usize> {
        let (mut at, mut line_ended) = (from, false);
        loop {
            let byte = *self.bytes.get(at)?;
            if is_blank(byte) {
                line_ended |= is_line_end(byte);
                at += 1;
            } else if byte == b'-' && self.bytes.get(at + 1) == Some(&b'-') {
                at = self.run(at, |byte| !is_line_end(byte));
            } else {
                return (byte == b'\'' && line_ended).then_some(at + 1);
            }
        }
    }

    fn quoted_identifier(&self, from: usize) -> (TokenKind, usize) {
        let mut at = from;
        loop {
            at = self.run(at, |byte| byte != b'"');
            match (self.bytes.get(at), self.bytes.get(at + 1)) {
                (None, _) => return (TokenKind::Unterminated, self.bytes.len()),
                (Some(_), Some(b'"')) => at += 2,
                (Some(_), _) => return (TokenKind::QuotedIdentifier, at + 1),
            }
        }
    }

    fn dollar(&self) -> (TokenKind, usize) {
        if self.byte(1).is_ascii_digit() {
            return (TokenKind::Parameter, self.run(self.at + 1, |byte| byte.is_ascii_digit()));
        }
        let tag_end = if is_name_start(self.byte(1)) { self.run(self.at + 1, is_tag_part) } else { self.at + 1 };
        if self.bytes.get(tag_end) != Some(&b'$') {
            return (TokenKind::Other, self.at + 1);
        }
        let (delimiter, body) = (self.text.get(self.at..=tag_end), self.text.get(tag_end + 1..));
        match delimiter.zip(body).and_then(|(delimiter, body)| body.find(delimiter).map(|found| found + delimiter.len())) {
            Some(length) => (TokenKind::DollarString, tag_end + 1 + length),
            None => (TokenKind::Unterminated, self.bytes.len()),
        }
    }

    fn number(&self) -> usize {
        let radix_digit: Option<fn(u8) -> bool> = match (self.byte(0), self.byte(1)) {
            (b'0', b'x' | b'X') => Some(|byte| byte.is_ascii_hexdigit()),
            (b'0', b'o' | b'O') => Some(|byte| (b'0'..=b'7').contains(&byte)),
            (b'0', b'b' | b'B') => Some(|byte| byte == b'0' || byte == b'1'),
            _ => None,
        };
        if let Some(is_digit) = radix_digit {
            let end = self.grouped(self.at + 2, is_digit);
            if end > self.at + 2 {
                return end;
            }
        }
        let whole = self.digits(self.at);
        match (self.bytes.get(whole), self.bytes.get(whole + 1)) {
            (Some(b'.'), Some(b'.')) => whole, // the `1` of `1..10` is a whole number
            (Some(b'.'), _) => self.exponent(self.digits(whole + 1)),
            _ => self.exponent(whole),
        }
    }

    /// The end of the exponent that begins here, or this place when none does.
    fn exponent(&self, from: usize) -> usize {
        if !matches!(self.bytes.get(from), Some(b'e' | b'E')) {
            return from;
        }
        let first_digit = from + if matches!(self.bytes.get(from + 1), Some(b'+' | b'-')) { 2 } else { 1 };
        let end = self.digits(first_digit);
        if end > first_digit { end } else { from }
    }

    fn digits(&self, from: usize) -> usize {
        if self.bytes.get(from).is_some_and(u8::is_ascii_digit) { self.grouped(from, |byte| byte.is_ascii_digit()) } else { from }
    }

    /// Digits in groups that a single `_` may separate.
    fn grouped(&self, from: usize, is_digit: impl Fn(u8) -> bool) -> usize {
        let mut at = from;
        loop {
            match (self.bytes.get(at), self.bytes.get(at + 1)) {
                (Some(byte), _) if is_digit(*byte) => at += 1,
                (Some(b'_'), Some(byte)) if is_digit(*byte) => at += 2,
                _ => return at,
            }
        }
    }

    /// The end of the operator that begins here. A comment cuts it; and it does not end in `+` or `-` unless it holds one of
    /// `~ ! @ # ^ & | \` ? %`, so that `a=-1` means what it says.
    fn operator(&mut self) -> usize {
        let run = self.run(self.at, is_operator);
        let pairs = (self.at..run).find(|at| matches!(self.bytes.get(*at..at + 2), Some(b"--" | b"/*")));
        let cut = pairs.unwrap_or(run);
        let operator = self.bytes.get(self.at..cut).unwrap_or_default();
        if operator.iter().any(|byte| b"~!@#^&|`?%".contains(byte)) {
            return cut;
        }
        let kept = operator.iter().rposition(|byte| !matches!(byte, b'+' | b'-')).map_or(1, |last| last + 1);
        self.singles_until = cut;
        self.at + kept
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if self.at >= self.bytes.len() {
            return None;
        }
        let start = self.at;
        let (kind, end) = self.scan();
        self.at = end.min(self.bytes.len());
        Some(Token { kind, span: Span { start, end: self.at } })
    }
}

/// What stands for a quote inside a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Escape {
    Nothing,
    DoubledQuote,
    /// A doubled quote does as well.
    Backslash,
}

impl Escape {
    fn of_plain(standard_strings: bool) -> Self {
        if standard_strings { Escape::DoubledQuote } else { Escape::Backslash }
    }
}

pub(crate) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0b' | b'\x0c')
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

fn is_name_part(byte: u8) -> bool {
    is_name_start(byte) || byte.is_ascii_digit() || byte == b'$'
}

fn is_tag_part(byte: u8) -> bool {
    is_name_start(byte) || byte.is_ascii_digit()
}

/// `op_chars` of the scanner.
pub(crate) fn is_operator(byte: u8) -> bool {
    b"~!@#^&|`?+-*/%<>=".contains(&byte)
}

#[cfg(test)]
mod tests;
