//! Sections for programs: values with their keys, numbers as numbers.

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::Table;

/// A part of the report that is neither a migration nor a finding.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Section<'a> {
    /// What it is about.
    title: &'a str,
    /// What it says, in order.
    blocks: Vec<Block<'a>>,
}

/// What a section says.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Block<'a> {
    /// Rows of values.
    Table {
        /// Each row's values under the keys of their columns: texts, numbers, sizes in bytes, times in seconds; null for what is not known.
        #[cfg_attr(test, schemars(with = "Vec<std::collections::BTreeMap<String, Value<'static>>>"))]
        rows: Vec<Row<'a>>,
    },
    /// Sentences.
    List {
        /// The sentences.
        items: &'a [String],
    },
    /// Text of which lines and blanks matter.
    Code {
        /// Its language: `sql`, `text`.
        language: &'a str,
        /// The text.
        text: &'a str,
    },
}

/// A value of a table.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
enum Value<'a> {
    /// Nothing, or not known.
    Nothing,
    /// A text.
    Text(&'a str),
    /// A count, or a size in bytes.
    Number(i64),
    /// A time in seconds.
    Seconds(f64),
}

struct Row<'a> {
    table: &'a Table,
    cells: &'a [crate::Cell],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (column, cell) in self.table.columns.iter().zip(self.cells) {
            map.serialize_entry(column.key, &Value::from(cell))?;
        }
        map.end()
    }
}

impl<'a> From<&'a crate::Cell> for Value<'a> {
    fn from(cell: &'a crate::Cell) -> Self {
        match cell {
            crate::Cell::Nothing => Value::Nothing,
            crate::Cell::Text(text) | crate::Cell::Name(text) => Value::Text(text),
            crate::Cell::Number(number) => Value::Number(*number),
            crate::Cell::Bytes(bytes) => Value::Number(i64::try_from(*bytes).unwrap_or(i64::MAX)),
            // Milliseconds are exact; more digits would be noise.
            crate::Cell::Age(age) => Value::Seconds((age.as_secs_f64() * 1e3).round() / 1e3),
        }
    }
}

impl<'a> From<&'a crate::Section> for Section<'a> {
    fn from(section: &'a crate::Section) -> Self {
        Section { title: &section.title, blocks: section.blocks.iter().map(Block::from).collect() }
    }
}

impl<'a> From<&'a crate::Block> for Block<'a> {
    fn from(block: &'a crate::Block) -> Self {
        match block {
            crate::Block::Table(table) => Block::Table { rows: table.rows.iter().map(|cells| Row { table, cells }).collect() },
            crate::Block::List(items) => Block::List { items },
            crate::Block::Code { language, text } => Block::Code { language, text },
        }
    }
}
