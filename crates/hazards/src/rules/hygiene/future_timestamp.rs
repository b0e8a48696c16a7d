#![doc = include_str!("future_timestamp.md")]

use report::Severity;

use super::migration_name::name_in_history;
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::timestamp;

pub(crate) const RULE: Rule = Rule {
    id: "future-timestamp",
    severity: Severity::Warning,
    group: Group::Hygiene,
    opt_in: false,
    summary: "A migration is called after a time that is still to come",
    page: include_str!("future_timestamp.md"),
    check: Check::Script(check),
};

/// Clocks differ, and so do time zones.
const GRACE: i64 = 24 * 60 * 60;

fn check(context: &Context<'_>) -> Vec<Hit> {
    let Some(name) = name_in_history(context.script) else { return Vec::new() };
    let (digits, description) = name.split_once('_').unwrap_or((name, "what_it_does"));
    let now = context.settings.now.as_deref();
    let is_later = timestamp::seconds(digits).zip(now.and_then(timestamp::seconds)).is_some_and(|(made, now)| made > now + GRACE);
    let Some(now) = now.filter(|_| is_later) else { return Vec::new() };
    let message = format!(
        "the migration `{name}` is from the future: every migration made until then sorts before it, and is applied after it"
    );
    let advice = format!("Call it `{now}_{description}`, as long as it is applied nowhere.");
    vec![Hit::of_script(context, name, message, advice)]
}
