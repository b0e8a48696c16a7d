//! What clients that are running rely on.

mod change_default;
mod create_rule;
mod disable_trigger;
mod drop_constraint;
mod drop_function;
mod drop_index;
mod drop_not_null;
mod drop_trigger;
mod drop_view;
mod enum_value_used_at_once;
mod identifier_too_long;
mod new_restriction;
mod other_object_dropped;
mod publication_change;
mod rename_column;
mod rename_object;
mod rename_table;
mod replace_function;
mod replace_view;
mod replica_identity;
mod required_column;
mod set_schema;

use super::Rule;

pub(super) static RULES: &[Rule] = &[
    change_default::RULE,
    create_rule::RULE,
    disable_trigger::RULE,
    drop_constraint::RULE,
    drop_function::RULE,
    drop_index::RULE,
    drop_not_null::RULE,
    drop_trigger::RULE,
    drop_view::RULE,
    enum_value_used_at_once::RULE,
    identifier_too_long::RULE,
    new_restriction::RULE,
    other_object_dropped::RULE,
    publication_change::RULE,
    rename_column::RULE,
    rename_object::RULE,
    rename_table::RULE,
    replace_function::RULE,
    replace_view::RULE,
    replica_identity::RULE,
    required_column::RULE,
    set_schema::RULE,
];
