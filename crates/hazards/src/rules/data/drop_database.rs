#![doc = include_str!("drop_database.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule, dropped, with_dependants, without_cascade};
use crate::{ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "drop-database",
    severity: Severity::Error,
    group: Group::Data,
    opt_in: false,
    summary: "A database or tablespace is deleted",
    page: include_str!("drop_database.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    dropped(statement, context, &[ObjectKind::Database, ObjectKind::Tablespace])
        .into_iter()
        .map(|(effect, kind, name, cascade)| {
            let message = format!("{kind} `{name}` is deleted{}", with_dependants(cascade));
            let advice =
                format!("Remove the statement: a migration changes what is inside one database.{}", without_cascade(cascade));
            Hit::new(effect, name, message, advice)
        })
        .collect()
}
