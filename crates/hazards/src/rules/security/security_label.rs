#![doc = include_str!("security_label.md")]

use report::Severity;

use super::{changes, hit};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Name, Security, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "security-label",
    severity: Severity::Notice,
    group: Group::Security,
    opt_in: false,
    summary: "A security label is set or removed",
    page: include_str!("security_label.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, _: &Context<'_>) -> Vec<Hit> {
    let found = changes(statement).filter_map(|(effect, security)| match security {
        Security::Labels { what } => {
            let message = format!("the security label of {} is changed: a module of the server decides by it who may do what", what.to_ascii_lowercase());
            let advice = "Let those review it who look after the module (SELinux, anonymisation): what the label means, only they can tell.".to_owned();
            Some(hit(effect, Name::from(what.as_str()), message, advice, Severity::Notice))
        }
        _ => None,
    });
    found.collect()
}
