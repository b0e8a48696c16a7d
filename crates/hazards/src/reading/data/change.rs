//! Which rows does a command add, delete or overwrite?

use postgres_syntax::{Cursor, Span};

use super::{Query, table, until};
use crate::{Action, Condition, CopyOther, Name, condition, reading::Effects};

/// `INSERT`, with what `ON CONFLICT` does to rows that are there.
pub(super) fn insert(words: &mut Cursor<'_>, mut query: Query, span: Span, effects: &mut Effects) -> Option<()> {
    words.take("INSERT INTO");
    let table = Name::new(words.name()?);
    if words.take("AS") {
        words.identifier()?;
    }
    let is_query = |words: &Cursor<'_>| ["SELECT", "VALUES", "WITH", "TABLE"].iter().any(|verb| words.sees(verb));
    if words.peek() == "(" {
        let mut behind = words.clone();
        let inside = behind.parentheses()?;
        if !is_query(&inside) && inside.peek() != "(" {
            *words = behind;
        }
    }
    words.take_any(&["OVERRIDING SYSTEM VALUE", "OVERRIDING USER VALUE"]);
    if !words.take("DEFAULT VALUES") {
        (is_query(words) || words.peek() == "(").then_some(())?;
        let rows = until(words, &["ON CONFLICT", "RETURNING"]);
        if !rows.sees("VALUES") {
            query.read(&rows);
        }
    }
    let mut overwrites = None;
    if words.take("ON CONFLICT") {
        until(words, &["DO UPDATE SET", "DO NOTHING"]);
        if words.take("DO UPDATE SET") {
            overwrites = Some(assigned(until(words, &["WHERE", "RETURNING"])));
        } else {
            words.take("DO NOTHING").then_some(())?;
        }
    }
    effects.add(Action::Inserts { table, overwrites, from_query: query.has_source }, span);
    query.tell(span, effects);
    Some(())
}

pub(super) fn update(words: &mut Cursor<'_>, mut query: Query, span: Span, effects: &mut Effects) -> Option<()> {
    words.take("UPDATE");
    let table = table(words)?;
    if !words.sees("SET") {
        words.take("AS");
        words.identifier()?;
    }
    words.take("SET").then_some(())?;
    let columns = assigned(until(words, &["FROM", "WHERE", "RETURNING"]));
    let joins = words.take("FROM");
    if joins {
        query.read_list(&until(words, &["WHERE", "RETURNING"]));
    }
    let condition = rows(words);
    effects.add(Action::Updates { table, columns, condition, joins }, span);
    query.tell(span, effects);
    Some(())
}

pub(super) fn delete(words: &mut Cursor<'_>, mut query: Query, span: Span, effects: &mut Effects) -> Option<()> {
    words.take("DELETE FROM");
    let table = table(words)?;
    if !["USING", "WHERE", "RETURNING"].iter().any(|clause| words.sees(clause)) && !words.is_done() {
        words.take("AS");
        words.identifier()?;
    }
    let joins = words.take("USING");
    if joins {
        query.read_list(&until(words, &["WHERE", "RETURNING"]));
    }
    let condition = rows(words);
    (words.is_done() || words.sees("RETURNING")).then_some(())?;
    effects.add(Action::Deletes { table, condition, joins }, span);
    query.tell(span, effects);
    Some(())
}

/// Takes the condition of a command.
fn rows(words: &mut Cursor<'_>) -> Condition {
    if words.take("WHERE") { condition::of(&until(words, &["RETURNING"])) } else { Condition::Absent }
}

/// The columns that a list of assignments sets. Empty when they cannot be told.
fn assigned(mut words: Cursor<'_>) -> Vec<String> {
    let mut columns = Vec::new();
    for mut piece in words.pieces() {
        match piece.parentheses() {
            Some(mut several) => columns.extend(several.pieces().iter_mut().filter_map(Cursor::identifier)),
            None => columns.extend(piece.identifier()),
        }
    }
    columns
}

/// `MERGE`: what it deletes, and the columns that it overwrites.
pub(super) fn merge(words: &mut Cursor<'_>, mut query: Query, span: Span, effects: &mut Effects) -> Option<()> {
    words.take("MERGE INTO");
    let table = table(words)?;
    until(words, &["USING"]);
    words.take("USING").then_some(())?;
    query.read_list(&until(words, &["ON"]));
    words.take("ON").then_some(())?;
    let on = condition::of(&until(words, &["WHEN"]));
    let mut changes = None;
    let mut overwrites = None;
    while words.take("WHEN") {
        let is_matched = words.take("MATCHED");
        if !is_matched {
            words.take("NOT MATCHED").then_some(())?;
            words.take_any(&["BY SOURCE", "BY TARGET"]);
        }
        let condition = match words.take("AND") {
            true => condition::of(&until(words, &["THEN"])),
            false if is_matched => on.clone(),
            // The other table says for which rows there is none of its own.
            false => Condition::Given,
        };
        words.take("THEN").then_some(())?;
        match words.take_any(&["DELETE", "UPDATE SET", "INSERT", "DO NOTHING"])? {
            "DELETE" => {
                effects.add(Action::Deletes { table: table.clone(), condition, joins: true }, span);
            }
            "UPDATE SET" => {
                changes = Some(());
                overwrites.get_or_insert_with(Vec::new).extend(assigned(until(words, &["WHEN", "RETURNING"])));
            }
            "INSERT" => changes = Some(()),
            _ => {}
        }
        until(words, &["WHEN", "RETURNING"]);
    }
    (words.is_done() || words.sees("RETURNING")).then_some(())?;
    if changes.is_some() {
        effects.add(Action::Inserts { table, overwrites, from_query: true }, span);
    }
    query.tell(span, effects);
    Some(())
}

pub(super) fn copy(words: &mut Cursor<'_>, span: Span, effects: &mut Effects) -> Option<()> {
    words.take("COPY");
    let mut query = Query::default();
    let table = match words.parentheses() {
        Some(inside) => {
            if !["INSERT", "UPDATE", "DELETE", "MERGE"].iter().any(|verb| inside.sees(verb)) {
                query.read(&inside);
            }
            None
        }
        None => {
            words.take("BINARY");
            let table = Name::new(words.name()?);
            words.parentheses();
            Some(table)
        }
    };
    let into_table = words.take_any(&["FROM", "TO"])? == "FROM";
    let other = if words.take("PROGRAM") {
        words.string()?;
        CopyOther::Program
    } else if words.take_any(&["STDIN", "STDOUT"]).is_some() {
        CopyOther::Client
    } else {
        words.string()?;
        CopyOther::File
    };
    effects.add(Action::Copies { table, into_table, other }, span);
    query.tell(span, effects);
    Some(())
}
