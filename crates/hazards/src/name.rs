//! What is an object called in a script?

use std::fmt;

use postgres_terms::Identifier;

/// A name as written: one to three parts, outermost first, each as Postgres stores it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Name(Vec<String>);

impl Name {
    /// From its parts, outermost first.
    pub fn new(parts: Vec<String>) -> Self {
        Name(parts)
    }

    /// The schema, where one is written.
    pub fn schema(&self) -> Option<&str> {
        self.0.len().checked_sub(2).and_then(|at| self.0.get(at)).map(String::as_str)
    }

    /// The object's own name.
    pub fn last(&self) -> &str {
        self.0.last().map_or("", String::as_str)
    }

    /// Its parts, outermost first.
    pub fn parts(&self) -> &[String] {
        &self.0
    }

    /// Something that belongs to it, named in full: a column of a table.
    pub fn part(&self, name: &str) -> Name {
        let mut parts = self.0.clone();
        parts.push(name.to_owned());
        Name(parts)
    }

    /// As a person would write it; `None` for no name at all.
    pub fn written(&self) -> Option<String> {
        (!self.0.is_empty()).then(|| self.to_string())
    }

    /// Another object of the same schema.
    pub fn sibling(&self, last: &str) -> Name {
        let mut parts = self.0.clone();
        parts.pop();
        parts.push(last.to_owned());
        Name(parts)
    }

    /// The same object in another schema.
    pub fn moved_to(&self, schema: &str) -> Name {
        Name(vec![schema.to_owned(), self.last().to_owned()])
    }
}

impl From<&Name> for Name {
    fn from(name: &Name) -> Self {
        name.clone()
    }
}

impl From<&str> for Name {
    fn from(name: &str) -> Self {
        Name(vec![name.to_owned()])
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, part) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str(".")?;
            }
            // A routine's name has its arguments behind it.
            match part.split_once('(').filter(|_| part.ends_with(')')) {
                Some((name, arguments)) => write!(f, "{}({arguments}", Identifier::new(name))?,
                None => Identifier::new(part.as_str()).fmt(f)?,
            }
        }
        Ok(())
    }
}
