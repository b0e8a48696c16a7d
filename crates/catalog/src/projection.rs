//! What does a schema become when it changes as another one did?
//!
//! A rehearsal runs migrations on a schema that was built from the history. The database that they are meant for should have the same
//! schema, and often has a little more: the change that was seen is carried over, object by object and property by property.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Identity, Kind, Object, Property, Snapshot, Value, diff::is_one_database, object::Weight};

impl Snapshot {
    /// This schema after the change that leads from one schema to another. `Err`: the objects that the change is about and that are not
    /// here as they were there, so that nobody can say what becomes of them.
    pub fn changed_as(&self, from: &Snapshot, to: &Snapshot) -> Result<Snapshot, Vec<Identity>> {
        let partners = partners(from, to);
        let mut objects: BTreeMap<Identity, Object> = self.objects().map(|own| (own.identity.clone(), own.clone())).collect();
        let kept: BTreeSet<&Identity> = partners.values().map(|old| &old.identity).collect();
        let mut unclear = Vec::new();
        // First what goes, then what comes: names may be exchanged.
        for old in from.objects().filter(|old| !kept.contains(&old.identity)) {
            objects.remove(&old.identity);
        }
        let mut changed = Vec::new();
        for new in to.objects() {
            let Some(old) = partners.get(&new.identity) else {
                match self.get(&new.identity).filter(|own| from.get(&own.identity).is_none()) {
                    Some(own) if !is_alike(own, new) => unclear.push(new.identity.clone()),
                    _ => changed.push(new.clone()),
                }
                continue;
            };
            if old.identity == new.identity && old.properties == new.properties {
                continue;
            }
            let own = objects.remove(&old.identity).and_then(|own| merged(&own, old, new));
            match own {
                Some(own) => changed.push(own),
                None => unclear.push(new.identity.clone()),
            }
        }
        let renamed: BTreeSet<&str> = partners.iter().filter_map(|(new, old)| old_name(&old.identity, new)).collect();
        let of_its_own = self.objects().filter(|own| from.get(&own.identity).is_none());
        unclear.extend(of_its_own.filter(|own| renamed.iter().any(|name| mentions(own, name))).map(|own| own.identity.clone()));
        if !unclear.is_empty() {
            return Err(unclear);
        }
        objects.extend(changed.into_iter().map(|object| (object.identity.clone(), object)));
        // Of no database: what came from the other one has its numbers.
        Ok(Snapshot { left_out: self.left_out, ..Snapshot::of(objects.into_values()) })
    }

    /// The same schema where another role owns it and holds the rights.
    pub fn with_role(&self, from: &str, to: &str) -> Snapshot {
        let name = |name: &mut String| {
            if name == from {
                to.clone_into(name);
            }
        };
        let renamed = self.objects().cloned().map(|mut object| {
            for property in &mut object.properties {
                match (&mut property.value, property.name.as_str()) {
                    (Value::Text(text), "owner") => name(text),
                    (Value::List(list), "roles") => list.iter_mut().for_each(name),
                    _ => {}
                }
            }
            let identity = &mut object.identity;
            let role = match identity.kind {
                Kind::SchemaGrant | Kind::TypeGrant | Kind::RelationGrant | Kind::FunctionGrant => Some(&mut identity.name),
                Kind::DefaultPrivileges => identity.parent.as_mut(),
                _ => None,
            };
            if let Some(role) = role.filter(|role| role.as_str() == from) {
                *role = postgres_terms::Identifier::new(to);
            }
            object
        });
        Snapshot { database: self.database.clone(), left_out: self.left_out, ..Snapshot::of(renamed) }
    }
}

/// What an object is no longer called, by its name or with its schema in front.
fn old_name<'a>(old: &'a Identity, new: &Identity) -> Option<&'a str> {
    // Privileges are called by the role that has them.
    let is_grant = matches!(
        old.kind,
        Kind::SchemaGrant | Kind::TypeGrant | Kind::RelationGrant | Kind::FunctionGrant | Kind::DefaultPrivileges
    );
    let has_moved = old.schema != new.schema && !old.kind.is_part();
    (!is_grant && (old.name != new.name || has_moved)).then_some(old.name.as_str())
}

/// Whether an object may be about something of that name: then a new name changes how the server prints it, and where it belongs.
fn mentions(object: &Object, name: &str) -> bool {
    let identity = &object.identity;
    let belongs = [&identity.schema, &identity.parent].into_iter().flatten().any(|part| part.as_str() == name);
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let is_word = |text: &str, at: usize| {
        let (before, after) = (text[..at].chars().next_back(), text[at + name.len()..].chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    };
    let says = |text: &str| text.match_indices(name).any(|(at, _)| is_word(text, at));
    let mut told = object.properties.iter().filter(|property| property.name != "owner");
    belongs
        || told.any(|property| match &property.value {
            Value::Text(text) => says(text),
            Value::List(list) => list.iter().any(|text| says(text)),
        })
}

/// For each object that stays, what it was. As in a difference: by its internal number, or else by its name.
fn partners<'a>(from: &'a Snapshot, to: &'a Snapshot) -> BTreeMap<&'a Identity, &'a Object> {
    let one_database = is_one_database(from, to);
    let address = |object: &'a Object| Some((object.identity.kind, object.address.as_deref()?));
    let by_address: BTreeMap<_, _> =
        from.objects().filter(|_| one_database).filter_map(|object| Some((address(object)?, object))).collect();
    let mut taken = BTreeSet::new();
    let mut partners = BTreeMap::new();
    for new in to.objects() {
        if let Some(old) = address(new).and_then(|address| by_address.get(&address)) {
            taken.insert(&old.identity);
            partners.insert(&new.identity, *old);
        }
    }
    for new in to.objects() {
        if let Some(old) = from.get(&new.identity).filter(|old| !taken.contains(&old.identity)) {
            partners.entry(&new.identity).or_insert(old);
        }
    }
    partners
}

/// Whether two objects are the same, but for what does not count.
fn is_alike(one: &Object, other: &Object) -> bool {
    let full = |object: &Object| {
        object.properties.iter().filter(|property| property.weight() == Weight::Full).cloned().collect::<Vec<_>>()
    };
    full(one) == full(other)
}

/// An object after the change that made `new` of `old`; `None` when it was not like `old` where the change is, or has a property that
/// neither has and whose place among the others nobody can tell.
fn merged(own: &Object, old: &Object, new: &Object) -> Option<Object> {
    let mut properties = Vec::new();
    for property in &new.properties {
        let (before, here) = (old.get(&property.name), own.get(&property.name));
        if before == Some(&property.value) {
            properties.extend(here.map(|value| Property { name: property.name.clone(), value: value.clone() }));
        } else if here == before {
            properties.push(property.clone());
        } else {
            return None;
        }
    }
    let is_gone = |property: &&Property| new.get(&property.name).is_none();
    for property in own.properties.iter().filter(is_gone) {
        if old.get(&property.name) != Some(&property.value) && property.weight() == Weight::Full {
            return None;
        }
    }
    Some(Object { identity: new.identity.clone(), properties, ..own.clone() })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn object(identity: Identity, address: Option<&str>, properties: &[(&str, &str)]) -> Object {
        let property = |(name, value): &(&str, &str)| Property { name: (*name).into(), value: Value::Text((*value).into()) };
        Object {
            identity,
            address: address.map(str::to_owned),
            position: 0,
            inherited_from: None,
            properties: properties.iter().map(property).collect(),
        }
    }

    fn column(name: &str, properties: &[(&str, &str)]) -> Object {
        object(Identity::part(Kind::Column, "public", "t", name), None, properties)
    }

    fn snapshot(objects: &[Object]) -> Snapshot {
        Snapshot::of(objects.iter().cloned())
    }

    #[test]
    fn what_only_this_schema_has_is_kept() {
        let (a, b) = (column("a", &[("type", "text")]), column("b", &[("type", "text")]));
        let own = column("own", &[("type", "text")]);
        let (from, to) = (snapshot(std::slice::from_ref(&a)), snapshot(&[a.clone(), b.clone()]));
        assert_eq!(snapshot(&[a.clone(), own.clone()]).changed_as(&from, &to).unwrap(), snapshot(&[a, b, own]));
    }

    #[test]
    fn only_what_changed_is_carried_over() {
        let typed = |kind: &str, owner: &str| snapshot(&[column("a", &[("owner", owner), ("type", kind)])]);
        assert_eq!(typed("int", "app").changed_as(&typed("int", "x"), &typed("text", "x")).unwrap(), typed("text", "app"));
        // It was not an `int` here, so what becomes of it is not known.
        assert_eq!(typed("uuid", "app").changed_as(&typed("int", "x"), &typed("text", "x")).unwrap_err().len(), 1);
        assert_eq!(snapshot(&[]).changed_as(&typed("int", "x"), &typed("text", "x")).unwrap_err().len(), 1);
        // What goes need not have been there, and what comes may be there already if it is the same.
        assert_eq!(snapshot(&[]).changed_as(&typed("int", "x"), &snapshot(&[])).unwrap(), snapshot(&[]));
        assert_eq!(typed("int", "x").changed_as(&snapshot(&[]), &typed("int", "x")).unwrap(), typed("int", "x"));
        assert!(typed("uuid", "x").changed_as(&snapshot(&[]), &typed("int", "x")).is_err());
    }

    #[test]
    fn a_renamed_object_keeps_what_it_has_here() {
        let named = |name: &str, comment: &str| {
            let identity = Identity::part(Kind::Column, "public", "t", name);
            let mut snapshot = snapshot(&[object(identity, Some("7 1"), &[("type", "text"), ("statistics", comment)])]);
            snapshot.database = Some("1".into());
            snapshot
        };
        assert_eq!(named("a", "500").changed_as(&named("a", "100"), &named("b", "100")).unwrap(), named("b", "500"));
    }

    #[test]
    fn what_only_this_schema_has_may_be_printed_otherwise_after_a_rename() {
        let named = |name: &str| object(Identity::part(Kind::Column, "public", "t", name), Some("7 1"), &[]);
        let of_database = |objects: &[Object]| Snapshot { database: Some("1".into()), ..snapshot(objects) };
        let (from, to) = (of_database(&[named("email")]), of_database(&[named("mail")]));
        let index =
            |definition: &str| object(Identity::part(Kind::Index, "public", "t", "by_hand"), None, &[("definition", definition)]);
        let after = |definition: &str| snapshot(&[named("email"), index(definition)]).changed_as(&from, &to);
        assert_eq!(after("btree (lower(email))").unwrap_err(), [index("").identity]);
        assert_eq!(after("btree (id)").unwrap(), snapshot(&[named("mail"), index("btree (id)")]));
    }

    #[test]
    fn roles_change_wherever_they_are_named() {
        let with = |role: &str| {
            let grant = Identity::part(Kind::RelationGrant, "public", "t", role);
            let mut policy = column("p", &[]);
            policy.properties = vec![Property { name: "roles".into(), value: Value::List(vec!["public".into(), role.into()]) }];
            let default = Identity {
                schema: None,
                parent: Some(postgres_terms::Identifier::new(role)),
                ..Identity::head(Kind::DefaultPrivileges, "", "anon")
            };
            let owned = object(Identity::head(Kind::Table, "public", "t"), None, &[("owner", role), ("comment", "postgres")]);
            snapshot(&[object(grant, None, &[]), policy, object(default, None, &[]), owned])
        };
        assert_eq!(with("postgres").with_role("postgres", "app"), with("app"));
        assert_eq!(with("app").with_role("postgres", "other"), with("app"));
    }

    /// Snapshots of a few objects that often meet.
    fn snapshots() -> impl Strategy<Value = Snapshot> {
        let properties = prop::collection::btree_map(0..3usize, 0..3u8, 0..3).prop_map(|map| {
            map.into_iter().map(|(name, value)| (["owner", "type", "default"][name], value.to_string())).collect::<Vec<_>>()
        });
        prop::collection::btree_map(0..6usize, (properties, 0..6u8), 0..6).prop_map(|objects| {
            let objects = objects.into_iter().map(|(at, (properties, address))| {
                let identity = match at {
                    0 | 1 => Identity::head(Kind::Table, "public", ["t", "u"][at]),
                    at => Identity::part(Kind::Column, "public", ["t", "u"][at % 2], ["a", "b", "c", "d"][at - 2]),
                };
                let properties: Vec<(&str, &str)> = properties.iter().map(|(name, value)| (*name, value.as_str())).collect();
                object(identity, Some(&format!("{at} {address}")), &properties)
            });
            Snapshot { database: Some("1".into()), ..Snapshot::of(objects) }
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn the_change_itself_leads_from_one_to_the_other(from in snapshots(), to in snapshots()) {
            let after = from.changed_as(&from, &to).unwrap();
            prop_assert_eq!(&after, &to);
            prop_assert_eq!(after.fingerprint(), to.fingerprint());
        }

        #[test]
        fn no_change_changes_nothing(own in snapshots(), other in snapshots()) {
            prop_assert_eq!(own.changed_as(&other, &other).unwrap(), own);
        }
    }
}
