//! Which index does a statement build, and what of it is there already?
//!
//! A concurrent build that was interrupted leaves an index that is maintained and never used. `IF NOT EXISTS` then
//! says that all is well, and a plain retry that the name is taken; the leftover has to go first.

use database::{Error, Session};
use postgres_syntax::{Span, StatementText};
use postgres_terms::QualifiedName;
use tokio_postgres::types::{ToSql, Type};

/// An index that is there and is not used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct InvalidIndex {
    /// Its name, with its schema. Untrusted.
    pub index: String,
    /// The table that it belongs to. Untrusted.
    pub table: String,
}

/// What a statement builds concurrently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Build {
    /// `CREATE INDEX CONCURRENTLY name ON table`.
    Index { name: String, table: QualifiedName },
    /// `REINDEX TABLE CONCURRENTLY table`: leftovers bear the names of all its indexes, with a suffix.
    Reindex { table: QualifiedName },
}

/// What was found where a statement wants to build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct There {
    /// Quoted, for use in SQL.
    pub(crate) index: String,
    pub(crate) is_valid: bool,
    /// Another session works on the table: perhaps it is building this very index.
    pub(crate) is_busy: bool,
}

impl Build {
    /// What the statement builds; `None` for all others, and where the server chooses the name.
    pub(crate) fn of(script: &str, span: Span) -> Option<Build> {
        let mut words = StatementText::at(span).words(script);
        if words.take("REINDEX") {
            words.parentheses();
            let names_table = words.take("TABLE");
            words.take("CONCURRENTLY");
            return names_table.then(|| words.name()).flatten().and_then(qualified).map(|table| Build::Reindex { table });
        }
        if !words.take("CREATE") {
            return None;
        }
        words.take("UNIQUE");
        if !words.take("INDEX CONCURRENTLY") {
            return None;
        }
        words.take("IF NOT EXISTS");
        if words.sees("ON") {
            return None;
        }
        let name = words.identifier()?;
        if !words.take("ON") {
            return None;
        }
        words.take("ONLY");
        Some(Build::Index { name, table: qualified(words.name()?)? })
    }

    /// Looks what is there of it.
    pub(crate) async fn look(&self, session: &Session) -> Result<Vec<There>, Error> {
        let (table, name, suffixed) = match self {
            Build::Index { name, table } => (table.quote(), name.as_str(), false),
            Build::Reindex { table } => (table.quote(), "", true),
        };
        let parameters: [(&(dyn ToSql + Sync), Type); 3] = [(&table, Type::TEXT), (&name, Type::TEXT), (&suffixed, Type::BOOL)];
        let rows = session.client().query_typed(include_str!("../queries/index_state.sql"), &parameters).await?;
        let there = |row: &tokio_postgres::Row| {
            Ok::<_, tokio_postgres::Error>(There {
                index: row.try_get("index")?,
                is_valid: row.try_get("valid")?,
                is_busy: row.try_get("busy")?,
            })
        };
        Ok(rows.iter().map(there).collect::<Result<_, _>>()?)
    }
}

/// Every index in the database that a build left behind.
pub async fn invalid_indexes(session: &Session) -> Result<Vec<InvalidIndex>, Error> {
    let rows = session.client().query_typed(include_str!("../queries/invalid_indexes.sql"), &[]).await?;
    let index = |row: &tokio_postgres::Row| {
        Ok::<_, tokio_postgres::Error>(InvalidIndex { index: row.try_get("index")?, table: row.try_get("table")? })
    };
    Ok(rows.iter().map(index).collect::<Result<_, _>>()?)
}

fn qualified(mut parts: Vec<String>) -> Option<QualifiedName> {
    let name = parts.pop()?;
    Some(match parts.pop() {
        Some(schema) => QualifiedName::new(schema, name),
        None => QualifiedName::unqualified(name),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_and_its_table_are_read_from_the_statement() {
        let of = |text: &str| Build::of(text, Span { start: 0, end: text.len() });
        let index = |name: &str, table: QualifiedName| Some(Build::Index { name: name.to_owned(), table });
        let user = QualifiedName::unqualified("User");
        assert_eq!(of("CREATE UNIQUE INDEX CONCURRENTLY \"i\" ON \"User\" (email)"), index("i", user.clone()));
        assert_eq!(of("create index concurrently if not exists I on only \"User\"(a)"), index("i", user.clone()));
        assert_eq!(of("CREATE INDEX CONCURRENTLY i ON s.t (a)"), index("i", QualifiedName::new("s", "t")));
        assert_eq!(of("REINDEX TABLE CONCURRENTLY \"User\""), Some(Build::Reindex { table: user.clone() }));
        assert_eq!(of("REINDEX (CONCURRENTLY) TABLE \"User\""), Some(Build::Reindex { table: user }));
        for other in ["CREATE INDEX CONCURRENTLY ON t (a)", "CREATE INDEX i ON t (a)", "REINDEX DATABASE d", "VACUUM t", "CREATE"]
        {
            assert_eq!(of(other), None, "{other}");
        }
    }
}
