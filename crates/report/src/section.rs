use std::time::Duration;

/// A part of a report that is neither a migration nor a finding: a table of what was seen, a list, a text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Section {
    /// What it is about, in a few words. Untrusted, unescaped.
    pub title: String,
    /// What it says, in order.
    pub blocks: Vec<Block>,
    /// Whether Markdown shows it only to who asks for it.
    pub is_folded: bool,
}

/// What a section says. All of its texts are untrusted and unescaped, unless said otherwise.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// Rows of cells.
    Table(Table),
    /// Sentences, one a line. Names stand in backticks.
    List(Vec<String>),
    /// Text as it is, of which lines and blanks matter.
    Code {
        /// Its language for Markdown, ours: `sql`, `text`.
        language: &'static str,
        /// The text.
        text: String,
    },
}

/// Rows of cells.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// What each row has, in order.
    pub columns: Vec<Column>,
    /// One cell per column.
    pub rows: Vec<Vec<Cell>>,
}

/// What a column of a table is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name for programs: `size_bytes`.
    pub key: &'static str,
    /// Its name for people: `size`.
    pub title: &'static str,
}

impl Column {
    /// A column.
    pub const fn new(key: &'static str, title: &'static str) -> Self {
        Column { key, title }
    }
}

/// A value in a table. How it is written is the renderer's matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing, or not known.
    Nothing,
    /// Words. Names stand in backticks.
    Text(String),
    /// A name, or a piece of code.
    Name(String),
    /// A count.
    Number(i64),
    /// A size.
    Bytes(u64),
    /// How long something took or has lasted.
    Age(Duration),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Cell::Text(text)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Cell::Number(number)
    }
}

impl From<usize> for Cell {
    /// Counts of what fits into memory fit.
    fn from(number: usize) -> Self {
        Cell::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<Duration> for Cell {
    fn from(age: Duration) -> Self {
        Cell::Age(age)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::Nothing, Into::into)
    }
}

impl Cell {
    /// Whether columns of it end at the same place rather than begin there.
    pub(crate) fn is_number(&self) -> bool {
        matches!(self, Cell::Number(_) | Cell::Bytes(_) | Cell::Age(_))
    }
}

impl Table {
    /// Whether a column is of numbers, as far as it has values.
    pub(crate) fn is_numeric(&self, column: usize) -> bool {
        let mut values = self.rows.iter().filter_map(|row| row.get(column)).filter(|cell| **cell != Cell::Nothing).peekable();
        values.peek().is_some() && values.all(Cell::is_number)
    }
}
