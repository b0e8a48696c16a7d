use std::fmt;

/// A name as Postgres stores it: no quotes, case kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identifier(String);

impl Identifier {
    /// From the stored form.
    pub fn new(name: impl Into<String>) -> Self {
        Identifier(name.into())
    }

    /// The stored form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name for use in SQL, always in double quotes.
    pub fn quote(&self) -> String {
        format!("\"{}\"", self.0.replace('"', "\"\""))
    }
}

/// Shows the name as a person would write it: quoted only where SQL needs it (not for key words).
impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.0.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
            && self.0.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if plain { f.write_str(&self.0) } else { f.write_str(&self.quote()) }
    }
}

/// A name with the schema it is in, where that is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QualifiedName {
    /// `None`: written without one, so the search path decides. It is not `public`.
    pub schema: Option<Identifier>,
    /// The object's own name.
    pub name: Identifier,
}

impl QualifiedName {
    /// A name inside a schema.
    pub fn new(schema: impl Into<String>, name: impl Into<String>) -> Self {
        QualifiedName { schema: Some(Identifier::new(schema)), name: Identifier::new(name) }
    }

    /// A name written without a schema.
    pub fn unqualified(name: impl Into<String>) -> Self {
        QualifiedName { schema: None, name: Identifier::new(name) }
    }

    /// The name for use in SQL, every part in double quotes.
    pub fn quote(&self) -> String {
        match &self.schema {
            Some(schema) => format!("{}.{}", schema.quote(), self.name.quote()),
            None => self.name.quote(),
        }
    }
}

impl fmt::Display for QualifiedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.schema {
            Some(schema) => write!(f, "{schema}.{}", self.name),
            None => self.name.fmt(f),
        }
    }
}

/// A string constant for use in generated SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Literal<'a>(pub &'a str);

impl Literal<'_> {
    /// The constant in quotes; right whatever `standard_conforming_strings` says.
    pub fn quote(&self) -> String {
        let doubled = self.0.replace('\'', "''");
        if doubled.contains('\\') { format!(" E'{}'", doubled.replace('\\', "\\\\")) } else { format!("'{doubled}'") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_what_could_end_the_quotes() {
        assert_eq!(Identifier::new("a\"b").quote(), "\"a\"\"b\"");
        assert_eq!(Literal("it's").quote(), "'it''s'");
        assert_eq!(Literal("a\\'b").quote(), " E'a\\\\''b'");
        assert_eq!(QualifiedName::new("public", "User").quote(), "\"public\".\"User\"");
    }

    #[test]
    fn shows_names_as_people_write_them() {
        assert_eq!(QualifiedName::new("public", "User").to_string(), "public.\"User\"");
        assert_eq!(QualifiedName::unqualified("user_2").to_string(), "user_2");
    }
}
