#![doc = include_str!("drop_policy.md")]

use report::Severity;

use super::{hit, instead, own_rows, policy_sql};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Effect, Name, ObjectKind, Statement, facts::command_key};

pub(crate) const RULE: Rule = Rule {
    id: "drop-policy",
    severity: Severity::Error,
    group: Group::Security,
    opt_in: false,
    summary: "A policy is deleted",
    page: include_str!("drop_policy.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::DropsOnTable { kind: ObjectKind::Policy, name, table, .. } => judge(effect, name, table, context),
        _ => None,
    });
    found.collect()
}

/// One that is made anew is compared with this one there.
fn judge(effect: &Effect, name: &str, table: &Name, context: &Context<'_>) -> Option<Hit> {
    let facts = context.facts;
    let policy = facts.table(table).and_then(|table| table.policies.get(name));
    let made_after = |what: &str| context.outlook.makes_policy_after(context.at, table, what, facts);
    if made_after(name)
        || policy.is_some_and(|policy| made_after(&command_key(&policy.command)))
        || facts.is_table_born_here(table)
    {
        return None;
    }
    let policy_name = Name::from(name);
    let (severity, message) = match policy.map(|policy| policy.permissive) {
        Some(true) => (
            Severity::Warning,
            format!(
                "rows of `{table}` that only policy `{policy_name}` let through are out of reach: clients see and change fewer of them"
            ),
        ),
        Some(false) => (
            Severity::Error,
            format!("restrictive policy `{policy_name}` is deleted: rows of `{table}` that it held back are let through"),
        ),
        // It would be known, had a script made it where it surely happens.
        None if facts.table(table).is_some_and(|known| known.row_security.is_some()) => (
            Severity::Warning,
            format!(
                "policy `{policy_name}` of `{table}` is deleted, should it be there: no script that made the table made it for certain"
            ),
        ),
        None => (
            Severity::Error,
            format!(
                "policy `{policy_name}` of `{table}` is deleted, and what it is cannot be told: clients lose rows, or see more if it is restrictive"
            ),
        ),
    };
    let advice = match policy {
        Some(policy) => instead(
            "Change it where it is, or make what takes its place in the same transaction. What it was:",
            &policy_sql(policy),
        ),
        None => instead(
            "Change it where it is, or make what takes its place in the same transaction:",
            &format!("ALTER POLICY {policy_name} ON {table} USING ({});", own_rows(table, context)),
        ),
    };
    Some(hit(effect, table.part(name), message, advice, severity))
}
