#![doc = include_str!("drop_materialized_view.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule, dropped, with_dependants, without_cascade};
use crate::{ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "drop-materialized-view",
    severity: Severity::Warning,
    group: Group::Data,
    opt_in: false,
    summary: "A materialized view and its stored rows are deleted",
    page: include_str!("drop_materialized_view.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    dropped(statement, context, &[ObjectKind::MaterializedView])
        .into_iter()
        .map(|(effect, _, name, cascade)| {
            let message = format!("materialized view `{name}` and its stored rows are deleted{}", with_dependants(cascade));
            let advice = format!("Make the new view under another name, fill it, and swap the names in one transaction; drop `{name}` afterwards.{}", without_cascade(cascade));
            let hit = Hit::new(effect, name, message, advice);
            if cascade { hit.severity(Severity::Error) } else { hit }
        })
        .collect()
}
