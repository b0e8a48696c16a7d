#![doc = include_str!("other_object_dropped.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule, with_dependants, without_cascade};
use crate::{Action, ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "other-object-dropped",
    severity: Severity::Warning,
    group: Group::Clients,
    opt_in: false,
    summary: "Something that queries or programs may rely on is deleted",
    page: include_str!("other_object_dropped.md"),
    check: Check::Statement(check),
};

/// Kinds that have a rule of their own.
const TOLD_ELSEWHERE: [&str; 3] = ["role", "cast", "operator"];

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::Drops { kind: kind @ ObjectKind::Other(words), name, cascade, .. } if !TOLD_ELSEWHERE.contains(words) => {
            Some((effect, *kind, name, *cascade))
        }
        _ => None,
    });
    found
        .filter(|(_, kind, name, cascade)| *cascade || !context.facts.is_born_here(*kind, name))
        .map(|(effect, kind, name, cascade)| {
            let message = format!("{kind} `{name}` is deleted{}: {}", with_dependants(cascade), harm(kind));
            let advice = format!(
                "Make sure that nothing uses {kind} `{name}`, and keep its definition, so that it can be made again.{}",
                without_cascade(cascade)
            );
            Hit::new(effect, name, message, advice)
        })
        .collect()
}

fn harm(kind: ObjectKind) -> &'static str {
    match kind.object_type() {
        "publication" => "its subscribers are told of no change any more",
        "subscription" => "rows from the other server no longer arrive",
        "server" | "foreign-data wrapper" => "what is read from there cannot be read any more",
        "user mapping" => "that role can no longer read what is there",
        "event trigger" => "what it watched is no longer watched",
        "statistics object" => "plans of queries may become slow",
        "language" => "routines in it cannot be made any more",
        "collation" => "queries that sort or compare by it fail",
        "text search configuration" | "text search dictionary" | "text search parser" | "text search template" => {
            "searches that use it fail or find less"
        }
        "operator class" | "operator family" => "indexes of that kind cannot be made any more",
        "large object" => "its content is lost",
        "access method" => "tables or indexes of that kind cannot be made any more",
        _ => "what uses it fails",
    }
}
