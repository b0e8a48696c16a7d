#![doc = include_str!("opaque_code.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Name, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "opaque-code",
    severity: Severity::Notice,
    group: Group::Opaque,
    opt_in: false,
    summary: "Code runs that this scan cannot read",
    page: include_str!("opaque_code.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, _: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::RunsOpaque(what) => Some((effect, what)),
        _ => None,
    });
    found
        .map(|(effect, what)| {
            let advice = "Write the statements out where that is possible; `validate` runs them on a throw-away server and tells what they dropped there.";
            Hit::new(effect, Name::default(), format!("what this runs cannot be read without a server: {what}"), advice)
        })
        .collect()
}
