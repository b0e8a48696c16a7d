#![doc = include_str!("drop_role.md")]

use report::Severity;

use super::{hit, instead};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "drop-role",
    severity: Severity::Warning,
    group: Group::Security,
    opt_in: false,
    summary: "A role is deleted: whoever logs in as it, or works through it, no longer can",
    page: include_str!("drop_role.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, _: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::Drops { kind: ObjectKind::Other("role"), name, .. } => {
            let message = format!("role `{name}` is deleted on the whole server: whoever works as it no longer can, and its members lose what it was granted");
            let advice = instead("Take the right to log in first, and delete it when nobody missed it:", &format!("ALTER ROLE {name} NOLOGIN;"));
            Some(hit(effect, name, message, advice, Severity::Warning))
        }
        _ => None,
    });
    found.collect()
}
