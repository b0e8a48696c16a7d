//! What a migration leaves behind in transactions and sessions.

mod concurrently_among_others;
mod loses_atomicity;
mod own_transaction;
mod session_state;

use super::Rule;

pub(super) static RULES: &[Rule] =
    &[concurrently_among_others::RULE, loses_atomicity::RULE, own_transaction::RULE, session_state::RULE];
