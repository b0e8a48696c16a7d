#![doc = include_str!("no_lock_timeout.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{RelationImpact, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "no-lock-timeout",
    severity: Severity::Warning,
    group: Group::Locks,
    opt_in: true,
    summary: "A migration waits for a lock without limit",
    page: include_str!("no_lock_timeout.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    if context.transaction.has_lock_timeout || context.transaction.has_blocked {
        return Vec::new();
    }
    let blocking = context.impacts.iter().filter(|impact| impact.blocks()).max_by_key(|impact| impact.lock);
    let hit = |impact: &RelationImpact| {
        let effect = statement.effects.first()?;
        let message = format!(
            "this waits for a `{}` lock on `{}` without limit, and everybody else waits behind it",
            impact.lock, impact.name
        );
        let advice = "Set a limit before the first statement:\nSET LOCAL lock_timeout = '5s';";
        Some(Hit::new(effect, &impact.name, message, advice))
    };
    blocking.and_then(hit).into_iter().collect()
}
