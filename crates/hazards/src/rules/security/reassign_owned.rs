#![doc = include_str!("reassign_owned.md")]

use report::Severity;

use super::{changes, hit, instead, written};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Name, Security, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "reassign-owned",
    severity: Severity::Warning,
    group: Group::Security,
    opt_in: false,
    summary: "Everything that a role owns belongs to another",
    page: include_str!("reassign_owned.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, _: &Context<'_>) -> Vec<Hit> {
    let found = changes(statement).filter_map(|(effect, security)| match security {
        Security::ReassignsOwned { from, to } => {
            let role = Name::from(to.as_str());
            let message = format!("all that {} owns in this database belongs to `{role}`, which may do everything with it; what that is differs between databases", super::named(from));
            let advice = instead("Name what is to change hands:", &format!("ALTER TABLE <a table of {}> OWNER TO {role};", written(from)));
            Some(hit(effect, from.first().map_or("", String::as_str), message, advice, Severity::Warning))
        }
        _ => None,
    });
    found.collect()
}
