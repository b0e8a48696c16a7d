#![doc = include_str!("create_role.md")]

use report::Severity;

use super::{changes, hit, role_membership::memberships};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Effect, Name, RoleOption, Security, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "create-role",
    severity: Severity::Notice,
    group: Group::Security,
    opt_in: false,
    summary: "A role is new, or may log in",
    page: include_str!("create_role.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, _: &Context<'_>) -> Vec<Hit> {
    let found = changes(statement).filter_map(|(effect, security)| match security {
        Security::Role { name, creates, options } if !is_said_elsewhere(security, options) => {
            judge(effect, name, *creates, options)
        }
        _ => None,
    });
    found.collect()
}

/// Graver things to say of it.
fn is_said_elsewhere(security: &Security, options: &[RoleOption]) -> bool {
    let is_powerful = |option: &RoleOption| option.is_mighty() || *option == RoleOption::Attribute("CREATEDB".to_owned());
    options.iter().any(is_powerful) || !memberships(security).is_empty()
}

fn judge(effect: &Effect, name: &str, creates: bool, options: &[RoleOption]) -> Option<Hit> {
    let logs_in = options.contains(&RoleOption::Attribute("LOGIN".to_owned()));
    let role = Name::from(name);
    let message = match (creates, logs_in) {
        (true, true) => format!("role `{role}` is new and may log in"),
        (true, false) => format!("role `{role}` is new"),
        (false, true) => format!("role `{role}` may log in"),
        (false, false) => return None,
    };
    let advice = format!(
        "Roles belong to the whole server and stay when the database goes; a second database on it fails here, because `{role}` is there. Make it by hand or with the tool that makes the server."
    );
    Some(hit(effect, role, message, advice, Severity::Notice))
}
