//! Data that is deleted or overwritten.

mod delete_without_where;
mod drop_column;
mod drop_database;
mod drop_extension;
mod drop_materialized_view;
mod drop_owned;
mod drop_schema;
mod drop_sequence;
mod drop_table;
mod drop_type;
mod dropped_by_cascade;
mod dropped_unseen;
mod enum_value_removed;
mod narrowing_type_change;
mod truncate;
mod update_without_where;

use super::Rule;

pub(super) static RULES: &[Rule] = &[
    delete_without_where::RULE,
    drop_column::RULE,
    drop_database::RULE,
    drop_extension::RULE,
    drop_materialized_view::RULE,
    drop_owned::RULE,
    drop_schema::RULE,
    drop_sequence::RULE,
    drop_table::RULE,
    drop_type::RULE,
    dropped_by_cascade::RULE,
    dropped_unseen::RULE,
    enum_value_removed::RULE,
    narrowing_type_change::RULE,
    truncate::RULE,
    update_without_where::RULE,
];
