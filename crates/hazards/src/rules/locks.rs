//! What stops or slows others while it runs.

pub(super) mod index_gap;

use super::Rule;

pub(super) static RULES: &[Rule] = &[index_gap::RULE];
