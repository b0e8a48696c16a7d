//! How does a user name an object of a database?

use std::fmt;

/// Longest name that Postgres does not cut off, in bytes.
const MAX_BYTES: usize = 63;

/// An object as a user names it: `User`, `"User"`, `public.User`, `audit."Old.Events"`, `add(integer, integer)`. Upper case is kept with
/// and without quotes, because that is how people copy names out of a Prisma schema. Untrusted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectName {
    /// Schema, table, name, as far as they are written, without quotes; never empty.
    pub parts: Vec<String>,
    /// What is between the parentheses behind a function's name.
    pub arguments: Option<String>,
    written: String,
}

impl ObjectName {
    /// Reads a name of at most that many parts. The error completes the sentence "`key` ...".
    pub fn parse(text: &str, most_parts: usize) -> Result<Self, String> {
        let refuse = |what: &str| Err(format!("holds `{}`, {what}", text.escape_debug()));
        if text.chars().any(char::is_control) {
            return refuse("which has control characters");
        }
        let Some(parts) = split(text.trim()) else {
            return refuse("which is not a name: every part is whole in double quotes or has none, and none is empty");
        };
        if parts.len() > most_parts {
            return refuse(match most_parts {
                1 => "and this name has one part only (a dot in a name is written in double quotes)",
                2 => "and this name has at most two parts: schema and name (a dot in a name is written in double quotes)",
                _ => {
                    "and this name has at most three parts: schema, table and name (a dot in a name is written in double quotes)"
                }
            });
        }
        if parts.iter().any(|part| part.len() > MAX_BYTES) {
            return refuse("which is longer than the 63 bytes that Postgres keeps of a name");
        }
        Ok(ObjectName { parts, arguments: None, written: text.trim().to_owned() })
    }

    /// Reads the name of a routine, with or without its arguments' types.
    pub fn parse_function(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let Some(name_and_rest) = text.strip_suffix(')') else { return ObjectName::parse(text, 2) };
        let Some(at) = opening_parenthesis(name_and_rest) else { return ObjectName::parse(text, 2) };
        let arguments = name_and_rest[at + 1..].split(',').map(str::trim).collect::<Vec<_>>().join(", ");
        let name = ObjectName::parse(&text[..at], 2)?;
        Ok(ObjectName { arguments: Some(arguments), written: text.to_owned(), ..name })
    }

    /// The part that is the object's own.
    pub fn last(&self) -> &str {
        self.parts.last().map_or("", String::as_str)
    }
}

/// As it was written.
impl fmt::Display for ObjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.written)
    }
}

/// The parts between the dots; `None` where quotes are in the wrong places or a part is empty.
fn split(text: &str) -> Option<Vec<String>> {
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        let (part, after) = match rest.strip_prefix('"') {
            Some(quoted) => read_quoted(quoted)?,
            None => {
                let end = rest.find('.').unwrap_or(rest.len());
                let (part, after) = rest.split_at(end);
                (!part.contains('"')).then(|| (part.to_owned(), after))?
            }
        };
        if part.is_empty() {
            return None;
        }
        parts.push(part);
        match after.strip_prefix('.') {
            Some(after) => rest = after,
            None if after.is_empty() => return Some(parts),
            None => return None,
        }
    }
}

/// What is before the closing quote, doubled ones made single, and what is behind it.
fn read_quoted(text: &str) -> Option<(String, &str)> {
    let mut part = String::new();
    let mut rest = text;
    loop {
        let (before, after) = rest.split_once('"')?;
        part.push_str(before);
        match after.strip_prefix('"') {
            Some(after) => {
                part.push('"');
                rest = after;
            }
            None => return Some((part, after)),
        }
    }
}

/// The first one outside of double quotes.
fn opening_parenthesis(text: &str) -> Option<usize> {
    let mut is_quoted = false;
    text.char_indices().find_map(|(at, c)| {
        is_quoted ^= c == '"';
        (c == '(' && !is_quoted).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_may_be_qualified_and_quoted_or_not() {
        let check = |text: &str, parts: &[&str]| assert_eq!(ObjectName::parse(text, 3).unwrap().parts, parts, "{text}");
        check("User", &["User"]);
        check("\"User\"", &["User"]);
        check("public.User", &["public", "User"]);
        check("\"public\".\"User\"", &["public", "User"]);
        check(" audit.\"Old.Events\".\"a\"\"b\" ", &["audit", "Old.Events", "a\"b"]);
        check("größe; DROP TABLE x", &["größe; DROP TABLE x"]);
        assert_eq!(ObjectName::parse("\"public\".User", 2).unwrap().to_string(), "\"public\".User");
    }

    #[test]
    fn what_is_no_name_is_refused() {
        let long = "x".repeat(64);
        for text in ["", " ", "\"\"", ".", "a.", ".a", "a..b", "\"a", "a\"b", "\"a\"b", "a\nb", "\u{1b}[2J", "a.b.c", &long] {
            assert!(ObjectName::parse(text, 2).is_err(), "{text:?}");
        }
        let error = ObjectName::parse("a\u{1b}b", 2).unwrap_err();
        assert!(!error.contains('\u{1b}'), "{error:?}");
    }

    #[test]
    fn a_function_may_have_its_arguments() {
        let check = |text: &str, parts: &[&str], arguments: Option<&str>| {
            let name = ObjectName::parse_function(text).unwrap();
            assert_eq!((name.parts, name.arguments.as_deref()), (parts.iter().map(|&part| part.to_owned()).collect(), arguments));
        };
        check("add", &["add"], None);
        check("app.add( integer,integer )", &["app", "add"], Some("integer, integer"));
        check("now()", &["now"], Some(""));
        check("\"odd(\".\"f)\"", &["odd(", "f)"], None);
        check("\"odd(\"(text)", &["odd("], Some("text"));
        assert!(ObjectName::parse_function("(text)").is_err() && ObjectName::parse_function("f(").is_ok());
    }
}
