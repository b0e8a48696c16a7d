#![doc = include_str!("session_authority.md")]

use report::Severity;

use super::{changes, hit};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Name, Security, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "session-authority",
    severity: Severity::Warning,
    group: Group::Security,
    opt_in: false,
    summary: "The session goes on as another role, or without row security",
    page: include_str!("session_authority.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, _: &Context<'_>) -> Vec<Hit> {
    let roles = changes(statement).filter_map(|(effect, security)| match security {
        Security::Becomes { what, role: Some(role), local } => {
            let (role, until) = (Name::from(role.as_str()), until(*local));
            let message = format!("{until} the session works as `{role}` (`SET {what}`): what it makes belongs to that role, and rights and policies are those of that role");
            let advice = format!("Run migrations as the role that is to own what they make, and take nobody else's place. If it must be, end it in the same migration:\nSET LOCAL ROLE {role};\nRESET ROLE;");
            Some(hit(effect, role, message, advice, Severity::Warning))
        }
        _ => None,
    });
    let settings = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::SetsParameter { name, value: Some(value), local } if name == "row_security" && is_off(value) => {
            let message = format!("{} queries that policies would filter fail, or show all rows to a role that policies do not hold back (`row_security`)", until(*local));
            let advice = "Leave it on. Give the role that needs all rows a policy of its own.".to_owned();
            Some(hit(effect, name.as_str(), message, advice, Severity::Warning))
        }
        _ => None,
    });
    roles.chain(settings).collect()
}

fn until(local: bool) -> &'static str {
    if local { "until the transaction ends" } else { "from here on, later migrations included," }
}

/// The spellings of false that Postgres takes for a setting.
fn is_off(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    value == "0"
        || value.len() >= 2 && "off".starts_with(&value)
        || !value.is_empty() && ("false".starts_with(&value) || "no".starts_with(&value))
}
