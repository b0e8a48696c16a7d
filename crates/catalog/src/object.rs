//! One object and what is known of it.

use std::fmt;

use crate::Identity;

/// One object of a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// What it is called.
    pub identity: Identity,
    /// The server's internal number for it, which outlives a rename; means nothing in another database.
    pub(crate) address: Option<String>,
    /// A column's number in its table, from 1, with gaps where columns were dropped; 0 for all else.
    pub position: i16,
    /// The same part of the parent table, when the server copied it from there: partitions, inheritance.
    pub inherited_from: Option<Identity>,
    /// What it is like, in the order of its query. What is absent or as usual is not listed.
    pub properties: Vec<Property>,
}

/// One thing known of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// The name of the query's column: `not_null`.
    pub name: String,
    /// Its value.
    pub value: Value,
}

/// A property's value. Untrusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// One text, most often as Postgres prints it; `yes` for what is simply so.
    Text(String),
    /// Several, in an order that means something or is sorted.
    List(Vec<String>),
}

/// How much a property counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Part of the schema: compared, and in the fingerprint.
    Full,
    /// Worth telling, but the same schema without it.
    Soft,
    /// Said by another property already; kept because it is easier to use.
    Derived,
}

impl Property {
    pub(crate) fn weight(&self) -> Weight {
        match self.name.as_str() {
            "comment" | "version" | "unpopulated" => Weight::Soft,
            "constraint_type" | "columns" | "references" | "referenced_columns" => Weight::Derived,
            _ => Weight::Full,
        }
    }
}

impl Object {
    /// A property's value.
    pub fn get(&self, property: &str) -> Option<&Value> {
        self.properties.iter().find(|each| each.name == property).map(|each| &each.value)
    }

    /// A property's text; `None` when it is absent or a list.
    pub fn text(&self, property: &str) -> Option<&str> {
        match self.get(property)? {
            Value::Text(text) => Some(text),
            Value::List(_) => None,
        }
    }

    /// A property's list; empty when it is absent or a text.
    pub fn list(&self, property: &str) -> &[String] {
        match self.get(property) {
            Some(Value::List(list)) => list,
            _ => &[],
        }
    }

    /// The properties that a difference can be in.
    pub(crate) fn told(&self) -> impl Iterator<Item = &Property> {
        self.properties.iter().filter(|property| property.weight() != Weight::Derived)
    }

    /// What it is like, in one line: `text, not null, default 'x'::text`. The owner is left out: nearly always the same.
    pub fn describe(&self) -> String {
        let is_worth_it = |property: &&Property| property.name != "owner" && property.value != Value::Text(String::new());
        let shown = self.told().filter(is_worth_it).map(|property| match (property.name.as_str(), &property.value) {
            ("definition" | "type" | "values" | "attributes" | "privileges" | "persistence" | "volatility" | "firing", value) => {
                value.to_string()
            }
            ("body", _) => "with a body".to_owned(),
            (name, Value::Text(text)) if text == "yes" => words(name),
            (name, value) => format!("{} {value}", words(name)),
        });
        shown.collect::<Vec<_>>().join(", ")
    }
}

/// A property's name for people: `not null`.
pub(crate) fn words(name: &str) -> String {
    name.replace('_', " ")
}

/// On one line: runs of blanks and line breaks become one blank, lists are joined by commas.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        match self {
            Value::Text(text) => f.write_str(&flat(text)),
            Value::List(list) => f.write_str(&list.iter().map(|text| flat(text)).collect::<Vec<_>>().join(", ")),
        }
    }
}
