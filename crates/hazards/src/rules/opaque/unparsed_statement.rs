#![doc = include_str!("unparsed_statement.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Name, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "unparsed-statement",
    severity: Severity::Error,
    group: Group::Opaque,
    opt_in: false,
    summary: "A statement is not understood",
    page: include_str!("unparsed_statement.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, _: &Context<'_>) -> Vec<Hit> {
    statement
        .effects
        .iter()
        .filter(|effect| effect.action == Action::Unparsed)
        .map(|effect| {
            Hit::new(
                effect,
                Name::default(),
                "this statement is not understood, so nothing is known of what it does".to_owned(),
                "Check its spelling; where Postgres accepts it, have a person read it, and report it as a gap of this tool.",
            )
        })
        .collect()
}
