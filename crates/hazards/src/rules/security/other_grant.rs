#![doc = include_str!("other_grant.md")]

use report::Severity;

use super::{
    broad_grant::{granted, weigh},
    changes, hit, written,
};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Effect, Name, Privileges, Security, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "other-grant",
    severity: Severity::Notice,
    group: Group::Security,
    opt_in: false,
    summary: "A role may do more than before",
    page: include_str!("other_grant.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let granted = changes(statement).filter_map(|(effect, security)| match security {
        Security::Grants(privileges) => Some((effect, privileges)),
        _ => None,
    });
    granted.filter_map(|(effect, privileges)| judge(effect, privileges, context)).collect()
}

/// One notice for all objects of the statement of which `broad-grant` says nothing.
fn judge(effect: &Effect, privileges: &Privileges, context: &Context<'_>) -> Option<Hit> {
    let is_other = |name: &&Name| weigh(privileges, name, context).is_none();
    let mut others = privileges.on.iter().filter(is_other);
    let first = others.next()?;
    let more = match others.count() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = format!("{}{more}", granted(privileges, first));
    let advice = format!(
        "Make sure that the role needs it. When it no longer does:
REVOKE {} ON {}{first} FROM {};",
        privileges.privileges.join(", "),
        kind(privileges),
        written(&privileges.roles)
    );
    Some(hit(effect, first, message, advice, Severity::Notice))
}

/// The kind as SQL writes it, which of a table may be left out.
fn kind(privileges: &Privileges) -> String {
    if privileges.kind == "TABLE" { String::new() } else { format!("{} ", privileges.kind) }
}
