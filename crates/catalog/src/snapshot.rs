//! Everything in a database, at one moment.

use std::collections::BTreeMap;

use crate::{Identity, Kind, Object};

/// Everything in a database, at one moment, in the order of reading.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    pub(crate) objects: BTreeMap<Identity, Object>,
    /// The database it was taken of; two snapshots of one database share the objects' addresses. `None`: unknown.
    pub(crate) database: Option<String>,
    /// How many objects the scope left out.
    pub left_out: usize,
}

/// Two snapshots are equal when their objects are, whatever their internal numbers.
impl PartialEq for Snapshot {
    fn eq(&self, other: &Self) -> bool {
        let same = |(a, b): (&Object, &Object)| a.identity == b.identity && a.properties == b.properties;
        self.objects.len() == other.objects.len() && self.objects().zip(other.objects()).all(same)
    }
}

impl Snapshot {
    /// Puts objects in order. Of two with one identity (the server does not allow it) the last stays.
    pub(crate) fn of(objects: impl IntoIterator<Item = Object>) -> Self {
        Snapshot {
            objects: objects.into_iter().map(|object| (object.identity.clone(), object)).collect(),
            database: None,
            left_out: 0,
        }
    }

    /// Every object.
    pub fn objects(&self) -> impl Iterator<Item = &Object> {
        self.objects.values()
    }

    /// How many objects there are.
    pub fn len(&self) -> usize {
        self.objects.len()
    }

    /// Whether nothing is there; even an empty database has its schema `public`.
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    /// One object.
    pub fn get(&self, identity: &Identity) -> Option<&Object> {
        self.objects.get(identity)
    }

    /// Every object of one kind.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Object> {
        self.objects().filter(move |object| object.identity.kind == kind)
    }

    /// The parts of an object in the order of reading, columns by position.
    pub fn parts<'a>(&'a self, head: &'a Identity) -> Vec<&'a Object> {
        let mut parts: Vec<_> = self
            .objects
            .range(head..)
            .take_while(|(identity, _)| identity.place() == head.place())
            .map(|(_, object)| object)
            .filter(|object| object.identity.is_part_of(head))
            .collect();
        parts.sort_by_key(|part| (part.identity.kind, part.position));
        parts
    }
}
