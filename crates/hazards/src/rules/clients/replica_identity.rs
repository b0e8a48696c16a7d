#![doc = include_str!("replica_identity.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, ObjectKind, Statement, TableChange};

pub(crate) const RULE: Rule = Rule {
    id: "replica-identity",
    severity: Severity::Warning,
    group: Group::Clients,
    opt_in: false,
    summary: "Subscribers are told less, or much more, of old rows",
    page: include_str!("replica_identity.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::AltersTable { table, change: TableChange::ReplicaIdentity(identity) } => Some((effect, table, identity)),
        _ => None,
    });
    found
        .filter(|(_, table, _)| !context.facts.is_born_here(ObjectKind::Table, table))
        .map(|(effect, table, identity)| {
            let harm = match identity.to_ascii_lowercase().as_str() {
                "nothing" => "while it is published, every `UPDATE` and `DELETE` of clients fails",
                "full" => "every `UPDATE` and `DELETE` writes the whole old row to the log, and subscribers without a key read their table for each",
                _ => "subscribers find the row by these columns instead of what they used before",
            };
            let message = format!("the old row of a change of `{table}` is told by `{identity}`: {harm}");
            let advice = format!("Let the primary key tell rows apart, unless a subscriber needs more:\nALTER TABLE {table} REPLICA IDENTITY DEFAULT;");
            let hit = Hit::new(effect, table, message, advice);
            if identity.eq_ignore_ascii_case("default") { hit.severity(Severity::Notice) } else { hit }
        })
        .collect()
}
