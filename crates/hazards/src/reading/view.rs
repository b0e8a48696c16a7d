//! What does a view show, and what is altered of it?

use postgres_syntax::{Cursor, TokenKind};

use super::{Effects, alter, data, definition, fingerprint};
use crate::{Action, ColumnChange, Name, View};

/// What stands before the kind.
#[derive(Debug, Clone, Copy)]
pub(super) struct How {
    pub(super) materialized: bool,
    pub(super) temporary: bool,
    pub(super) replaces: bool,
    pub(super) if_not_exists: bool,
}

/// Reads a `CREATE VIEW` behind its kind.
pub(super) fn create(words: &mut Cursor<'_>, effects: &mut Effects, how: How) -> Option<()> {
    let name = Name::new(words.name()?);
    let name = if how.temporary { name.moved_to("pg_temp") } else { name };
    let named = words.parentheses().map(|mut list| list.pieces().iter_mut().map(Cursor::identifier).collect::<Option<Vec<_>>>());
    if words.take("USING") {
        words.identifier()?;
    }
    let options = if words.take("WITH") { alter::options(words.parentheses()?) } else { Vec::new() };
    if words.take("TABLESPACE") {
        words.identifier()?;
    }
    words.take("AS").then_some(())?;
    let query = without_end(words);
    let view = View {
        name,
        materialized: how.materialized,
        replaces: how.replaces,
        if_not_exists: how.if_not_exists,
        options,
        reads: data::Query::tables_of(&query),
        columns: named.unwrap_or_else(|| columns(&query)),
        query: fingerprint::of(&query),
    };
    data::read_nested(&query, effects)?;
    effects.add_whole(Action::CreatesView(view));
    Some(())
}

/// The query without what may follow it: `WITH CHECK OPTION`, `WITH NO DATA`.
fn without_end<'a>(words: &Cursor<'a>) -> Cursor<'a> {
    let mut rest = words.remainder();
    let ends = |words: &Cursor<'_>| {
        ["WITH CHECK", "WITH CASCADED", "WITH LOCAL", "WITH NO DATA", "WITH DATA"].iter().any(|end| words.sees(end))
    };
    rest.skip_until(ends)
}

/// The names of a query's output columns, where each can be told.
fn columns(query: &Cursor<'_>) -> Option<Vec<String>> {
    let mut words = query.clone();
    if words.sees("WITH") {
        data::Query::default().common_tables(&mut words)?;
    }
    words.take("SELECT").then_some(())?;
    words.take("ALL");
    if words.take("DISTINCT") && words.take("ON") {
        words.parentheses()?;
    }
    let mut list = data::until(&mut words, &["FROM", "WHERE", "GROUP BY", "UNION", "INTERSECT", "EXCEPT", "ORDER BY", "LIMIT"]);
    list.pieces().iter_mut().map(column).collect()
}

/// The name of one output column: as it is said, or that of the column or function that it is.
fn column(piece: &mut Cursor<'_>) -> Option<String> {
    let (text, tokens) = (piece.text(), piece.remaining());
    let last = *tokens.last()?;
    if tokens.len() > 1 {
        let before = tokens.get(tokens.len() - 2)?;
        let is_alias = before.is_word(text, "AS")
            || !matches!(before.kind, TokenKind::Operator)
                && (before.kind != TokenKind::Punctuation || before.is(text, ")") || before.is(text, "]"));
        if is_alias && !last.is_word(text, "END") {
            return postgres_syntax::identifier(text, last);
        }
    }
    let name = piece.name()?;
    (piece.is_done() || piece.peek() == "(").then(|| name.last().cloned())?
}

/// Reads an `ALTER VIEW` that does more than to give another name, schema or owner.
pub(super) fn alter(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    words.take("IF EXISTS");
    let view = Name::new(words.name()?);
    if words.take("ALTER") {
        words.take("COLUMN");
        let column = words.identifier()?;
        let change = match words.take_any(&["SET DEFAULT", "DROP DEFAULT"])? {
            "SET DEFAULT" => ColumnChange::SetDefault(definition::expression(words)),
            _ => ColumnChange::DropDefault,
        };
        effects.add_whole(Action::AltersColumn { table: view, column, change });
        return Some(());
    }
    let resets = words.take_any(&["SET", "RESET"])? == "RESET";
    let mut options = alter::options(words.parentheses()?);
    if !resets {
        // An option without a value is switched on.
        for (_, value) in &mut options {
            value.get_or_insert_with(|| "true".to_owned());
        }
    }
    effects.add_whole(Action::AltersViewOptions { view, options });
    words.is_done().then_some(())
}
