//! What is in the catalog, and what two looks at it differ in.

use std::collections::BTreeMap;

use super::session::{Columns, Session};

/// Everything that is in the catalog, by an identity that survives renaming.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts(BTreeMap<String, Fact>);

#[derive(Debug, Clone)]
struct Fact {
    parent: String,
    label: String,
    attributes: BTreeMap<String, String>,
}

impl Facts {
    /// Reads them.
    pub(super) fn of(session: &Session, major: u32) -> Self {
        let mut rows = session.rows(include_str!("../../queries/facts.sql"));
        if major >= 15 {
            rows.extend(session.rows(include_str!("../../queries/parameters.sql")));
        }
        let fact = |row: &super::session::Row| {
            let attributes: BTreeMap<String, serde_json::Value> =
                serde_json::from_str(&row.text("attributes")).expect("attributes are a JSON object");
            let shown = |value: serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            Fact {
                parent: row.text("parent"),
                label: format!("{} {}", row.text("kind"), row.text("name")),
                attributes: attributes.into_iter().map(|(name, value)| (name, shown(value))).collect(),
            }
        };
        Facts(rows.iter().map(|row| (row.text("key"), fact(row))).collect())
    }

    /// What became of them, a line for each. What goes or comes with the object that it belongs to has no line of its own.
    pub(super) fn changes_to(&self, after: &Facts) -> Vec<String> {
        let gone = only_in(self, after).map(|fact| format!("removes {}", fact.label));
        let new = only_in(after, self).map(|fact| format!("adds {}", fact.label));
        let both = self.0.iter().filter_map(|(key, fact)| Some((fact, after.0.get(key)?)));
        let changed = both.flat_map(|(before, after)| changes(before, after));
        gone.chain(new).chain(changed).collect()
    }
}

fn only_in<'a>(one: &'a Facts, other: &'a Facts) -> impl Iterator<Item = &'a Fact> {
    let missing = |key: &str| one.0.contains_key(key) && !other.0.contains_key(key);
    one.0.iter().filter(move |(key, fact)| !other.0.contains_key(*key) && !missing(&fact.parent)).map(|(_, fact)| fact)
}

fn changes(before: &Fact, after: &Fact) -> Vec<String> {
    let differs = |(name, old): (&String, &String)| {
        let new = after.attributes.get(name)?;
        (old != new).then(|| format!("changes {}: {name} {} to {}", before.label, one_line(old), one_line(new)))
    };
    before.attributes.iter().filter_map(differs).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
