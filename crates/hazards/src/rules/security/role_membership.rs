#![doc = include_str!("role_membership.md")]

use report::Severity;

use super::{Grantee, changes, grantee, hit, instead, named, powerful_role::is_powerful};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Effect, Name, RoleOption, Security, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "role-membership",
    severity: Severity::Warning,
    group: Group::Security,
    opt_in: false,
    summary: "A role gets all rights of another",
    page: include_str!("role_membership.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    changes(statement)
        .flat_map(|(effect, security)| {
            memberships(security).into_iter().filter_map(|one| judge(effect, &one, context)).collect::<Vec<_>>()
        })
        .collect()
}

/// A role that others become members of.
pub(super) struct Membership {
    pub(super) role: String,
    pub(super) members: Vec<String>,
    pub(super) admin: bool,
}

/// The memberships that a change makes.
pub(super) fn memberships(security: &Security) -> Vec<Membership> {
    match security {
        Security::GrantsRoles { roles, to, admin } => {
            roles.iter().map(|role| Membership { role: role.clone(), members: to.clone(), admin: *admin }).collect()
        }
        Security::Role { name, options, .. } => options.iter().flat_map(|option| of_option(name, option)).collect(),
        _ => Vec::new(),
    }
}

fn of_option(name: &str, option: &RoleOption) -> Vec<Membership> {
    match option {
        RoleOption::MemberOf(roles) => {
            roles.iter().map(|role| Membership { role: role.clone(), members: vec![name.to_owned()], admin: false }).collect()
        }
        RoleOption::Members(members) => vec![Membership { role: name.to_owned(), members: members.clone(), admin: false }],
        _ => Vec::new(),
    }
}

fn judge(effect: &Effect, membership: &Membership, context: &Context<'_>) -> Option<Hit> {
    if is_powerful(&membership.role, context).is_some() {
        return None;
    }
    let role = Name::from(membership.role.as_str());
    let admin = if membership.admin { ", and give them to others" } else { "" };
    let message = format!("{} may do all that `{role}` may{admin}", named(&membership.members));
    let harmless =
        !membership.admin && membership.members.iter().all(|member| grantee(member, context) == Grantee::Administrator);
    let severity = if harmless { Severity::Notice } else { Severity::Warning };
    let advice = instead(
        "Where it needs a part of that, grant the part:",
        &format!("GRANT SELECT ON <a table> TO {};", super::written(&membership.members)),
    );
    Some(hit(effect, role, message, advice, severity))
}
