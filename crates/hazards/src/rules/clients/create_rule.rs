#![doc = include_str!("create_rule.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "create-rule",
    severity: Severity::Warning,
    group: Group::Clients,
    opt_in: false,
    summary: "A rule rewrites what clients send",
    page: include_str!("create_rule.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::CreatesRule { name, table, .. } => Some((effect, name, table)),
        _ => None,
    });
    found
        .filter(|(_, _, table)| !context.facts.is_born_here(ObjectKind::Table, table))
        .map(|(effect, name, table)| {
            let message = format!("rule `{name}` rewrites the commands that clients send to `{table}`");
            let advice = format!(
                "Let a trigger do it, which sees rows instead of text:\n\
                 CREATE TRIGGER {} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION <function>();",
                crate::Name::from(name.as_str()),
            );
            Hit::new(effect, table.part(name), message, advice)
        })
        .collect()
}
