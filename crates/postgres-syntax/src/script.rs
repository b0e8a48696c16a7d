//! Where does each statement begin and end?

use crate::{
    Cursor, Span, Token, TokenKind, Tokens,
    session::{may_turn_standard_strings, turns_standard_strings},
};

/// One statement of a script, without the comments around it and without its semicolon. Never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatementText {
    /// From its first token to its last.
    pub span: Span,
    /// How its plain strings are read; an earlier statement may have changed it.
    pub(crate) standard_strings: bool,
}

impl StatementText {
    /// A text that is one statement as a whole, read with default settings.
    pub fn whole(text: &str) -> Self {
        StatementText { span: Span { start: 0, end: text.len() }, standard_strings: true }
    }

    /// A stretch of a text that is one statement, read with default settings.
    pub fn at(span: Span) -> Self {
        StatementText { span, standard_strings: true }
    }

    /// The statement as written.
    pub fn of<'a>(&self, script: &'a str) -> &'a str {
        self.span.of(script)
    }

    /// Its words, from the first.
    pub fn words<'a>(&self, script: &'a str) -> Cursor<'a> {
        Cursor::new(script, self.tokens(script))
    }

    /// Its tokens, blanks and comments left out; offsets count from the start of the script.
    pub fn tokens<'a>(&self, script: &'a str) -> impl Iterator<Item = Token> + Clone + use<'a> {
        self.tokens_and_comments(script).filter(Token::is_significant)
    }

    /// The same with the comments between them.
    pub fn tokens_and_comments<'a>(&self, script: &'a str) -> impl Iterator<Item = Token> + Clone + use<'a> {
        let until_end = script.get(..self.span.end).unwrap_or_default();
        let tokens = Tokens::starting_at(until_end, self.span.start, self.standard_strings);
        tokens.filter(|token| token.kind != TokenKind::Whitespace)
    }
}

/// The statements of a script, in order; empty ones are left out.
///
/// A semicolon ends a statement, except in quotes, comments and parentheses and in the body of a routine between
/// `BEGIN ATOMIC` and its `END`. A script that turns `standard_conforming_strings` off is read as a server reads it that is sent
/// one statement after the other; `refusals` refuses scripts for which that makes a difference.
pub fn split(text: &str) -> Vec<StatementText> {
    Statements::new(text).collect()
}

/// The statements of a script with their words, in order; the script is scanned once.
pub fn statements(text: &str) -> impl Iterator<Item = (StatementText, Cursor<'_>)> {
    statements_within(text, Span { start: 0, end: text.len() })
}

/// The statements of a stretch of a text, which is read as a script of its own; offsets count from the start of the text.
pub fn statements_within(text: &str, within: Span) -> impl Iterator<Item = (StatementText, Cursor<'_>)> {
    let mut statements = Statements::within(text, within);
    std::iter::from_fn(move || {
        let statement = statements.next()?;
        Some((statement, Cursor::new(text, statements.words.drain(..))))
    })
}

/// The statements of a script, one after the other.
#[derive(Debug)]
pub(crate) struct Statements<'a> {
    text: &'a str,
    tokens: Tokens<'a>,
    standard_strings: bool,
    may_turn_standard_strings: bool,
    /// Of the statement that was read last.
    pub(crate) words: Vec<Token>,
}

impl<'a> Statements<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self::within(text, Span { start: 0, end: text.len() })
    }

    fn within(text: &'a str, within: Span) -> Self {
        let may_turn_standard_strings = may_turn_standard_strings(within.of(text));
        let text = text.get(..within.end).unwrap_or_default();
        let tokens = Tokens::starting_at(text, within.start, true);
        Statements { text, tokens, standard_strings: true, may_turn_standard_strings, words: Vec::new() }
    }

    /// Leaves out everything before this place.
    pub(crate) fn skip_to(&mut self, at: usize) {
        self.tokens = Tokens::starting_at(self.text, at, self.standard_strings);
    }
}

impl Iterator for Statements<'_> {
    type Item = StatementText;

    fn next(&mut self) -> Option<StatementText> {
        let mut open = Open::default();
        self.words.clear();
        for token in self.tokens.by_ref().filter(Token::is_significant) {
            if !(token.is(self.text, ";") && open.may_end()) {
                open.add(self.text, token);
                self.words.push(token);
            } else if open.span.is_some() {
                break;
            }
        }
        let statement = StatementText { span: open.span?, standard_strings: self.standard_strings };
        if self.may_turn_standard_strings
            && let Some(standard) = turns_standard_strings(self.text, &statement)
        {
            self.standard_strings = standard;
            self.tokens.set_standard_strings(standard);
        }
        Some(statement)
    }
}

/// The statement being read.
#[derive(Debug, Default)]
struct Open {
    span: Option<Span>,
    /// Open parentheses.
    depth: usize,
    head: Head,
    /// `BEGIN ATOMIC` and the `CASE`s inside it that wait for their `END`.
    blocks: usize,
    /// What the token before was.
    previous: Previous,
}

/// How far a statement's first words agree with `CREATE [OR REPLACE] {FUNCTION|PROCEDURE}`.
#[derive(Debug, Default, PartialEq, Eq)]
enum Head {
    #[default]
    Nothing,
    Create,
    CreateOr,
    CreateOrReplace,
    Routine,
    Else,
}

#[derive(Debug, Default, PartialEq, Eq)]
enum Previous {
    #[default]
    Else,
    Begin,
    /// `.` or `AS`: a name follows, be it spelt like a key word.
    BeforeName,
}

impl Open {
    fn may_end(&self) -> bool {
        self.depth == 0 && self.blocks == 0
    }

    fn add(&mut self, text: &str, token: Token) {
        self.span = Some(Span { start: self.span.map_or(token.span.start, |span| span.start), end: token.span.end });
        match self.head {
            Head::Routine => self.add_to_routine(text, token),
            Head::Else => {}
            _ => self.head = self.head_with(text, token),
        }
        if token.is(text, "(") {
            self.depth += 1;
        } else if token.is(text, ")") {
            self.depth = self.depth.saturating_sub(1);
        }
    }

    fn head_with(&self, text: &str, token: Token) -> Head {
        let is = |word| token.is_word(text, word);
        match self.head {
            Head::Nothing if is("CREATE") => Head::Create,
            Head::Create if is("OR") => Head::CreateOr,
            Head::CreateOr if is("REPLACE") => Head::CreateOrReplace,
            Head::Create | Head::CreateOrReplace if is("FUNCTION") || is("PROCEDURE") => Head::Routine,
            _ => Head::Else,
        }
    }

    fn add_to_routine(&mut self, text: &str, token: Token) {
        let is = |word| token.kind == TokenKind::Word && token.is_word(text, word);
        let previous = std::mem::take(&mut self.previous);
        if previous == Previous::BeforeName {
            return;
        }
        match () {
            () if token.is(text, ".") || is("AS") => self.previous = Previous::BeforeName,
            () if self.blocks == 0 && self.depth == 0 && is("BEGIN") => self.previous = Previous::Begin,
            () if self.blocks == 0 && previous == Previous::Begin && is("ATOMIC") => self.blocks = 1,
            () if self.blocks > 0 && is("CASE") => self.blocks += 1,
            () if is("END") => self.blocks = self.blocks.saturating_sub(1),
            () => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(script: &str, expected: &[&str]) {
        let found: Vec<&str> = split(script).iter().map(|statement| statement.of(script)).collect();
        assert_eq!(found, expected, "{script:?}");
    }

    #[test]
    fn cuts_at_semicolons_and_trims() {
        check("", &[]);
        check(" ;; -- nothing\n; /* here */", &[]);
        check("-- one\nSELECT 1 /* x */ ;SELECT 2", &["SELECT 1", "SELECT 2"]);
        check("SELECT /* ; */ 1 -- ;\n;", &["SELECT /* ; */ 1"]);
    }

    #[test]
    fn semicolons_in_quotes_do_not_cut() {
        check(
            "SELECT ';', E'\\';', \"a;b\", $$;$$, $f$ $$;$$ $f$; SELECT 2",
            &["SELECT ';', E'\\';', \"a;b\", $$;$$, $f$ $$;$$ $f$", "SELECT 2"],
        );
        check("SELECT 'a\\'; DROP TABLE x; --'", &["SELECT 'a\\'", "DROP TABLE x"]);
    }

    #[test]
    fn rules_keep_their_commands() {
        let rule = "CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO a VALUES (1); INSERT INTO b VALUES (2))";
        check(&format!("{rule}; SELECT 1"), &[rule, "SELECT 1"]);
    }

    #[test]
    fn routine_bodies_are_kept_together() {
        let routine = "CREATE OR REPLACE FUNCTION f(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN a.end > 1 THEN 1 END AS case; \
                       SELECT 2; END";
        check(&format!("{routine}; DROP TABLE x;"), &[routine, "DROP TABLE x"]);
        let procedure = "CREATE PROCEDURE p() BEGIN ATOMIC; END";
        check(&format!("{procedure}; SELECT 1"), &[procedure, "SELECT 1"]);
    }

    #[test]
    fn begin_atomic_counts_in_routines_only() {
        check(
            "BEGIN; SELECT 1; END; SELECT begin atomic; SELECT 2",
            &["BEGIN", "SELECT 1", "END", "SELECT begin atomic", "SELECT 2"],
        );
        check(
            "CREATE FUNCTION f() RETURNS int AS $$ BEGIN ATOMIC; $$ LANGUAGE sql; SELECT 1",
            &["CREATE FUNCTION f() RETURNS int AS $$ BEGIN ATOMIC; $$ LANGUAGE sql", "SELECT 1"],
        );
    }

    #[test]
    fn a_script_may_change_how_its_strings_are_read() {
        check(
            "SET standard_conforming_strings = off; SELECT '\\'; SELECT 1'; SELECT 2",
            &["SET standard_conforming_strings = off", "SELECT '\\'; SELECT 1'", "SELECT 2"],
        );
        check(
            "SET standard_conforming_strings TO 'off'; RESET ALL; SELECT '\\'; SELECT 1",
            &["SET standard_conforming_strings TO 'off'", "RESET ALL", "SELECT '\\'", "SELECT 1"],
        );
    }

    #[test]
    fn tokens_of_a_statement_count_from_the_start_of_the_script() {
        let script = "SELECT 1; SELECT /* x */ 'a' -- y";
        let second = split(script)[1];
        let words: Vec<&str> = second.tokens(script).map(|token| token.span.of(script)).collect();
        assert_eq!(words, ["SELECT", "'a'"]);
    }
}
