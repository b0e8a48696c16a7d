//! What does a statement leave behind in its session?

use std::fmt;

use crate::{Cursor, StatementText, Token, TokenKind};

/// Something that outlives the statement, and its transaction once that commits, for as long as the session lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionChange {
    /// What is changed: a setting's name, `role`, `session authorization`, `temporary table`, `advisory lock`. Settings are in lower case.
    pub what: String,
    /// Whether Prisma's own bookkeeping on the same session stumbles over it: it no longer finds, or may no longer write, its history
    /// table, or loses its lock. What does not break it still leaks into the migrations that follow.
    pub breaks_prisma: bool,
}

impl SessionChange {
    fn new(what: impl Into<String>) -> Self {
        let what = what.into();
        let breaks_prisma = BREAKING.contains(&what.as_str());
        SessionChange { what, breaks_prisma }
    }

    fn leaking(what: impl Into<String>) -> Self {
        SessionChange { what: what.into(), breaks_prisma: false }
    }
}

impl fmt::Display for SessionChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

/// After these, statements on the same session that name no schema, or that write, do something else or fail.
const BREAKING: [&str; 8] = [
    "search_path",
    "role",
    "session authorization",
    "session_authorization",
    "everything (`DISCARD ALL`)",
    "every advisory lock",
    "default_transaction_read_only",
    "session characteristics: read only",
];

/// All that a statement changes in its session, in the order of the text. `SET LOCAL` and `SET TRANSACTION` end with the transaction and
/// are left out; so is what a function does that the statement merely calls or defines.
pub fn session_changes(words: &Cursor<'_>) -> Vec<SessionChange> {
    let mut changes: Vec<SessionChange> = by_head(&mut words.clone()).into_iter().collect();
    if runs_its_expressions(words) {
        changes.extend(by_calls(words));
    }
    changes
}

fn by_head(words: &mut Cursor<'_>) -> Option<SessionChange> {
    let verb = words.take_any(&[
        "SET",
        "RESET",
        "DISCARD",
        "LISTEN",
        "UNLISTEN",
        "PREPARE",
        "DEALLOCATE",
        "DECLARE",
        "LOAD",
        "CREATE",
    ])?;
    match verb {
        "SET" => setting(words),
        "RESET" if words.take("SESSION AUTHORIZATION") => Some(SessionChange::new("session authorization")),
        "RESET" if words.take("ROLE") => Some(SessionChange::new("role")),
        "RESET" if words.take("ALL") => Some(SessionChange::leaking("every setting (`RESET ALL`)")),
        "RESET" => Some(SessionChange::leaking(setting_name(words)?)),
        "DISCARD" if words.take("ALL") => Some(SessionChange::new("everything (`DISCARD ALL`)")),
        "DISCARD" => Some(SessionChange::leaking("cached plans, sequences or temporary tables (`DISCARD`)")),
        "LISTEN" | "UNLISTEN" => Some(SessionChange::leaking("notification channels")),
        "PREPARE" if words.sees("TRANSACTION") => None,
        "PREPARE" | "DEALLOCATE" => Some(SessionChange::leaking("prepared statements")),
        "DECLARE" => words
            .skip_until(|words| words.sees("WITH HOLD"))
            .span()
            .and(words.take("WITH HOLD").then(|| SessionChange::leaking("a cursor `WITH HOLD`"))),
        "LOAD" => Some(SessionChange::leaking("loaded libraries")),
        _ => temporary(words),
    }
}

fn setting(words: &mut Cursor<'_>) -> Option<SessionChange> {
    if words.take("LOCAL") || words.sees("TRANSACTION") || words.sees("CONSTRAINTS") {
        return None;
    }
    if words.take("SESSION CHARACTERISTICS") {
        let read_only = words.skip_until(|words| words.sees("READ ONLY")).span().is_some() && words.take("READ ONLY");
        return Some(if read_only {
            SessionChange::new("session characteristics: read only")
        } else {
            SessionChange::leaking("session characteristics")
        });
    }
    words.take("SESSION");
    match words.take_any(&[
        "AUTHORIZATION",
        "SESSION AUTHORIZATION",
        "ROLE",
        "TIME ZONE",
        "SCHEMA",
        "NAMES",
        "XML OPTION",
        "CATALOG",
    ]) {
        Some("AUTHORIZATION" | "SESSION AUTHORIZATION") => Some(SessionChange::new("session authorization")),
        Some("ROLE") => Some(SessionChange::new("role")),
        Some("TIME ZONE") => Some(SessionChange::leaking("timezone")),
        Some("SCHEMA") => Some(SessionChange::new("search_path")),
        Some("NAMES") => Some(SessionChange::leaking("client_encoding")),
        Some(_) => Some(SessionChange::leaking("xmloption")),
        None => Some(SessionChange::new(setting_name(words)?)),
    }
}

fn setting_name(words: &mut Cursor<'_>) -> Option<String> {
    Some(words.name()?.join(".").to_ascii_lowercase())
}

fn temporary(words: &mut Cursor<'_>) -> Option<SessionChange> {
    words.take("OR REPLACE");
    words.take_any(&["GLOBAL", "LOCAL"]);
    words.take_any(&["TEMPORARY", "TEMP"])?;
    words.take("RECURSIVE");
    let kind = words.take_any(&["TABLE", "VIEW", "SEQUENCE"])?;
    words.skip_until(|words| words.sees("ON COMMIT DROP"));
    words.is_done().then(|| SessionChange::leaking(format!("a temporary {}", kind.to_ascii_lowercase())))
}

/// Whether calls in the statement happen now, and not when what it defines is used.
fn runs_its_expressions(words: &Cursor<'_>) -> bool {
    [
        "SELECT",
        "WITH",
        "VALUES",
        "INSERT",
        "UPDATE",
        "DELETE",
        "MERGE",
        "CALL",
        "EXPLAIN",
        "EXECUTE",
        "PERFORM",
        "COPY",
        "CREATE TABLE",
    ]
    .iter()
    .any(|verb| words.sees(verb))
        || words.peek() == "("
}

fn by_calls(words: &Cursor<'_>) -> Vec<SessionChange> {
    let (text, tokens) = (words.text(), words.remaining());
    let mut changes = Vec::new();
    for (at, pair) in tokens.windows(2).enumerate() {
        let [token, next] = pair else { continue };
        if next.is(text, "(") {
            let called = crate::identifier(text, *token);
            let arguments = tokens.get(at + 2..).unwrap_or_default();
            changes.extend(called.and_then(|called| call(text, &called, arguments)));
        } else if token.is_word(text, "INTO") && (next.is_word(text, "TEMP") || next.is_word(text, "TEMPORARY")) {
            changes.push(SessionChange::leaking("a temporary table"));
        }
    }
    changes
}

/// A call, with the tokens behind its opening parenthesis.
fn call(text: &str, function: &str, arguments: &[Token]) -> Option<SessionChange> {
    match function {
        "set_config" => {
            let (name, _, local) = setting_call(text, arguments.iter().copied());
            if local {
                None
            } else {
                Some(name.map_or_else(|| SessionChange::leaking("a setting that is computed"), SessionChange::new))
            }
        }
        "pg_advisory_unlock_all" => Some(SessionChange::new("every advisory lock")),
        "pg_advisory_lock"
        | "pg_advisory_lock_shared"
        | "pg_try_advisory_lock"
        | "pg_try_advisory_lock_shared"
        | "pg_advisory_unlock"
        | "pg_advisory_unlock_shared" => Some(SessionChange::leaking("an advisory lock")),
        _ => None,
    }
}

/// Name, value and locality that a call of `set_config` gives; `None` for what is no constant.
fn setting_call(text: &str, arguments: impl Iterator<Item = Token>) -> (Option<String>, Option<String>, bool) {
    let mut arguments = Cursor::new(text, arguments.take(ARGUMENTS));
    let mut arguments = arguments.skip_until(|words| words.peek() == ")").pieces().into_iter();
    let mut constant = || arguments.next().as_mut().and_then(Cursor::string);
    let (name, value) = (constant().map(|name| name.to_ascii_lowercase()), constant());
    let local = arguments.next().is_some_and(|mut local| local.take("TRUE") && local.is_done());
    (name, value, local)
}

/// Tokens in which the arguments of `set_config` end, as anybody would write them.
const ARGUMENTS: usize = 24;

const STANDARD_STRINGS: &str = "standard_conforming_strings";

/// Whether a script can change how its strings are read at all: it has to name the setting or the function, or spell a name in escapes.
/// Nearly none does, and then no statement needs to be asked.
pub(crate) fn may_turn_standard_strings(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Each has a character that is rare, so that nearly all of the text is passed over at once.
    let is_around = |at: usize, name: &str, rare: usize| {
        let piece = at.checked_sub(rare).and_then(|start| bytes.get(start..start + name.len()));
        piece.is_some_and(|piece| piece.eq_ignore_ascii_case(name.as_bytes()))
    };
    memchr::memchr2_iter(b'_', b'&', bytes)
        .any(|at| is_around(at, "set_config", 3) || is_around(at, "standard_conforming", 8) || is_around(at, "u&", 1))
}

/// What a statement sets `standard_conforming_strings` to, when it does.
pub(crate) fn turns_standard_strings(text: &str, statement: &StatementText) -> Option<bool> {
    let mut words = Cursor::new(text, statement.tokens(text).take(8));
    if words.take("RESET") {
        return (words.take("ALL") || words.identifier().is_some_and(|name| name == STANDARD_STRINGS)).then_some(true);
    }
    if words.take("DISCARD ALL") {
        return Some(true);
    }
    if words.take("SET") {
        words.take_any(&["SESSION", "LOCAL"]);
        let named = words.identifier().is_some_and(|name| name.eq_ignore_ascii_case(STANDARD_STRINGS));
        let assigned = named && (words.take_sign("=") || words.take("TO"));
        return assigned.then(|| words.string().is_none_or(|value| !means_off(&value)) && !means_off(words.peek()));
    }
    let mentioned = runs_its_expressions(&words) && statement.of(text).to_ascii_lowercase().contains("set_config");
    mentioned.then(|| standard_strings_by_call(text, statement)).flatten()
}

fn standard_strings_by_call(text: &str, statement: &StatementText) -> Option<bool> {
    let mut tokens = statement.tokens(text);
    let mut found = None;
    while let Some(token) = tokens.next() {
        if crate::identifier(text, token).is_some_and(|name| name == "set_config") {
            let arguments = tokens.clone().skip_while(|token| token.kind == TokenKind::Punctuation && token.is(text, "("));
            if let (Some(name), value, _) = setting_call(text, arguments)
                && name == STANDARD_STRINGS
            {
                found = Some(value.is_none_or(|value| !means_off(&value)));
            }
        }
    }
    found
}

/// The spellings of false that Postgres takes for a Boolean setting: `0`, and unambiguous beginnings of `false`, `no` and `off`.
fn means_off(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    let begins = |word: &str, least: usize| value.len() >= least && word.starts_with(&value);
    value == "0" || begins("false", 1) || begins("no", 1) || begins("off", 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(statement: &str, expected: &[(&str, bool)]) {
        let found = session_changes(&StatementText::whole(statement).words(statement));
        let found: Vec<(&str, bool)> = found.iter().map(|change| (change.what.as_str(), change.breaks_prisma)).collect();
        assert_eq!(found, expected, "{statement}");
    }

    #[test]
    fn settings_that_break_the_bookkeeping() {
        check("SET search_path TO app", &[("search_path", true)]);
        check("set session \"search_path\" = app", &[("search_path", true)]);
        check("SET SCHEMA 'app'", &[("search_path", true)]);
        check("SELECT pg_catalog.set_config('search_path', '', false)", &[("search_path", true)]);
        check("SELECT 1, set_config(E'Search_Path', x.y(1, 2), f)", &[("search_path", true)]);
        check("SET ROLE app", &[("role", true)]);
        check("SET SESSION AUTHORIZATION app", &[("session authorization", true)]);
        check("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", &[("session characteristics: read only", true)]);
        check("DISCARD ALL", &[("everything (`DISCARD ALL`)", true)]);
        check("SELECT pg_advisory_unlock_all()", &[("every advisory lock", true)]);
    }

    #[test]
    fn changes_that_only_leak() {
        check("SET lock_timeout = '5s'", &[("lock_timeout", false)]);
        check("SET app.tenant = 'x'", &[("app.tenant", false)]);
        check("SET TIME ZONE 'UTC'", &[("timezone", false)]);
        check("RESET ALL", &[("every setting (`RESET ALL`)", false)]);
        check("CREATE TEMP TABLE t AS SELECT 1", &[("a temporary table", false)]);
        check("SELECT * INTO TEMP t FROM x", &[("a temporary table", false)]);
        check("DECLARE c CURSOR WITH HOLD FOR SELECT 1", &[("a cursor `WITH HOLD`", false)]);
        check("PREPARE p AS SELECT 1", &[("prepared statements", false)]);
        check("SELECT pg_advisory_lock(1)", &[("an advisory lock", false)]);
        check("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE", &[("session characteristics", false)]);
        check("LISTEN x", &[("notification channels", false)]);
        check("LOAD 'x'", &[("loaded libraries", false)]);
    }

    #[test]
    fn what_ends_with_the_transaction_is_no_change() {
        for statement in [
            "SET LOCAL search_path TO app",
            "SET TRANSACTION READ ONLY",
            "SET CONSTRAINTS ALL DEFERRED",
            "SELECT set_config('search_path', '', true)",
            "CREATE TEMP TABLE t (a int) ON COMMIT DROP",
            "SELECT pg_advisory_xact_lock(1)",
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path = '' AS $$ SELECT set_config('role', 'x', false) $$",
            "CREATE POLICY p ON t USING (set_config('role', 'x', false) = '')",
            "INSERT INTO docs VALUES ('SELECT set_config(''search_path'', '''', false)')",
            "DECLARE c CURSOR FOR SELECT 1",
            "PREPARE TRANSACTION 'x'",
            "ALTER ROLE app SET search_path = app",
        ] {
            check(statement, &[]);
        }
    }

    #[test]
    fn knows_when_plain_strings_begin_to_escape() {
        let check = |statement: &str, expected| {
            assert_eq!(turns_standard_strings(statement, &StatementText::whole(statement)), expected, "{statement}")
        };
        check("SET standard_conforming_strings = off", Some(false));
        check("set session Standard_Conforming_Strings to 'OF'", Some(false));
        check("SET LOCAL standard_conforming_strings = 0", Some(false));
        check("SET standard_conforming_strings = on", Some(true));
        check("SET standard_conforming_strings TO DEFAULT", Some(true));
        check("SELECT pg_catalog.set_config('standard_conforming_strings', 'off', false)", Some(false));
        check("RESET ALL", Some(true));
        check("SET search_path = off", None);
        check("SELECT set_config('search_path', 'off', false)", None);
    }
}
