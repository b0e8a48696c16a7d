//! Colours, and where lines break.

use anstyle::{AnsiColor, Style};

use crate::{Outcome, Severity};

use super::width;

/// Colours text, or leaves it alone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint(pub(super) bool);

impl Paint {
    fn with(self, style: Style, text: &str) -> String {
        if self.0 { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    pub(super) fn strong(self, text: &str) -> String {
        self.with(Style::new().bold(), text)
    }

    pub(super) fn faint(self, text: &str) -> String {
        self.with(Style::new().dimmed(), text)
    }

    pub(super) fn good(self, text: &str) -> String {
        self.with(AnsiColor::Green.on_default(), text)
    }

    pub(super) fn warning(self, text: &str) -> String {
        self.with(AnsiColor::Yellow.on_default().bold(), text)
    }

    pub(super) fn error(self, text: &str) -> String {
        self.with(AnsiColor::Red.on_default().bold(), text)
    }

    /// The frame around source text.
    pub(super) fn frame(self, text: &str) -> String {
        self.with(AnsiColor::Blue.on_default().bold(), text)
    }

    pub(super) fn severity(self, severity: Severity, text: &str) -> String {
        match severity {
            Severity::Error => self.error(text),
            Severity::Warning => self.warning(text),
            Severity::Notice => self.with(AnsiColor::Cyan.on_default().bold(), text),
        }
    }

    /// The outcome in a column of its own.
    pub(super) fn outcome(self, outcome: &Outcome) -> String {
        let word = format!("{:<7}", outcome.to_string());
        match outcome {
            Outcome::Applied => self.good(&word),
            Outcome::Failed(_) => self.error(&word),
            Outcome::NotRun => self.faint(&word),
            Outcome::Pending => self.warning(&word),
        }
    }
}

/// Breaks a sentence at spaces; lines after the first begin with `indent` spaces, and the first is taken to begin there too.
pub(super) fn wrap(text: &str, limit: usize, indent: usize) -> String {
    let mut wrapped = String::with_capacity(text.len());
    let mut column = indent;
    for word in text.split(' ') {
        let wide = width(word);
        if wrapped.is_empty() {
            column += wide;
        } else if column + 1 + wide > limit && column > indent {
            wrapped.push('\n');
            wrapped.push_str(&" ".repeat(indent));
            column = indent + wide;
        } else {
            wrapped.push(' ');
            column += 1 + wide;
        }
        wrapped.push_str(word);
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_at_spaces_only() {
        assert_eq!(wrap("one two three", 9, 2), "one two\n  three");
        assert_eq!(wrap("unbreakable-word x", 6, 0), "unbreakable-word\nx");
        assert_eq!(wrap("", 6, 0), "");
    }
}
