#![doc = include_str!("foreign_server.md")]

use report::Severity;

use super::{changes, hit};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Security, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "foreign-server",
    severity: Severity::Warning,
    group: Group::Security,
    opt_in: false,
    summary: "The database reaches another server, or another reaches it",
    page: include_str!("foreign_server.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, _: &Context<'_>) -> Vec<Hit> {
    let found = changes(statement).filter_map(|(effect, security)| match security {
        Security::ReachesOut { what, name } => {
            let why = match *what {
                "user mapping" => "whoever the mapping is for works on the other server with the account that it names",
                "subscription" => "rows of another server are written here, as they come",
                "foreign table" => "whoever may read it reads rows of another server, with the account of the server's user mapping",
                "imported schema" => "the tables of another server appear here as foreign tables, whatever they are at that moment",
                "server" => "whoever may use it reaches another server from here",
                _ => "its code reaches data outside of the database",
            };
            let message = format!("{what} `{name}`: {why}");
            let advice = "Make it by hand in each environment, since the address and the account differ between them; give the account on the other side only what is needed, and grant what stands for it here to single roles.";
            Some(hit(effect, name, message, advice.to_owned(), Severity::Warning))
        }
        _ => None,
    });
    found.collect()
}
