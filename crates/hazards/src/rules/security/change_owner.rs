#![doc = include_str!("change_owner.md")]

use report::Severity;

use super::{Grantee, changes, grantee, hit, instead};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Effect, Name, ObjectKind, Security, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "change-owner",
    severity: Severity::Warning,
    group: Group::Security,
    opt_in: false,
    summary: "An object belongs to another role, which may do everything with it",
    page: include_str!("change_owner.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = changes(statement).filter_map(|(effect, security)| match security {
        Security::ChangesOwner { kind, name, to } => judge(effect, *kind, name, to, context),
        _ => None,
    });
    found.collect()
}

/// What is new belongs to nobody else yet.
fn judge(effect: &Effect, kind: ObjectKind, name: &Name, to: &str, context: &Context<'_>) -> Option<Hit> {
    let who = grantee(to, context);
    if context.facts.is_born_here(kind, name) && who < Grantee::Client {
        return None;
    }
    let role = Name::from(to);
    let more = match kind {
        ObjectKind::Table if forced(name, context) != Some(true) => ", and policies that are not forced do not hold it back",
        ObjectKind::Function | ObjectKind::Procedure | ObjectKind::Routine if is_definer(name, context) => {
            ", and it runs with that role's rights from now on"
        }
        ObjectKind::View => ", and it reads its tables with that role's rights from now on",
        _ => "",
    };
    let message = format!(
        "{kind} `{name}` belongs to `{role}`, which may change it, delete it and grant it to others{more}; whoever had it no longer may"
    );
    let severity = if who >= Grantee::Client { Severity::Error } else { Severity::Warning };
    let advice = match kind {
        ObjectKind::Table | ObjectKind::View | ObjectKind::MaterializedView | ObjectKind::ForeignTable => instead(
            "Leave it with the role that runs migrations, and grant what is needed:",
            &format!("GRANT SELECT, INSERT, UPDATE, DELETE ON {name} TO {role};"),
        ),
        _ => format!("Leave it with the role that runs migrations, and grant `{role}` what it needs."),
    };
    Some(hit(effect, name, message, advice, severity))
}

fn forced(table: &Name, context: &Context<'_>) -> Option<bool> {
    let known = context.facts.table(table)?;
    if known.row_security == Some(false) { Some(true) } else { known.forced_row_security }
}

fn is_definer(routine: &Name, context: &Context<'_>) -> bool {
    context.facts.running(routine).is_some_and(|running| running.security_definer)
}
