//! What clients that are running rely on.

mod drop_constraint;
mod drop_function;
mod drop_index;
mod drop_view;
mod enum_value_used_at_once;

use super::Rule;

pub(super) static RULES: &[Rule] =
    &[drop_constraint::RULE, drop_function::RULE, drop_index::RULE, drop_view::RULE, enum_value_used_at_once::RULE];
