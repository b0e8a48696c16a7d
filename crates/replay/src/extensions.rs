//! Scripts that create an extension which the sandbox has made already.
//!
//! A plain owner may not create most extensions, so those of the allow-list are there before the first script. A script
//! that says `CREATE EXTENSION vector` without `IF NOT EXISTS` would fail here and nowhere else; it is sent with these
//! words added. Its checksum stays that of the file, and lines stay where they are.

use std::borrow::Cow;

use migrations::Migration;
use postgres_syntax::Cursor;

/// The migration as it is sent.
pub(crate) fn adapted<'a>(migration: &'a Migration, made: &[String]) -> Cow<'a, Migration> {
    if made.is_empty() {
        return Cow::Borrowed(migration);
    }
    let script = &migration.script;
    let places: Vec<usize> = postgres_syntax::split(script)
        .iter()
        .filter_map(|statement| {
            let mut words = Cursor::new(script, statement.tokens(script).take(6));
            let creates = words.take("CREATE EXTENSION") && !words.sees("IF NOT EXISTS");
            let place = words.ahead(0)?.span.start;
            let name = words.identifier()?;
            (creates && made.contains(&name)).then_some(place)
        })
        .collect();
    if places.is_empty() {
        return Cow::Borrowed(migration);
    }
    let mut sent = migration.clone();
    for place in places.into_iter().rev() {
        sent.script.insert_str(place, "IF NOT EXISTS ");
    }
    Cow::Owned(sent)
}

#[cfg(test)]
mod tests {
    use migrations::{Checksum, MigrationName};

    use super::*;

    #[test]
    fn only_plain_creations_of_what_was_made_change() {
        let check = |script: &str, sent: &str| {
            let name = MigrationName::parse(b"1_x").unwrap();
            let migration = Migration { name, file: String::new(), script: script.to_owned(), checksum: Checksum::of(script) };
            let adapted = adapted(&migration, &["vector".to_owned()]);
            assert_eq!(adapted.script, sent);
            assert_eq!(adapted.checksum, Checksum::of(script));
        };
        check("CREATE EXTENSION vector;", "CREATE EXTENSION IF NOT EXISTS vector;");
        check(
            "SELECT 1; create /* the */ extension \"vector\" SCHEMA x",
            "SELECT 1; create /* the */ extension IF NOT EXISTS \"vector\" SCHEMA x",
        );
        check("CREATE EXTENSION IF NOT EXISTS vector", "CREATE EXTENSION IF NOT EXISTS vector");
        check(
            "CREATE EXTENSION citext; SELECT 'CREATE EXTENSION vector'",
            "CREATE EXTENSION citext; SELECT 'CREATE EXTENSION vector'",
        );
    }
}
