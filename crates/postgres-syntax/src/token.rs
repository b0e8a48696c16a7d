//! What kinds of token does a script consist of?

use crate::Span;

/// What a token is. The scanner names shapes only; key words are [`TokenKind::Word`] like any other name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A key word or an unquoted name; any byte from 0x80 on is a letter.
    Word,
    /// `"name"` or `U&"name"`.
    QuotedIdentifier,
    /// `'text'` with or without a prefix (`E`, `U&`, `N`, `B`, `X`), pieces continued over a line break included.
    String,
    /// `$$text$$` or `$tag$text$tag$`.
    DollarString,
    /// `1`, `1_000`, `0x1F`, `.5`, `1e-3`.
    Number,
    /// `$1`.
    Parameter,
    /// One or more of `~ ! @ # ^ & | \` ? + - * / % < > =`.
    Operator,
    /// One of `, ( ) [ ] . ; :`, or `::`, `..`, `:=`.
    Punctuation,
    /// `-- text`, without the line end.
    LineComment,
    /// `/* text */`, nested ones included.
    BlockComment,
    /// Blank, tab, line feed, carriage return, form feed, vertical tab; a no-break space is a letter.
    Whitespace,
    /// A backslash outside of quotes, which begins a command of psql and is an error for a server.
    Backslash,
    /// A quote or comment that is still open at the end of the text.
    Unterminated,
    /// One character that Postgres does not know: `{`, a lone `$`, NUL.
    Other,
}

/// A piece of a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it is.
    pub span: Span,
}

impl Token {
    /// Whether the grammar sees it: neither blank nor comment.
    pub fn is_significant(&self) -> bool {
        !matches!(self.kind, TokenKind::Whitespace | TokenKind::LineComment | TokenKind::BlockComment)
    }

    /// Whether it is this key word (or the unquoted name), in any case.
    pub fn is_word(&self, text: &str, word: &str) -> bool {
        self.kind == TokenKind::Word && self.span.of(text).eq_ignore_ascii_case(word)
    }

    /// Whether it is this punctuation or operator.
    pub fn is(&self, text: &str, sign: &str) -> bool {
        matches!(self.kind, TokenKind::Punctuation | TokenKind::Operator) && self.span.of(text) == sign
    }
}
