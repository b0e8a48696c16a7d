//! What do the scripts say of rights, roles and policies?

use std::collections::{BTreeMap, BTreeSet};

use super::{Facts, Key};
use crate::{Action, Name, ObjectKind, Policy, Privileges, RoleOption, Routine, RowSecurity, Security};

/// Who may do what, as far as scripts said so.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rights {
    /// For each schema the roles that were given something in it, whether or not it was taken back.
    grantees: BTreeMap<String, BTreeSet<String>>,
    /// Roles that no row security, or nothing at all, holds back.
    mighty: BTreeSet<String>,
    /// Policies that the script at hand dropped, by table and name.
    dropped_policies: BTreeMap<(Key, String), Policy>,
    /// Routines that no longer everybody may execute.
    guarded: BTreeSet<Key>,
    /// Whether new routines are not for everybody.
    guards_new: bool,
    /// How routines run.
    routines: BTreeMap<Key, Running>,
    /// For each schema, how many tables were made in it and how many of those got row security.
    customs: BTreeMap<String, Custom>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Custom {
    made: usize,
    secured: usize,
}

/// How a routine runs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Running {
    pub(crate) security_definer: bool,
    pub(crate) search_path: Option<String>,
    /// Whether it can only be called by a trigger.
    pub(crate) is_trigger: bool,
}

impl Facts {
    /// The schema that a name means; `None` when a script changed the search path.
    pub(crate) fn schema_of<'a>(&'a self, name: &'a Name) -> Option<&'a str> {
        name.schema().or_else(|| Some(self.default_schema.as_str()).filter(|schema| !schema.starts_with('?')))
    }

    /// Roles that were given something in a schema.
    pub(crate) fn grantees_in(&self, schema: &str) -> impl Iterator<Item = &str> {
        self.rights.grantees.get(schema).into_iter().flatten().map(String::as_str)
    }

    /// Whether most of the tables that scripts made in a schema have row security: it is the custom there.
    pub(crate) fn mostly_secured(&self, schema: &str) -> bool {
        self.rights.customs.get(schema).is_some_and(|custom| custom.secured * 2 > custom.made)
    }

    /// Whether scripts gave a role more than any other role may have.
    pub(crate) fn is_mighty(&self, role: &str) -> bool {
        self.rights.mighty.contains(role)
    }

    /// The policies that the script at hand dropped from a table.
    pub(crate) fn dropped_policies(&self, table: &Name) -> impl Iterator<Item = &Policy> {
        let key = self.key(ObjectKind::Table, table);
        let from = (key.clone(), String::new());
        self.rights.dropped_policies.range(from..).take_while(move |((table, _), _)| *table == key).map(|(_, policy)| policy)
    }

    /// Whether not everybody may execute a routine.
    pub(crate) fn is_guarded(&self, routine: &Name) -> bool {
        self.rights.guarded.contains(&self.routine_key(routine))
    }

    /// Whether new routines are not for everybody.
    pub(crate) fn guards_new_routines(&self) -> bool {
        self.rights.guards_new
    }

    /// How a routine runs, when a script made it.
    pub(crate) fn running(&self, routine: &Name) -> Option<&Running> {
        self.rights.routines.get(&self.routine_key(routine))
    }

    /// A routine without its arguments: rights are seldom different for those of one name, and arguments have many spellings.
    pub(super) fn routine_key(&self, routine: &Name) -> Key {
        let own = routine.last().split('(').next().unwrap_or_default();
        self.key(ObjectKind::Function, &routine.sibling(own))
    }

    pub(super) fn begin_script_of_rights(&mut self) {
        self.rights.dropped_policies.clear();
    }

    pub(super) fn note_made(&mut self, schema: &str) {
        self.rights.customs.entry(schema.to_owned()).or_default().made += 1;
    }

    fn change_row_security(&mut self, name: &Name, change: RowSecurity, certain: bool) {
        let table = self.table_mut(name);
        if let RowSecurity::Force | RowSecurity::NoForce = change {
            table.forced_row_security = certain.then_some(change == RowSecurity::Force);
            return;
        }
        let was = std::mem::replace(&mut table.row_security, certain.then_some(change == RowSecurity::Enable));
        let is = table.row_security;
        let schema = table.key.as_ref().map(|key| key.1.clone()).unwrap_or_default();
        let custom = self.rights.customs.entry(schema).or_default();
        match (was, is) {
            (Some(false), Some(true)) => custom.secured += 1,
            (Some(true), Some(false)) => custom.secured = custom.secured.saturating_sub(1),
            _ => {}
        }
    }

    pub(super) fn learn_rights(&mut self, action: &Action, certain: bool) {
        match action {
            Action::Security(security) => self.learn_security(security, certain),
            Action::DropsOnTable { kind: ObjectKind::Policy, name, table, .. } => {
                let key = self.key(ObjectKind::Table, table);
                if let Some(policy) = self.table_mut(table).policies.remove(name) {
                    self.rights.dropped_policies.insert((key, name.clone()), policy);
                }
            }
            Action::CreatesRoutine(routine) if certain => self.learn_routine(routine, true),
            Action::AltersRoutine(routine) if certain => self.learn_routine(routine, false),
            _ => {}
        }
    }

    fn learn_routine(&mut self, routine: &Routine, is_new: bool) {
        let key = self.routine_key(&routine.name);
        let entry = self.rights.routines.entry(key).or_default();
        if is_new {
            let returns = routine.returns.as_deref().unwrap_or_default();
            *entry = Running { is_trigger: is_trigger(returns), ..Running::default() };
        }
        entry.security_definer = routine.security_definer.unwrap_or(entry.security_definer);
        if let Some(path) = &routine.search_path {
            entry.search_path = Some(path.clone());
        } else if resets_path(routine) {
            entry.search_path = None;
        }
    }

    fn learn_security(&mut self, security: &Security, certain: bool) {
        match security {
            Security::RowSecurity { table, change } => self.change_row_security(table, *change, certain),
            Security::CreatesPolicy(policy) if certain => {
                self.table_mut(&policy.table).policies.insert(policy.name.clone(), policy.clone());
            }
            Security::AltersPolicy(change) => {
                let policies = &mut self.table_mut(&change.table).policies;
                match policies.get_mut(&change.name) {
                    Some(policy) if certain => policy.change(change),
                    _ => drop(policies.remove(&change.name)),
                }
            }
            Security::RenamesPolicy { table, from, to } => {
                let policies = &mut self.table_mut(table).policies;
                if let Some(policy) = policies.remove(from).filter(|_| certain) {
                    policies.insert(to.clone(), Policy { name: to.clone(), ..policy });
                }
            }
            Security::Grants(privileges) => self.learn_grant(privileges),
            Security::Revokes(privileges) if certain => self.learn_revocation(privileges),
            Security::DefaultPrivileges { schemas, grants, privileges } => {
                self.learn_defaults(schemas, *grants && certain, privileges, certain);
            }
            Security::Role { name, options, .. } if options.iter().any(RoleOption::is_mighty) => {
                self.rights.mighty.insert(name.clone());
            }
            _ => {}
        }
    }

    fn learn_grant(&mut self, privileges: &Privileges) {
        let of_schema = privileges.kind.ends_with("SCHEMA");
        let in_schema = matches!(privileges.kind.as_str(), "TABLE" | "SEQUENCE" | "FUNCTION" | "PROCEDURE" | "ROUTINE");
        for name in privileges.on.iter().filter(|_| of_schema || in_schema) {
            let schema = if of_schema { Some(name.last()) } else { self.schema_of(name) };
            if let Some(schema) = schema.map(str::to_owned) {
                self.rights.grantees.entry(schema).or_default().extend(privileges.roles.iter().cloned());
            }
        }
        if privileges.is_of_routines() && privileges.roles.iter().any(|role| role == "public") {
            for name in &privileges.on {
                let key = self.routine_key(name);
                self.rights.guarded.remove(&key);
            }
        }
    }

    fn learn_revocation(&mut self, privileges: &Privileges) {
        if privileges.is_of_routines() && privileges.roles.iter().any(|role| role == "public") {
            for name in &privileges.on {
                let key = self.routine_key(name);
                self.rights.guarded.insert(key);
            }
        }
    }

    fn learn_defaults(&mut self, schemas: &[String], grants: bool, privileges: &Privileges, certain: bool) {
        if grants {
            for schema in schemas {
                self.rights.grantees.entry(schema.clone()).or_default().extend(privileges.roles.iter().cloned());
            }
        }
        let is_of_routines = matches!(privileges.kind.as_str(), "FUNCTIONS" | "ROUTINES");
        // What everybody has by default is only taken away where no schema is named.
        if certain && is_of_routines && schemas.is_empty() && privileges.roles.iter().any(|role| role == "public") {
            self.rights.guards_new = !grants;
        }
    }
}

/// Whether a routine only works as a trigger.
pub(crate) fn is_trigger(returns: &str) -> bool {
    ["trigger", "event_trigger"].iter().any(|name| returns.eq_ignore_ascii_case(name))
}

/// Whether an `ALTER` takes the routine's own search path away.
pub(crate) fn resets_path(routine: &Routine) -> bool {
    routine.sets.iter().any(|(name, value)| value.is_none() && matches!(name.as_str(), "search_path" | "all"))
}

/// Whose rights a view's options ask for; `None`: they do not say.
pub(crate) fn invoker(options: &[(String, Option<String>)]) -> Option<bool> {
    let (_, value) = options.iter().find(|(name, _)| name == "security_invoker")?;
    let no = |value: &String| matches!(value.to_ascii_lowercase().as_str(), "false" | "off" | "no" | "0");
    Some(!value.as_ref().is_some_and(no))
}

impl Privileges {
    /// Whether they are of single functions, procedures or both.
    pub(crate) fn is_of_routines(&self) -> bool {
        matches!(self.kind.as_str(), "FUNCTION" | "PROCEDURE" | "ROUTINE")
    }
}

impl RoleOption {
    /// Whether a role that has it is not held back by what others are.
    pub(crate) fn is_mighty(&self) -> bool {
        matches!(self, RoleOption::Attribute(word) if matches!(word.as_str(), "SUPERUSER" | "BYPASSRLS" | "CREATEROLE" | "REPLICATION" | "CREATEUSER"))
    }
}
