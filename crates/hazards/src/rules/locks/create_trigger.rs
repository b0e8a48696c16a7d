#![doc = include_str!("create_trigger.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule, locks::is_older};
use crate::{Action, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "create-trigger",
    severity: Severity::Notice,
    group: Group::Locks,
    opt_in: false,
    summary: "A trigger is put on a table that is in use",
    page: include_str!("create_trigger.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::CreatesTrigger { name, table, .. } if is_older(table, context) => Some((effect, name, table)),
        _ => None,
    });
    found
        .map(|(effect, name, table)| {
            let message = format!("trigger `{name}` takes a `SHARE ROW EXCLUSIVE` lock on `{table}`: writes wait until the migration ends");
            let advice = "Keep long work out of this migration, and let it give up rather than hold up everybody:\nSET LOCAL lock_timeout = '5s';";
            Hit::new(effect, table.part(name), message, advice)
        })
        .collect()
}
