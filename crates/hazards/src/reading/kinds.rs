//! Which kind of object does a command name?

use postgres_syntax::Cursor;

use crate::ObjectKind;

/// Longer phrases before those that they begin with.
const KINDS: &[(&str, ObjectKind)] = &[
    ("TABLE", ObjectKind::Table),
    ("FOREIGN TABLE", ObjectKind::ForeignTable),
    ("MATERIALIZED VIEW", ObjectKind::MaterializedView),
    ("VIEW", ObjectKind::View),
    ("INDEX", ObjectKind::Index),
    ("SEQUENCE", ObjectKind::Sequence),
    ("TYPE", ObjectKind::Type),
    ("DOMAIN", ObjectKind::Domain),
    ("SCHEMA", ObjectKind::Schema),
    ("EXTENSION", ObjectKind::Extension),
    ("DATABASE", ObjectKind::Database),
    ("TABLESPACE", ObjectKind::Tablespace),
    ("FUNCTION", ObjectKind::Function),
    ("PROCEDURE", ObjectKind::Procedure),
    ("ROUTINE", ObjectKind::Routine),
    ("AGGREGATE", ObjectKind::Aggregate),
    ("CONSTRAINT TRIGGER", ObjectKind::Trigger),
    ("EVENT TRIGGER", ObjectKind::Other("event trigger")),
    ("TRIGGER", ObjectKind::Trigger),
    ("RULE", ObjectKind::Rule),
    ("POLICY", ObjectKind::Policy),
    ("ACCESS METHOD", ObjectKind::Other("access method")),
    ("CAST", ObjectKind::Other("cast")),
    ("COLLATION", ObjectKind::Other("collation")),
    ("DEFAULT CONVERSION", ObjectKind::Other("conversion")),
    ("CONVERSION", ObjectKind::Other("conversion")),
    ("DEFAULT PRIVILEGES", ObjectKind::Other("default privileges")),
    ("FOREIGN DATA WRAPPER", ObjectKind::Other("foreign-data wrapper")),
    ("GROUP", ObjectKind::Other("role")),
    ("LARGE OBJECT", ObjectKind::Other("large object")),
    ("TRUSTED PROCEDURAL LANGUAGE", ObjectKind::Other("language")),
    ("TRUSTED LANGUAGE", ObjectKind::Other("language")),
    ("PROCEDURAL LANGUAGE", ObjectKind::Other("language")),
    ("LANGUAGE", ObjectKind::Other("language")),
    ("OPERATOR CLASS", ObjectKind::Other("operator class")),
    ("OPERATOR FAMILY", ObjectKind::Other("operator family")),
    ("OPERATOR", ObjectKind::Other("operator")),
    ("PUBLICATION", ObjectKind::Other("publication")),
    ("ROLE", ObjectKind::Other("role")),
    ("SERVER", ObjectKind::Other("server")),
    ("STATISTICS", ObjectKind::Other("statistics object")),
    ("SUBSCRIPTION", ObjectKind::Other("subscription")),
    ("SYSTEM", ObjectKind::Other("system")),
    ("TEXT SEARCH CONFIGURATION", ObjectKind::Other("text search configuration")),
    ("TEXT SEARCH DICTIONARY", ObjectKind::Other("text search dictionary")),
    ("TEXT SEARCH PARSER", ObjectKind::Other("text search parser")),
    ("TEXT SEARCH TEMPLATE", ObjectKind::Other("text search template")),
    ("TRANSFORM", ObjectKind::Other("transform")),
    ("USER MAPPING", ObjectKind::Other("user mapping")),
    ("USER", ObjectKind::Other("role")),
];

/// Takes the words for a kind of object.
pub(super) fn take(words: &mut Cursor<'_>) -> Option<ObjectKind> {
    KINDS.iter().find(|(phrase, _)| words.take(phrase)).map(|(_, kind)| *kind)
}
