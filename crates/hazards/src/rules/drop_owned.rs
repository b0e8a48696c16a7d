#![doc = include_str!("drop_owned.md")]

use report::Severity;

use super::{Check, Context, Hit, Rule, with_dependants};
use crate::{Action, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "drop-owned",
    severity: Severity::Error,
    summary: "Everything that a role owns is deleted",
    page: include_str!("drop_owned.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, _: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::DropsOwned { roles, cascade } => Some((effect, roles.join("`, `"), *cascade)),
        _ => None,
    });
    found
        .map(|(effect, roles, cascade)| {
            let message = format!("every object that `{roles}` owns in this database is deleted{}", with_dependants(cascade));
            Hit::new(
                effect,
                message,
                format!("Move the objects with `REASSIGN OWNED BY` first, and look at what is left of `{roles}`."),
            )
        })
        .collect()
}
