#![doc = include_str!("drop_index.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule, dropped};
use crate::{Action, Effect, Fact, ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "drop-index",
    severity: Severity::Warning,
    group: Group::Clients,
    opt_in: false,
    summary: "An index is deleted: queries slow down, duplicates may get in",
    page: include_str!("drop_index.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    dropped(statement, context, &[ObjectKind::Index])
        .into_iter()
        .filter(|(_, _, name, _)| {
            let made_again = |effect: &Effect| matches!(&effect.action, Action::CreatesIndex(index) if index.name.as_ref().is_some_and(|made| context.facts.are_same(ObjectKind::Index, name, made)));
            !context.soon().any(made_again)
        })
        .map(|(effect, _, name, _)| match context.facts.is_unique(name) {
            Fact::Known(true) => Hit::new(
                effect,
                name,
                format!("unique index `{name}` is deleted: from now on duplicates are accepted"),
                format!("Make sure that nothing relies on `{name}`, `ON CONFLICT` included; create what replaces it first."),
            ),
            Fact::Known(false) => Hit::new(
                effect,
                name,
                format!("index `{name}` is deleted: queries that use it read the whole table"),
                format!("Look at `idx_scan` in `pg_stat_user_indexes` for `{name}` in production before it is dropped."),
            )
            .severity(Severity::Notice),
            Fact::Unknown => Hit::new(
                effect,
                name,
                format!("index `{name}` is deleted; it is not known whether it kept duplicates out"),
                format!("Look at the definition of `{name}` and at its `idx_scan` in `pg_stat_user_indexes` before it is dropped."),
            ),
        })
        .collect()
}
