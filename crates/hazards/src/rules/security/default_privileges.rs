#![doc = include_str!("default_privileges.md")]

use report::Severity;

use super::{Grantee, broad_grant::rights, changes, hit, instead, named, widest, written};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Effect, Name, Privileges, Security, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "default-privileges",
    severity: Severity::Warning,
    group: Group::Security,
    opt_in: false,
    summary: "Whatever is made from now on is granted to others at once",
    page: include_str!("default_privileges.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = changes(statement).filter_map(|(effect, security)| match security {
        Security::DefaultPrivileges { schemas, grants, privileges } => Some(judge(effect, schemas, *grants, privileges, context)),
        _ => None,
    });
    found.collect()
}

fn judge(effect: &Effect, schemas: &[String], grants: bool, privileges: &Privileges, context: &Context<'_>) -> Hit {
    let object = schemas.first().map_or(Name::default(), |schema| Name::from(schema.as_str()));
    let places = schemas.iter().map(|schema| format!("`{}`", Name::from(schema.as_str()))).collect::<Vec<_>>().join(", ");
    let place = if schemas.is_empty() { String::new() } else { format!(" in schema {places}") };
    let (what, kind) = (rights(privileges), privileges.kind.to_ascii_lowercase());
    let is_one = privileges.roles.len() == 1;
    if !grants {
        let verb = if is_one { "does" } else { "do" };
        let message = format!("{} {verb} not get {what} on {kind} made from now on{place}", named(&privileges.roles));
        return hit(
            effect,
            object,
            message,
            "Grant what is still needed where each object is made.".to_owned(),
            Severity::Notice,
        );
    }
    let option = if privileges.grant_option { ", with the right to pass it on" } else { "" };
    let verb = if is_one { "gets" } else { "get" };
    let message = format!("{} {verb} {what} on all {kind} made from now on{place}{option}", named(&privileges.roles));
    let one = privileges.kind.trim_end_matches('S');
    let sql = format!("GRANT {} ON {one} <the new one> TO {};", privileges.privileges.join(", "), written(&privileges.roles));
    let advice = instead("Grant on each object where it is made, so that a reader sees it:", &sql);
    hit(effect, object, message, advice, weigh(privileges, context))
}

fn weigh(privileges: &Privileges, context: &Context<'_>) -> Severity {
    let is_all = privileges.privileges.iter().any(|privilege| privilege == "ALL") || privileges.grant_option;
    match widest(&privileges.roles, context) {
        Grantee::Everybody if matches!(privileges.kind.as_str(), "TABLES" | "SEQUENCES" | "SCHEMAS" | "LARGE OBJECTS") => {
            Severity::Error
        }
        Grantee::Everybody | Grantee::Client => Severity::Warning,
        Grantee::Other if is_all => Severity::Warning,
        Grantee::Other | Grantee::Administrator => Severity::Notice,
    }
}
