#![doc = include_str!("detach_partition.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "detach-partition",
    severity: Severity::Warning,
    group: Group::Data,
    opt_in: false,
    summary: "Rows of a partition or heir leave their parent",
    page: include_str!("detach_partition.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::Releases { parent, child, is_partition, concurrently } => {
            Some((effect, parent, child, *is_partition, *concurrently))
        }
        _ => None,
    });
    found
        .filter(|(_, parent, child, ..)| !context.facts.is_table_born_here(parent) && !context.facts.is_table_born_here(child))
        .map(|(effect, parent, child, is_partition, concurrently)| {
            let lock = if concurrently { "" } else { ", and nobody reads or writes `{}` while both are locked" };
            let message = format!("queries of `{parent}` no longer see the rows of `{child}`{}", lock.replace("{}", &parent.to_string()));
            let advice = match (is_partition, concurrently) {
                (true, false) => format!(
                    "Make sure that no client looks for those rows in `{parent}`; detach in a migration of its own, which holds up nobody:\n\
                     ALTER TABLE {parent} DETACH PARTITION {child} CONCURRENTLY;"
                ),
                _ => format!(
                    "Make sure that no client looks for those rows in `{parent}`, or show both under another name:\n\
                     CREATE VIEW {} AS SELECT * FROM {parent} UNION ALL SELECT * FROM {child};",
                    parent.sibling(&format!("all_{}", parent.last()))
                ),
            };
            Hit::new(effect, child, message, advice)
        })
        .collect()
}
