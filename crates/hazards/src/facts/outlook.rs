//! What will a script have done for security when it ends?
//!
//! Gathered once before the script is looked at, so that no rule has to look through the rest of it for each of its statements.

use std::collections::{BTreeMap, BTreeSet};

use super::{Facts, Key, Place};
use crate::{Action, Name, ObjectKind, RowSecurity, Security, Statement};

/// Names mean what they would at the beginning of the script.
#[derive(Debug, Default)]
pub(crate) struct Outlook {
    /// Tables that get row security.
    secured: BTreeSet<Key>,
    /// Policies that are made: by table, with their name and command and the statement that makes them last.
    policies: BTreeMap<Key, BTreeMap<String, usize>>,
    /// Tables that are dropped, or get another name.
    gone: BTreeSet<Key>,
    /// Routines, and schemas of routines, that are taken from everybody.
    guarded: BTreeSet<Key>,
    /// For each schema the tables that are made and neither get row security nor are dropped again.
    unsecured: BTreeMap<String, Vec<Name>>,
}

impl Outlook {
    /// Looks through a script.
    pub(crate) fn of(statements: &[Statement], facts: &Facts) -> Self {
        let mut outlook = Outlook::default();
        for (at, statement) in statements.iter().enumerate() {
            for effect in &statement.effects {
                outlook.note(at, &effect.action, facts);
            }
        }
        let made = statements.iter().flat_map(|statement| &statement.effects).filter_map(|effect| match &effect.action {
            Action::CreatesTable(table) if effect.certain => Some(&table.name),
            _ => None,
        });
        let left: Vec<&Name> = made.filter(|table| outlook.leaves_open(table, facts)).collect();
        for table in left {
            let schema = facts.place(ObjectKind::Table, table).1.to_owned();
            outlook.unsecured.entry(schema).or_default().push(table.clone());
        }
        outlook
    }

    /// Whether a table that is made here is there in the end, and everybody who may read it sees all its rows.
    pub(crate) fn leaves_open(&self, table: &Name, facts: &Facts) -> bool {
        let place = facts.place(ObjectKind::Table, table);
        place.1 != "pg_temp" && !self.secured.contains(&place as &dyn Place) && !self.gone.contains(&place as &dyn Place)
    }

    /// The tables of the same schema that are left open, itself included.
    pub(crate) fn open_beside(&self, table: &Name, facts: &Facts) -> &[Name] {
        self.unsecured.get(facts.place(ObjectKind::Table, table).1).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a table gets row security.
    pub(crate) fn secures(&self, table: &Name, facts: &Facts) -> bool {
        self.secured.contains(&facts.place(ObjectKind::Table, table) as &dyn Place)
    }

    /// Whether a table gets a policy.
    pub(crate) fn has_policies(&self, table: &Name, facts: &Facts) -> bool {
        self.policies.contains_key(&facts.place(ObjectKind::Table, table) as &dyn Place)
    }

    /// Whether a policy of this name or for this command is made in a statement or after it.
    pub(crate) fn makes_policy_after(&self, at: usize, table: &Name, name_or_command: &str, facts: &Facts) -> bool {
        let made =
            self.policies.get(&facts.place(ObjectKind::Table, table) as &dyn Place).and_then(|made| made.get(name_or_command));
        made.is_some_and(|made| *made >= at)
    }

    /// Whether a routine is taken from everybody.
    pub(crate) fn guards(&self, routine: &Name, facts: &Facts) -> bool {
        let key = facts.routine_key(routine);
        self.guarded.contains(&("schema", "", key.1.as_str()) as &dyn Place) || self.guarded.contains(&key)
    }

    fn note(&mut self, at: usize, action: &Action, facts: &Facts) {
        match action {
            Action::Security(security) => self.note_security(at, security, facts),
            Action::Drops { kind: ObjectKind::Table, name, .. } | Action::Renames { kind: ObjectKind::Table, name, .. } => {
                self.gone.insert(facts.key(ObjectKind::Table, name));
            }
            _ => {}
        }
    }

    fn note_security(&mut self, at: usize, security: &Security, facts: &Facts) {
        match security {
            Security::RowSecurity { table, change: RowSecurity::Enable } => {
                self.secured.insert(facts.key(ObjectKind::Table, table));
            }
            Security::CreatesPolicy(policy) => {
                let made = self.policies.entry(facts.key(ObjectKind::Table, &policy.table)).or_default();
                made.insert(policy.name.clone(), at);
                made.insert(command_key(&policy.command), at);
            }
            Security::Revokes(privileges) if privileges.roles.iter().any(|role| role == "public") => {
                if privileges.is_of_routines() {
                    self.guarded.extend(privileges.on.iter().map(|name| facts.routine_key(name)));
                } else if matches!(
                    privileges.kind.as_str(),
                    "ALL FUNCTIONS IN SCHEMA" | "ALL ROUTINES IN SCHEMA" | "ALL PROCEDURES IN SCHEMA"
                ) {
                    self.guarded.extend(privileges.on.iter().map(|schema| facts.key(ObjectKind::Schema, schema)));
                }
            }
            _ => {}
        }
    }
}

/// How a command stands among names of policies, none of which ends like that.
pub(crate) fn command_key(command: &str) -> String {
    format!("{command}\0")
}
