#![doc = include_str!("concurrently_among_others.md")]

use postgres_syntax::TransactionEffect;
use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Effect, Name, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "concurrently-among-others",
    severity: Severity::Warning,
    group: Group::Transactions,
    opt_in: false,
    summary: "A statement that cannot run in a transaction stands among others",
    page: include_str!("concurrently_among_others.md"),
    check: Check::Statement(check),
};

/// Commands that the parser does not know by which Prisma cuts scripts since 7.4.
const NEVER_CUT: [&str; 3] =
    ["DROP INDEX CONCURRENTLY", "REINDEX CONCURRENTLY", "ALTER TABLE ... DETACH PARTITION ... CONCURRENTLY"];

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let others = context.statements.len() - 1;
    let outer = context.statements.get(context.at).map(|statement| statement.span);
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::Transaction(TransactionEffect::CannotRunInside(command)) => Some((effect, *command)),
        _ => None,
    });
    let hit = |(effect, command): (&Effect, &'static str)| {
        let advice = format!("Put `{command}` into a migration of its own, with no other statement in the file.");
        if effect.through.is_some() || outer != Some(effect.statement) {
            let message = format!("`{command}` cannot run in a block or a function: it fails (25001)");
            return Some(Hit::new(effect, Name::default(), message, advice).severity(Severity::Error));
        }
        let message =
            format!("`{command}` cannot run in a transaction, so a failure leaves what the script did before it behind");
        let hit = (others > 0).then(|| Hit::new(effect, Name::default(), message, advice))?;
        Some(if NEVER_CUT.contains(&command) {
            let message = format!(
                "`{command}` fails next to other statements (25001): every version of Prisma sends this script as a whole"
            );
            Hit { message, ..hit }.severity(Severity::Error)
        } else {
            hit
        })
    };
    found.filter_map(hit).collect()
}
