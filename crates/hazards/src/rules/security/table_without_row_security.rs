#![doc = include_str!("table_without_row_security.md")]

use report::Severity;

use super::{changes, hit, instead, is_exposed, own_rows};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Effect, Fact, Name, ObjectKind, Security, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "table-without-row-security",
    severity: Severity::Warning,
    group: Group::Security,
    opt_in: false,
    summary: "A table that clients can reach has no row security",
    page: include_str!("table_without_row_security.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let made = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::CreatesTable(table) => Some((effect, &table.name)),
        _ => None,
    });
    let open = made.filter(|(_, table)| context.outlook.leaves_open(table, context.facts));
    let moved = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::Renames { kind: ObjectKind::Table, name, to } => moved(effect, name, to, context),
        _ => None,
    });
    let policies = changes(statement).filter_map(|(effect, security)| match security {
        Security::CreatesPolicy(policy) => without_effect(effect, &policy.table, context),
        _ => None,
    });
    open.filter_map(|(effect, table)| judge(effect, table, context)).chain(moved).chain(policies).collect()
}

/// A table that comes to where clients reach it.
fn moved(effect: &Effect, name: &Name, to: &Name, context: &Context<'_>) -> Option<Hit> {
    let is_reached = |name| is_exposed(context.facts.schema_of(name), context) == Fact::Known(true);
    let is_secured = super::has_row_security(name, context) == Some(true) || context.outlook.secures(to, context.facts);
    if is_secured || is_reached(name) || !is_reached(to) {
        return None;
    }
    let message = format!("table `{name}` moves to a schema that clients reach, and has no row security as far as is known");
    Some(hit(effect, to, message, advice(to, context), Severity::Warning))
}

/// A policy of a table whose row security is off.
fn without_effect(effect: &Effect, table: &Name, context: &Context<'_>) -> Option<Hit> {
    let is_first = context.facts.table(table).is_none_or(|table| table.policies.is_empty());
    if !is_first || super::has_row_security(table, context) != Some(false) {
        return None;
    }
    let message = format!(
        "row security of `{table}` is off, so that its policy has no effect: whoever has rights on it sees and changes all its rows"
    );
    let advice = instead("Switch it on in the same migration:", &format!("ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"));
    Some(hit(effect, table, message, advice, Severity::Warning))
}

fn judge(effect: &Effect, table: &Name, context: &Context<'_>) -> Option<Hit> {
    match is_exposed(context.facts.schema_of(table), context) {
        Fact::Known(false) => None,
        Fact::Known(true) => {
            let message = format!(
                "table `{table}` is new in a schema that clients reach, and has no row security: whoever has rights on it sees and changes all its rows"
            );
            Some(hit(effect, table, message, advice(table, context), Severity::Warning))
        }
        Fact::Unknown => unknown(effect, table, context),
    }
}

/// Said once for all new tables that a script makes in a schema.
fn unknown(effect: &Effect, table: &Name, context: &Context<'_>) -> Option<Hit> {
    let unsecured = context.outlook.open_beside(table, context.facts);
    if unsecured.first() != Some(table) {
        return None;
    }
    let shown: Vec<String> = unsecured.iter().take(MOST_NAMED).map(|table| format!("`{table}`")).collect();
    let rest = unsecured.len().checked_sub(MOST_NAMED).filter(|rest| *rest > 0);
    let rest = rest.map(|rest| format!(" and {rest} more")).unwrap_or_default();
    let message = format!(
        "{}{rest} without row security: should clients reach such a table directly, they see all its rows",
        shown.join(", ")
    );
    let message = if unsecured.len() == 1 { format!("new table {message}") } else { format!("new tables {message}") };
    let advice = instead(
        "Name the schemas that clients reach as `exposed_schemas` in `[hazards]` of the configuration, `[]` if there are none, to end this notice. Where they do:",
        &format!("ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"),
    );
    Some(hit(effect, table, message, advice, Severity::Notice))
}

/// Tables that a message names.
const MOST_NAMED: usize = 8;

fn advice(table: &Name, context: &Context<'_>) -> String {
    let policy = Name::from(format!("{}_own", table.last()).as_str());
    instead(
        "Switch it on where the table is made, and say who sees what:",
        &format!(
            "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\nCREATE POLICY {policy} ON {table} TO authenticated USING ({});",
            own_rows(table, context)
        ),
    )
}
