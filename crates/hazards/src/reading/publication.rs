//! What does a publication tell its subscribers of?

use postgres_syntax::Cursor;

use super::Effects;
use crate::{Action, Name, Publication};

/// Reads a `CREATE PUBLICATION` behind its kind.
pub(super) fn create(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    let mut publication = Publication { name: words.identifier()?, creates: true, ..Publication::default() };
    if words.take("FOR ALL TABLES") {
        publication.all_tables = true;
    } else if words.take("FOR") {
        let members = members(words)?;
        (publication.adds, publication.adds_schemas) = (members.tables, members.schemas);
    }
    if words.take("WITH") {
        words.parentheses()?;
    }
    words.is_done().then_some(())?;
    effects.add_whole(Action::ChangesPublication(publication));
    Some(())
}

/// Reads an `ALTER PUBLICATION` that does more than to give another name or owner.
pub(super) fn alter(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    let mut publication = Publication { name: words.identifier()?, ..Publication::default() };
    match words.take_any(&["ADD", "SET", "DROP"])? {
        "SET" if words.peek() == "(" => {
            words.parentheses()?;
            publication.changes_options = true;
        }
        "DROP" => {
            let members = members(words)?;
            publication.removes = members.tables;
            publication.removes.extend(members.schemas.iter().map(|schema| Name::from(schema.as_str())));
        }
        verb => {
            let members = members(words)?;
            publication.replaces = verb == "SET";
            (publication.adds, publication.adds_schemas) = (members.tables, members.schemas);
        }
    }
    words.is_done().then_some(())?;
    effects.add_whole(Action::ChangesPublication(publication));
    Some(())
}

#[derive(Debug, Default)]
struct Members {
    tables: Vec<Name>,
    schemas: Vec<String>,
}

/// Takes a list of tables and schemas; what kind the next one is, is said only when it changes.
fn members(words: &mut Cursor<'_>) -> Option<Members> {
    let mut members = Members::default();
    let mut are_schemas = words.sees("TABLES IN SCHEMA");
    loop {
        if words.take("TABLES IN SCHEMA") || words.take("ALL TABLES IN SCHEMA") {
            are_schemas = true;
        } else if words.take("TABLE") {
            are_schemas = false;
        }
        if are_schemas {
            members.schemas.push(words.identifier()?);
        } else {
            words.take("ONLY");
            members.tables.push(Name::new(match words.parentheses() {
                Some(mut inside) => inside.name()?,
                None => words.name()?,
            }));
            words.take_sign("*");
            words.parentheses();
            if words.take("WHERE") {
                words.parentheses()?;
            }
        }
        if !words.take_sign(",") {
            return Some(members);
        }
    }
}
