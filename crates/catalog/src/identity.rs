//! What tells one object from another.

use std::{cmp::Ordering, fmt};

use postgres_terms::Identifier;

use crate::{Kind, kind::Group};

/// What an object is called and where it is. Names are as stored: no quotes, case kept. Untrusted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Identity {
    /// What sort of object it is.
    pub kind: Kind,
    /// The schema it is in; `None` for what is in none (a schema itself, an extension) and for default privileges in all schemas.
    pub schema: Option<Identifier>,
    /// The object that it is part of: a column's table. For default privileges the role that creates objects.
    pub parent: Option<Identifier>,
    /// Its own name; a grant's is the role that holds the privileges (`public`, which no role can be called, is everyone).
    pub name: Identifier,
    /// The input types of a function (and of the function that a grant is on), as Postgres prints them: `integer, text`.
    pub arguments: Option<String>,
}

impl Identity {
    /// An object that is part of no other: a table, an enum.
    pub fn head(kind: Kind, schema: impl Into<String>, name: impl Into<String>) -> Self {
        let schema = Some(Identifier::new(schema));
        Identity { kind, schema, parent: None, name: Identifier::new(name), arguments: None }
    }

    /// A part of a relation: a column, an index.
    pub fn part(kind: Kind, schema: impl Into<String>, parent: impl Into<String>, name: impl Into<String>) -> Self {
        Identity { parent: Some(Identifier::new(parent)), ..Identity::head(kind, schema, name) }
    }

    /// Whether this is part of `head`: its column, its index, a grant on it.
    pub fn is_part_of(&self, head: &Identity) -> bool {
        self.kind.is_part() && !head.kind.is_part() && self.place() == head.place()
    }

    /// The object that stands for itself and its parts: all parts of one head have the same place.
    pub(crate) fn place(&self) -> Place<'_> {
        let group = self.kind.group();
        let own = if self.kind.is_part() { self.parent.as_ref().unwrap_or(&self.name) } else { &self.name };
        // A schema is read next to what is in it.
        let schema = if group == Group::Schemas { Some(own) } else { self.schema.as_ref() };
        (schema.map(Identifier::as_str), group, own.as_str(), self.arguments.as_deref())
    }
}

/// Schema, group, head's name, head's arguments: in the order of reading.
pub(crate) type Place<'a> = (Option<&'a str>, Group, &'a str, Option<&'a str>);

/// The order of reading: by schema, then head by head, each followed by its parts.
impl Ord for Identity {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |identity: &Self| (identity.kind.is_part(), identity.kind);
        self.place()
            .cmp(&other.place())
            .then_with(|| key(self).cmp(&key(other)))
            .then_with(|| self.name.cmp(&other.name))
            .then_with(|| (&self.schema, &self.parent).cmp(&(&other.schema, &other.parent)))
    }
}

impl PartialOrd for Identity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// As a person would write it, without the kind: `public.users.email`, `users_email_key on public.users`, `public.f(integer)`.
impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.kind == Kind::DefaultPrivileges {
            if let Some(role) = &self.parent {
                write!(f, "of {role} ")?;
            }
            if let Some(schema) = &self.schema {
                write!(f, "in {schema} ")?;
            }
            return write!(f, "to {}", self.name);
        }
        let head = Head(self);
        match self.kind {
            Kind::Column => write!(f, "{head}.{}", self.name),
            Kind::SchemaGrant | Kind::TypeGrant | Kind::RelationGrant | Kind::FunctionGrant => {
                write!(f, "on {head} to {}", self.name)
            }
            kind if kind.is_part() => write!(f, "{} on {head}", self.name),
            _ => head.fmt(f),
        }
    }
}

/// Shows the head of an identity: schema, name, arguments.
struct Head<'a>(&'a Identity);

impl fmt::Display for Head<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(schema) = &self.0.schema {
            write!(f, "{schema}.")?;
        }
        match &self.0.parent {
            Some(parent) => parent.fmt(f)?,
            None => self.0.name.fmt(f)?,
        }
        match &self.0.arguments {
            Some(arguments) => write!(f, "({arguments})"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_people_write_it() {
        let check = |identity: Identity, shown: &str| assert_eq!(identity.to_string(), shown);
        check(Identity::head(Kind::Table, "public", "User"), "public.\"User\"");
        check(Identity::part(Kind::Column, "public", "User", "id"), "public.\"User\".id");
        check(Identity::part(Kind::Index, "public", "users", "users_email_key"), "users_email_key on public.users");
        check(Identity::part(Kind::RelationGrant, "public", "users", "anon"), "on public.users to anon");
        let function = Identity { arguments: Some("integer, text".into()), ..Identity::head(Kind::Function, "public", "f") };
        check(function.clone(), "public.f(integer, text)");
        let grant = Identity {
            kind: Kind::FunctionGrant,
            parent: Some(function.name.clone()),
            name: Identifier::new("anon"),
            ..function
        };
        check(grant, "on public.f(integer, text) to anon");
    }

    #[test]
    fn orders_heads_by_schema_and_parts_after_their_head() {
        let schema = Identity { schema: None, ..Identity::head(Kind::Schema, "", "b") };
        let sorted = [
            Identity::head(Kind::View, "a", "z"),
            schema,
            Identity::head(Kind::Enum, "b", "zebra"),
            Identity::head(Kind::Table, "b", "posts"),
            Identity::part(Kind::Column, "b", "posts", "title"),
            Identity::part(Kind::Index, "b", "posts", "a_index"),
            Identity::head(Kind::Table, "b", "users"),
            Identity::head(Kind::Function, "b", "a"),
        ];
        assert!(sorted.is_sorted(), "{sorted:#?}");
        assert!(sorted[4].is_part_of(&sorted[3]));
        assert!(!sorted[4].is_part_of(&sorted[6]));
        assert!(!sorted[3].is_part_of(&sorted[3]));
    }
}
