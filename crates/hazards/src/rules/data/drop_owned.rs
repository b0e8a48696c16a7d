#![doc = include_str!("drop_owned.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule, with_dependants};
use crate::{Action, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "drop-owned",
    severity: Severity::Error,
    group: Group::Data,
    opt_in: false,
    summary: "Everything that a role owns is deleted",
    page: include_str!("drop_owned.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, _: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::DropsOwned { roles, cascade } => Some((effect, roles, *cascade)),
        _ => None,
    });
    found
        .map(|(effect, owners, cascade)| {
            let roles = owners.join("`, `");
            let message = format!("every object that `{roles}` owns in this database is deleted{}", with_dependants(cascade));
            Hit::new(
                effect,
                owners.first().map_or("", String::as_str),
                message,
                format!("Move the objects with `REASSIGN OWNED BY` first, and look at what is left of `{roles}`."),
            )
        })
        .collect()
}
