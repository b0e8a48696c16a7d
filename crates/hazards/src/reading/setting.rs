//! Which parameters are set, for whom and for how long, and under whose name does the session go on?

use postgres_syntax::{Cursor, Span};

use super::Effects;
use crate::{Action, Name, Security, SettingOwner, secret};

/// Reads what follows `SET`.
pub(super) fn set(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    let none_of_ours = ["TRANSACTION", "SESSION CHARACTERISTICS", "LOCAL TRANSACTION", "CONSTRAINTS", "SESSION TRANSACTION"];
    if none_of_ours.iter().any(|head| words.sees(head)) {
        return Some(());
    }
    let local = words.take("LOCAL");
    if !local && !words.sees("SESSION AUTHORIZATION") {
        words.take("SESSION");
    }
    if words.take("SESSION AUTHORIZATION") {
        let role = words.string().or_else(|| words.identifier())?;
        let role = Some(role).filter(|role| !role.eq_ignore_ascii_case("default"));
        effects.add_whole(becomes("SESSION AUTHORIZATION", role, local));
        return words.is_done().then_some(());
    }
    let start = words.clone();
    let (name, value) = assignment(words)?;
    reveal_value(&start, &name, effects);
    add_parameter(effects, name, value, local);
    words.is_done().then_some(())
}

/// Reads what follows `RESET`.
pub(super) fn reset(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    if words.take("TRANSACTION ISOLATION LEVEL") {
        return words.is_done().then_some(());
    }
    let action = if words.take("SESSION AUTHORIZATION") {
        becomes("SESSION AUTHORIZATION", None, false)
    } else if words.take("TIME ZONE") {
        Action::SetsParameter { name: "timezone".to_owned(), value: None, local: false }
    } else {
        match parameter(words)? {
            role if role == "role" => becomes("ROLE", None, false),
            name => Action::SetsParameter { name, value: None, local: false },
        }
    };
    effects.add_whole(action);
    words.is_done().then_some(())
}

fn becomes(what: &'static str, role: Option<String>, local: bool) -> Action {
    Action::Security(Security::Becomes { what, role, local })
}

fn add_parameter(effects: &mut Effects, name: String, value: Option<String>, local: bool) {
    let role = || value.clone().filter(|role| !role.eq_ignore_ascii_case("none"));
    effects.add_whole(match name.as_str() {
        "role" => becomes("ROLE", role(), local),
        "session_authorization" => becomes("SESSION AUTHORIZATION", role(), local),
        _ => Action::SetsParameter { name, value, local },
    });
}

fn parameter(words: &mut Cursor<'_>) -> Option<String> {
    Some(words.name()?.join(".").to_ascii_lowercase())
}

/// Reads a parameter and its value, as they follow `SET` in whatever command; to the end or the next word that is no value.
pub(super) fn assignment(words: &mut Cursor<'_>) -> Option<(String, Option<String>)> {
    let special = [("TIME ZONE", "timezone"), ("SCHEMA", "search_path"), ("NAMES", "client_encoding"), ("CATALOG", "catalog")];
    for (phrase, name) in special {
        if words.take(phrase) {
            return Some((name.to_owned(), value(words)));
        }
    }
    if words.take("XML OPTION") {
        return Some(("xmloption".to_owned(), value(words)));
    }
    let name = parameter(words)?;
    if words.take("FROM CURRENT") {
        return Some((name, None));
    }
    let is_assigned = words.take_sign("=") || words.take("TO");
    // Only the role is set without a sign.
    (is_assigned || name == "role" && !words.is_done()).then(|| (name, value(words)))
}

/// Takes the value, a list as written. `None`: the default.
fn value(words: &mut Cursor<'_>) -> Option<String> {
    let mut value = words.skip_until(|_| false);
    if value.take("DEFAULT") && value.is_done() {
        return None;
    }
    let rest = value.rest();
    let single = value.remaining().len() == 1;
    value.string().or_else(|| value.identifier()).filter(|_| single).or_else(|| Some(rest.to_owned()))
}

/// Reads `SET` or `RESET` of a server, a database or a role.
pub(super) fn read_owned(words: &mut Cursor<'_>, effects: &mut Effects, of: SettingOwner) -> Option<()> {
    let (parameter, value) = if words.take("SET") {
        let start = words.clone();
        let found = assignment(words)?;
        reveal_value(&start, &found.0, effects);
        found
    } else {
        words.take("RESET").then_some(())?;
        (parameter(words)?, None)
    };
    effects.add_whole(Action::Security(Security::Setting { of, parameter, value }));
    words.is_done().then_some(())
}

/// A setting that is called like a secret and has a constant value holds one.
fn reveal_value(words: &Cursor<'_>, parameter: &str, effects: &mut Effects) {
    if is_secret(parameter)
        && let Some(token) = words.remaining().last().copied()
        && postgres_syntax::string(words.text(), token).is_some_and(|value| secret::is_telling(&value))
    {
        let what = format!("the value of `{parameter}`");
        effects.add(Action::Security(Security::Reveals { what, of: Name::from(parameter), is_password: false }), token.span);
    }
}

/// Whether something of this name is kept from others.
pub(super) fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let own = name.rsplit('.').next().unwrap_or_default();
    let words =
        ["secret", "password", "passwd", "passphrase", "token", "api_key", "apikey", "private_key", "access_key", "service_key"];
    words.iter().any(|word| own.contains(word)) && !ABOUT.iter().any(|ending| own.ends_with(ending))
}

/// What ends like this is said about a secret, and is none.
const ABOUT: [&str; 14] = [
    "_file",
    "_path",
    "_url",
    "_uri",
    "_endpoint",
    "_name",
    "_id",
    "_required",
    "_encryption",
    "_ttl",
    "_expiry",
    "_lifetime",
    "_length",
    "_type",
];

/// Finds calls of `set_config` in a statement.
pub(super) fn calls(words: &Cursor<'_>, statement: Span, effects: &mut Effects) {
    let script = words.text();
    // What they define calls later, if at all.
    let defines = ["PREPARE", "ALTER"].iter().any(|verb| words.sees(verb)) || words.sees("CREATE") && !words.sees("CREATE TABLE");
    if defines || !mentions(statement.of(script)) {
        return;
    }
    let words = words.remaining();
    let called = |at: &usize| {
        let name = words.get(*at).and_then(|token| postgres_syntax::identifier(script, *token));
        name.is_some_and(|name| name == "set_config") && words.get(at + 1).is_some_and(|next| next.is(script, "("))
    };
    for at in (0..words.len()).filter(called) {
        let behind = words.get(at + 1..(at + 1 + ARGUMENTS).min(words.len())).unwrap_or_default();
        let mut arguments = Cursor::new(script, behind.iter().copied());
        let Some(mut arguments) = arguments.parentheses().map(|mut inside| inside.pieces().into_iter()) else { continue };
        let Some(name) = arguments.next().and_then(|mut name| name.string()) else { continue };
        let name = name.to_ascii_lowercase();
        let mut value = arguments.next();
        if let Some(value) = &value {
            reveal_value(value, &name, effects);
        }
        let local = arguments.next().is_some_and(|local| local.sees("TRUE"));
        let value = value.as_mut().and_then(Cursor::string);
        add_parameter(effects, name, value, local);
    }
}

/// Tokens in which the arguments of `set_config` end, as anybody would write them.
const ARGUMENTS: usize = 24;

/// Whether the name is there, in any case: looked for at its only sign that words seldom have.
fn mentions(statement: &str) -> bool {
    const NAME: &[u8] = b"set_config";
    const BEFORE: usize = "set".len();
    let bytes = statement.as_bytes();
    let is_name = |at: usize| {
        let start = at.checked_sub(BEFORE);
        start.and_then(|start| bytes.get(start..start + NAME.len())).is_some_and(|name| name.eq_ignore_ascii_case(NAME))
    };
    bytes.iter().enumerate().any(|(at, byte)| *byte == b'_' && is_name(at))
}
