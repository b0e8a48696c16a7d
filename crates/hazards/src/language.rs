//! Which languages of functions keep what they can do inside the database?

/// Languages whose code runs inside Postgres's own limits. Any other one reaches the server's files, programs and memory, or cannot be
/// told to do less.
const TRUSTED: &[&str] =
    &["sql", "plpgsql", "plperl", "pltcl", "plv8", "plcoffee", "plls", "pljs", "pllua", "pljava", "java", "plrust", "pgtle"];

/// Whether its code may do to the server what the server's own user may.
pub(crate) fn is_untrusted(language: &str) -> bool {
    !TRUSTED.iter().any(|trusted| trusted.eq_ignore_ascii_case(language))
}
