//! Which tables does a query read?
//!
//! Only those whose rows go through it: what stands in `FROM`, there also in subqueries, and in `WITH`; not what conditions ask.

use postgres_syntax::{Cursor, Span, TokenKind};

use super::until;
use crate::{Action, Name, TableDefinition, reading::Effects};

/// Subqueries in subqueries, deeper than anybody writes them.
const DEEPEST: usize = 8;

/// What a query reads, as it is found.
#[derive(Debug, Default)]
pub(in crate::reading) struct Query {
    tables: Vec<Name>,
    /// What `WITH` gives a name to, which is no table.
    common: Vec<String>,
    /// Whether its rows come from anywhere.
    pub(super) has_source: bool,
}

impl Query {
    /// The tables that a query reads.
    pub(in crate::reading) fn tables_of(words: &Cursor<'_>) -> Vec<Name> {
        let mut query = Query::default();
        query.read(words);
        query.tables
    }

    /// Adds the effect, if there is one.
    pub(super) fn tell(self, span: Span, effects: &mut Effects) {
        if !self.tables.is_empty() {
            effects.add(Action::Reads { tables: self.tables }, span);
        }
    }

    /// Takes `WITH` and what it defines. Commands in it that change rows are read by others.
    pub(in crate::reading) fn common_tables(&mut self, words: &mut Cursor<'_>) -> Option<()> {
        self.common_at(words, 0)
    }

    fn common_at(&mut self, words: &mut Cursor<'_>, depth: usize) -> Option<()> {
        words.take("WITH");
        words.take("RECURSIVE");
        loop {
            self.common.push(words.identifier()?);
            if words.peek() == "(" {
                words.parentheses();
            }
            words.take("AS").then_some(())?;
            words.take("NOT");
            words.take("MATERIALIZED");
            let inside = words.parentheses()?;
            if ["SELECT", "TABLE", "WITH"].iter().any(|verb| inside.sees(verb)) || inside.peek() == "(" {
                self.read_at(&inside, depth + 1);
            }
            if words.take("SEARCH") {
                words.skip_until(|words| words.sees("SET"));
                words.take("SET");
                words.identifier()?;
            }
            if words.take("CYCLE") {
                words.skip_until(|words| words.sees("USING"));
                words.take("USING");
                words.identifier()?;
            }
            if !words.take_sign(",") {
                return Some(());
            }
        }
    }

    /// Reads a query.
    pub(super) fn read(&mut self, words: &Cursor<'_>) {
        self.read_at(words, 0);
    }

    /// Reads a list as it follows `FROM` or `USING`.
    pub(super) fn read_list(&mut self, words: &Cursor<'_>) {
        self.has_source |= !words.is_done();
        self.walk(words.clone(), true, 0);
    }

    fn read_at(&mut self, words: &Cursor<'_>, depth: usize) {
        let mut words = words.clone();
        if depth > DEEPEST || words.sees("WITH") && self.common_at(&mut words, depth).is_none() {
            return;
        }
        if words.peek() == "(" {
            // A query in parentheses, and what is united with it.
            while let Some(inside) = words.parentheses() {
                self.read_at(&inside, depth + 1);
                words.skip_until(|words| words.peek() == "(" || words.sees("SELECT"));
            }
        }
        self.walk(words, false, depth);
    }

    /// Goes through the words at one depth and picks what stands where a table is named.
    fn walk(&mut self, mut words: Cursor<'_>, mut in_list: bool, depth: usize) {
        let mut expects = in_list;
        let mut is_compared = false;
        while let Some(token) = words.ahead(0) {
            if std::mem::take(&mut expects) {
                self.item(&mut words, depth);
                continue;
            }
            if token.kind == TokenKind::Punctuation {
                match words.peek() {
                    "(" => drop(words.skip_until(is_behind_parenthesis())),
                    "," => {
                        expects = in_list;
                        words.advance();
                    }
                    _ => drop(words.advance()),
                }
                continue;
            }
            if token.kind == TokenKind::Word {
                if words.sees("FROM") && !is_compared || words.sees("TABLE") && !in_list {
                    (in_list, expects, self.has_source) = (true, true, true);
                } else if in_list && words.sees("JOIN") {
                    expects = true;
                } else if in_list && ENDS.iter().any(|end| words.sees(end)) {
                    in_list = false;
                }
                is_compared = words.sees("DISTINCT");
            }
            words.advance();
        }
    }

    /// Takes one thing that rows come from.
    fn item(&mut self, words: &mut Cursor<'_>, depth: usize) {
        words.take("LATERAL");
        words.take("ONLY");
        if words.take("ROWS FROM") {
            words.parentheses();
        } else if let Some(inside) = words.parentheses() {
            let is_query = ["SELECT", "WITH", "VALUES", "TABLE"].iter().any(|verb| inside.sees(verb)) || inside.peek() == "(";
            if is_query {
                self.read_at(&inside, depth + 1);
            } else if depth < DEEPEST {
                self.walk(inside, true, depth + 1);
            }
        } else if let Some(name) = words.name() {
            let is_common = matches!(name.as_slice(), [one] if self.common.contains(one));
            let name = Name::new(name);
            if words.peek() != "(" && !is_common && !self.tables.contains(&name) && self.tables.len() < MOST {
                self.tables.push(name);
            }
        } else {
            words.advance();
        }
    }
}

/// Nobody joins more than that.
const MOST: usize = 100;

/// Words that end the list behind `FROM`.
const ENDS: [&str; 15] = [
    "WHERE",
    "GROUP BY",
    "HAVING",
    "WINDOW",
    "UNION",
    "INTERSECT",
    "EXCEPT",
    "ORDER BY",
    "LIMIT",
    "OFFSET",
    "FETCH",
    "FOR",
    "RETURNING",
    "SELECT",
    "ON CONFLICT",
];

/// Stops behind the parenthesis that comes next.
fn is_behind_parenthesis() -> impl FnMut(&Cursor<'_>) -> bool {
    let mut calls = 0;
    move |_| {
        calls += 1;
        calls > 1
    }
}

/// The table that a `SELECT ... INTO` makes.
pub(super) fn into(words: &Cursor<'_>) -> Option<TableDefinition> {
    let mut words = words.clone();
    until(&mut words, &["INTO", "FROM", "WHERE"]);
    words.take("INTO").then_some(())?;
    words.take_any(&["LOCAL", "GLOBAL"]);
    let temporary = words.take_any(&["TEMPORARY", "TEMP"]).is_some();
    let unlogged = words.take("UNLOGGED");
    words.take("TABLE");
    let name = Name::new(words.name()?);
    let name = if temporary { name.moved_to("pg_temp") } else { name };
    Some(TableDefinition { name, unlogged, has_other_columns: true, ..TableDefinition::default() })
}
