//! Do two texts mean the same data type?

use config::ObjectName;

/// Words for types and what Postgres prints for them. Source: Postgres documentation, table 8.1.
const ALIASES: [(&str, &str); 24] = [
    ("int", "integer"),
    ("int4", "integer"),
    ("serial", "integer"),
    ("int2", "smallint"),
    ("smallserial", "smallint"),
    ("int8", "bigint"),
    ("bigserial", "bigint"),
    ("bool", "boolean"),
    ("varchar", "character varying"),
    ("char varying", "character varying"),
    ("char", "character"),
    ("bpchar", "character"),
    ("decimal", "numeric"),
    ("dec", "numeric"),
    ("float4", "real"),
    ("float", "double precision"),
    ("float8", "double precision"),
    ("timestamp", "timestamp without time zone"),
    ("timestamptz", "timestamp with time zone"),
    ("time", "time without time zone"),
    ("timetz", "time with time zone"),
    ("varbit", "bit varying"),
    ("national character varying", "character varying"),
    ("national character", "character"),
];

/// Whether a type as a user writes it is the one that the server prints: `varchar(20)` and `character varying(20)`. A type without a
/// schema is found in any.
pub(crate) fn is_same(wanted: &str, actual: &str) -> bool {
    let (wanted, actual) = (Form::of(wanted), Form::of(actual));
    (wanted.modifier == actual.modifier && wanted.is_array == actual.is_array) && is_same_name(&wanted.name, &actual.name)
}

fn is_same_name(wanted: &str, actual: &str) -> bool {
    if wanted == actual {
        return true;
    }
    let (Ok(wanted), Ok(actual)) = (ObjectName::parse(wanted, 2), ObjectName::parse(actual, 2)) else { return false };
    let is_same = |(wanted, actual): (&String, &String)| wanted == actual || wanted.to_lowercase() == *actual;
    wanted.parts.len() <= actual.parts.len() && wanted.parts.iter().rev().zip(actual.parts.iter().rev()).all(is_same)
}

/// A type in parts that can be compared.
struct Form {
    /// Without modifier and brackets; Postgres's own types by the name that it prints.
    name: String,
    /// What is between the parentheses, without blanks.
    modifier: String,
    is_array: bool,
}

impl Form {
    fn of(text: &str) -> Form {
        let text = text.trim();
        let without_brackets = text.split_once('[').map_or(text, |(before, _)| before).trim_end();
        let (name, modifier) = match (text.contains('"'), without_brackets.split_once('(')) {
            (false, Some((before, rest))) => {
                let (modifier, after) = rest.split_once(')').unwrap_or((rest, ""));
                (format!("{before} {after}"), modifier.split_whitespace().collect::<String>())
            }
            _ => (without_brackets.to_owned(), String::new()),
        };
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let lower = name.to_lowercase();
        let own = ALIASES.iter().find(|(alias, _)| *alias == lower).map(|(_, printed)| (*printed).to_owned());
        let is_printed = ALIASES.iter().any(|(_, printed)| *printed == lower);
        let name = own.unwrap_or(if is_printed { lower } else { name });
        Form { modifier: usual_modifier(&name, modifier), name, is_array: text.ends_with(']') }
    }
}

/// The modifier as Postgres prints it.
fn usual_modifier(name: &str, modifier: String) -> String {
    match (name, modifier.as_str()) {
        ("character", "") => "1".to_owned(),
        ("numeric", digits) if !digits.is_empty() && !digits.contains(',') => format!("{digits},0"),
        _ => modifier,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_the_same_under_every_name_that_people_use() {
        for (wanted, actual) in [
            ("int", "integer"),
            ("INT4", "integer"),
            ("varchar(20)", "character varying(20)"),
            ("VARCHAR ( 20 )", "character varying(20)"),
            ("numeric(10)", "numeric(10,0)"),
            ("decimal(65,30)", "numeric(65,30)"),
            ("timestamp(3)", "timestamp(3) without time zone"),
            ("TIMESTAMPTZ(6)", "timestamp(6) with time zone"),
            ("timestamp(3) with time zone", "timestamp(3) with time zone"),
            ("char", "character(1)"),
            ("text[]", "text[]"),
            ("int[3]", "integer[]"),
            ("Role", "public.\"Role\""),
            ("\"Role\"", "public.\"Role\""),
            ("public.Role", "public.\"Role\""),
            ("CITEXT", "extensions.citext"),
            ("double  precision", "double precision"),
            ("vector", "vector"),
        ] {
            assert!(is_same(wanted, actual), "{wanted} and {actual}");
        }
    }

    #[test]
    fn other_types_are_others() {
        for (wanted, actual) in [
            ("int", "bigint"),
            ("varchar(20)", "character varying(50)"),
            ("varchar", "character varying(50)"),
            ("text", "text[]"),
            ("timestamp", "timestamp with time zone"),
            ("timestamp(3)", "timestamp without time zone"),
            ("audit.Role", "public.\"Role\""),
            ("role", "public.\"Role\""),
            ("a.b.c", "b"),
            ("\"", "text"),
        ] {
            assert!(!is_same(wanted, actual), "{wanted} and {actual}");
        }
    }
}
