#![doc = include_str!("leakproof_function.md")]

use report::Severity;

use super::{hit, instead};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "leakproof-function",
    severity: Severity::Warning,
    group: Group::Security,
    opt_in: false,
    summary: "A function is said to reveal nothing of its arguments",
    page: include_str!("leakproof_function.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, _: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::CreatesRoutine(routine) | Action::AltersRoutine(routine) if routine.leakproof => {
            let name = &routine.name;
            let message = format!(
                "`{name}` is said to be leakproof: it sees rows before row security and security barriers have left them out"
            );
            let kind = routine.kind.object_type().to_ascii_uppercase();
            let advice = instead(
                "Leave it out, unless the function can neither fail nor log on any argument:",
                &format!("ALTER {kind} {name} NOT LEAKPROOF;"),
            );
            Some(hit(effect, name, message, advice, Severity::Warning))
        }
        _ => None,
    });
    found.collect()
}
