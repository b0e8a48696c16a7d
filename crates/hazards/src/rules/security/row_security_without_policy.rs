#![doc = include_str!("row_security_without_policy.md")]

use report::Severity;

use super::{changes, hit, instead, own_rows};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Effect, Name, RowSecurity, Security, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "row-security-without-policy",
    severity: Severity::Warning,
    group: Group::Security,
    opt_in: false,
    summary: "Row security is switched on and no policy lets anybody through",
    page: include_str!("row_security_without_policy.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = changes(statement).filter_map(|(effect, security)| match security {
        Security::RowSecurity { table, change: RowSecurity::Enable } => judge(effect, table, context),
        _ => None,
    });
    found.collect()
}

fn judge(effect: &Effect, table: &Name, context: &Context<'_>) -> Option<Hit> {
    let known = context.facts.table(table);
    let has_policies =
        known.is_some_and(|known| !known.policies.is_empty()) || context.outlook.has_policies(table, context.facts);
    let was_on = known.and_then(|known| known.row_security);
    if has_policies || was_on == Some(true) {
        return None;
    }
    let is_new = context.facts.is_table_born_here(table);
    let (severity, message) = match was_on {
        Some(_) if !is_new => (
            Severity::Warning,
            format!("row security of `{table}` is switched on and it has no policy: nobody but its owner sees or changes a row"),
        ),
        Some(_) => {
            (Severity::Notice, format!("`{table}` has row security and no policy: nobody but its owner sees or changes a row"))
        }
        None => (
            Severity::Notice,
            format!(
                "row security of `{table}` is switched on: unless it has policies already, nobody but its owner sees or changes a row"
            ),
        ),
    };
    let (policy, own) = (Name::from(format!("{}_own", table.last()).as_str()), own_rows(table, context));
    let advice = instead(
        "Make the policies in the same transaction, so that clients never find it empty:",
        &format!("CREATE POLICY {policy} ON {table} TO authenticated USING ({own}) WITH CHECK ({own});"),
    );
    Some(hit(effect, table, message, advice, severity))
}
