#![doc = include_str!("work_under_lock.md")]

use report::Severity;

use postgres_terms::LockMode;

use crate::rules::{Check, Context, Group, Hit, Rule, locks::unchecked_at_once};
use crate::{Action, Effect, Fact, Name, RelationImpact, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "work-under-lock",
    severity: Severity::Warning,
    group: Group::Locks,
    opt_in: false,
    summary: "Rows are changed or read while a lock from earlier in the migration stops others",
    page: include_str!("work_under_lock.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let Some((locked, mode)) = context.transaction.held() else { return Vec::new() };
    let Some((effect, table)) = work(statement, context) else { return Vec::new() };
    let stops = if mode == LockMode::AccessExclusive { "reads and writes of" } else { "writes to" };
    let what = match &effect.action {
        Action::Updates { .. } => "rows are changed in",
        Action::Deletes { .. } => "rows are deleted from",
        _ => "rows are read from",
    };
    let message =
        format!("{what} `{table}` while an earlier statement's `{mode}` lock is held: {stops} `{locked}` wait until all is done");
    let advice = "Move this statement to the next migration, and change many rows in batches.";
    vec![Hit::new(effect, table, message, advice)]
}

/// What a statement does with many rows without a lock of its own that stops others: of that, other rules tell.
fn work<'a>(statement: &'a Statement, context: &'a Context<'_>) -> Option<(&'a Effect, &'a Name)> {
    let works = |impact: &&RelationImpact| !impact.is_new && impact.scans != Fact::Known(false) && !is_catalog(&impact.name);
    if context.impacts.iter().any(|impact| works(&impact) && impact.lock >= LockMode::Share) {
        return None;
    }
    let worked = context.impacts.iter().filter(works).max_by_key(|impact| impact.lock)?;
    let effect = statement.effects.iter().find(|effect| match &effect.action {
        Action::Updates { .. }
        | Action::Deletes { .. }
        | Action::Inserts { .. }
        | Action::Copies { .. }
        | Action::Reads { .. } => true,
        Action::CreatesView(view) => view.materialized,
        Action::ValidatesConstraint { table, constraint } => !unchecked_at_once(statement, context, table, constraint),
        _ => false,
    })?;
    Some((effect, &worked.name))
}

/// What the server says of itself is never much.
fn is_catalog(name: &Name) -> bool {
    name.last().starts_with("pg_") || matches!(name.schema(), Some("pg_catalog" | "information_schema"))
}
