//! The history itself.

mod malformed_acknowledgement;
mod unused_acknowledgement;

use super::Rule;

pub(super) static RULES: &[Rule] = &[malformed_acknowledgement::RULE, unused_acknowledgement::RULE];
