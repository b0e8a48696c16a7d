//! Data that is deleted or overwritten.

mod copy_program;
mod delete_by_join;
mod delete_cascades;
mod delete_without_where;
mod detach_partition;
mod drop_column;
mod drop_database;
mod drop_expression;
mod drop_extension;
mod drop_identity;
mod drop_materialized_view;
mod drop_owned;
mod drop_schema;
mod drop_sequence;
mod drop_table;
mod drop_type;
mod dropped_by_cascade;
mod dropped_unseen;
mod enum_value_removed;
mod insert_overwrites;
mod narrowing_type_change;
mod sequence_reset;
mod set_unlogged;
mod truncate;
mod update_without_where;

use super::Rule;

pub(super) static RULES: &[Rule] = &[
    copy_program::RULE,
    delete_by_join::RULE,
    delete_cascades::RULE,
    delete_without_where::RULE,
    detach_partition::RULE,
    drop_column::RULE,
    drop_database::RULE,
    drop_expression::RULE,
    drop_extension::RULE,
    drop_identity::RULE,
    drop_materialized_view::RULE,
    drop_owned::RULE,
    drop_schema::RULE,
    drop_sequence::RULE,
    drop_table::RULE,
    drop_type::RULE,
    dropped_by_cascade::RULE,
    dropped_unseen::RULE,
    enum_value_removed::RULE,
    insert_overwrites::RULE,
    narrowing_type_change::RULE,
    sequence_reset::RULE,
    set_unlogged::RULE,
    truncate::RULE,
    update_without_where::RULE,
];
