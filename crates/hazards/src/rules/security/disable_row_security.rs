#![doc = include_str!("disable_row_security.md")]

use report::Severity;

use super::{changes, hit, instead};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Effect, Name, RowSecurity, Security, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "disable-row-security",
    severity: Severity::Error,
    group: Group::Security,
    opt_in: false,
    summary: "Row security is switched off, or no longer holds back the owner",
    page: include_str!("disable_row_security.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = changes(statement).filter_map(|(effect, security)| match security {
        Security::RowSecurity { table, change } => judge(effect, table, *change, context),
        _ => None,
    });
    found.collect()
}

fn judge(effect: &Effect, table: &Name, change: RowSecurity, context: &Context<'_>) -> Option<Hit> {
    let known = context.facts.table(table);
    match change {
        RowSecurity::Disable if known.and_then(|known| known.row_security) != Some(false) => {
            let message =
                format!("row security of `{table}` is switched off: whoever has rights on it sees and changes all its rows");
            let advice = instead(
                "Leave row security on, and let a policy name the one role that needs all rows:",
                &format!("CREATE POLICY {} ON {table} TO CURRENT_USER USING (true) WITH CHECK (true);", all_rows(table)),
            );
            Some(hit(effect, table, message, advice, Severity::Error))
        }
        RowSecurity::NoForce if known.and_then(|known| known.forced_row_security) != Some(false) => {
            let message = format!("the owner of `{table}` is no longer held back by its policies");
            let advice = instead(
                "Leave it forced, and do what needs all rows as a role with a policy of its own:",
                &format!("CREATE POLICY {} ON {table} TO CURRENT_USER USING (true) WITH CHECK (true);", all_rows(table)),
            );
            Some(hit(effect, table, message, advice, Severity::Warning))
        }
        _ => None,
    }
}

fn all_rows(table: &Name) -> Name {
    Name::from(format!("{}_all_rows", table.last()).as_str())
}
