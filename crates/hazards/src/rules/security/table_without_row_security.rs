#![doc = include_str!("table_without_row_security.md")]

use report::Severity;

use super::{hit, instead, is_exposed};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Effect, Fact, Name, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "table-without-row-security",
    severity: Severity::Warning,
    group: Group::Security,
    opt_in: false,
    summary: "A new table that clients can reach has no row security",
    page: include_str!("table_without_row_security.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let made = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::CreatesTable(table) => Some((effect, &table.name)),
        _ => None,
    });
    let open = made.filter(|(_, table)| context.outlook.leaves_open(table, context.facts));
    open.filter_map(|(effect, table)| judge(effect, table, context)).collect()
}

fn judge(effect: &Effect, table: &Name, context: &Context<'_>) -> Option<Hit> {
    match is_exposed(context.facts.schema_of(table), context) {
        Fact::Known(false) => None,
        Fact::Known(true) => {
            let message = format!(
                "table `{table}` is new in a schema that clients reach, and has no row security: whoever has rights on it sees and changes all its rows"
            );
            Some(hit(effect, table, message, advice(table), Severity::Warning))
        }
        Fact::Unknown => unknown(effect, table, context),
    }
}

/// Said once for all new tables of a script.
fn unknown(effect: &Effect, table: &Name, context: &Context<'_>) -> Option<Hit> {
    let unsecured = &context.outlook.unsecured;
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

fn advice(table: &Name) -> String {
    let policy = Name::from(format!("{}_own", table.last()).as_str());
    instead(
        "Switch it on where the table is made, and say who sees what:",
        &format!(
            "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\nCREATE POLICY {policy} ON {table} TO authenticated USING (owner_id = CURRENT_USER);"
        ),
    )
}
