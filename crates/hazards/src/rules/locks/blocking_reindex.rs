#![doc = include_str!("blocking_reindex.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule, locks::is_older};
use crate::{Action, Maintenance, Name, ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "blocking-reindex",
    severity: Severity::Warning,
    group: Group::Locks,
    opt_in: false,
    summary: "An index is built anew while nobody can write to the table",
    page: include_str!("blocking_reindex.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::Maintains(Maintenance::Reindex { kind, name, concurrently: false }) => Some((effect, *kind, name.as_ref())),
        _ => None,
    });
    found
        .filter(|(_, kind, name)| name.is_none_or(|name| concerns_older(kind, name, context)))
        .map(|(effect, kind, name)| {
            let what = match (kind, name) {
                ("INDEX", Some(name)) => {
                    format!("index `{name}` is built anew: writes to its table wait, and reads that could use it")
                }
                ("TABLE", Some(name)) => {
                    format!("the indexes of `{name}` are built anew: writes to it wait, and reads that could use them")
                }
                (_, Some(name)) => {
                    format!("all indexes of schema `{name}` are built anew: writes to its tables wait, and most reads")
                }
                (_, None) => "all indexes of the database are built anew: writes wait table by table, and most reads".to_owned(),
            };
            let of = name.map(|name| format!(" {name}")).unwrap_or_default();
            let advice = match kind {
                "SYSTEM" => "Do it by hand, when nobody works.".to_owned(),
                _ => {
                    format!("Let it not stop anybody, in a migration that holds nothing else:\nREINDEX {kind} CONCURRENTLY{of};")
                }
            };
            Hit::new(effect, name.cloned().unwrap_or_default(), what, advice)
        })
        .collect()
}

fn concerns_older(kind: &str, name: &Name, context: &Context<'_>) -> bool {
    match kind {
        "INDEX" => !context.facts.is_born_here(ObjectKind::Index, name),
        "TABLE" => is_older(name, context),
        _ => true,
    }
}
