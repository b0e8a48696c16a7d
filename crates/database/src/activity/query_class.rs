//! Which command is this? Told without its text, which may quote the values of rows.

/// Commands whose second word tells more.
const WITH_OBJECT: [&str; 6] = ["ALTER", "COMMENT", "CREATE", "DROP", "REFRESH", "SECURITY"];

/// What may follow them.
const OBJECTS: [&str; 18] = [
    "DATABASE",
    "EXTENSION",
    "FUNCTION",
    "INDEX",
    "MATERIALIZED",
    "ON",
    "POLICY",
    "PROCEDURE",
    "PUBLICATION",
    "ROLE",
    "SCHEMA",
    "SEQUENCE",
    "SUBSCRIPTION",
    "TABLE",
    "TRIGGER",
    "TYPE",
    "UNIQUE",
    "VIEW",
];

/// All other commands that are told by name.
const COMMANDS: [&str; 43] = [
    "ABORT",
    "ANALYZE",
    "BEGIN",
    "CALL",
    "CHECKPOINT",
    "CLOSE",
    "CLUSTER",
    "COMMIT",
    "COPY",
    "DEALLOCATE",
    "DECLARE",
    "DELETE",
    "DISCARD",
    "DO",
    "END",
    "EXECUTE",
    "EXPLAIN",
    "FETCH",
    "GRANT",
    "INSERT",
    "LISTEN",
    "LOCK",
    "MERGE",
    "NOTIFY",
    "PREPARE",
    "REASSIGN",
    "REINDEX",
    "RELEASE",
    "RESET",
    "REVOKE",
    "ROLLBACK",
    "SAVEPOINT",
    "SELECT",
    "SET",
    "SHOW",
    "START",
    "TABLE",
    "TRUNCATE",
    "UNLISTEN",
    "UPDATE",
    "VACUUM",
    "VALUES",
    "WITH",
];

/// The command of a query, by name: `CREATE INDEX`, `SELECT`, `other`, or `none` for an empty text.
pub(super) fn query_class(query: &str) -> String {
    let text = after_comments(query);
    let mut words = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty()).map(str::to_ascii_uppercase);
    let Some(first) = words.next().filter(|_| text.starts_with(|c: char| c.is_ascii_alphabetic())) else {
        return if text.is_empty() { "none" } else { "other" }.to_owned();
    };
    if WITH_OBJECT.contains(&first.as_str()) {
        return match words.next().filter(|word| OBJECTS.contains(&word.as_str())) {
            Some(object) => format!("{first} {object}"),
            None => first,
        };
    }
    if COMMANDS.contains(&first.as_str()) { first } else { "other".to_owned() }
}

/// The text from its first character that is neither blank nor comment. Comments that nest end at the first end; that is
/// enough for a name.
fn after_comments(query: &str) -> &str {
    let mut text = query.trim_start();
    loop {
        let rest = match text.get(..2) {
            Some("--") => text.split_once('\n').map_or("", |(_, rest)| rest),
            Some("/*") => text.split_once("*/").map_or("", |(_, rest)| rest),
            _ => return text,
        };
        text = rest.trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_named_and_values_are_not() {
        for (query, class) in [
            ("select secret from t", "SELECT"),
            ("-- who\n /* why */ update t set a = 'secret'", "UPDATE"),
            ("CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)", "CREATE UNIQUE"),
            ("alter table t add column a int", "ALTER TABLE"),
            ("create secret", "CREATE"),
            ("secret", "other"),
            ("'secret'", "other"),
            ("(SELECT 1)", "other"),
            ("/* secret", "none"),
            ("é", "other"),
            ("", "none"),
        ] {
            assert_eq!(query_class(query), class, "{query}");
        }
    }
}
