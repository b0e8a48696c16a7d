//! What cannot be read.

mod destructive_routine;
mod dynamic_sql;
mod opaque_code;
mod unparsed_statement;

use super::Rule;
use crate::{Action, Condition, Effect, ObjectKind, RowSecurity, Security, Settings, Statement};

pub(super) static RULES: &[Rule] = &[destructive_routine::RULE, dynamic_sql::RULE, opaque_code::RULE, unparsed_statement::RULE];

/// Goes through the effects of a statement and of the bodies that it defines; whether code has to be called first.
fn within<'a>(statement: &'a Statement, look: &mut impl FnMut(&'a Effect, bool)) {
    fn inside<'a>(effects: &'a [Effect], later: bool, look: &mut impl FnMut(&'a Effect, bool)) {
        for effect in effects {
            look(effect, later);
            match &effect.action {
                // What a called routine defines was told where it is written.
                Action::CreatesRoutine(routine) if effect.through.is_none() => {
                    inside(routine.body.as_deref().unwrap_or_default(), true, look);
                }
                Action::Prepares { body, .. } if effect.through.is_none() => inside(body, true, look),
                _ => {}
            }
        }
    }
    inside(&statement.effects, false, look);
}

/// What an effect destroys or opens, in words, when it is one of those that are errors wherever they stand.
fn destruction(action: &Action, settings: &Settings) -> Option<String> {
    let to_clients = |roles: &[String]| roles.iter().any(|role| role == "public" || settings.client_roles.contains(role));
    Some(match action {
        Action::Drops { kind, name, .. } if is_container(*kind) => format!("drops the {kind} `{name}`"),
        Action::DropsColumn { table, column, .. } => format!("drops the column `{}`", table.part(column)),
        Action::DropsOwned { .. } => "drops all that a role owns".to_owned(),
        Action::Truncates { table, .. } => format!("empties the table `{table}`"),
        Action::Deletes { table, condition: Condition::Absent | Condition::AlwaysTrue, .. } => {
            format!("deletes all rows of `{table}`")
        }
        Action::Updates { table, condition: Condition::Absent | Condition::AlwaysTrue, .. } => {
            format!("overwrites all rows of `{table}`")
        }
        Action::Security(Security::RowSecurity { table, change: RowSecurity::Disable | RowSecurity::NoForce }) => {
            format!("switches off row-level security on `{table}`")
        }
        Action::Security(Security::Grants(rights)) if to_clients(&rights.roles) => "grants rights to clients".to_owned(),
        _ => return None,
    })
}

fn is_container(kind: ObjectKind) -> bool {
    matches!(
        kind,
        ObjectKind::Table | ObjectKind::ForeignTable | ObjectKind::Schema | ObjectKind::Database | ObjectKind::MaterializedView
    )
}
