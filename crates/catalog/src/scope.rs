//! Which objects are looked at.

use std::collections::BTreeSet;

use crate::Identity;

/// Which part of a database is looked at. System and temporary schemas and the members of extensions never are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The schemas to look at; `None` for all.
    pub schemas: Option<BTreeSet<String>>,
    /// Schemas to leave out, with all that is in them: a platform's own.
    pub without_schemas: BTreeSet<String>,
    /// Relations to leave out, in whichever schema, with their parts.
    pub without_relations: BTreeSet<String>,
}

/// All schemas, without Prisma's history table.
impl Default for Scope {
    fn default() -> Self {
        Scope {
            schemas: None,
            without_schemas: BTreeSet::new(),
            without_relations: BTreeSet::from(["_prisma_migrations".to_owned()]),
        }
    }
}

impl Scope {
    /// Whether an object is looked at. What is in no schema (extensions, event triggers) always is.
    pub fn includes(&self, identity: &Identity) -> bool {
        let (schema, group, head, _) = identity.place();
        let in_schema = schema.is_none_or(|schema| {
            !self.without_schemas.contains(schema) && self.schemas.as_ref().is_none_or(|schemas| schemas.contains(schema))
        });
        in_schema && !(group == crate::kind::Group::Relations && self.without_relations.contains(head))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;

    #[test]
    fn leaves_out_a_table_with_its_parts_and_a_schema_with_its_content() {
        let scope = Scope { without_schemas: BTreeSet::from(["auth".to_owned()]), ..Scope::default() };
        assert!(!scope.includes(&Identity::head(Kind::Table, "public", "_prisma_migrations")));
        assert!(!scope.includes(&Identity::part(Kind::Column, "app", "_prisma_migrations", "id")));
        assert!(!scope.includes(&Identity::part(Kind::Column, "auth", "users", "id")));
        assert!(!scope.includes(&Identity { schema: None, ..Identity::head(Kind::Schema, "", "auth") }));
        assert!(scope.includes(&Identity::head(Kind::Enum, "public", "_prisma_migrations")));
        let only = Scope { schemas: Some(BTreeSet::from(["app".to_owned()])), ..Scope::default() };
        assert!(only.includes(&Identity::head(Kind::Table, "app", "t")));
        assert!(!only.includes(&Identity::head(Kind::Table, "public", "t")));
        assert!(only.includes(&Identity { schema: None, ..Identity::head(Kind::Extension, "", "citext") }));
    }
}
