#![doc = include_str!("broad_grant.md")]

use report::Severity;

use super::{Grantee, changes, has_row_security, hit, instead, named, widest, written};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Effect, Name, Privileges, Security, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "broad-grant",
    severity: Severity::Warning,
    group: Group::Security,
    opt_in: false,
    summary: "Everybody, clients, or others than needed may do more",
    page: include_str!("broad_grant.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let granted = changes(statement).filter_map(|(effect, security)| match security {
        Security::Grants(privileges) => Some((effect, privileges)),
        _ => None,
    });
    granted.flat_map(|(effect, privileges)| judge(effect, privileges, context)).collect()
}

fn judge(effect: &Effect, privileges: &Privileges, context: &Context<'_>) -> Vec<Hit> {
    let of_object = |name: &Name| {
        let (severity, why) = weigh(privileges, name, context)?;
        let message = format!("{}{why}", granted(privileges, name));
        Some(hit(effect, name, message, advice(privileges, name), severity))
    };
    privileges.on.iter().filter_map(of_object).collect()
}

/// What is granted on one of the objects, in words.
pub(super) fn granted(privileges: &Privileges, name: &Name) -> String {
    let option = if privileges.grant_option { ", with the right to pass it on" } else { "" };
    let verb = if privileges.roles.len() > 1 { "get" } else { "gets" };
    format!("{} {verb} {} on {}{option}", named(&privileges.roles), rights(privileges), object(privileges, name))
}

/// The privileges, in words.
pub(super) fn rights(privileges: &Privileges) -> String {
    let columns = if privileges.of_columns { " of columns" } else { "" };
    if privileges.privileges.iter().any(|privilege| privilege == "ALL") {
        return format!("all privileges{columns}");
    }
    format!("`{}`{columns}", privileges.privileges.join("`, `"))
}

/// One of the objects, in words.
pub(super) fn object(privileges: &Privileges, name: &Name) -> String {
    match privileges.kind.as_str() {
        "TABLE" => format!("`{name}`"),
        kind if kind.ends_with("IN SCHEMA") => {
            format!("{} of schema `{name}`", kind.trim_end_matches(" IN SCHEMA").to_ascii_lowercase())
        }
        kind => format!("{} `{name}`", kind.to_ascii_lowercase()),
    }
}

/// How grave a grant is, and why. `None`: no more than any other grant.
pub(super) fn weigh(privileges: &Privileges, name: &Name, context: &Context<'_>) -> Option<(Severity, &'static str)> {
    let who = widest(&privileges.roles, context);
    if who == Grantee::Administrator {
        return None;
    }
    let many = privileges.kind.ends_with("IN SCHEMA");
    let found = match privileges.kind.as_str() {
        "TABLE" | "ALL TABLES IN SCHEMA" => of_tables(privileges, name, who, context),
        "SCHEMA" => of_schema(privileges, who),
        "DATABASE" if has(privileges, &["CREATE"]) => {
            Some((by_clients(who), ": they make schemas, and what is in them is theirs"))
        }
        "PARAMETER" => Some((by_clients(who), ": settings that only superusers change can switch off triggers, logs and checks")),
        "FOREIGN DATA WRAPPER" | "FOREIGN SERVER" => Some((Severity::Warning, ": they reach other servers from here")),
        "FUNCTION" | "PROCEDURE" | "ROUTINE" if who >= Grantee::Client => of_routine(name, who, context),
        "SEQUENCE" | "LARGE OBJECT" if who >= Grantee::Client => Some((Severity::Warning, "")),
        _ if many => Some((Severity::Warning, ", needed or not")),
        _ => None,
    };
    found.or_else(|| privileges.grant_option.then_some((Severity::Warning, ": whom they give it to, no script says")))
}

/// A new routine that was taken from everybody is handed to those who are meant.
fn of_routine(name: &Name, who: Grantee, context: &Context<'_>) -> Option<(Severity, &'static str)> {
    let facts = context.facts;
    let is_closed = facts.is_guarded(name) || context.outlook.guards(name, facts) || facts.guards_new_routines();
    if who < Grantee::Everybody && is_closed && facts.is_born_here(crate::ObjectKind::Function, name) {
        return None;
    }
    let runs_as_owner = facts.running(name).is_some_and(|running| running.security_definer);
    Some((Severity::Warning, if runs_as_owner { ", which runs with its owner's rights" } else { "" }))
}

fn by_clients(who: Grantee) -> Severity {
    if who >= Grantee::Client { Severity::Error } else { Severity::Warning }
}

fn has(privileges: &Privileges, any: &[&str]) -> bool {
    privileges.privileges.iter().any(|privilege| privilege == "ALL" || any.contains(&privilege.as_str()))
}

fn of_schema(privileges: &Privileges, who: Grantee) -> Option<(Severity, &'static str)> {
    if has(privileges, &["CREATE"]) {
        return Some((by_clients(who), ": what they make there can take the place of what others mean"));
    }
    (who >= Grantee::Client).then_some((Severity::Warning, ": whatever was granted in it before counts from now on"))
}

/// Policies hold back which rows are seen, inserted, updated and deleted, and nothing else.
fn of_tables(privileges: &Privileges, name: &Name, who: Grantee, context: &Context<'_>) -> Option<(Severity, &'static str)> {
    let many = privileges.kind != "TABLE";
    let all = has(privileges, &[]);
    if who < Grantee::Client {
        let why = if many { ", needed or not" } else { ", `TRUNCATE` and `TRIGGER` included" };
        return (many || all).then_some((Severity::Warning, why));
    }
    let beyond = has(privileges, &["TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN"]);
    let row_security = if many { None } else { has_row_security(name, context) };
    Some(match (who, row_security) {
        _ if beyond && !all => (Severity::Error, ": no policy holds back more than reading and writing rows"),
        (_, Some(true)) if all => (Severity::Warning, ": policies hold back rows, but not `TRUNCATE`"),
        (Grantee::Everybody, Some(true)) => (Severity::Warning, ", rows as policies allow"),
        (_, Some(true)) => return None,
        (Grantee::Everybody, _) => (Severity::Error, ": every role that there is and will be"),
        _ if many && has(privileges, &WRITES) => (Severity::Error, ", needed or not, and policies or not"),
        _ if many => (Severity::Warning, ", needed or not"),
        (_, Some(false)) if has(privileges, &WRITES) => (Severity::Error, ": all its rows, for it has no row security"),
        (_, Some(false)) => (Severity::Warning, ": all its rows, for it has no row security"),
        (_, None) => (Severity::Warning, ": all its rows unless it has row security"),
    })
}

const WRITES: [&str; 3] = ["INSERT", "UPDATE", "DELETE"];

fn advice(privileges: &Privileges, name: &Name) -> String {
    let schema = || format!("GRANT USAGE ON SCHEMA {name} TO {};", others(privileges, name));
    let sql = match privileges.kind.as_str() {
        "TABLE" => {
            let what = if has(privileges, &[]) { "SELECT".to_owned() } else { kept(privileges) };
            format!("ALTER TABLE {name} ENABLE ROW LEVEL SECURITY;\nGRANT {what} ON {name} TO {};", others(privileges, name))
        }
        "SCHEMA" => schema(),
        kind if kind.ends_with("IN SCHEMA") => {
            let one = kind.trim_start_matches("ALL ").trim_end_matches("S IN SCHEMA");
            format!(
                "GRANT {} ON {one} {name}.<the one that is needed> TO {};",
                privileges.privileges.join(", "),
                written(&privileges.roles)
            )
        }
        kind => format!("GRANT {} ON {kind} {name} TO {};", privileges.privileges.join(", "), others(privileges, name)),
    };
    instead("Grant what is needed, on what is needed, to a role that needs it:", &sql)
}

/// What policies can hold back.
fn kept(privileges: &Privileges) -> String {
    let kept =
        ["SELECT", "INSERT", "UPDATE", "DELETE"].into_iter().filter(|one| privileges.privileges.iter().any(|given| given == one));
    let kept: Vec<&str> = kept.collect();
    if kept.is_empty() { "SELECT".to_owned() } else { kept.join(", ") }
}

/// The roles without `PUBLIC`.
fn others(privileges: &Privileges, name: &Name) -> String {
    let others: Vec<String> = privileges.roles.iter().filter(|role| *role != "public").cloned().collect();
    let own = name.last().split('(').next().unwrap_or_default();
    if others.is_empty() { Name::from(format!("{own}_users").as_str()).to_string() } else { written(&others) }
}
