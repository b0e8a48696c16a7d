//! Compares two snapshots.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Action, Alteration, Change, Identity, Kind, Loss, Object, Snapshot, Value, loss::keeps_values};

/// Everything that differs, in the order of reading: by schema, then table by table, each followed by its parts.
///
/// An object is the same one when it has the same internal number (in two snapshots of one database, so that a rename is known as one)
/// or else the same name. What a partition copies from its parent is told once, for the parent.
pub fn diff(before: &Snapshot, after: &Snapshot) -> Vec<Change> {
    let pairs = pairs(before, after);
    let sides = Sides::of(before, after, &pairs);
    let mut seen: Vec<Seen<'_>> = pairs.iter().filter_map(|pair| Seen::of(*pair, &sides)).collect();
    leave_out_copies(&mut seen);
    let mut changes = absorb_parts(seen);
    hint_at_renames(&mut changes, before, after);
    changes.sort_by(|a, b| (&a.identity, a.action).cmp(&(&b.identity, b.action)));
    changes
}

/// An object before and after; at least one of them is there.
#[derive(Clone, Copy)]
struct Pair<'a> {
    before: Option<&'a Object>,
    after: Option<&'a Object>,
    /// Another object with the same name, as far as that can be known.
    made_again: bool,
}

fn pairs<'a>(before: &'a Snapshot, after: &'a Snapshot) -> Vec<Pair<'a>> {
    let one_database = is_one_database(before, after);
    fn address(object: &Object) -> Option<(Kind, &str)> {
        Some((object.identity.kind, object.address.as_deref()?))
    }
    let by_address: BTreeMap<_, _> =
        after.objects().filter(|_| one_database).filter_map(|object| Some((address(object)?, object))).collect();
    let mut partners: BTreeMap<&Identity, &Object> = BTreeMap::new();
    let mut alone = Vec::new();
    for object in before.objects() {
        match address(object).and_then(|address| by_address.get(&address)) {
            Some(partner) => drop(partners.insert(&partner.identity, object)),
            None => alone.push(object),
        }
    }
    let mut pairs = Vec::with_capacity(after.len());
    let mut made_again = BTreeSet::new();
    for object in alone {
        if after.get(&object.identity).is_some() && !partners.contains_key(&object.identity) {
            partners.insert(&object.identity, object);
            made_again.insert(&object.identity);
        } else {
            pairs.push(Pair { before: Some(object), after: None, made_again: false });
        }
    }
    pairs.extend(after.objects().map(|object| Pair {
        before: partners.get(&object.identity).copied(),
        after: Some(object),
        made_again: one_database && made_again.contains(&object.identity),
    }));
    pairs
}

pub(crate) fn is_one_database(before: &Snapshot, after: &Snapshot) -> bool {
    before.database.is_some() && before.database == after.database
}

/// Both snapshots, and what is known of them as wholes.
struct Sides<'a> {
    before: &'a Snapshot,
    after: &'a Snapshot,
    is_one_database: bool,
    /// Old and new names: what is in a renamed schema is not said to have moved.
    renamed_schemas: Vec<Alteration>,
    /// Tables that were dropped and made again, so that their columns were too.
    made_again: BTreeSet<&'a Identity>,
}

impl<'a> Sides<'a> {
    fn of(before: &'a Snapshot, after: &'a Snapshot, pairs: &[Pair<'a>]) -> Self {
        let schemas = pairs.iter().filter_map(|pair| Some((pair.before?, pair.after?)));
        let renamed =
            schemas.filter(|(old, _)| old.identity.kind == Kind::Schema).flat_map(|(old, new)| Alteration::between(old, new));
        let renamed = renamed.filter(|alteration| alteration.property == "name");
        let renamed_schemas = renamed.map(|alteration| Alteration { property: "schema".to_owned(), ..alteration }).collect();
        let made_again = pairs.iter().filter(|pair| pair.made_again).filter_map(|pair| Some(&pair.after?.identity)).collect();
        Sides { before, after, is_one_database: is_one_database(before, after), renamed_schemas, made_again }
    }
}

/// A change and the objects that it is about.
struct Seen<'a> {
    change: Change,
    object: &'a Object,
}

impl<'a> Seen<'a> {
    fn of(pair: Pair<'a>, sides: &Sides<'_>) -> Option<Self> {
        let (change, object) = match (pair.before, pair.after) {
            (None, Some(object)) => (Change::added_or_removed(Action::Added, object), object),
            (Some(object), None) => {
                let losses = lost_with(object, sides.before).into_iter().collect();
                (Change { losses, ..Change::added_or_removed(Action::Removed, object) }, object)
            }
            (Some(old), Some(new)) => (altered(old, new, pair.made_again, sides)?, new),
            (None, None) => return None,
        };
        Some(Seen { change, object })
    }
}

/// What is lost when an object goes.
fn lost_with(object: &Object, snapshot: &Snapshot) -> Option<Loss> {
    match object.identity.kind {
        Kind::Table => Some(Loss::Rows),
        // A generated column can be computed again, and a foreign table's data is elsewhere.
        Kind::Column if object.get("generated").is_none() && snapshot.get(&head(object, Kind::Table)).is_some() => {
            Some(Loss::Values)
        }
        _ => None,
    }
}

/// The identity that a part's head has, if it is of this kind.
fn head(part: &Object, kind: Kind) -> Identity {
    let Identity { schema, parent, name, .. } = part.identity.clone();
    Identity { kind, schema, name: parent.unwrap_or(name), parent: None, arguments: None }
}

fn altered(old: &Object, new: &Object, made_again: bool, sides: &Sides<'_>) -> Option<Change> {
    let mut alterations = Alteration::between(old, new);
    alterations.retain(|alteration| !sides.renamed_schemas.contains(alteration));
    let is_told_of_head = new.identity.kind.is_part() && sides.made_again.contains(&head(new, Kind::Table));
    let lost = (made_again && !is_told_of_head).then(|| lost_with(old, sides.before)).flatten();
    if alterations.is_empty() && lost.is_none() {
        return None;
    }
    let is_same = sides.is_one_database && !made_again;
    let mut details: Vec<String> = lost.iter().map(|_| "dropped and made again".to_owned()).collect();
    let mut losses = Vec::new();
    for alteration in &alterations {
        let renamed = if is_same { renamed_values(new, alteration) } else { Vec::new() };
        if renamed.is_empty() {
            details.push(alteration.to_string());
            let can_lose = lost.is_none() && !(is_same && new.identity.kind == Kind::Enum);
            losses.extend(lost_by(new, alteration, sides).filter(|_| can_lose));
        } else {
            details.extend(renamed);
        }
    }
    losses.extend(lost);
    Some(Change { action: Action::Altered, identity: new.identity.clone(), alterations, parts: Vec::new(), details, losses })
}

/// Values of one and the same enum that are called differently now: Postgres can rename a value but not take one away, so in a list of
/// the same length each new value has the place of the one that it was.
fn renamed_values(object: &Object, alteration: &Alteration) -> Vec<String> {
    let (Kind::Enum, "values") = (object.identity.kind, alteration.property.as_str()) else { return Vec::new() };
    let (Some(Value::List(from)), Some(Value::List(to))) = (&alteration.from, &alteration.to) else { return Vec::new() };
    if from.len() != to.len() {
        return Vec::new();
    }
    from.iter().zip(to).filter(|(old, new)| old != new).map(|(old, new)| format!("value {old} renamed to {new}")).collect()
}

/// What is lost when a property changes.
fn lost_by(object: &Object, alteration: &Alteration, sides: &Sides<'_>) -> Option<Loss> {
    match (object.identity.kind, alteration.property.as_str(), &alteration.from, &alteration.to) {
        (Kind::Column, "type", Some(Value::Text(from)), Some(Value::Text(to))) => {
            let is_safe = object.get("generated").is_some() || keeps_values(from, to) || enum_keeps_values(from, to, sides);
            (!is_safe).then(|| Loss::Narrowed { from: from.clone(), to: to.clone() })
        }
        (Kind::Enum, "values", Some(Value::List(from)), Some(Value::List(to))) => {
            let gone: Vec<_> = from.iter().filter(|value| !to.contains(value)).cloned().collect();
            (!gone.is_empty()).then_some(Loss::EnumValues(gone))
        }
        _ => None,
    }
}

/// Whether the new type is the old enum under another name, or one with all of its values.
fn enum_keeps_values(from: &str, to: &str, sides: &Sides<'_>) -> bool {
    fn find<'a>(snapshot: &'a Snapshot, printed: &str) -> Option<&'a Object> {
        let printed = printed.replace('"', "");
        snapshot.of_kind(Kind::Enum).find(|object| {
            let Identity { schema: Some(schema), name, .. } = &object.identity else { return false };
            format!("{}.{}", schema.as_str(), name.as_str()).replace('"', "") == printed
        })
    }
    let (Some(old), Some(new)) = (find(sides.before, from), find(sides.after, to)) else { return false };
    old.list("values").iter().all(|value| new.list("values").contains(value))
}

/// Leaves out the changes that a partition or an inheriting table took over from its parent.
fn leave_out_copies(seen: &mut Vec<Seen<'_>>) {
    let told: BTreeMap<(Action, Identity), Vec<Alteration>> =
        seen.iter().map(|Seen { change, .. }| ((change.action, change.identity.clone()), change.alterations.clone())).collect();
    seen.retain(|Seen { change, object }| {
        let Some(origin) = &object.inherited_from else { return true };
        told.get(&(change.action, origin.clone())) != Some(&change.alterations)
    });
}

/// Puts the parts of an added or removed object, and the sequences of added or removed columns, into its change.
fn absorb_parts(seen: Vec<Seen<'_>>) -> Vec<Change> {
    let moved: BTreeMap<(Action, Identity), usize> = seen
        .iter()
        .enumerate()
        .filter(|(_, Seen { change, .. })| change.action != Action::Altered)
        .map(|(at, Seen { change, .. })| ((change.action, change.identity.clone()), at))
        .collect();
    let host = |Seen { change, object }: &Seen<'_>| {
        let find = |identity: Identity| moved.get(&(change.action, identity)).copied();
        if object.identity.kind.is_part() {
            return heads_of(object).find_map(find);
        }
        let [schema, table, column] = object.list("owned_by") else { return None };
        find(Identity::head(Kind::Table, schema, table)).or_else(|| find(Identity::part(Kind::Column, schema, table, column)))
    };
    let hosts: Vec<Option<usize>> = seen.iter().map(host).collect();
    let mut parts: Vec<(usize, &Object)> =
        hosts.iter().zip(&seen).filter_map(|(host, seen)| Some(((*host)?, seen.object))).collect();
    parts.sort_by_key(|(_, part)| (part.identity.kind, part.position));
    let mut changes: Vec<Change> = seen.iter().map(|seen| seen.change.clone()).collect();
    for (host, part) in parts {
        changes[host].absorb(part);
    }
    let mut is_absorbed = hosts.iter().map(Option::is_some);
    changes.retain(|_| !is_absorbed.next().unwrap_or(false));
    changes
}

/// Every identity that the head of a part can have.
fn heads_of(part: &Object) -> impl Iterator<Item = Identity> {
    let heads = Kind::ALL.into_iter().filter(|kind| !kind.is_part() && kind.group() == part.identity.kind.group());
    heads.map(|kind| {
        let mut identity = Identity { arguments: part.identity.arguments.clone(), ..head(part, kind) };
        if kind == Kind::Schema {
            identity.schema = None;
        }
        identity
    })
}

/// Says of a new object that a removed one was just like it. Only where there is one of each.
fn hint_at_renames(changes: &mut [Change], before: &Snapshot, after: &Snapshot) {
    let mut alike: BTreeMap<String, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (at, change) in changes.iter().enumerate() {
        let (snapshot, is_new) = match change.action {
            Action::Added => (after, true),
            Action::Removed => (before, false),
            Action::Altered => continue,
        };
        let Some(likeness) = likeness(snapshot, &change.identity) else { continue };
        let (removed, added) = alike.entry(likeness).or_default();
        if is_new { added.push(at) } else { removed.push(at) }
    }
    for (removed, added) in alike.into_values() {
        if let ([removed], [added]) = (removed.as_slice(), added.as_slice()) {
            let old = changes[*removed].identity.to_string();
            changes[*added].details.push(format!("just like the removed {old}: perhaps meant as a rename"));
        }
    }
}

/// What an object and its columns are like apart from its name; equal for what could be a rename.
fn likeness(snapshot: &Snapshot, identity: &Identity) -> Option<String> {
    let object = snapshot.get(identity)?;
    let place = (identity.kind, &identity.schema, &identity.parent, &identity.arguments);
    let parts = snapshot.parts(identity);
    let columns =
        parts.iter().filter(|part| part.identity.kind == Kind::Column).map(|part| (&part.identity.name, &part.properties));
    Some(format!("{place:?} {:?} {:?}", object.properties, columns.collect::<Vec<_>>()))
}
