//! What brings code or data in from outside: extensions, languages, other servers, replication; and what watches all commands.

use postgres_syntax::Cursor;

use super::{Effects, role::reveal, setting};
use crate::{Action, Name, ObjectKind, Security};

/// Reads a `CREATE` whose kind is known. `Some(false)`: it is none of these.
pub(super) fn create(kind: ObjectKind, words: &mut Cursor<'_>, effects: &mut Effects, if_not_exists: bool) -> Option<bool> {
    match kind {
        ObjectKind::Extension => extension(words, effects, if_not_exists)?,
        ObjectKind::ForeignTable => {
            foreign("foreign table", &Name::new(words.clone().name()?), effects);
            return Some(false);
        }
        ObjectKind::Other("event trigger") => event_trigger(words.identifier()?, "created", effects),
        kind => return connection(kind, words, effects),
    }
    Some(true)
}

/// Reads an `ALTER` whose kind is known. `Some(false)`: it is none of these, or changes only a name or an owner.
pub(super) fn alter(kind: ObjectKind, words: &mut Cursor<'_>, effects: &mut Effects) -> Option<bool> {
    let mut ahead = words.clone();
    ahead.name();
    if ahead.sees("RENAME") || ahead.sees("OWNER") {
        return Some(false);
    }
    match kind {
        ObjectKind::Extension if !ahead.sees("SET SCHEMA") => {
            let name = words.identifier()?;
            words.take_any(&["UPDATE", "ADD", "DROP"])?;
            effects.add_whole(Action::Security(Security::ChangesExtension { name }));
        }
        ObjectKind::Other("event trigger") => {
            let name = words.identifier()?;
            let change = words.take_any(&["ENABLE REPLICA", "ENABLE ALWAYS", "ENABLE", "DISABLE"])?;
            event_trigger(name, if change == "DISABLE" { "disabled" } else { "enabled" }, effects);
        }
        kind => return connection(kind, words, effects),
    }
    Some(true)
}

/// What reaches other servers, of which `CREATE` and `ALTER` are read alike.
fn connection(kind: ObjectKind, words: &mut Cursor<'_>, effects: &mut Effects) -> Option<bool> {
    match kind {
        ObjectKind::Other(what @ ("foreign-data wrapper" | "server" | "subscription")) => named(what, words, effects)?,
        ObjectKind::Other("user mapping") => user_mapping(words, effects)?,
        _ => return Some(false),
    }
    Some(true)
}

fn foreign(what: &'static str, name: &Name, effects: &mut Effects) {
    effects.add_whole(Action::Security(Security::ReachesOut { what, name: name.clone() }));
}

fn event_trigger(name: String, change: &'static str, effects: &mut Effects) {
    effects.add_whole(Action::Security(Security::EventTrigger { name, change }));
}

/// A wrapper, server or subscription: a name, clauses without a rule, and options that may hold secrets.
fn named(what: &'static str, words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    let name = Name::new(vec![words.identifier()?]);
    secrets(words, &format!("{what} `{name}`"), &name, effects);
    foreign(what, &name, effects);
    Some(())
}

fn user_mapping(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    words.take("FOR").then_some(())?;
    let role = words.identifier()?;
    words.take("SERVER").then_some(())?;
    let server = words.identifier()?;
    let what = format!("the user mapping of `{}` on server `{}`", Name::from(role.as_str()), Name::from(server.as_str()));
    let name = Name::new(vec![server, role]);
    secrets(words, &what, &name, effects);
    foreign("user mapping", &name, effects);
    Some(())
}

/// `IMPORT FOREIGN SCHEMA`.
pub(super) fn import(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    words.identifier()?;
    words.skip_until(|words| words.sees("FROM SERVER"));
    words.take("FROM SERVER").then_some(())?;
    words.identifier()?;
    words.take("INTO").then_some(())?;
    foreign("imported schema", &Name::new(vec![words.identifier()?]), effects);
    Some(())
}

/// Options that are called like secrets, and connection strings with a password.
fn secrets(words: &Cursor<'_>, of: &str, name: &Name, effects: &mut Effects) {
    let mut words = words.clone();
    while !words.is_done() {
        if words.take("CONNECTION") {
            let Some(token) = words.ahead(0) else { return };
            if words.string().is_some_and(|connection| connection.contains("password")) {
                reveal(effects, token, format!("the password in the connection string of {of}"), name.clone());
            }
        } else if words.take("OPTIONS") {
            let mut options = words.parentheses().map(|mut list| list.pieces()).unwrap_or_default();
            for option in &mut options {
                let has_verb = option.ahead(2).is_some();
                option.take_any(if has_verb { &["ADD", "SET"] } else { &[] });
                let key = option.identifier().unwrap_or_default();
                if let Some(token) = option.ahead(0).filter(|_| setting::is_secret(&key))
                    && option.string().is_some_and(|value| !value.is_empty())
                {
                    reveal(effects, token, format!("`{}` of {of}", Name::from(key.as_str())), name.clone());
                }
            }
        } else {
            words.advance();
        }
    }
}

fn extension(words: &mut Cursor<'_>, effects: &mut Effects, if_not_exists: bool) -> Option<()> {
    let name = words.identifier()?;
    words.take("WITH");
    let (mut schema, mut cascade) = (None, false);
    while !words.is_done() {
        match words.take_any(&["SCHEMA", "VERSION", "CASCADE", "FROM"])? {
            "SCHEMA" => schema = Some(words.identifier()?),
            "CASCADE" => cascade = true,
            _ => drop(words.string().or_else(|| words.identifier())?),
        }
    }
    effects.add_whole(Action::CreatesExtension { name, schema, cascade, if_not_exists });
    Some(())
}

/// Reads what follows the name of a `CREATE LANGUAGE`.
pub(super) fn language(words: &mut Cursor<'_>, effects: &mut Effects, is_trusted: bool) -> Option<()> {
    let name = words.string().or_else(|| words.identifier())?;
    let is_own = words.sees("HANDLER");
    if crate::language::is_untrusted(&name) || is_own && !is_trusted {
        effects.add_whole(Action::Security(Security::AddsUntrustedLanguage { name }));
    }
    Some(())
}

/// `SECURITY LABEL`.
pub(super) fn label(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    if words.take("FOR") {
        words.string().or_else(|| words.identifier())?;
    }
    words.take("ON").then_some(())?;
    let what = words.skip_until(|words| words.sees("IS"));
    words.take("IS").then_some(())?;
    effects.add_whole(Action::Security(Security::Labels { what: what.rest().to_owned() }));
    Some(())
}
