//! Reading one TOML table: each key is asked for once, and what nobody asked for is an error.

use std::{collections::BTreeMap, ops::Range};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    error::{ConfigError, Place, nearest},
    origin::{Origin, Sourced},
};

/// Whose file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Default,
    Head,
    Base,
}

/// A file that is being read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Document<'a> {
    pub(crate) path: &'a str,
    pub(crate) text: &'a str,
    pub(crate) side: Side,
}

impl<'a> Document<'a> {
    /// The whole file as a table.
    pub(crate) fn table(self) -> Result<Table<'a>, ConfigError> {
        match DeTable::parse(self.text) {
            Ok(table) => Ok(Table::new(self, String::new(), table.into_inner())),
            Err(error) => {
                let place = self.place(error.span().map_or(0, |span| span.start));
                Err(ConfigError::Syntax { place, message: error.message().trim().replace('\n', ", ") })
            }
        }
    }

    fn place(self, offset: usize) -> Place {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let line = count(before.matches('\n').count() + 1);
        Place { path: self.path.to_owned(), line, column: count(before[line_start..].chars().count() + 1) }
    }

    fn origin(self, offset: usize) -> Origin {
        let Place { path, line, .. } = self.place(offset);
        match self.side {
            Side::Default => Origin::Default,
            Side::Head => Origin::File { path, line },
            Side::Base => Origin::BaseFile { path, line },
        }
    }
}

/// A key with its value, and where they are.
struct Entry<'a> {
    key_at: usize,
    value: Spanned<DeValue<'a>>,
}

/// A table of which not every key has been asked for.
pub(crate) struct Table<'a> {
    document: Document<'a>,
    /// With the tables around it: `targets.site`. Empty for the whole file.
    name: String,
    entries: BTreeMap<String, Entry<'a>>,
    asked: Vec<&'static str>,
}

impl<'a> Table<'a> {
    fn new(document: Document<'a>, name: String, table: DeTable<'a>) -> Self {
        let entry = |(key, value): (Spanned<_>, Spanned<DeValue<'a>>)| {
            let key_at = key.span().start;
            let key: std::borrow::Cow<'a, str> = key.into_inner();
            (key.into_owned(), Entry { key_at, value })
        };
        Table { document, name, entries: table.into_iter().map(entry).collect(), asked: vec![] }
    }

    fn full_name(&self, key: &str) -> String {
        if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) }
    }

    fn take(&mut self, key: &'static str) -> Option<Entry<'a>> {
        self.asked.push(key);
        self.entries.remove(key)
    }

    fn wrong_type(&self, key: &str, span: Range<usize>, expected: &'static str) -> ConfigError {
        ConfigError::WrongType { place: self.document.place(span.start), key: self.full_name(key), expected }
    }

    fn value_error(&self, key: &str, at: usize, message: String) -> ConfigError {
        ConfigError::Value { place: self.document.place(at), key: self.full_name(key), message }
    }

    fn sourced<T>(&self, at: usize, value: T) -> Sourced<T> {
        Sourced { value, origin: self.document.origin(at) }
    }

    /// A string that `parse` understands. Its error completes the sentence "`key` ...", and does not repeat the value.
    pub(crate) fn parsed<T>(
        &mut self,
        key: &'static str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<Sourced<T>>, ConfigError> {
        let Some(Entry { key_at, value }) = self.take(key) else { return Ok(None) };
        self.parse_one(key, key_at, &value, &parse).map(Some)
    }

    fn parse_one<T>(
        &self,
        key: &str,
        key_at: usize,
        value: &Spanned<DeValue<'a>>,
        parse: &impl Fn(&str) -> Result<T, String>,
    ) -> Result<Sourced<T>, ConfigError> {
        let DeValue::String(text) = value.get_ref() else { return Err(self.wrong_type(key, value.span(), "a string")) };
        let parsed = parse(text).map_err(|message| self.value_error(key, value.span().start, message))?;
        Ok(self.sourced(key_at, parsed))
    }

    /// An array of strings that `parse` understands.
    pub(crate) fn all_parsed<T>(
        &mut self,
        key: &'static str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<Sourced<Vec<T>>>, ConfigError> {
        let Some(Entry { key_at, value }) = self.take(key) else { return Ok(None) };
        let DeValue::Array(items) = value.get_ref() else {
            return Err(self.wrong_type(key, value.span(), "an array of strings"));
        };
        let parse_item = |item| self.parse_one(key, key_at, item, &parse).map(|item| item.value);
        let items = items.iter().map(parse_item).collect::<Result<_, _>>()?;
        Ok(Some(self.sourced(key_at, items)))
    }

    /// `true` or `false`.
    pub(crate) fn boolean(&mut self, key: &'static str) -> Result<Option<Sourced<bool>>, ConfigError> {
        let Some(Entry { key_at, value }) = self.take(key) else { return Ok(None) };
        match value.get_ref() {
            DeValue::Boolean(value) => Ok(Some(self.sourced(key_at, *value))),
            _ => Err(self.wrong_type(key, value.span(), "true or false")),
        }
    }

    /// A whole number that is not negative.
    pub(crate) fn number(&mut self, key: &'static str) -> Result<Option<Sourced<u32>>, ConfigError> {
        let Some(entry) = self.take(key) else { return Ok(None) };
        let number = self.whole_number(key, &entry)?;
        Ok(Some(self.sourced(entry.key_at, number)))
    }

    fn whole_number(&self, key: &str, entry: &Entry<'a>) -> Result<u32, ConfigError> {
        let number = match entry.value.get_ref() {
            DeValue::Integer(number) => u32::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        number.ok_or_else(|| self.wrong_type(key, entry.value.span(), "a whole number"))
    }

    /// A table inside this one.
    pub(crate) fn table(&mut self, key: &'static str) -> Result<Option<Table<'a>>, ConfigError> {
        self.take(key).map(|entry| self.nested(key, entry)).transpose()
    }

    fn nested(&self, key: &str, entry: Entry<'a>) -> Result<Table<'a>, ConfigError> {
        let span = entry.value.span();
        match entry.value.into_inner() {
            DeValue::Table(table) => Ok(Table::new(self.document, self.full_name(key), table)),
            _ => Err(self.wrong_type(key, span, "a table")),
        }
    }

    /// An array of tables: `[[name]]`.
    pub(crate) fn tables(&mut self, key: &'static str) -> Result<Vec<Table<'a>>, ConfigError> {
        let Some(Entry { value, .. }) = self.take(key) else { return Ok(vec![]) };
        let span = value.span();
        let DeValue::Array(items) = value.into_inner() else {
            return Err(self.wrong_type(key, span, "an array of tables"));
        };
        let read = |(index, item): (usize, Spanned<DeValue<'a>>)| {
            let span = item.span();
            match item.into_inner() {
                DeValue::Table(table) => Ok(Table::new(self.document, format!("{}.{}", self.full_name(key), index + 1), table)),
                _ => Err(self.wrong_type(key, span, "an array of tables")),
            }
        };
        items.into_iter().enumerate().map(read).collect()
    }

    /// The name of a key that must be there and is not, as an error at the place of another.
    pub(crate) fn missing(&self, key: &str) -> ConfigError {
        self.fault(key, "is missing")
    }

    /// An error about a key that is not asked for yet: at its place where it is there, else at the first of the others.
    pub(crate) fn fault(&self, key: &str, message: &str) -> ConfigError {
        let first = || self.entries.values().map(|entry| entry.key_at).min().unwrap_or(0);
        let at = self.entries.get(key).map_or_else(first, |entry| entry.key_at);
        self.value_error(key, at, message.to_owned())
    }

    /// Everything that is left, as tables under names that the user chose, in the order of the file.
    pub(crate) fn named_tables(
        mut self,
        check_name: impl Fn(&str) -> Result<(), String>,
    ) -> Result<Vec<(String, Table<'a>)>, ConfigError> {
        let mut entries: Vec<_> = std::mem::take(&mut self.entries).into_iter().collect();
        entries.sort_by_key(|(_, entry)| entry.key_at);
        let read = |(name, entry): (String, Entry<'a>)| {
            check_name(&name).map_err(|message| self.value_error(&name, entry.key_at, message))?;
            let table = self.nested(&name, entry)?;
            Ok((name, table))
        };
        entries.into_iter().map(read).collect()
    }

    /// Everything that is left, as strings under names that the user chose, by name.
    pub(crate) fn named_values<T>(
        mut self,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<BTreeMap<String, Sourced<T>>, ConfigError> {
        let entries = std::mem::take(&mut self.entries);
        let read = |(name, entry): (String, Entry<'a>)| {
            let value = self.parse_one(&name, entry.key_at, &entry.value, &parse)?;
            Ok((name, value))
        };
        entries.into_iter().map(read).collect()
    }

    /// The same where the name, too, has to be understood.
    pub(crate) fn named_values_with<T>(
        mut self,
        parse: impl Fn(&str, &str) -> Result<T, String>,
    ) -> Result<BTreeMap<String, Sourced<T>>, ConfigError> {
        let entries = std::mem::take(&mut self.entries);
        let read = |(name, entry): (String, Entry<'a>)| {
            let value = self.parse_one(&name, entry.key_at, &entry.value, &|text: &str| parse(&name, text))?;
            Ok((name, value))
        };
        entries.into_iter().map(read).collect()
    }

    /// Everything that is left, as whole numbers under names that the user chose, by name.
    pub(crate) fn named_numbers<T>(
        mut self,
        parse: impl Fn(&str, u32) -> Result<T, String>,
    ) -> Result<BTreeMap<String, Sourced<T>>, ConfigError> {
        let entries = std::mem::take(&mut self.entries);
        let read = |(name, entry): (String, Entry<'a>)| {
            let number = self.whole_number(&name, &entry)?;
            let value = parse(&name, number).map_err(|message| self.value_error(&name, entry.key_at, message))?;
            Ok((name, self.sourced(entry.key_at, value)))
        };
        entries.into_iter().map(read).collect()
    }

    /// Ends the reading: a key that nobody asked for must not pass.
    pub(crate) fn finish(self) -> Result<(), ConfigError> {
        let Some((key, entry)) = self.entries.iter().min_by_key(|(_, entry)| entry.key_at) else { return Ok(()) };
        Err(ConfigError::UnknownKey {
            place: self.document.place(entry.key_at),
            key: self.full_name(key),
            suggestion: nearest(key, self.asked.iter().copied()),
        })
    }
}
