//! What stops or slows others while it runs.

mod add_generated_column;
mod add_identity;
mod add_serial;
mod attach_partition;
mod blocking_index;
mod blocking_reindex;
mod constraint_using_index;
mod create_trigger;
mod domain_constraint;
mod exclusion_constraint;
mod foreign_key_lock;
pub(super) mod index_gap;
mod lock_table;
mod no_lock_timeout;
mod primary_key;
mod refresh_materialized_view;
mod rewriting_table_change;
mod rewriting_type_change;
mod set_not_null;
mod unindexed_foreign_key;
mod unique_constraint;
mod vacuum_full;
mod validated_at_once;
mod validating_check;
mod validating_foreign_key;
mod volatile_default;
mod wide_lock;
mod work_under_lock;

use std::borrow::Cow;

use postgres_terms::Identifier;

use super::{Context, Rule};
use crate::{Action, Column, Constraint, ConstraintKind, Effect, Expression, Fact, Name, Origin, Statement};

pub(super) static RULES: &[Rule] = &[
    add_generated_column::RULE,
    add_identity::RULE,
    add_serial::RULE,
    attach_partition::RULE,
    blocking_index::RULE,
    blocking_reindex::RULE,
    constraint_using_index::RULE,
    create_trigger::RULE,
    domain_constraint::RULE,
    exclusion_constraint::RULE,
    foreign_key_lock::RULE,
    index_gap::RULE,
    lock_table::RULE,
    no_lock_timeout::RULE,
    primary_key::RULE,
    refresh_materialized_view::RULE,
    rewriting_table_change::RULE,
    rewriting_type_change::RULE,
    set_not_null::RULE,
    unindexed_foreign_key::RULE,
    unique_constraint::RULE,
    vacuum_full::RULE,
    validated_at_once::RULE,
    validating_check::RULE,
    validating_foreign_key::RULE,
    volatile_default::RULE,
    wide_lock::RULE,
    work_under_lock::RULE,
];

/// Whether others may be using a table: no script of this change made it.
fn is_older(table: &Name, context: &Context<'_>) -> bool {
    !context.facts.is_table_presumably_born_here(table)
}

/// A constraint that an effect adds to a table.
struct Added<'a> {
    effect: &'a Effect,
    table: &'a Name,
    constraint: &'a Constraint,
    /// The new column that it is written with.
    column: Option<&'a Column>,
}

impl Added<'_> {
    /// Its name, or the one that Postgres makes up.
    fn name(&self) -> String {
        self.constraint.name_on(self.table.last())
    }

    /// Whether it comes with a column that has no values, which satisfies any foreign key.
    fn is_of_empty_column(&self) -> bool {
        self.column.is_some_and(|column| column.default.is_none() && column.origin == Origin::Written)
    }

    /// Whether it comes with a column for which the table is written anew, of which another rule tells.
    fn rewrites(&self, context: &Context<'_>) -> bool {
        let is_volatile = |default: &Expression| context.facts.is_volatile(default) == Fact::Known(true);
        self.column.is_some_and(|column| match column.origin {
            Origin::Serial | Origin::Identity | Origin::GeneratedStored => true,
            Origin::Written | Origin::GeneratedVirtual => context.facts.default_of(column).is_some_and(is_volatile),
        })
    }
}

/// The constraints that an effect adds.
fn added_by(effect: &Effect) -> Vec<Added<'_>> {
    match &effect.action {
        Action::AddsConstraint { table, constraint } => vec![Added { effect, table, constraint, column: None }],
        Action::AddsColumn { table, column, constraints, .. } => {
            constraints.iter().map(|constraint| Added { effect, table, constraint, column: Some(column) }).collect()
        }
        Action::CreatesTable(table) => {
            let of_table = |constraint| Added { effect, table: &table.name, constraint, column: None };
            table.constraints.iter().map(of_table).collect()
        }
        _ => Vec::new(),
    }
}

/// The constraints that a statement adds to tables that others may be using.
fn added<'a>(statement: &'a Statement, context: &Context<'_>) -> Vec<Added<'a>> {
    let effects = statement.effects.iter().filter(|effect| !matches!(effect.action, Action::CreatesTable(_)));
    effects.flat_map(added_by).filter(|added| is_older(added.table, context)).collect()
}

/// The columns that a statement adds to tables that others may be using.
fn columns_added<'a>(
    statement: &'a Statement,
    context: &'a Context<'_>,
) -> impl Iterator<Item = (&'a Effect, &'a Name, &'a Column)> {
    statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::AddsColumn { table, column, if_not_exists, .. } => {
            let is_there = *if_not_exists && context.facts.column(table, &column.name).is_some();
            (!is_there && is_older(table, context)).then_some((effect, table, column))
        }
        _ => None,
    })
}

/// Whether the same transaction added a constraint without looking at the rows.
fn unchecked_at_once(statement: &Statement, context: &Context<'_>, table: &Name, constraint: &str) -> bool {
    let is_it = |added: &Added<'_>| added.constraint.not_valid && added.table == table && added.name() == constraint;
    context.transaction.left_unchecked(table, constraint)
        || statement.effects.iter().flat_map(added_by).any(|added| is_it(&added))
}

/// A name as it is written in SQL.
fn named(name: &str) -> String {
    Identifier::new(name).to_string()
}

/// What a constraint or an index says, when that is not too much to be shown.
fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(300) {
        Some((cut, _)) => Cow::Owned(format!("{}...", text.get(..cut).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}

/// How to add a constraint without reading rows under a lock that stops others.
fn and_validate(added: &Added<'_>) -> String {
    let (table, name, text) = (added.table, named(&added.name()), shortened(&added.constraint.text));
    let text = match (&added.constraint.kind, added.column) {
        (ConstraintKind::ForeignKey(_), Some(column)) => Cow::Owned(format!("FOREIGN KEY ({}) {text}", named(&column.name))),
        _ => text,
    };
    let column =
        added.column.map(|column| format!("ALTER TABLE {table} ADD COLUMN {} {};\n", named(&column.name), column.data_type));
    format!(
        "Check new rows from now on, and the others in the next migration, which lets everybody go on:\n\
         {}ALTER TABLE {table} ADD CONSTRAINT {name} {text} NOT VALID;\n\
         ALTER TABLE {table} VALIDATE CONSTRAINT {name}; -- in the next migration",
        column.unwrap_or_default()
    )
}

/// How to make a constraint of an index that was built without stopping anybody.
fn by_index(added: &Added<'_>, columns: &[String], kind: &str) -> String {
    let (table, name) = (added.table, named(&added.name()));
    let columns = columns.iter().map(|column| named(column)).collect::<Vec<_>>().join(", ");
    let column =
        added.column.map(|column| format!("ALTER TABLE {table} ADD COLUMN {} {};\n", named(&column.name), column.data_type));
    format!(
        "Build the index without stopping anybody, in a migration that holds nothing else, and make the constraint of it in the next:\n\
         {}CREATE UNIQUE INDEX CONCURRENTLY {name} ON {table} ({columns});\n\
         ALTER TABLE {table} ADD CONSTRAINT {name} {kind} USING INDEX {name}; -- in the next migration",
        column.unwrap_or_default()
    )
}

/// How to number rows without stopping anybody.
fn numbered(table: &Name, column: &Column) -> String {
    let (name, data_type) = (named(&column.name), &column.data_type);
    let sequence = table.sibling(&format!("{}_{}_seq", table.last(), column.name));
    format!(
        "Number new rows by a sequence of its own, and the others in batches:\n\
         ALTER TABLE {table} ADD COLUMN {name} {data_type};\n\
         CREATE SEQUENCE {sequence} OWNED BY {table}.{name};\n\
         ALTER TABLE {table} ALTER COLUMN {name} SET DEFAULT nextval('{}');\n\
         UPDATE {table} SET {name} = DEFAULT WHERE {name} IS NULL; -- in batches, in later migrations",
        sequence.to_string().replace('\'', "''")
    )
}
