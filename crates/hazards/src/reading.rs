//! What does each statement of a script do?

mod alter;
mod body;
mod calls;
mod create;
mod data;
mod definition;
mod drop;
mod dynamic;
mod fingerprint;
mod foreign;
mod kinds;
mod long_names;
mod maintenance;
mod naming;
mod plpgsql;
mod policy;
mod publication;
mod rights;
mod role;
mod routine;
mod schema;
mod sequence;
mod setting;
mod view;

use postgres_syntax::{
    Cursor, Span, StatementText, Token, TokenKind, TransactionEffect, session_changes, statements_within, transaction_effect,
};

use crate::{Action, Call, Effect, Name, Obstacle, Routine, Statement};

/// Every statement of a script and what it does, without any knowledge of what came before.
pub fn read(script: &str) -> Vec<Statement> {
    let mut statements = read_within(script, Span { start: 0, end: script.len() }, 0);
    crate::secret::place(script, &mut statements);
    statements
}

/// Reads a stretch of a script as a script of its own.
fn read_within(script: &str, within: Span, depth: usize) -> Vec<Statement> {
    let read_one = |(text, words): (StatementText, Cursor<'_>)| {
        let mut effects = Effects { statement: text.span, certain: true, depth, inner: 0, found: Vec::new() };
        effects.read(words.clone());
        effects.session(&words, text.span);
        match transaction_effect(&words) {
            TransactionEffect::Ordinary | TransactionEffect::ChangesSession(_) => {}
            effect => effects.add(Action::Transaction(effect), text.span),
        }
        // Most have one, and a script may have tens of thousands of statements.
        effects.found.shrink_to_fit();
        Statement { span: text.span, effects: effects.found, inner: effects.inner }
    };
    statements_within(script, within).map(read_one).collect()
}

/// The effects of one statement, as they are found.
#[derive(Debug)]
struct Effects {
    statement: Span,
    certain: bool,
    /// How much code it is inside of.
    depth: usize,
    /// Statements inside of this one that were read.
    inner: usize,
    found: Vec<Effect>,
}

impl Effects {
    /// For a statement inside of this one.
    fn inside(&self, statement: Span) -> Effects {
        Effects { statement, certain: self.certain, depth: self.depth, inner: 0, found: Vec::new() }
    }

    /// For code inside of this statement.
    fn deeper(&self) -> Effects {
        Effects { depth: self.depth + 1, ..self.inside(self.statement) }
    }

    /// Moves effects whose places are those of another text.
    fn move_all(&mut self, span: Span, statement: Span) {
        for effect in &mut self.found {
            (effect.span, effect.statement) = (span, statement);
            if let Action::CreatesRoutine(Routine { body: Some(inner), .. }) | Action::Prepares { body: inner, .. } =
                &mut effect.action
            {
                inner.iter_mut().for_each(|inner| (inner.span, inner.statement) = (span, statement));
            }
        }
    }

    fn add(&mut self, action: Action, span: Span) {
        self.found.push(Effect { action, span, statement: self.statement, certain: self.certain, through: None });
    }

    /// Adds an effect whose place is the whole statement.
    fn add_whole(&mut self, action: Action) {
        self.add(action, self.statement);
    }

    /// Reads a statement; what is not understood is added as such.
    fn read(&mut self, words: Cursor<'_>) {
        if let Some(obstacle) = unreadable(words.text(), words.remaining()) {
            return self.add_whole(Action::Unparsed(obstacle));
        }
        if self.read_known(words).is_none() {
            self.add_whole(Action::Unparsed(Obstacle::Words));
        }
    }

    /// `None`: it is not known, or not in this form.
    fn read_known(&mut self, mut words: Cursor<'_>) -> Option<()> {
        if ["SELECT", "VALUES", "TABLE", "INSERT", "UPDATE", "DELETE", "MERGE", "WITH", "COPY"]
            .iter()
            .any(|verb| words.sees(verb))
            || words.peek() == "("
        {
            data::read(&words, self)?;
            calls::query(&words, self);
            return Some(());
        }
        if words.sees("ALTER TABLE") || words.sees("ALTER DOMAIN") {
            calls::definition(&words, self);
        } else if words.sees("CREATE MATERIALIZED VIEW") {
            calls::behind_as(&words, self);
        }
        if words.sees("CREATE") || words.sees("ALTER") {
            long_names::read(&words, self);
        }
        match words.take_any(VERBS)? {
            "CREATE" => create::read(&mut words, self),
            "ALTER" => alter::read(&mut words, self),
            "DROP" => drop::read(&mut words, self),
            "TRUNCATE" => drop::read_truncate(&mut words, self),
            "DO" => body::read(&mut words, self),
            "CALL" => {
                let name = Name::new(words.name()?);
                self.add_whole(Action::Calls { name, call: Call::Procedure });
                calls::expression(&words.parentheses()?, self);
                Some(())
            }
            "EXECUTE" => {
                let name = words.identifier()?;
                self.add_whole(Action::ExecutesPrepared { name });
                calls::expression(&words, self);
                Some(())
            }
            "PREPARE" if !words.sees("TRANSACTION") => self.read_prepared(&mut words),
            "LOAD" => {
                self.add_whole(Action::RunsOpaque(format!("the library `{}`", words.string()?)));
                Some(())
            }
            "EXPLAIN" => self.read_explained(&mut words),
            "GRANT" => rights::read(&mut words, self, true),
            "REVOKE" => rights::read(&mut words, self, false),
            "REASSIGN OWNED" => rights::read_reassign(&mut words, self),
            "SET" => setting::set(&mut words, self),
            "RESET" => setting::reset(&mut words, self),
            "IMPORT FOREIGN SCHEMA" => foreign::import(&mut words, self),
            "SECURITY LABEL" => foreign::label(&mut words, self),
            "LOCK" => maintenance::lock(&mut words, self),
            "REINDEX" => maintenance::reindex(&mut words, self),
            "CLUSTER" => maintenance::cluster(&mut words, self),
            "VACUUM" => maintenance::vacuum(&mut words, self),
            "REFRESH MATERIALIZED VIEW" => maintenance::refresh(&mut words, self),
            _ => Some(()),
        }
    }

    /// What is prepared is read like a statement, and runs when it is executed.
    fn read_prepared(&mut self, words: &mut Cursor<'_>) -> Option<()> {
        let name = words.identifier()?;
        words.parentheses();
        words.take("AS").then_some(())?;
        let mut inside = self.inside(self.statement);
        inside.read_known(words.remainder())?;
        self.add_whole(Action::Prepares { name, body: inside.found });
        Some(())
    }

    /// `EXPLAIN` runs its statement when it is told to `ANALYZE`.
    fn read_explained(&mut self, words: &mut Cursor<'_>) -> Option<()> {
        let is_on = |option: &Cursor<'_>| {
            let value = option.ahead(1).map(|token| token.span.of(option.text()).trim_matches('\'').to_ascii_lowercase());
            option.sees("ANALYZE") && !value.is_some_and(|value| matches!(value.as_str(), "off" | "false" | "0"))
        };
        let listed = words.parentheses().is_some_and(|mut options| options.pieces().iter().any(is_on));
        let runs = words.take("ANALYZE") || listed;
        words.take("VERBOSE");
        if words.sees("EXPLAIN") {
            return None;
        }
        if runs { self.read_known(words.remainder()) } else { Some(()) }
    }

    /// What the statement leaves behind in the session.
    fn session(&mut self, words: &Cursor<'_>, span: Span) {
        setting::calls(words, span, self);
        let changes = session_changes(words);
        let mut words = words.clone();
        let path = (words.take("SET LOCAL") || words.take("RESET"))
            && words.identifier().is_some_and(|name| name == "search_path" || name == "all");
        if path || changes.iter().any(|change| matches!(change.what.as_str(), "search_path" | "everything (`DISCARD ALL`)")) {
            self.add(Action::ChangesSearchPath, span);
        }
        for change in changes {
            self.add(Action::Transaction(TransactionEffect::ChangesSession(change)), span);
        }
    }
}

/// What no statement of Postgres holds anywhere.
fn unreadable(text: &str, tokens: &[Token]) -> Option<Obstacle> {
    let mut brackets = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Unterminated => return Some(Obstacle::Unterminated),
            TokenKind::Backslash => return Some(Obstacle::PsqlCommand),
            TokenKind::Other if token.span.of(text) == "\0" => return Some(Obstacle::Nul),
            TokenKind::Other => return Some(Obstacle::Placeholder),
            TokenKind::Punctuation => match token.span.of(text) {
                "[" => brackets += 1,
                "]" => brackets = brackets.saturating_sub(1),
                // Between brackets it is a slice; behind a name or a value it belongs to `JSON_OBJECT`.
                ":" if brackets == 0 => {
                    let touches = |one: Option<&Token>, next: Option<&Token>| {
                        one.zip(next).is_some_and(|(one, next)| one.span.end == next.span.start)
                    };
                    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
                    let is_value = before.is_some_and(|before| before.kind != TokenKind::Operator && !before.is(text, "("));
                    if touches(Some(token), tokens.get(at + 1)) && !(is_value && touches(before, Some(token))) {
                        return Some(Obstacle::Placeholder);
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }
    None
}

/// Every verb with which a command of Postgres begins (documentation, part VI.I, 14 to 18), besides those of queries. Those that
/// `read_known` does not name do nothing that a rule looks at, or say all of it as an effect on the transaction or the session.
const VERBS: &[&str] = &[
    "CREATE",
    "ALTER",
    "DROP",
    "TRUNCATE",
    "DO",
    "CALL",
    "EXECUTE",
    "EXPLAIN",
    "ABORT",
    "ANALYZE",
    "ANALYSE",
    "BEGIN",
    "CHECKPOINT",
    "CLOSE",
    "CLUSTER",
    "COMMENT ON",
    "COMMIT",
    "DEALLOCATE",
    "DECLARE",
    "DISCARD",
    "END",
    "FETCH",
    "GRANT",
    "IMPORT FOREIGN SCHEMA",
    "LISTEN",
    "LOAD",
    "LOCK",
    "MOVE",
    "NOTIFY",
    "PREPARE",
    "REASSIGN OWNED",
    "REFRESH MATERIALIZED VIEW",
    "REINDEX",
    "RELEASE",
    "RESET",
    "REVOKE",
    "ROLLBACK",
    "SAVEPOINT",
    "SECURITY LABEL",
    "SET",
    "SHOW",
    "START TRANSACTION",
    "UNLISTEN",
    "VACUUM",
];
