//! Who may do what, in our own words.

use super::{ObjectKind, definition::Expression};
use crate::Name;

/// A change of rights, roles or of what limits them.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub enum Security {
    Grants(Privileges),
    Revokes(Privileges),
    /// `ALTER DEFAULT PRIVILEGES`; `schemas` empty: in all. `grants`: or revokes.
    DefaultPrivileges {
        schemas: Vec<String>,
        grants: bool,
        privileges: Privileges,
    },
    GrantsRoles {
        roles: Vec<String>,
        to: Vec<String>,
        admin: bool,
    },
    /// `option`: only `ADMIN OPTION FOR` and the like are taken.
    RevokesRoles {
        roles: Vec<String>,
        from: Vec<String>,
        option: Option<String>,
    },
    /// `CREATE` or `ALTER` `ROLE`, `USER` or `GROUP`.
    Role {
        name: String,
        creates: bool,
        options: Vec<RoleOption>,
    },
    /// `ALTER TABLE ... ENABLE ROW LEVEL SECURITY` and its kin.
    RowSecurity {
        table: Name,
        change: RowSecurity,
    },
    CreatesPolicy(Policy),
    /// Only what is written is changed.
    AltersPolicy(Policy),
    RenamesPolicy {
        table: Name,
        from: String,
        to: String,
    },
    ChangesOwner {
        kind: ObjectKind,
        name: Name,
        to: String,
    },
    ReassignsOwned {
        from: Vec<String>,
        to: String,
    },
    /// `SET ROLE`, `SET SESSION AUTHORIZATION`, `SET row_security`: under which rights the session goes on. `None`: back to its own.
    Becomes {
        what: &'static str,
        role: Option<String>,
        local: bool,
    },
    /// `ALTER SYSTEM`, `ALTER DATABASE ... SET`, `ALTER ROLE ... SET`. `value` is `None` for `RESET`.
    Setting {
        of: SettingOwner,
        parameter: String,
        value: Option<String>,
    },
    Labels {
        what: String,
    },
    /// A secret stands in the script; the effect's place is the constant that must not be shown. `of`: what it belongs to, empty when that
    /// is not known. `is_password`: of a role or a server.
    Reveals {
        what: String,
        of: Name,
        is_password: bool,
    },
    /// A foreign-data wrapper, server, user mapping, subscription, imported schema or foreign table, made or changed.
    ReachesOut {
        what: &'static str,
        name: Name,
    },
    /// An event trigger is `created`, `enabled` or `disabled`.
    EventTrigger {
        name: String,
        change: &'static str,
    },
    /// An extension is updated, or gets or loses a member.
    ChangesExtension {
        name: String,
    },
    AddsUntrustedLanguage {
        name: String,
    },
}

/// Whose setting it is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub enum SettingOwner {
    Server,
    Database(String),
    /// In one database only, when that is named.
    Role {
        role: String,
        database: Option<String>,
    },
}

/// What is granted or revoked, on what, to whom.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Privileges {
    /// In upper case; `ALL` for all.
    pub privileges: Vec<String>,
    /// Whether some of them are for single columns only.
    pub of_columns: bool,
    /// Kind in the words of `GRANT`, in upper case: `TABLE`, `ALL TABLES IN SCHEMA`, `FUNCTION`, `SCHEMA`; for default privileges `TABLES`.
    pub kind: String,
    /// The objects; functions with their arguments, when they are written.
    pub on: Vec<Name>,
    /// Role names; `public` for everybody.
    pub roles: Vec<String>,
    /// Whether they may pass it on; for a revocation, whether only that is taken.
    pub grant_option: bool,
}

/// What a role may do.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub enum RoleOption {
    /// `SUPERUSER`, `BYPASSRLS`, `CREATEROLE`, `CREATEDB`, `REPLICATION`, `LOGIN`, `INHERIT` and their `NO` forms, in upper case.
    Attribute(String),
    /// `None`: `PASSWORD NULL`. `plain`: it is no hash.
    Password {
        plain: Option<bool>,
    },
    /// `IN ROLE`, `ROLE`, `ADMIN`: becomes a member of these, or has these as members.
    MemberOf(Vec<String>),
    Members(Vec<String>),
    Other,
}

/// What becomes of row-level security on a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "Postgres's own words")]
pub enum RowSecurity {
    Enable,
    Disable,
    Force,
    NoForce,
}

/// A policy, or what is changed of one.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// Its name, which is unique on its table.
    pub name: String,
    /// The table.
    pub table: Name,
    /// `ALL`, `SELECT`, `INSERT`, `UPDATE`, `DELETE`.
    pub command: String,
    /// Or restrictive.
    pub permissive: bool,
    /// `None`: not written, which means `public` for a new one.
    pub roles: Option<Vec<String>>,
    /// Which rows are seen.
    pub using: Option<Expression>,
    /// Which rows may be written.
    pub with_check: Option<Expression>,
}

impl Policy {
    /// Takes over what an `ALTER POLICY` says.
    pub(crate) fn change(&mut self, change: &Policy) {
        self.roles = change.roles.clone().or_else(|| self.roles.take());
        self.using = change.using.clone().or_else(|| self.using.take());
        self.with_check = change.with_check.clone().or_else(|| self.with_check.take());
    }
}
