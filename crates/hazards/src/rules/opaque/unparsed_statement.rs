#![doc = include_str!("unparsed_statement.md")]

use report::Severity;

use super::within;
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Name, Obstacle, Statement};

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
    let mut hits = Vec::new();
    within(statement, &mut |effect, _| {
        if let Action::Unparsed(obstacle) = effect.action {
            let (message, advice) = wording(obstacle);
            hits.push(Hit::new(effect, Name::default(), message.to_owned(), advice));
        }
    });
    hits
}

fn wording(obstacle: Obstacle) -> (&'static str, &'static str) {
    match obstacle {
        Obstacle::Words => (
            "this statement is not understood, so nothing is known of what it does",
            "Check its spelling; where Postgres accepts it, have a person read it, and report it as a gap of this tool.",
        ),
        Obstacle::Placeholder => (
            "this looks like a template's placeholder or a client's variable: Postgres refuses it, and nothing is known of what will stand there",
            "Write the migration as the SQL that is to run: put the value in, or scan what the template yields.",
        ),
        Obstacle::PsqlCommand => (
            "this is a command of `psql`, which no server knows; it may read other files and run programs",
            "Leave out the commands of `psql`: write the statements of an included file here, and rows as `INSERT`.",
        ),
        Obstacle::Unterminated => (
            "a quote or a comment is opened here and never closed, so all that follows belongs to it",
            "Close it; a quote inside of a string is written twice.",
        ),
        Obstacle::Nul => (
            "a zero byte stands here: some programs stop reading at it, others do not",
            "Remove it; a file in UTF-16 must be saved as UTF-8.",
        ),
        Obstacle::TooDeep => (
            "this is code inside of code inside of code, deeper than it is read",
            "Write the statements out in the migration itself.",
        ),
    }
}
