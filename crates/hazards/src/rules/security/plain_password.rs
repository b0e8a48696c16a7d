#![doc = include_str!("plain_password.md")]

use report::Severity;

use super::{changes, hit};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Effect, Security, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "plain-password",
    severity: Severity::Error,
    group: Group::Security,
    opt_in: false,
    summary: "A password stands in the script for everybody to read",
    page: include_str!("plain_password.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, _: &Context<'_>) -> Vec<Hit> {
    let found = changes(statement).chain(in_bodies(statement)).filter_map(|(effect, security)| match security {
        Security::Reveals { what, of, is_password: true } => {
            let message = format!("{what} stands here in plain text, for everybody who can read the repository, the server's log or its statistics");
            let advice = "Treat it as known to others and change it. Set it by hand with `\\password` of psql, which sends a hash, or from the secret store of the deployment.";
            Some(hit(effect, of, message, advice.to_owned(), Severity::Error))
        }
        _ => None,
    });
    found.collect()
}

/// What the bodies of routines tell that the statement makes.
fn in_bodies(statement: &Statement) -> impl Iterator<Item = (&Effect, &Security)> {
    let bodies = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::CreatesRoutine(routine) => routine.body.as_deref(),
        _ => None,
    });
    bodies.flatten().filter_map(|effect| match &effect.action {
        Action::Security(security) => Some((effect, security)),
        _ => None,
    })
}
