#![doc = include_str!("event_trigger.md")]

use report::Severity;

use super::{changes, hit, instead};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Name, Security, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "event-trigger",
    severity: Severity::Warning,
    group: Group::Security,
    opt_in: false,
    summary: "Code that runs at every command of a kind is made, switched on or off",
    page: include_str!("event_trigger.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, _: &Context<'_>) -> Vec<Hit> {
    let found = changes(statement).filter_map(|(effect, security)| match security {
        Security::EventTrigger { name, change } => {
            let name = Name::from(name.as_str());
            let (why, sql) = match *change {
                "disabled" => ("what it watched or refused is no longer watched or refused", format!("ALTER EVENT TRIGGER {name} ENABLE;")),
                _ => (
                    "its function runs with the rights of whoever gives a command of its kind, later migrations included, and can make each of them fail",
                    format!("ALTER EVENT TRIGGER {name} DISABLE;"),
                ),
            };
            let message = format!("event trigger `{name}` is {change}: {why}");
            let advice = instead("Make it a change of its own that those review who look after the server, and keep at hand what undoes it:", &sql);
            Some(hit(effect, name, message, advice, Severity::Warning))
        }
        _ => None,
    });
    found.collect()
}
