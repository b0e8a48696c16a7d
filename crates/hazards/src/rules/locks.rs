//! What stops or slows others while it runs.

use super::Rule;

pub(super) static RULES: &[Rule] = &[];
