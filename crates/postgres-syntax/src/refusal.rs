//! What must neither be sent to a server nor given to a parser?

use std::{collections::BTreeMap, fmt};

use crate::{
    Cursor, Span, Token, TokenKind, Tokens, TransactionEffect, lexer::is_operator, script::Statements, string, transaction_effect,
};

/// Something in a script that is refused before anything else reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What it is.
    pub kind: RefusalKind,
    /// Where it is.
    pub span: Span,
}

/// What is refused, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RefusalKind {
    /// A run of operator characters that Postgres's scanner would read again from each of its bytes: 200 KB of plus signs keep a server
    /// busy for 19 seconds, and neither a time limit nor a cancel request ends that.
    OperatorRun,
    /// Block comments nested more than 64 deep.
    NestedComments,
    /// A backslash outside of quotes: a command of psql, which may run programs; an error for a server.
    PsqlCommand,
    /// `COPY ... FROM STDIN`: the rows that follow are no SQL, and nobody sends them.
    CopyFromStdin,
    /// A quote that is never closed.
    UnterminatedQuote,
    /// A block comment that is never closed.
    UnterminatedComment,
    /// A zero byte: some clients silently stop reading there, so tools disagree on what the script says.
    Nul,
    /// A backslash in a plain string after `standard_conforming_strings` was turned off: where the string ends depends on whether the script is
    /// sent at once or statement by statement.
    AmbiguousString,
    /// A character that makes text be shown in another order than it is read.
    BidirectionalControl(char, Within),
    /// A character that is not shown at all. Inside a string it may be meant: a zero-width joiner is part of many emoji.
    Invisible(char, Within),
}

/// What a hidden character stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Within {
    /// A name, a key word, or between tokens.
    Code,
    /// A comment.
    Comment,
    /// A string constant, a dollar-quoted body included.
    String,
}

/// Of each kind so many are told: the input is refused anyway, and a hostile one could hold millions.
const MOST_OF_A_KIND: usize = 20;
const DEEPEST_COMMENT: usize = 64;
/// A run of 256 operator characters read again from each of them; longer runs pass when the scanner reads them only once or twice.
const MOST_BYTES_READ_AGAIN: usize = 256 * 256 / 2;

/// Everything in a script that is refused, in the order of the text; at most 20 of each kind.
pub fn refusals(text: &str) -> Vec<Refusal> {
    let mut found = Found::default();
    let mut statements = Statements::new(text);
    let (mut from, mut rows_may_end) = (0, true);
    let mut standard_strings = true;
    while let Some(statement) = statements.next() {
        // Blanks and comments before a statement hold no strings, so they may be read the way it is read.
        standard_strings = statement.standard_strings;
        let bodies = defines_code(text, &statements.words);
        found.scan(text, Span { start: from, end: statement.span.end }, standard_strings, bodies);
        from = statement.span.end;
        let may_read_rows = statements.words.first().is_some_and(|first| first.is_word(text, "COPY"));
        if may_read_rows && transaction_effect(&statement.words(text)) == TransactionEffect::ReadsStandardInput {
            found.add(RefusalKind::CopyFromStdin, statement.span);
            let end = if rows_may_end { end_of_rows(text, from) } else { None };
            rows_may_end = end.is_some();
            if let Some(end) = end {
                statements.skip_to(end);
                from = end;
            }
        }
    }
    found.scan(text, Span { start: from, end: text.len() }, standard_strings, false);
    found.refusals.sort_by_key(|refusal| (refusal.span, refusal.kind));
    found.refusals
}

/// Whether strings in the statement are read as code by the server: `DO` and routines.
fn defines_code(text: &str, words: &[Token]) -> bool {
    if !words.first().is_some_and(|first| first.is_word(text, "DO") || first.is_word(text, "CREATE")) {
        return false;
    }
    let mut words = Cursor::new(text, words.iter().copied().take(4));
    words.take("DO")
        || words.take_any(&["CREATE OR REPLACE", "CREATE"]).is_some() && words.take_any(&["FUNCTION", "PROCEDURE"]).is_some()
}

/// Behind the line `\.` that ends the rows of a `COPY`.
fn end_of_rows(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let found =
        rest.find("\n\\.\n").or_else(|| rest.find("\n\\.\r\n")).or_else(|| rest.ends_with("\n\\.").then(|| rest.len() - 3))?;
    Some(from + found + 3)
}

#[derive(Debug, Default)]
struct Found {
    refusals: Vec<Refusal>,
    counts: BTreeMap<&'static str, usize>,
    run: OperatorRun,
}

/// The run of operator characters looked at last, and how many bytes of it Postgres would have read by now.
#[derive(Debug, Default)]
struct OperatorRun {
    end: usize,
    bytes_read: usize,
}

impl Found {
    fn add(&mut self, kind: RefusalKind, span: Span) {
        let count = self.counts.entry(kind.id()).or_default();
        *count += 1;
        if *count <= MOST_OF_A_KIND {
            self.refusals.push(Refusal { kind, span });
        }
    }

    fn scan(&mut self, text: &str, region: Span, standard_strings: bool, bodies: bool) {
        self.run = OperatorRun::default();
        for token in Tokens::starting_at(text.get(..region.end).unwrap_or_default(), region.start, standard_strings) {
            if bodies && matches!(token.kind, TokenKind::String | TokenKind::DollarString) {
                self.body(text, token);
                continue;
            }
            self.token(text, token);
            self.characters(text, token);
            if token.kind == TokenKind::String && !standard_strings && is_plain_with_backslash(token.span.of(text)) {
                self.add(RefusalKind::AmbiguousString, token.span);
            }
        }
    }

    fn token(&mut self, text: &str, token: Token) {
        let written = token.span.of(text);
        match token.kind {
            TokenKind::Operator => self.read_run(text, token.span.start),
            TokenKind::BlockComment => self.comment(text, token.span),
            TokenKind::Backslash => self.add(RefusalKind::PsqlCommand, line_from(text, token.span.start)),
            TokenKind::Unterminated if written.starts_with("/*") => {
                self.comment(text, token.span);
                self.add(RefusalKind::UnterminatedComment, line_from(text, token.span.start));
            }
            TokenKind::Unterminated => self.add(RefusalKind::UnterminatedQuote, line_from(text, token.span.start)),
            _ => {}
        }
    }

    /// Postgres reads on to the end of the run whenever an operator or a comment begins in it.
    fn read_run(&mut self, text: &str, from: usize) {
        if from >= self.run.end {
            let length = text.as_bytes().get(from..).and_then(|rest| rest.iter().position(|byte| !is_operator(*byte)));
            self.run = OperatorRun { end: length.map_or(text.len(), |length| from + length), bytes_read: 0 };
        }
        let before = self.run.bytes_read;
        self.run.bytes_read += self.run.end - from;
        if before <= MOST_BYTES_READ_AGAIN && self.run.bytes_read > MOST_BYTES_READ_AGAIN {
            self.add(RefusalKind::OperatorRun, Span { start: from, end: self.run.end });
        }
    }

    fn comment(&mut self, text: &str, span: Span) {
        let bytes = span.of(text).as_bytes();
        let (mut at, mut depth) = (0, 0_usize);
        while let Some(pair) = bytes.get(at..at + 2) {
            match pair {
                b"/*" => {
                    self.read_run(text, span.start + at);
                    (depth, at) = (depth + 1, at + 2);
                    if depth == DEEPEST_COMMENT + 1 {
                        self.add(RefusalKind::NestedComments, line_from(text, span.start + at - 2));
                    }
                }
                b"*/" => (depth, at) = (depth.saturating_sub(1), at + 2),
                _ => at += 1,
            }
        }
    }

    /// The body of a routine is read by the same scanner, now or when the routine is called.
    fn body(&mut self, text: &str, token: Token) {
        let Some(body) = string(text, token) else { return };
        let mut inside = Found::default();
        for part in Tokens::starting_at(&body, 0, true) {
            let code = matches!(part.kind, TokenKind::Operator | TokenKind::BlockComment);
            if code || part.kind == TokenKind::Unterminated && part.span.of(&body).starts_with("/*") {
                inside.token(&body, part);
            }
            inside.characters(&body, part);
        }
        // A dollar-quoted body stands in the script as it is; any other is found by its quotes only.
        let offset = token.span.end - (token.span.end - token.span.start - body.len()) / 2 - body.len();
        for Refusal { kind, span } in inside.refusals {
            if kind == RefusalKind::UnterminatedComment {
                continue; // the server's to refuse: the comment ends with the body
            }
            let moved = Span { start: offset + span.start, end: offset + span.end };
            self.add(kind, if token.kind == TokenKind::DollarString { moved } else { token.span });
        }
    }

    fn characters(&mut self, text: &str, token: Token) {
        let written = token.span.of(text);
        if token.kind == TokenKind::Other && written == "\0" || written.bytes().any(|byte| byte == 0) {
            let at = token.span.start + written.find('\0').unwrap_or(0);
            self.add(RefusalKind::Nul, Span { start: at, end: at + 1 });
        }
        if written.is_ascii() {
            return;
        }
        let within = match token.kind {
            TokenKind::String | TokenKind::DollarString => Within::String,
            TokenKind::LineComment | TokenKind::BlockComment => Within::Comment,
            _ => Within::Code,
        };
        for (at, character) in written.char_indices() {
            let span = Span { start: token.span.start + at, end: token.span.start + at + character.len_utf8() };
            if is_bidirectional_control(character) {
                self.add(RefusalKind::BidirectionalControl(character, within), span);
            } else if is_invisible(character) {
                self.add(RefusalKind::Invisible(character, within), span);
            }
        }
    }
}

fn is_plain_with_backslash(written: &str) -> bool {
    written.contains('\\') && (written.starts_with(['\'', 'n', 'N']))
}

/// From a place to the end of its line.
fn line_from(text: &str, start: usize) -> Span {
    let length = text.get(start..).and_then(|rest| rest.find(['\n', '\r'])).unwrap_or(text.len() - start);
    Span { start, end: start + length }
}

/// Unicode's explicit directional marks, embeddings, overrides and isolates.
fn is_bidirectional_control(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Characters without a glyph that Postgres takes for letters: zero-width ones, fillers, tags, the byte order mark.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2065}'
            | '\u{3164}' | '\u{fe00}'..='\u{fe0e}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}'
    )
}

impl RefusalKind {
    /// A stable name: lower-case words joined by `-`.
    pub fn id(&self) -> &'static str {
        match self {
            RefusalKind::OperatorRun => "operator-run",
            RefusalKind::NestedComments => "nested-comments",
            RefusalKind::PsqlCommand => "psql-command",
            RefusalKind::CopyFromStdin => "copy-from-stdin",
            RefusalKind::UnterminatedQuote => "unterminated-quote",
            RefusalKind::UnterminatedComment => "unterminated-comment",
            RefusalKind::Nul => "nul-byte",
            RefusalKind::AmbiguousString => "ambiguous-string",
            RefusalKind::BidirectionalControl(..) => "bidirectional-control",
            RefusalKind::Invisible(..) => "invisible-character",
        }
    }

    /// What is wrong, in one sentence without a full stop.
    pub fn message(&self) -> String {
        match self {
            RefusalKind::OperatorRun => {
                "a long run of operator characters would keep the server's scanner busy beyond any time limit".to_owned()
            }
            RefusalKind::NestedComments => format!("block comments are nested more than {DEEPEST_COMMENT} deep"),
            RefusalKind::PsqlCommand => "a backslash outside of quotes is a command of psql, not SQL".to_owned(),
            RefusalKind::CopyFromStdin => "`COPY ... FROM STDIN` waits for rows that a migration cannot send".to_owned(),
            RefusalKind::UnterminatedQuote => "the quote that is opened here is never closed".to_owned(),
            RefusalKind::UnterminatedComment => "the comment that is opened here is never closed".to_owned(),
            RefusalKind::Nul => "a zero byte, at which some clients stop reading".to_owned(),
            RefusalKind::AmbiguousString => {
                "with `standard_conforming_strings` off, where this string ends depends on how the script is sent".to_owned()
            }
            RefusalKind::BidirectionalControl(character, within) => {
                format!(
                    "a hidden character (U+{:04X}) {within} makes text be shown in another order than it is read",
                    u32::from(*character)
                )
            }
            RefusalKind::Invisible(character, within) => {
                format!("a character that is not shown (U+{:04X}) {within}", u32::from(*character))
            }
        }
    }

    /// What to do about it, in one imperative sentence.
    pub fn advice(&self) -> &'static str {
        match self {
            RefusalKind::OperatorRun => "Remove the characters, or put blanks between them.",
            RefusalKind::NestedComments => "Close the inner comments, or use line comments.",
            RefusalKind::PsqlCommand => "Remove the line, and write in SQL what it does.",
            RefusalKind::CopyFromStdin => "Write the rows as `INSERT` statements, or load them outside of migrations.",
            RefusalKind::UnterminatedQuote => "Close the quote.",
            RefusalKind::UnterminatedComment => "Close the comment with `*/`.",
            RefusalKind::Nul => "Remove the byte, and save the file as UTF-8.",
            RefusalKind::AmbiguousString => "Write the string as `E'...'`, and leave `standard_conforming_strings` on.",
            RefusalKind::BidirectionalControl(..) => {
                "Remove the character; in a string constant write it as an escape, `U&'\\202E'`."
            }
            RefusalKind::Invisible(..) => "Remove the character; in a string constant write it as an escape, `U&'\\200B'`.",
        }
    }
}

impl fmt::Display for Within {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Within::Code => "among names and key words",
            Within::Comment => "in a comment",
            Within::String => "in a string",
        })
    }
}

#[cfg(test)]
mod tests;
