//! Where is an object, and how is that looked up without a copy of its name?

use std::{borrow::Borrow, cmp::Ordering};

use crate::{Name, ObjectKind};

use super::Facts;

/// Where an object is: its kind's name space, its schema, its name.
pub(crate) type Key = (&'static str, String, String);

/// The same, borrowed.
pub(crate) type PlaceOf<'a> = (&'static str, &'a str, &'a str);

/// What a map by [`Key`] can be asked with: rules ask thousands of times for each time that something is learned.
pub(crate) trait Place {
    /// Name space, schema, name.
    fn parts(&self) -> PlaceOf<'_>;
}

impl Place for Key {
    fn parts(&self) -> PlaceOf<'_> {
        (self.0, &self.1, &self.2)
    }
}

impl Place for PlaceOf<'_> {
    fn parts(&self) -> PlaceOf<'_> {
        *self
    }
}

impl<'a> Borrow<dyn Place + 'a> for Key {
    fn borrow(&self) -> &(dyn Place + 'a) {
        self
    }
}

impl PartialEq for dyn Place + '_ {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for dyn Place + '_ {}

impl PartialOrd for dyn Place + '_ {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for dyn Place + '_ {
    fn cmp(&self, other: &Self) -> Ordering {
        self.parts().cmp(&other.parts())
    }
}

impl Facts {
    /// Where an object of this name is now.
    pub(crate) fn place<'a>(&'a self, kind: ObjectKind, name: &'a Name) -> PlaceOf<'a> {
        let whole_database =
            matches!(kind, ObjectKind::Schema | ObjectKind::Extension | ObjectKind::Database | ObjectKind::Tablespace);
        let schema = if whole_database { "" } else { name.schema().unwrap_or(&self.default_schema) };
        (kind.name_space(), schema, name.last())
    }

    /// The same, to keep.
    pub(crate) fn key(&self, kind: ObjectKind, name: &Name) -> Key {
        let (space, schema, name) = self.place(kind, name);
        (space, schema.to_owned(), name.to_owned())
    }
}
