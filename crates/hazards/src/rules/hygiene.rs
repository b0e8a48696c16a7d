//! The history itself.

use super::Rule;

pub(super) static RULES: &[Rule] = &[];
