#![doc = include_str!("lock_table.md")]

use report::Severity;

use postgres_terms::LockMode;

use crate::rules::{Check, Context, Group, Hit, Rule, locks::is_older};
use crate::{Action, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "lock-table",
    severity: Severity::Warning,
    group: Group::Locks,
    opt_in: false,
    summary: "A table is locked by command",
    page: include_str!("lock_table.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::Locks { table, mode, .. } if *mode >= LockMode::Share && is_older(table, context) => Some((effect, table, *mode)),
        _ => None,
    });
    found
        .map(|(effect, table, mode)| {
            let stops = if mode == LockMode::AccessExclusive { "nobody can read or write it" } else { "writes to it wait" };
            let message = format!("`{table}` is locked in `{mode}` mode: {stops} until the migration ends");
            let advice =
                format!("Leave it out, or lock the rows that must not change:\nSELECT 1 FROM {table} WHERE ... FOR UPDATE;");
            Hit::new(effect, table, message, advice)
        })
        .collect()
}
