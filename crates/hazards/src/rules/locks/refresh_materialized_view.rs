#![doc = include_str!("refresh_materialized_view.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule, locks::is_older};
use crate::{Action, Maintenance, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "refresh-materialized-view",
    severity: Severity::Warning,
    group: Group::Locks,
    opt_in: false,
    summary: "A materialized view is filled again while nobody can read it",
    page: include_str!("refresh_materialized_view.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::Maintains(Maintenance::Refresh { view, concurrently }) if is_older(view, context) => {
            Some((effect, view, *concurrently))
        }
        _ => None,
    });
    found
        .map(|(effect, view, concurrently)| {
            let (message, severity) = if concurrently {
                (format!("the query of `{view}` runs in the middle of the migration; other refreshes wait"), Severity::Notice)
            } else {
                (
                    format!("`{view}` is filled again under an `ACCESS EXCLUSIVE` lock: nobody can read it meanwhile"),
                    Severity::Warning,
                )
            };
            let advice =
                format!("Do it outside of migrations, without stopping readers:\nREFRESH MATERIALIZED VIEW CONCURRENTLY {view};");
            Hit::new(effect, view, message, advice).severity(severity)
        })
        .collect()
}
