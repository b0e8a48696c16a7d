#![doc = include_str!("own_transaction.md")]

use postgres_syntax::TransactionEffect;
use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Effect, Name, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "own-transaction",
    severity: Severity::Notice,
    group: Group::Transactions,
    opt_in: false,
    summary: "The script begins or ends transactions itself",
    page: include_str!("own_transaction.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| Some((effect, control(effect)?)));
    found.filter_map(|(effect, control)| judge(effect, control, context)).collect()
}

fn control(effect: &Effect) -> Option<&TransactionEffect> {
    match &effect.action {
        Action::Transaction(
            control @ (TransactionEffect::Begins
            | TransactionEffect::Commits
            | TransactionEffect::RollsBack
            | TransactionEffect::Prepared),
        ) => Some(control),
        _ => None,
    }
}

fn judge(effect: &Effect, found: &TransactionEffect, context: &Context<'_>) -> Option<Hit> {
    let is_open = context.before().rev().find_map(control) == Some(&TransactionEffect::Begins);
    let closed_by = context.after().find_map(control);
    let remove = "Remove it: a migration is applied in a transaction anyway.";
    let (severity, message, advice) = match (found, is_open, closed_by) {
        (TransactionEffect::Begins, _, None) => (
            Severity::Error,
            "the transaction that begins here is never ended: all that follows is undone when the connection closes, and counts as applied",
            "Remove `BEGIN`, or end the script with `COMMIT`.",
        ),
        (TransactionEffect::Begins, ..) => (
            Severity::Notice,
            "the script has a transaction of its own: when it fails, what it committed stays, and Prisma reports a follow-up error instead of the cause",
            "Remove `BEGIN` and `COMMIT`: a migration is applied in a transaction anyway.",
        ),
        (TransactionEffect::Commits, true, _) => return None,
        (TransactionEffect::Commits, false, _) => (
            Severity::Warning,
            "this commits what the script did so far: when a later statement fails, half a migration stays behind",
            "Make two migrations of the parts before and behind `COMMIT`.",
        ),
        (TransactionEffect::Prepared, ..) => (
            Severity::Error,
            "a prepared transaction keeps its locks until somebody decides it, restarts included",
            "Use an ordinary transaction.",
        ),
        (_, true, _) => (Severity::Warning, "the script undoes its own transaction, and counts as applied", remove),
        _ => (Severity::Error, "this undoes what the script did before it, and the migration still counts as applied", remove),
    };
    Some(Hit::new(effect, Name::default(), message.to_owned(), advice).severity(severity))
}
