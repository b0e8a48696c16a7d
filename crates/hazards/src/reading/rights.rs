//! Who is given what, and who loses what: `GRANT`, `REVOKE`, default privileges, `REASSIGN OWNED`.

use postgres_syntax::{Cursor, TokenKind};

use super::{Effects, routine::signature};
use crate::{Action, Name, Privileges, Security};

/// Reads what follows `GRANT` or `REVOKE`.
pub(super) fn read(words: &mut Cursor<'_>, effects: &mut Effects, grants: bool) -> Option<()> {
    let option = if grants { None } else { option_for(words) };
    let what = words.skip_until(|words| words.sees("ON") || is_end_of_objects(words));
    if words.take("ON") {
        let privileges = privileges(what, words, grants, option.is_some_and(|option| option == "GRANT OPTION FOR"))?;
        let security = if grants { Security::Grants(privileges) } else { Security::Revokes(privileges) };
        effects.add_whole(Action::Security(security));
    } else {
        effects.add_whole(Action::Security(membership(what, words, grants, option)?));
    }
    Some(())
}

fn option_for(words: &mut Cursor<'_>) -> Option<&'static str> {
    words.take_any(&["GRANT OPTION FOR", "ADMIN OPTION FOR", "INHERIT OPTION FOR", "SET OPTION FOR"])
}

fn is_end_of_objects(words: &Cursor<'_>) -> bool {
    words.sees("TO") || words.sees("FROM")
}

/// Reads what follows the `ON` of a `GRANT` or `REVOKE`, up to the end.
fn privileges(what: Cursor<'_>, words: &mut Cursor<'_>, grants: bool, of_option: bool) -> Option<Privileges> {
    let mut found = Privileges { grant_option: of_option, ..Privileges::default() };
    add_privileges(&mut found, what)?;
    found.kind = object_kind(words).to_owned();
    let of_routines = matches!(found.kind.as_str(), "FUNCTION" | "PROCEDURE" | "ROUTINE");
    for mut object in words.skip_until(is_end_of_objects).pieces() {
        found.on.push(object_name(&mut object, of_routines)?);
        object.is_done().then_some(())?;
    }
    (!found.on.is_empty()).then_some(())?;
    grantees(&mut found, words, grants)?;
    Some(found)
}

/// The privileges that there are, in all kinds of object (`acl.h`, 14 to 18).
const PRIVILEGES: &[&str] = &[
    "SELECT",
    "INSERT",
    "UPDATE",
    "DELETE",
    "TRUNCATE",
    "REFERENCES",
    "TRIGGER",
    "MAINTAIN",
    "EXECUTE",
    "USAGE",
    "CREATE",
    "CONNECT",
    "TEMPORARY",
    "TEMP",
    "SET",
    "ALTER SYSTEM",
    "ALL PRIVILEGES",
    "ALL",
];

fn add_privileges(found: &mut Privileges, mut list: Cursor<'_>) -> Option<()> {
    for mut privilege in list.pieces() {
        let name = match privilege.take_any(PRIVILEGES)? {
            "ALL PRIVILEGES" => "ALL",
            "TEMP" => "TEMPORARY",
            name => name,
        };
        found.of_columns |= privilege.parentheses().is_some();
        privilege.is_done().then(|| found.privileges.push(name.to_owned()))?;
    }
    (!found.privileges.is_empty()).then_some(())
}

/// Kinds that a name of their kind follows. Longer phrases before those that they begin with.
const KINDS: &[&str] = &[
    "ALL TABLES IN SCHEMA",
    "ALL SEQUENCES IN SCHEMA",
    "ALL FUNCTIONS IN SCHEMA",
    "ALL PROCEDURES IN SCHEMA",
    "ALL ROUTINES IN SCHEMA",
    "TABLE",
    "FUNCTION",
    "SCHEMA",
    "SEQUENCE",
    "PROCEDURE",
    "ROUTINE",
    "TYPE",
    "DOMAIN",
    "DATABASE",
    "LANGUAGE",
    "FOREIGN DATA WRAPPER",
    "FOREIGN SERVER",
    "LARGE OBJECT",
    "PARAMETER",
    "TABLESPACE",
];

/// Takes the kind. A table may be called like one, and then no name follows.
fn object_kind(words: &mut Cursor<'_>) -> &'static str {
    let is_name = words.ahead(1).is_none_or(|next| {
        let text = words.text();
        next.is(text, ",") || next.is(text, ".") || next.is_word(text, "TO") || next.is_word(text, "FROM")
    });
    if is_name { "TABLE" } else { words.take_any(KINDS).unwrap_or("TABLE") }
}

fn object_name(words: &mut Cursor<'_>, is_routine: bool) -> Option<Name> {
    if words.ahead(0)?.kind == TokenKind::Number {
        let number = words.peek();
        words.advance();
        return Some(Name::from(number));
    }
    let name = Name::new(words.name()?);
    if is_routine && words.peek() == "(" {
        return Some(name.sibling(&format!("{}({})", name.last(), signature(words)?)));
    }
    Some(name)
}

/// Reads `TO` or `FROM` and everything behind it.
fn grantees(found: &mut Privileges, words: &mut Cursor<'_>, grants: bool) -> Option<()> {
    words.take(if grants { "TO" } else { "FROM" }).then_some(())?;
    found.roles = roles(words)?;
    if grants && words.take("WITH GRANT OPTION") {
        found.grant_option = true;
    }
    granted_by(words)
}

/// Reads the end that all forms have, and nothing else.
fn granted_by(words: &mut Cursor<'_>) -> Option<()> {
    if words.take("GRANTED BY") {
        words.identifier()?;
    }
    words.take_any(&["CASCADE", "RESTRICT"]);
    words.is_done().then_some(())
}

/// Reads a list of roles, which another word ends.
pub(super) fn roles(words: &mut Cursor<'_>) -> Option<Vec<String>> {
    let mut roles = Vec::new();
    loop {
        words.take("GROUP");
        roles.push(words.identifier()?);
        if !words.take_sign(",") {
            return Some(roles);
        }
    }
}

fn membership(mut what: Cursor<'_>, words: &mut Cursor<'_>, grants: bool, option: Option<&str>) -> Option<Security> {
    let roles_given = roles(&mut what)?;
    what.is_done().then_some(())?;
    words.take(if grants { "TO" } else { "FROM" }).then_some(())?;
    let members = roles(words)?;
    if !grants {
        granted_by(words)?;
        return Some(Security::RevokesRoles { roles: roles_given, from: members, option: option.map(str::to_owned) });
    }
    let mut admin = false;
    if words.take("WITH") {
        loop {
            let option = words.take_any(&["ADMIN", "INHERIT", "SET"])?;
            let value = words.take_any(&["OPTION", "TRUE", "FALSE"])?;
            admin |= option == "ADMIN" && value != "FALSE";
            if !words.take_sign(",") {
                break;
            }
        }
    }
    granted_by(words)?;
    Some(Security::GrantsRoles { roles: roles_given, to: members, admin })
}

/// Reads what follows `ALTER DEFAULT PRIVILEGES`.
pub(super) fn read_defaults(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    let mut schemas = Vec::new();
    loop {
        match words.take_any(&["FOR ROLE", "FOR USER", "IN SCHEMA", "GRANT", "REVOKE"])? {
            "FOR ROLE" | "FOR USER" => drop(roles(words)?),
            "IN SCHEMA" => schemas.extend(roles(words)?),
            verb => {
                let grants = verb == "GRANT";
                let of_option = !grants && option_for(words).is_some();
                let mut privileges = Privileges { grant_option: of_option, ..Privileges::default() };
                add_privileges(&mut privileges, words.skip_until(|words| words.sees("ON")))?;
                words.take("ON").then_some(())?;
                let kinds = ["TABLES", "SEQUENCES", "FUNCTIONS", "ROUTINES", "TYPES", "SCHEMAS", "LARGE OBJECTS"];
                privileges.kind = words.take_any(&kinds)?.to_owned();
                grantees(&mut privileges, words, grants)?;
                effects.add_whole(Action::Security(Security::DefaultPrivileges { schemas, grants, privileges }));
                return Some(());
            }
        }
    }
}

/// Reads what follows `REASSIGN OWNED`.
pub(super) fn read_reassign(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    words.take("BY").then_some(())?;
    let from = roles(words)?;
    words.take("TO").then_some(())?;
    let to = words.identifier()?;
    words.is_done().then(|| effects.add_whole(Action::Security(Security::ReassignsOwned { from, to })))
}
