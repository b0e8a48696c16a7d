#![doc = include_str!("session_state.md")]

use postgres_syntax::TransactionEffect;
use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Name, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "session-state",
    severity: Severity::Notice,
    group: Group::Transactions,
    opt_in: false,
    summary: "The script leaves something behind in its session",
    page: include_str!("session_state.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, _: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::Transaction(TransactionEffect::ChangesSession(change)) => Some((effect, change)),
        _ => None,
    });
    found
        .map(|(effect, change)| {
            let advice = "Use `SET LOCAL`, which ends with the transaction, or write schema names out.";
            if change.breaks_prisma {
                let message = format!("this changes {change} for the whole session: Prisma then fails to record the migration, which is applied and looks failed");
                Hit::new(effect, Name::default(), message, advice).severity(Severity::Error)
            } else {
                Hit::new(effect, Name::default(), format!("this leaves {change} changed for the migrations that follow in the same session"), advice)
            }
        })
        .collect()
}
