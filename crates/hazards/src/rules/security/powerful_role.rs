#![doc = include_str!("powerful_role.md")]

use report::Severity;

use super::{
    ADMINISTRATORS, changes, hit, instead, named,
    role_membership::{Membership, memberships},
};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Effect, Name, RoleOption, Security, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "powerful-role",
    severity: Severity::Error,
    group: Group::Security,
    opt_in: false,
    summary: "A role may do nearly everything, or get past row security",
    page: include_str!("powerful_role.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = changes(statement).flat_map(|(effect, security)| {
        let own = match security {
            Security::Role { name, options, .. } => of_options(effect, name, options),
            _ => Vec::new(),
        };
        let inherited = memberships(security).into_iter().filter_map(|membership| of_membership(effect, &membership, context));
        own.into_iter().chain(inherited).collect::<Vec<_>>()
    });
    found.collect()
}

/// Attributes, how grave each is, and what it means.
const ATTRIBUTES: [(&str, Severity, &str); 6] = [
    ("SUPERUSER", Severity::Error, "no check of rights holds it back"),
    ("CREATEUSER", Severity::Error, "no check of rights holds it back"),
    ("BYPASSRLS", Severity::Error, "no policy holds it back, on any table"),
    ("CREATEROLE", Severity::Error, "it may make roles, and change and grant those of others"),
    ("REPLICATION", Severity::Error, "it may copy the whole server, passwords included"),
    ("CREATEDB", Severity::Warning, "it may make databases, and what is in them is its own"),
];

/// One finding for each role: the gravest attribute, with the others.
fn of_options(effect: &Effect, name: &str, options: &[RoleOption]) -> Vec<Hit> {
    let has = |word: &str| options.iter().any(|option| matches!(option, RoleOption::Attribute(attribute) if attribute == word));
    let found: Vec<_> = ATTRIBUTES.iter().filter(|(word, ..)| has(word)).collect();
    let Some((_, severity, meaning)) = found.first() else { return Vec::new() };
    let words = found.iter().map(|(word, ..)| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    let role = Name::from(name);
    let message = format!("role `{role}` gets {words}: {meaning}");
    let without = found.iter().map(|(word, ..)| format!("NO{word}")).collect::<Vec<_>>().join(" ");
    let advice = instead(
        "Make roles like that by hand, where it is seen who does. For a program, grant what it needs to a plain role:",
        &format!("ALTER ROLE {role} {without};"),
    );
    vec![hit(effect, role, message, advice, *severity)]
}

fn of_membership(effect: &Effect, membership: &Membership, context: &Context<'_>) -> Option<Hit> {
    let (severity, what) = is_powerful(&membership.role, context)?;
    let role = Name::from(membership.role.as_str());
    let message = format!("{} may do what `{role}` may: {what}", named(&membership.members));
    let advice = instead(
        "Grant what is needed instead:",
        &format!("GRANT SELECT ON <a table> TO {};", super::written(&membership.members)),
    );
    Some(hit(effect, role, message, advice, severity))
}

/// Predefined roles (documentation, "Predefined Roles", 14 to 18) with what they are for.
const PREDEFINED: [(&str, Severity, &str); 9] = [
    ("pg_execute_server_program", Severity::Error, "run programs on the server"),
    ("pg_read_server_files", Severity::Error, "read the server's files"),
    ("pg_write_server_files", Severity::Error, "write the server's files"),
    ("pg_read_all_data", Severity::Error, "read every table"),
    ("pg_write_all_data", Severity::Error, "write every table"),
    ("pg_monitor", Severity::Warning, "see what everybody does"),
    ("pg_read_all_stats", Severity::Warning, "see what everybody does"),
    ("pg_read_all_settings", Severity::Warning, "see every setting"),
    ("pg_stat_scan_tables", Severity::Warning, "see what everybody does"),
];

/// How grave membership in a role is that may do more than ordinary ones.
pub(super) fn is_powerful(role: &str, context: &Context<'_>) -> Option<(Severity, &'static str)> {
    let predefined = PREDEFINED.iter().find(|(name, ..)| *name == role).map(|(_, severity, what)| (*severity, *what));
    let is_administrator =
        ADMINISTRATORS.contains(&role) && !role.ends_with("_user") && !role.ends_with("_role") || role == "service_role";
    predefined.or_else(|| match () {
        () if role.starts_with("pg_") => Some((Severity::Error, "what Postgres keeps for few")),
        () if is_administrator || context.facts.is_mighty(role) => {
            Some((Severity::Error, "nearly everything, or see past row security"))
        }
        () => None,
    })
}
