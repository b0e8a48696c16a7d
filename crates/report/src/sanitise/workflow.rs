//! Untrusted text inside a workflow command (`::error file=…::message`).
//!
//! Source: the runner decodes `%25`, `%0D`, `%0A` in messages, and `%3A`, `%2C` too in properties.

use super::{line, visible, without_old_commands};

/// A value for a command's property: one line.
pub fn property(text: &str) -> String {
    without_old_commands(&line(text)).replace('%', "%25").replace(':', "%3A").replace(',', "%2C")
}

/// A command's message; line breaks stay line breaks for the reader.
pub fn message(text: &str) -> String {
    without_old_commands(&visible(text)).replace('%', "%25").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_nothing_that_ends_a_property_or_a_line() {
        assert_eq!(property("a,line=1::x%0A\n##[error]"), "a%2Cline=1%3A%3Ax%250A # #[error]");
        assert_eq!(message("100% of\r\n::warning::x\rend"), "100%25 of%0A::warning::x\\u{d}end");
    }
}
