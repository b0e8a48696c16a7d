#![doc = include_str!("validated_at_once.md")]

use report::Severity;

use crate::rules::{
    Check, Context, Group, Hit, Rule,
    locks::{is_older, named, unchecked_at_once},
};
use crate::{Action, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "validated-at-once",
    severity: Severity::Warning,
    group: Group::Locks,
    opt_in: false,
    summary: "A constraint is validated in the transaction that added it",
    page: include_str!("validated_at_once.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::ValidatesConstraint { table, constraint } => Some((effect, table, constraint)),
        _ => None,
    });
    found
        .filter(|(_, table, constraint)| is_older(table, context) && unchecked_at_once(statement, context, table, constraint))
        .map(|(effect, table, constraint)| {
            let message = format!(
                "`{constraint}` was added in the same transaction, whose lock on `{table}` is still held: others wait until all rows are read"
            );
            let advice = format!(
                "Move this to the next migration, where it stops nobody:\nALTER TABLE {table} VALIDATE CONSTRAINT {};",
                named(constraint)
            );
            Hit::new(effect, table.part(constraint), message, advice)
        })
        .collect()
}
