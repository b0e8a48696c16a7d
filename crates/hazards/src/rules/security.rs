//! Who may see or do more than before.

use super::Rule;

pub(super) static RULES: &[Rule] = &[];
