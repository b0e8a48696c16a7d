#![doc = include_str!("migration_name.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Script, timestamp};

pub(crate) const RULE: Rule = Rule {
    id: "migration-name",
    severity: Severity::Notice,
    group: Group::Hygiene,
    opt_in: false,
    summary: "A migration is not called after its time and what it does",
    page: include_str!("migration_name.md"),
    check: Check::Script(check),
};

fn check(context: &Context<'_>) -> Vec<Hit> {
    let Some(name) = name_in_history(context.script) else { return Vec::new() };
    let (digits, description) = name.split_once('_').unwrap_or((name, ""));
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_baseline = is_number && digits.bytes().all(|byte| byte == b'0') && context.facts.is_first_script();
    let fault = if !is_number {
        "does not begin with the time of its making, so that it may sort before migrations that are applied already"
    } else if description.is_empty() {
        "does not say what it does"
    } else if is_baseline || timestamp::seconds(digits).is_some() {
        return Vec::new();
    } else if digits.len() == 14 {
        "begins with digits that are no date and time"
    } else {
        "does not begin with the fourteen digits of a date and time, so that it may sort before migrations that are applied already"
    };
    let words = if is_number { description } else { name };
    let words = if words.is_empty() { "what_it_does" } else { words };
    let advice = format!("Call it `YYYYMMDDHHMMSS_{words}`, with the time in UTC, as long as it is applied nowhere.");
    vec![Hit::of_script(context, name, format!("the migration `{name}` {fault}"), advice)]
}

/// The migration's name, when the script lies in a history: Prisma's directories, or a directory of files that is called `migrations`.
pub(super) fn name_in_history<'a>(script: &Script<'a>) -> Option<&'a str> {
    let mut parts = script.file.rsplit('/');
    let is_in_history = parts.next() == Some("migration.sql") || parts.next() == Some("migrations");
    is_in_history.then(|| script.migration.strip_suffix(".sql").unwrap_or(script.migration))
}
