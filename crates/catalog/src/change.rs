//! One difference between two snapshots, and how it is told.

use std::fmt;

use crate::{Identity, Kind, Loss, Object, Property, Value, object::words};

/// The longest value that is told in full, in characters. The whole is in [`Alteration`].
const VALUE_SHOWN: usize = 240;

/// Added, removed or altered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Not there before.
    Added,
    /// Not there any more.
    Removed,
    /// There before and after, and different.
    Altered,
}

/// One difference. A new table with its columns and indexes is one, and so is a removed one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Added, removed or altered.
    pub action: Action,
    /// The object as it is called after the change; before it, when it was removed.
    pub identity: Identity,
    /// For an altered object: what differs, in the order of its properties. A rename is among them.
    pub alterations: Vec<Alteration>,
    /// For an added or removed object: its parts, which came or went with it, and the sequences that its columns own.
    pub parts: Vec<Identity>,
    /// What is to be told, one line each, without the object's name. Untrusted, unescaped.
    pub details: Vec<String>,
    /// The data that is lost with it, or may be.
    pub losses: Vec<Loss>,
}

/// One property that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alteration {
    /// The property: `not_null`; `name`, `schema` and `arguments` for the identity's own.
    pub property: String,
    /// Its value before.
    pub from: Option<Value>,
    /// Its value after.
    pub to: Option<Value>,
}

impl Change {
    pub(crate) fn added_or_removed(action: Action, object: &Object) -> Self {
        let line = object.describe();
        Change {
            action,
            identity: object.identity.clone(),
            alterations: Vec::new(),
            parts: Vec::new(),
            details: if line.is_empty() { Vec::new() } else { vec![shorten(&line)] },
            losses: Vec::new(),
        }
    }

    /// Takes in a part that came or went with the object.
    pub(crate) fn absorb(&mut self, part: &Object) {
        self.parts.push(part.identity.clone());
        // The sequence behind a serial or identity column: the column says it.
        if !part.identity.kind.is_part() {
            return;
        }
        let name = &part.identity.name;
        let line = match part.identity.kind {
            Kind::RelationGrant | Kind::FunctionGrant | Kind::TypeGrant | Kind::SchemaGrant => format!("grant to {name}"),
            kind => format!("{kind} {name}"),
        };
        self.details.push(shorten(&format!("{line}: {}", part.describe())));
    }

    /// Whether data is lost with it, or may be.
    pub fn loses_data(&self) -> bool {
        !self.losses.is_empty()
    }
}

impl Alteration {
    /// What differs in the properties of two objects.
    pub(crate) fn between(before: &Object, after: &Object) -> Vec<Alteration> {
        let gone = before.told().filter(|property| after.get(&property.name).is_none());
        let told = after.told().chain(gone).map(|Property { name, .. }| Alteration {
            property: name.clone(),
            from: before.get(name).cloned(),
            to: after.get(name).cloned(),
        });
        let mut alterations = Alteration::of_identity(&before.identity, &after.identity);
        alterations.extend(told.filter(|alteration| alteration.from != alteration.to));
        alterations
    }

    /// A rename, or a move to another schema. A part moves with its head, which tells it.
    fn of_identity(before: &Identity, after: &Identity) -> Vec<Alteration> {
        let of = |property: &str, from: Option<&str>, to: Option<&str>| {
            let value = |text: Option<&str>| text.map(|text| Value::Text(text.to_owned()));
            (from != to).then(|| Alteration { property: property.to_owned(), from: value(from), to: value(to) })
        };
        let schema = |identity: &Identity| identity.schema.as_ref().map(|schema| schema.as_str().to_owned());
        let mut alterations = Vec::new();
        alterations.extend(of("name", Some(before.name.as_str()), Some(after.name.as_str())));
        if !before.kind.is_part() {
            alterations.extend(of("schema", schema(before).as_deref(), schema(after).as_deref()));
            alterations.extend(of("arguments", before.arguments.as_deref(), after.arguments.as_deref()));
        }
        alterations
    }
}

/// One line: `type: integer → bigint`.
impl fmt::Display for Alteration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = words(&self.property);
        let yes = Some(Value::Text("yes".to_owned()));
        let shown = |value: &Option<Value>| value.as_ref().map_or_else(|| "none".to_owned(), |value| shorten(&value.to_string()));
        match (&self.from, &self.to) {
            (Some(from), Some(_)) if self.property == "name" => write!(f, "renamed from {}", shorten(&from.to_string())),
            (Some(from), _) if self.property == "schema" => write!(f, "moved from schema {}", shorten(&from.to_string())),
            _ if self.property == "body" => f.write_str("body changed"),
            (None, to) if *to == yes => write!(f, "now {name}"),
            (from, None) if *from == yes => write!(f, "no longer {name}"),
            (Some(Value::List(from)), Some(Value::List(to))) => f.write_str(&lists(&name, from, to)),
            (from, to) => write!(f, "{name}: {} → {}", shown(from), shown(to)),
        }
    }
}

/// What was added to a list and removed from it; both lists when only the order differs.
fn lists(name: &str, from: &[String], to: &[String]) -> String {
    let only = |list: &[String], other: &[String]| -> Vec<String> {
        list.iter().filter(|each| !other.contains(each)).cloned().collect()
    };
    let (removed, added) = (only(from, to), only(to, from));
    let said = [("added", added), ("removed", removed)]
        .into_iter()
        .filter(|(_, list)| !list.is_empty())
        .map(|(verb, list)| format!("{verb} {}", shorten(&Value::List(list).to_string())));
    let said = said.collect::<Vec<_>>().join("; ");
    if said.is_empty() {
        let shown = |list: &[String]| shorten(&Value::List(list.to_vec()).to_string());
        return format!("order of {name}: {} → {}", shown(from), shown(to));
    }
    format!("{name}: {said}")
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(VALUE_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
