//! Which statements does a body in PL/pgSQL hold?
//!
//! Follows the structure of the language: blocks, branches and loops stay open until their `END`; an expression ends at the word that ends it
//! outside of parentheses, as it does for PL/pgSQL itself; everything else up to a semicolon is SQL. What fits nowhere is said to be unparsed.

mod tokens;

use postgres_syntax::{Span, StatementText, Token, TokenKind, TransactionEffect, transaction_effect};

use super::{Effects, calls, data, dynamic};
use crate::{Action, Obstacle};
use tokens::Tokens;

/// Reads a body.
pub(super) fn read(text: &str, within: Span, effects: &mut Effects) {
    let tokens = Tokens { text, list: StatementText::at(within).tokens(text).collect() };
    let (certain, first) = (effects.certain, effects.found.len());
    let variables = dynamic::Variables::default();
    let mut reader = Reader { tokens, at: 0, open: Vec::new(), effects, variables, certain, branches: 0, first };
    reader.enter();
    // All of it may be skipped no more than what runs it.
    reader.branches = 0;
    reader.effects.certain = certain;
    reader.body();
    reader.leave();
    reader.effects.certain = certain;
    if !reader.open.is_empty() {
        reader.effects.add(Action::Unparsed(Obstacle::Words), within);
    }
}

struct Reader<'a, 'e> {
    tokens: Tokens<'a>,
    at: usize,
    /// What waits for its `END`, outermost first.
    open: Vec<Open>,
    effects: &'e mut Effects,
    variables: dynamic::Variables,
    /// Whether what stands in no branch happens.
    certain: bool,
    /// How many branches are open.
    branches: usize,
    /// How many effects there were before.
    first: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Block,
    /// A block behind its `EXCEPTION`.
    Handlers,
    If,
    Case,
    Loop,
}

impl Reader<'_, '_> {
    fn body(&mut self) {
        while self.at < self.tokens.count() {
            let start = self.at;
            if self.step().is_none() {
                let end = self.tokens.end(start);
                let span = self.tokens.span(start, end).unwrap_or(self.effects.statement);
                let obstacle = self.tokens.obstacle(start, end);
                let mut inside = self.effects.inside(span);
                inside.add_whole(Action::Unparsed(obstacle));
                self.take_over(inside);
                self.at = end + 1;
            }
        }
    }

    /// Reads from where a statement may begin up to where the next one may. `None`: nothing that is known begins here.
    fn step(&mut self) -> Option<()> {
        let token = self.tokens.token(self.at)?;
        if token.is(self.tokens.text, ";") {
            self.at += 1;
            return Some(());
        }
        if token.is(self.tokens.text, "<<") || token.is(self.tokens.text, "#") && self.open.is_empty() {
            self.at += 3;
            return Some(());
        }
        if let Some(sign) = self.assignment() {
            return self.assigned(sign);
        }
        if token.kind != TokenKind::Word {
            return self.sql_statement();
        }
        match token.span.of(self.tokens.text).to_ascii_uppercase().as_str() {
            "DECLARE" => self.declarations(),
            "BEGIN" => self.block(),
            "EXCEPTION" => self.handlers(),
            "IF" => self.conditional(Open::If),
            "ELSIF" | "ELSEIF" | "ELSE" | "WHEN" => self.alternative(),
            "CASE" => self.case(),
            "WHILE" | "FOREACH" => self.conditional(Open::Loop),
            "LOOP" => {
                self.at += 1;
                self.opens(Open::Loop)
            }
            "FOR" => self.for_loop(),
            "END" => self.closes(),
            "RETURN" => self.returns(),
            "EXIT" | "CONTINUE" | "NULL" | "RAISE" | "ASSERT" | "GET" | "CLOSE" | "FETCH" | "MOVE" => {
                let end = self.tokens.end(self.at);
                self.expression(self.at + 1, end);
                self.after(end)
            }
            "PERFORM" => self.perform(),
            "EXECUTE" => {
                let (start, end) = (self.at, self.tokens.end(self.at));
                self.execute(start, start + 1, end);
                self.after(end)
            }
            "OPEN" => self.opens_cursor(),
            _ => self.sql_statement(),
        }
    }

    fn after(&mut self, end: usize) -> Option<()> {
        self.at = end + 1;
        Some(())
    }

    fn take_over(&mut self, mut inside: Effects) {
        self.effects.inner += 1 + inside.inner;
        self.effects.found.append(&mut inside.found);
    }

    /// The place of the sign, when a variable is assigned here.
    fn assignment(&self) -> Option<usize> {
        let is_name = |token: Token| matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdentifier | TokenKind::Parameter);
        self.tokens.token(self.at).filter(|token| is_name(*token))?;
        let mut at = self.at + 1;
        loop {
            if self.tokens.is(at, ":=") || self.tokens.is(at, "=") {
                return Some(at);
            } else if self.tokens.is(at, ".") {
                at += 2;
            } else if self.tokens.is(at, "[") {
                at = self.tokens.find(at, |inner| inner > at)?;
            } else {
                return None;
            }
        }
    }

    fn assigned(&mut self, sign: usize) -> Option<()> {
        let end = self.tokens.end(sign);
        self.expression(sign + 1, end);
        if let Some(name) = self.tokens.token(self.at).and_then(|token| postgres_syntax::identifier(self.tokens.text, token)) {
            let value = if sign == self.at + 1 { self.tokens.words(sign + 1, end) } else { self.tokens.words(end, end) };
            self.variables.assign(name, &value);
        }
        self.after(end)
    }

    fn declarations(&mut self) -> Option<()> {
        self.at += 1;
        while !self.tokens.is_word(self.at, "BEGIN") {
            self.tokens.token(self.at)?;
            // It may be said again.
            self.at += usize::from(self.tokens.is_word(self.at, "DECLARE"));
            let end = self.tokens.end(self.at);
            let value = self
                .tokens
                .find(self.at, |at| self.tokens.is(at, ":=") || self.tokens.is(at, "=") || self.tokens.is_word(at, "DEFAULT"));
            let cursor = self.tokens.word_ahead(self.at, &["CURSOR"]).filter(|_| value.is_none());
            if let Some(query) = cursor.and_then(|cursor| self.tokens.word_ahead(cursor, &["FOR", "IS"])) {
                self.sql(query + 1, end);
            } else if let Some(sign) = value {
                self.expression(sign + 1, end);
                if let Some(name) =
                    self.tokens.token(self.at).and_then(|token| postgres_syntax::identifier(self.tokens.text, token))
                {
                    let value = self.tokens.words(sign + 1, end);
                    self.variables.assign(name, &value);
                }
            }
            self.at = end + 1;
        }
        Some(())
    }

    fn opens(&mut self, open: Open) -> Option<()> {
        self.open.push(open);
        self.enter();
        Some(())
    }

    fn block(&mut self) -> Option<()> {
        self.at += 1;
        if !self.open.is_empty() {
            return self.opens(Open::Block);
        }
        self.open.push(Open::Block);
        Some(())
    }

    fn handlers(&mut self) -> Option<()> {
        let block = self.open.last_mut().filter(|open| **open == Open::Block)?;
        *block = Open::Handlers;
        self.at += 1;
        if self.open.len() > 1 {
            self.leave();
        } else {
            // What the block did is undone when one of its statements fails.
            self.certain = false;
            self.effects.found.iter_mut().skip(self.first).for_each(|effect| effect.certain = false);
        }
        self.enter();
        Some(())
    }

    /// `IF ... THEN`, `WHILE ... LOOP`, `FOREACH ... LOOP`.
    fn conditional(&mut self, open: Open) -> Option<()> {
        let end = self.tokens.word_ahead(self.at + 1, &[if open == Open::If { "THEN" } else { "LOOP" }])?;
        self.expression(self.at + 1, end);
        self.at = end + 1;
        self.opens(open)
    }

    fn alternative(&mut self) -> Option<()> {
        let open = *self.open.last()?;
        let (is_else, is_when) = (self.tokens.is_word(self.at, "ELSE"), self.tokens.is_word(self.at, "WHEN"));
        let fits = match open {
            Open::If => !is_when,
            Open::Case => is_else || is_when,
            Open::Handlers => is_when,
            _ => false,
        };
        fits.then_some(())?;
        if !is_else {
            let end = self.tokens.word_ahead(self.at + 1, &["THEN"])?;
            if open != Open::Handlers {
                self.expression(self.at + 1, end);
            }
            self.at = end;
        }
        self.at += 1;
        self.leave();
        self.enter();
        Some(())
    }

    fn case(&mut self) -> Option<()> {
        let first = self.tokens.word_ahead(self.at + 1, &["WHEN"])?;
        self.expression(self.at + 1, first);
        self.at = first;
        self.opens(Open::Case)
    }

    fn for_loop(&mut self) -> Option<()> {
        let start = self.at;
        let end = self.tokens.word_ahead(start + 1, &["LOOP"])?;
        let mut from = self.tokens.word_ahead(start + 1, &["IN"]).filter(|at| *at < end)? + 1;
        from += usize::from(self.tokens.is_word(from, "REVERSE"));
        let is_range = self.tokens.find(from, |at| self.tokens.is(at, "..")).is_some_and(|at| at < end);
        let is_query = QUERIES.iter().any(|verb| self.tokens.is_word(from, verb)) || self.tokens.is(from, "(");
        if self.tokens.is_word(from, "EXECUTE") {
            self.execute(start, from + 1, end);
        } else if is_query && !is_range {
            self.sql(from, end);
        } else {
            self.expression(from, end);
        }
        self.at = end + 1;
        self.opens(Open::Loop)
    }

    fn closes(&mut self) -> Option<()> {
        let open = *self.open.last()?;
        let word = match open {
            Open::If => Some("IF"),
            Open::Case => Some("CASE"),
            Open::Loop => Some("LOOP"),
            Open::Block | Open::Handlers => None,
        };
        word.is_none_or(|word| self.tokens.is_word(self.at + 1, word)).then_some(())?;
        let end = self.tokens.end(self.at);
        // At most a label follows.
        (end - self.at <= 2 + usize::from(word.is_some())).then_some(())?;
        self.open.pop();
        if !self.open.is_empty() || open == Open::Handlers {
            self.leave();
        }
        self.after(end)
    }

    fn returns(&mut self) -> Option<()> {
        let (start, end) = (self.at, self.tokens.end(self.at));
        if self.tokens.is_word(start + 1, "QUERY") && self.tokens.is_word(start + 2, "EXECUTE") {
            self.execute(start, start + 3, end);
        } else if self.tokens.is_word(start + 1, "QUERY") {
            self.sql(start + 2, end);
        } else {
            self.expression(start + 1, end);
            if !self.tokens.is_word(start + 1, "NEXT") {
                (self.certain, self.effects.certain) = (false, false);
            }
        }
        self.after(end)
    }

    fn perform(&mut self) -> Option<()> {
        let end = self.tokens.end(self.at);
        let span = self.tokens.span(self.at, end)?;
        let mut inside = self.effects.inside(span);
        let words = self.tokens.words(self.at, end);
        data::read_nested(&words, &mut inside);
        calls::query(&words, &mut inside);
        inside.session(&words, span);
        self.take_over(inside);
        self.after(end)
    }

    fn opens_cursor(&mut self) -> Option<()> {
        let (start, end) = (self.at, self.tokens.end(self.at));
        match self.tokens.word_ahead(start, &["FOR"]) {
            Some(at) if self.tokens.is_word(at + 1, "EXECUTE") => self.execute(start, at + 2, end),
            Some(at) => self.sql(at + 1, end),
            None => self.expression(start + 1, end),
        }
        self.after(end)
    }

    /// The statement that begins at `start` runs the text of the expression that begins at `from`.
    fn execute(&mut self, start: usize, from: usize, end: usize) {
        let Some(span) = self.tokens.span(start, end) else { return };
        let stop = self.tokens.word_ahead(from, &["INTO", "USING"]).filter(|at| *at < end).unwrap_or(end);
        let mut inside = self.effects.inside(span);
        dynamic::read(&self.tokens.words(from, stop), &mut self.variables, &mut inside);
        calls::expression(&self.tokens.words(from, end), &mut inside);
        self.take_over(inside);
    }

    fn expression(&mut self, from: usize, to: usize) {
        let Some(span) = self.tokens.span(from, to) else { return };
        let mut inside = self.effects.inside(span);
        calls::expression(&self.tokens.words(from, to), &mut inside);
        self.effects.found.append(&mut inside.found);
    }

    fn sql_statement(&mut self) -> Option<()> {
        let end = self.tokens.end(self.at);
        self.sql(self.at, end);
        self.after(end)
    }

    fn sql(&mut self, from: usize, to: usize) {
        let Some(span) = self.tokens.span(from, to) else { return };
        let mut inside = self.effects.inside(span);
        let words = self.tokens.statement(from, to);
        inside.read(words.clone());
        inside.session(&words, span);
        match transaction_effect(&words) {
            TransactionEffect::Ordinary | TransactionEffect::ChangesSession(_) => {}
            effect => inside.add(Action::Transaction(effect), span),
        }
        self.take_over(inside);
    }

    fn enter(&mut self) {
        self.branches += 1;
        self.effects.certain = false;
        self.effects.add_whole(Action::Branch { begins: true });
    }

    fn leave(&mut self) {
        self.branches = self.branches.saturating_sub(1);
        self.effects.certain = self.certain && self.branches == 0;
        let is_empty = self.effects.found.last().is_some_and(|last| last.action == Action::Branch { begins: true });
        if is_empty {
            self.effects.found.pop();
        } else {
            self.effects.add_whole(Action::Branch { begins: false });
        }
    }
}

/// What a query in a loop begins with.
const QUERIES: [&str; 11] =
    ["SELECT", "WITH", "VALUES", "TABLE", "INSERT", "UPDATE", "DELETE", "MERGE", "EXPLAIN", "SHOW", "CALL"];
