//! What may a role do, and to which others does it belong?

use postgres_syntax::{Cursor, Token};

use super::{Effects, rights::roles, setting};
use crate::{Action, Name, ObjectKind, RoleOption, Security, SettingOwner};

/// Reads what follows `CREATE ROLE`, `USER` or `GROUP`. A `USER` may log in when nothing else is said.
pub(super) fn create(words: &mut Cursor<'_>, effects: &mut Effects, is_user: bool) -> Option<()> {
    let name = words.identifier()?;
    let mut options = options(words, effects, &name)?;
    let says_login = |option: &RoleOption| matches!(option, RoleOption::Attribute(word) if word.ends_with("LOGIN"));
    if is_user && !options.iter().any(says_login) {
        options.push(RoleOption::Attribute("LOGIN".to_owned()));
    }
    effects.add_whole(Action::Security(Security::Role { name, creates: true, options }));
    Some(())
}

/// Reads what follows `ALTER ROLE`, `USER` or `GROUP`.
pub(super) fn alter(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    let name = words.identifier()?;
    let database = if words.take("IN DATABASE") { Some(words.identifier()?) } else { None };
    if words.sees("SET") || words.sees("RESET") {
        return setting::read_owned(words, effects, SettingOwner::Role { role: name, database });
    }
    match words.take_any(&["RENAME TO", "ADD USER", "DROP USER"]) {
        Some("RENAME TO") => {
            let to = Name::from(words.identifier()?.as_str());
            effects.add_whole(Action::Renames { kind: ObjectKind::Other("role"), name: Name::from(name.as_str()), to });
        }
        Some("ADD USER") => {
            let security = Security::GrantsRoles { roles: vec![name], to: roles(words)?, admin: false };
            effects.add_whole(Action::Security(security));
        }
        Some(_) => {
            let security = Security::RevokesRoles { roles: vec![name], from: roles(words)?, option: None };
            effects.add_whole(Action::Security(security));
        }
        None => {
            let options = options(words, effects, &name)?;
            effects.add_whole(Action::Security(Security::Role { name, creates: false, options }));
        }
    }
    words.is_done().then_some(())
}

/// What a role may be said to do, and not to do.
const ATTRIBUTES: &[&str] = &[
    "SUPERUSER",
    "NOSUPERUSER",
    "CREATEDB",
    "NOCREATEDB",
    "CREATEROLE",
    "NOCREATEROLE",
    "CREATEUSER",
    "NOCREATEUSER",
    "INHERIT",
    "NOINHERIT",
    "LOGIN",
    "NOLOGIN",
    "REPLICATION",
    "NOREPLICATION",
    "BYPASSRLS",
    "NOBYPASSRLS",
];

fn options(words: &mut Cursor<'_>, effects: &mut Effects, role: &str) -> Option<Vec<RoleOption>> {
    words.take("WITH");
    let mut options = Vec::new();
    while !words.is_done() {
        if let Some(attribute) = words.take_any(ATTRIBUTES) {
            options.push(RoleOption::Attribute(attribute.to_owned()));
            continue;
        }
        let others = [
            "ENCRYPTED PASSWORD",
            "UNENCRYPTED PASSWORD",
            "PASSWORD",
            "IN ROLE",
            "IN GROUP",
            "ROLE",
            "USER",
            "ADMIN",
            "CONNECTION LIMIT",
            "SYSID",
            "VALID UNTIL",
        ];
        options.push(match words.take_any(&others)? {
            "IN ROLE" | "IN GROUP" => RoleOption::MemberOf(roles(words)?),
            "ROLE" | "USER" | "ADMIN" => RoleOption::Members(roles(words)?),
            "CONNECTION LIMIT" | "SYSID" => {
                words.take_sign("-");
                words.take_sign("+");
                words.advance()?;
                RoleOption::Other
            }
            "VALID UNTIL" => words.string().map(|_| RoleOption::Other)?,
            _ => password(words, effects, role)?,
        });
    }
    Some(options)
}

fn password(words: &mut Cursor<'_>, effects: &mut Effects, role: &str) -> Option<RoleOption> {
    if words.take("NULL") {
        return Some(RoleOption::Password { plain: None });
    }
    let token = words.ahead(0)?;
    let plain = !is_hash(&words.string()?);
    if plain {
        let role = Name::from(role);
        reveal(effects, token, format!("the password of role `{role}`"), role);
    }
    Some(RoleOption::Password { plain: Some(plain) })
}

/// Says that a constant is a secret, and where it stands.
pub(super) fn reveal(effects: &mut Effects, token: Token, what: String, of: Name) {
    effects.add(Action::Security(Security::Reveals { what, of, is_password: true }), token.span);
}

/// Whether Postgres takes it for a password that is hashed already (`get_password_type`).
fn is_hash(password: &str) -> bool {
    let md5 =
        password.strip_prefix("md5").is_some_and(|hash| hash.len() == 32 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()));
    md5 || password.starts_with("SCRAM-SHA-256$")
}
