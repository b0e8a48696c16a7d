//! Which tables were rewritten or emptied.

use std::collections::BTreeMap;

use postgres_terms::QualifiedName;
use tokio_postgres::Row;

pub(crate) const QUERY: &str = include_str!("../queries/relation_files.sql");

/// The file of each table and materialized view. `TRUNCATE`, a rewriting `ALTER TABLE`, `VACUUM FULL`, `CLUSTER` and
/// `REFRESH MATERIALIZED VIEW` give a relation another one; ordinary writes do not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RelationFiles {
    files: BTreeMap<u32, (QualifiedName, u32)>,
}

/// A relation that was there before and has another file now.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rewritten {
    /// What it is called now.
    pub name: QualifiedName,
    /// What it was called before.
    pub name_before: QualifiedName,
}

impl RelationFiles {
    /// The relations that were there `before` and have another file now, by name.
    pub fn rewritten_since(&self, before: &RelationFiles) -> Vec<Rewritten> {
        let changed = before.files.iter().filter_map(|(relation, (name_before, file_before))| {
            let (name, file) = self.files.get(relation)?;
            (file != file_before).then(|| Rewritten { name: name.clone(), name_before: name_before.clone() })
        });
        let mut rewritten: Vec<_> = changed.collect();
        rewritten.sort();
        rewritten
    }

    /// The file of each relation by its name.
    pub fn by_name(&self) -> BTreeMap<&QualifiedName, u32> {
        self.files.values().map(|(name, file)| (name, *file)).collect()
    }
}

pub(crate) fn row(row: &Row) -> Result<(u32, QualifiedName, u32), tokio_postgres::Error> {
    let (schema, name): (String, String) = (row.try_get("schema")?, row.try_get("name")?);
    Ok((row.try_get("relation")?, QualifiedName::new(schema, name), row.try_get("file")?))
}

impl FromIterator<(u32, QualifiedName, u32)> for RelationFiles {
    fn from_iter<T: IntoIterator<Item = (u32, QualifiedName, u32)>>(rows: T) -> Self {
        RelationFiles { files: rows.into_iter().map(|(relation, name, file)| (relation, (name, file))).collect() }
    }
}
