#![doc = include_str!("wide_lock.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Name, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "wide-lock",
    severity: Severity::Notice,
    group: Group::Locks,
    opt_in: false,
    summary: "Several tables are locked for everybody at the same time",
    page: include_str!("wide_lock.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let (Some(tables), Some(effect)) = (context.transaction.widens_to(context.impacts), statement.effects.first()) else {
        return Vec::new();
    };
    let listed: Vec<String> = tables.iter().take(8).map(|table| format!("`{table}`")).collect();
    let message =
        format!("by now nobody else can use any of {}: all of these locks are kept until the migration ends", listed.join(", "));
    let advice =
        "Make a migration for each table, and let it give up rather than hold up everybody:\nSET LOCAL lock_timeout = '5s';";
    vec![Hit::new(effect, Name::default(), message, advice)]
}
