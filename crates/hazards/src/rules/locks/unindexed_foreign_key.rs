#![doc = include_str!("unindexed_foreign_key.md")]

use report::Severity;

use crate::rules::{
    Check, Context, Group, Hit, Rule,
    locks::{Added, added_by, named},
};
use crate::{Action, ConstraintKind, Name, ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "unindexed-foreign-key",
    severity: Severity::Warning,
    group: Group::Locks,
    opt_in: true,
    summary: "A foreign key has no index on the table that has it",
    page: include_str!("unindexed_foreign_key.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let added = statement.effects.iter().flat_map(added_by);
    let keys = added.filter_map(|added| match &added.constraint.kind {
        ConstraintKind::ForeignKey(key) => Some((added, key.columns.as_slice())),
        _ => None,
    });
    keys.filter(|(added, columns)| !has_index(added.table, columns, statement, context))
        .map(|(added, columns)| hit(&added, columns))
        .collect()
}

fn hit(added: &Added<'_>, columns: &[String]) -> Hit {
    let (table, name) = (added.table, added.name());
    let listed = columns.iter().map(|column| named(column)).collect::<Vec<_>>().join(", ");
    let message = format!(
        "no index of `{table}` begins with the columns of foreign key `{name}`: each deletion on the other side reads all of it"
    );
    let advice = format!(
        "Create one, in a migration that holds nothing else when the table is in use:\nCREATE INDEX CONCURRENTLY ON {table} ({listed});"
    );
    Hit::new(added.effect, table.part(&name), message, advice)
}

/// Whether an index begins with these columns: one that is there, comes with the table, or comes soon.
fn has_index(table: &Name, columns: &[String], statement: &Statement, context: &Context<'_>) -> bool {
    let covers = |index: &[Option<String>]| {
        let first: Vec<&String> = index.iter().take(columns.len()).flatten().collect();
        first.len() == columns.len() && columns.iter().all(|column| first.contains(&column))
    };
    let id = context.facts.table_id(table);
    let is_there = id.is_some_and(|id| {
        context.facts.indexes_of(id).take(crate::facts::MANY).any(|(_, index)| !index.partial && covers(&index.columns))
    });
    let comes = statement.effects.iter().chain(context.soon()).any(|effect| match &effect.action {
        Action::CreatesIndex(index) => {
            !index.partial && context.facts.are_same(ObjectKind::Table, table, &index.table) && covers(&index.columns)
        }
        _ => added_by(effect).iter().any(|added| match &added.constraint.kind {
            ConstraintKind::Unique { columns: of, index: None } | ConstraintKind::PrimaryKey { columns: of, index: None } => {
                let of: Vec<Option<String>> = of.iter().cloned().map(Some).collect();
                context.facts.are_same(ObjectKind::Table, table, added.table) && covers(&of)
            }
            _ => false,
        }),
    });
    is_there || comes
}
