#![doc = include_str!("opaque_code.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Call, Effect, Name, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "opaque-code",
    severity: Severity::Warning,
    group: Group::Opaque,
    opt_in: false,
    summary: "Code runs that this scan cannot read",
    page: include_str!("opaque_code.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    statement.effects.iter().filter_map(|effect| hit(effect, context)).collect()
}

fn hit(effect: &Effect, context: &Context<'_>) -> Option<Hit> {
    let advice = "Write the statements out where that is possible; `validate` runs them on a throw-away server and tells what they dropped there.";
    match &effect.action {
        Action::RunsOpaque(what) => {
            let message = format!("what this runs cannot be read without a server: {what}");
            Some(Hit::new(effect, Name::default(), message, advice))
        }
        Action::Calls { name, call } if context.facts.called(name).next().is_none() => {
            let (what, severity) = match call {
                Call::Within => return None,
                Call::Alone => ("function", Severity::Notice),
                Call::Procedure => ("procedure", Severity::Warning),
            };
            let message = format!("no script defines the {what} `{name}`, so nothing is known of what it does");
            let advice = format!(
                "Make sure that `{name}` does what is meant; where a migration made it by code that cannot be read here, write that out."
            );
            Some(Hit::new(effect, name, message, advice).severity(severity))
        }
        _ => None,
    }
}
