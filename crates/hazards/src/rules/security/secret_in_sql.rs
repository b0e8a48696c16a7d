#![doc = include_str!("secret_in_sql.md")]

use report::Severity;

use super::{changes, hit};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Security, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "secret-in-sql",
    severity: Severity::Error,
    group: Group::Security,
    opt_in: false,
    summary: "A key, a token or another secret stands in the script",
    page: include_str!("secret_in_sql.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, _: &Context<'_>) -> Vec<Hit> {
    let found = changes(statement).filter_map(|(effect, security)| match security {
        Security::Reveals { what, of, is_password: false } => {
            let message = format!("{what} stands here, for everybody who can read the repository, the server's log or its statistics");
            let advice = "Treat it as known to others: revoke it where it was issued, and give the new one to the program, or to the database's vault, when it is deployed.";
            Some(hit(effect, of, message, advice.to_owned(), Severity::Error))
        }
        _ => None,
    });
    found.collect()
}
