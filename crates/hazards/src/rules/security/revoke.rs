#![doc = include_str!("revoke.md")]

use report::Severity;

use super::{
    broad_grant::{object, rights},
    changes, hit, instead, named, written,
};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Effect, Name, ObjectKind, Privileges, RoleOption, Security, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "revoke",
    severity: Severity::Warning,
    group: Group::Security,
    opt_in: false,
    summary: "A role may do less: programs that rely on it fail",
    page: include_str!("revoke.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = changes(statement).flat_map(|(effect, security)| match security {
        Security::Revokes(privileges) => of_objects(effect, privileges, context),
        Security::RevokesRoles { roles, from, option } => vec![of_roles(effect, roles, from, option.as_deref())],
        Security::Role { name, creates: false, options } => of_attributes(effect, name, options).into_iter().collect(),
        _ => Vec::new(),
    });
    found.collect()
}

/// Nobody relies on what is new.
fn of_objects(effect: &Effect, privileges: &Privileges, context: &Context<'_>) -> Vec<Hit> {
    let kind = match privileges.kind.as_str() {
        "FUNCTION" | "PROCEDURE" | "ROUTINE" => ObjectKind::Function,
        "SCHEMA" => ObjectKind::Schema,
        "SEQUENCE" => ObjectKind::Sequence,
        "TYPE" | "DOMAIN" => ObjectKind::Type,
        kind if kind.ends_with("IN SCHEMA") => ObjectKind::Schema,
        _ => ObjectKind::Table,
    };
    let older = privileges.on.iter().filter(|name| !context.facts.is_born_here(kind, name));
    older.map(|name| of_object(effect, privileges, name, context.facts.is_presumed_new(kind, name))).collect()
}

fn of_object(effect: &Effect, privileges: &Privileges, name: &Name, is_new: bool) -> Hit {
    let (what, who, on) = (rights(privileges), named(&privileges.roles), object(privileges, name));
    let is_one = privileges.roles.len() == 1;
    let message = if privileges.grant_option {
        format!("{who} may no longer pass on {what} on {on}, and with `CASCADE` those lose it who have it from there")
    } else {
        format!("{who} {} {what} on {on}: programs that rely on it fail at once", if is_one { "loses" } else { "lose" })
    };
    // What only lets others make things in a schema is hardly ever relied on.
    let hardens = privileges.kind == "SCHEMA" && privileges.privileges == ["CREATE"] && privileges.roles == ["public"];
    let severity = if hardens || is_new { Severity::Notice } else { Severity::Warning };
    let kind = if privileges.kind == "TABLE" { String::new() } else { format!("{} ", privileges.kind) };
    let sql = format!("GRANT {} ON {kind}{name} TO {};", privileges.privileges.join(", "), written(&privileges.roles));
    let advice = instead("First deploy programs that do without it, and keep at hand what gives it back:", &sql);
    hit(effect, name, message, advice, severity)
}

fn of_roles(effect: &Effect, roles: &[String], from: &[String], option: Option<&str>) -> Hit {
    let message = match option {
        Some(option) => {
            format!("{} keeps {} without the {}", named(from), named(roles), option.trim_end_matches(" FOR").to_ascii_lowercase())
        }
        None => format!("{} may no longer do what {} may: programs that rely on it fail at once", named(from), named(roles)),
    };
    let sql = format!("GRANT {} TO {};", written(roles), written(from));
    let advice = instead("First deploy programs that do without it, and keep at hand what gives it back:", &sql);
    hit(effect, roles.first().map_or("", String::as_str), message, advice, Severity::Warning)
}

fn of_attributes(effect: &Effect, name: &str, options: &[RoleOption]) -> Option<Hit> {
    let lost = options.iter().filter_map(|option| match option {
        RoleOption::Attribute(word) => word.strip_prefix("NO").filter(|word| *word != "INHERIT"),
        _ => None,
    });
    let lost: Vec<&str> = lost.collect();
    let role = Name::from(name);
    let words = lost.join(" ");
    let message = format!("role `{role}` loses `{words}`: programs that rely on it fail at once");
    let advice = instead(
        "First deploy programs that do without it, and keep at hand what gives it back:",
        &format!("ALTER ROLE {role} {words};"),
    );
    (!lost.is_empty()).then(|| hit(effect, role, message, advice, Severity::Warning))
}
