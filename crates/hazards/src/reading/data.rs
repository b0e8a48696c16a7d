//! Which rows does a command delete or overwrite?

use postgres_syntax::{Cursor, TokenKind};

use super::Effects;
use crate::{Action, Condition, Name, condition::reach};

/// Data-changing commands inside of others stand in the parentheses of a `WITH` or a `COPY`, which are never deep.
const DEEPEST: usize = 8;

/// Reads a query or a data-changing command, with those inside of it.
pub(super) fn read(words: &Cursor<'_>, effects: &mut Effects) -> Option<()> {
    read_nested(words, effects);
    read_main(words.clone(), effects)
}

/// Reads the data-changing commands that stand in parentheses.
pub(super) fn read_nested(words: &Cursor<'_>, effects: &mut Effects) {
    let (text, tokens) = (words.text(), words.remaining());
    let mut open: Vec<Option<usize>> = Vec::new();
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Punctuation) {
        match token.span.of(text) {
            "(" => {
                let mut inside = Cursor::new(text, tokens.iter().skip(at + 1).take(3).copied());
                let changes = ["DELETE FROM", "MERGE INTO", "UPDATE", "WITH"].iter().any(|head| inside.sees(head));
                let is_column = inside.advance().is_none() || matches!(inside.peek(), "," | ")");
                open.push(Some(at + 1).filter(|_| changes && !is_column && open.len() < DEEPEST));
            }
            ")" => {
                if let Some(Some(first)) = open.pop() {
                    let inside = Cursor::new(text, tokens.get(first..at).unwrap_or_default().iter().copied());
                    // A column called `update` looks like the beginning of one.
                    let _ = read_main(inside, effects);
                }
            }
            _ => {}
        }
    }
}

fn read_main(mut words: Cursor<'_>, effects: &mut Effects) -> Option<()> {
    if words.take("WITH") {
        let verbs = ["SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "VALUES", "TABLE"];
        words.skip_until(|words| verbs.iter().any(|verb| words.sees(verb)));
    }
    let command = words.remainder();
    let span = command.span()?;
    match words.take_any(&["DELETE FROM", "UPDATE", "MERGE INTO"]) {
        Some("DELETE FROM") => {
            let table = table(&mut words)?;
            let joins = joins(&words, "USING");
            let condition = reach(&command).map_or_else(|| condition_by_words(&mut words), |reach| reach.condition);
            effects.add(Action::Deletes { table, condition, joins }, span);
        }
        Some("UPDATE") => {
            let table = table(&mut words)?;
            words.skip_until(|words| words.sees("SET"));
            words.take("SET").then_some(())?;
            let joins = joins(&words, "FROM");
            let reach = reach(&command);
            let columns = reach.as_ref().map(|reach| reach.columns.clone()).unwrap_or_default();
            let condition = reach.map_or_else(|| condition_by_words(&mut words), |reach| reach.condition);
            effects.add(Action::Updates { table, columns, condition, joins }, span);
        }
        Some(_) => {
            let table = table(&mut words)?;
            words.skip_until(|words| words.sees("THEN DELETE"));
            if words.take("THEN DELETE") {
                let condition = reach(&command)?.condition;
                effects.add(Action::Deletes { table, condition, joins: true }, span);
            }
        }
        None => {}
    }
    Some(())
}

fn table(words: &mut Cursor<'_>) -> Option<Name> {
    words.take("ONLY");
    let name = match words.parentheses() {
        Some(mut inside) => inside.name()?,
        None => words.name()?,
    };
    Some(Name::new(name))
}

/// Whether another table says which rows.
fn joins(words: &Cursor<'_>, by: &str) -> bool {
    let mut words = words.clone();
    words.skip_until(|words| words.sees(by) || words.sees("WHERE"));
    words.sees(by)
}

/// What the words alone say where no tree is to be had.
fn condition_by_words(words: &mut Cursor<'_>) -> Condition {
    words.skip_until(|words| words.sees("WHERE"));
    if words.is_done() { Condition::Absent } else { Condition::Given }
}
