#![doc = include_str!("set_unlogged.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Statement, TableChange};

pub(crate) const RULE: Rule = Rule {
    id: "set-unlogged",
    severity: Severity::Error,
    group: Group::Data,
    opt_in: false,
    summary: "A table is emptied by the next crash",
    page: include_str!("set_unlogged.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::AltersTable { table, change: TableChange::SetUnlogged } => Some((effect, table)),
        _ => None,
    });
    found
        .filter(|(_, table)| !context.facts.is_table_born_here(table))
        .map(|(effect, table)| {
            let message = format!("a crash of the server empties `{table}` from now on, and standby servers hold none of its rows");
            let advice = format!(
                "Keep `{table}` logged. Where only its writes must be faster, let them wait for the disk less:\nSET LOCAL synchronous_commit = off;"
            );
            Hit::new(effect, table, message, advice)
        })
        .collect()
}
