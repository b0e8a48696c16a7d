//! What cannot be read.

mod opaque_code;
mod unparsed_statement;

use super::Rule;

pub(super) static RULES: &[Rule] = &[opaque_code::RULE, unparsed_statement::RULE];
