#![doc = include_str!("loses_atomicity.md")]

use postgres_syntax::TransactionEffect;
use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, ColumnChange, ConstraintKind, Effect, Name, ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "loses-atomicity",
    severity: Severity::Notice,
    group: Group::Transactions,
    opt_in: false,
    summary: "A failure half way leaves the first half behind when Prisma applies the script",
    page: include_str!("loses_atomicity.md"),
    check: Check::Script(check),
};

fn check(context: &Context<'_>) -> Vec<Hit> {
    let decides_itself = |effect: &Effect| {
        matches!(
            effect.action,
            Action::Unparsed(_) | Action::Transaction(TransactionEffect::Begins | TransactionEffect::CannotRunInside(_))
        )
    };
    if context.before().any(decides_itself) {
        return Vec::new();
    }
    let mut done = 0_usize;
    for statement in context.statements {
        let fails = statement.effects.iter().find_map(|effect| Some((effect, may_fail(effect, context)?)));
        if let Some((effect, why)) = fails.filter(|_| done > 0) {
            let before = if done == 1 {
                "the statement before it stays".to_owned()
            } else {
                format!("the {done} statements before it stay")
            };
            let message = format!(
                "this fails {why}; then {before} applied when Prisma 7.4 or later applies the script, which sends it statement by statement"
            );
            let advice = "Put it into a migration of its own, or apply the migration with `deploy`, which keeps the whole script in one transaction.";
            return vec![Hit::new(effect, Name::default(), message, advice)];
        }
        done += usize::from(changes_something(statement));
    }
    Vec::new()
}

fn changes_something(statement: &Statement) -> bool {
    let only_looks = |action: &Action| {
        matches!(
            action,
            Action::Transaction(_)
                | Action::ChangesSearchPath
                | Action::SetsParameter { .. }
                | Action::Reads { .. }
                | Action::Calls { .. }
                | Action::Branch { .. }
                | Action::Prepares { .. }
        )
    };
    statement.effects.iter().any(|effect| !only_looks(&effect.action))
}

/// Why a statement may fail on the rows that are there.
fn may_fail(effect: &Effect, context: &Context<'_>) -> Option<&'static str> {
    let is_old = |table: &Name| !context.facts.is_born_here(ObjectKind::Table, table);
    match &effect.action {
        Action::AddsConstraint { table, constraint } if is_old(table) && !constraint.not_valid => match &constraint.kind {
            ConstraintKind::Check(_) => Some("where a row does not satisfy the condition"),
            ConstraintKind::ForeignKey(_) => Some("where a row references one that is not there"),
            ConstraintKind::Unique { index: None, .. } | ConstraintKind::PrimaryKey { index: None, .. } => {
                Some("where two rows have the same values")
            }
            ConstraintKind::Exclusion => Some("where two rows exclude each other"),
            _ => None,
        },
        Action::ValidatesConstraint { table, .. } if is_old(table) => Some("where a row does not satisfy the constraint"),
        Action::AltersColumn { table, change: ColumnChange::SetNotNull, .. } if is_old(table) => Some("where a row has a null"),
        Action::CreatesIndex(index) if index.unique && is_old(&index.table) => Some("where two rows have the same values"),
        Action::ChangesType { table, using: Some(_), .. } if is_old(table) => Some("where a value cannot be converted"),
        Action::AddsColumn { table, column, .. } if is_old(table) && column.not_null && column.default.is_none() => {
            (column.origin == crate::Origin::Written).then_some("where the table has rows")
        }
        _ => None,
    }
}
