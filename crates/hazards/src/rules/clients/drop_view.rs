#![doc = include_str!("drop_view.md")]

use report::Severity;

use super::replace_view::made_again;
use crate::rules::{Check, Context, Group, Hit, Rule, dropped, with_dependants, without_cascade};
use crate::{ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "drop-view",
    severity: Severity::Warning,
    group: Group::Clients,
    opt_in: false,
    summary: "A view is deleted: clients that read it fail",
    page: include_str!("drop_view.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    dropped(statement, context, &[ObjectKind::View])
        .into_iter()
        // What is made again is that rule's business.
        .filter(|(_, _, name, cascade)| *cascade || made_again(name, context).is_none())
        .map(|(effect, _, name, cascade)| {
            let message = format!("view `{name}` is deleted{}: clients that read it fail", with_dependants(cascade));
            let advice = format!(
                "Deploy clients that no longer read `{name}` first, and look whether anybody still does:\n\
                 SELECT calls, query FROM pg_stat_statements WHERE query ILIKE {};{}",
                postgres_terms::Literal(&format!("%{}%", name.last())).quote(),
                without_cascade(cascade).replacen(' ', "\n-- ", 1)
            );
            let hit = Hit::new(effect, name, message, advice);
            if cascade { hit.severity(Severity::Error) } else { hit }
        })
        .collect()
}
