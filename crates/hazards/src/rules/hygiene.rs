//! The history itself, and what people write into it.

mod future_timestamp;
mod malformed_acknowledgement;
mod migration_name;
mod unrelated_tables;
mod unused_acknowledgement;

use super::Rule;

pub(super) static RULES: &[Rule] = &[
    future_timestamp::RULE,
    malformed_acknowledgement::RULE,
    migration_name::RULE,
    unrelated_tables::RULE,
    unused_acknowledgement::RULE,
];
