//! What can be wrong with a directory of migrations?

use std::fmt;

use crate::name::MigrationName;

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Problem {
    /// Which rule was broken.
    pub rule: Rule,
    /// What it means for the run.
    pub gravity: Gravity,
    /// The migration it is about; `None` when it is about the directory, or about something that is no migration.
    pub migration: Option<MigrationName>,
    /// Path of the file or directory, relative to the repository, with `/`. Untrusted, unescaped.
    pub file: String,
    /// Line and column, from 1, where the place within the file is known. Columns count characters.
    pub position: Option<Position>,
    /// What is wrong, one sentence without a full stop. Untrusted, unescaped.
    pub message: String,
    /// What to do, one or more sentences.
    pub advice: String,
}

/// A place in a file. Lines and columns count from 1; columns count characters, lines end with LF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The character in the line.
    pub column: u32,
}

impl Position {
    /// The place that follows `before`, the file's bytes up to it.
    pub(crate) fn after(before: &[u8]) -> Self {
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let lines = before.iter().filter(|byte| **byte == b'\n').count();
        Position { line: count(lines + 1), column: count(String::from_utf8_lossy(&before[line_start..]).chars().count() + 1) }
    }
}

/// What a problem means for the run. Ordered from mild to grave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gravity {
    /// Worth knowing.
    Notice,
    /// Worth a second look.
    Warning,
    /// Closes the gate; the other migrations can still be run.
    Error,
    /// Nothing may be run, and the text should not be lexed or printed: the run ends here.
    Refused,
}

/// The rules for what a migrations directory may hold. `docs/input-rules.md` explains each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// A symbolic link, a submodule or a special file.
    UnsafeFile,
    /// A directory name that is no plain name.
    UnsafeName,
    /// Two names that a file system may take for one.
    DuplicateName,
    /// Over a limit of size or number.
    TooLarge,
    /// Not UTF-8.
    NotUtf8,
    /// A byte order mark at the start.
    ByteOrderMark,
    /// A NUL byte.
    NulByte,
    /// A character that hides or reorders text.
    HiddenCharacter,
    /// Text on which the server's lexer takes minutes.
    LexerBomb,
    /// A command for psql.
    PsqlCommand,
    /// `COPY ... FROM STDIN`.
    CopyFromStdin,
    /// A string whose end depends on how the script is sent.
    AmbiguousString,
    /// A directory without a script.
    ScriptMissing,
    /// `migration_lock.toml` names no or another database.
    Provider,
    /// The order depends on the tool.
    OrderDisagrees,
    /// Two names begin with the same moment.
    RepeatedTimestamp,
}

impl Rule {
    /// Every rule, in the order of the documentation.
    pub const ALL: [Rule; 16] = [
        Rule::UnsafeFile,
        Rule::UnsafeName,
        Rule::DuplicateName,
        Rule::TooLarge,
        Rule::NotUtf8,
        Rule::ByteOrderMark,
        Rule::NulByte,
        Rule::HiddenCharacter,
        Rule::LexerBomb,
        Rule::PsqlCommand,
        Rule::CopyFromStdin,
        Rule::AmbiguousString,
        Rule::ScriptMissing,
        Rule::Provider,
        Rule::OrderDisagrees,
        Rule::RepeatedTimestamp,
    ];

    /// The rule's stable name.
    pub const fn id(self) -> &'static str {
        match self {
            Rule::UnsafeFile => "unsafe-file",
            Rule::UnsafeName => "unsafe-name",
            Rule::DuplicateName => "duplicate-name",
            Rule::TooLarge => "too-large",
            Rule::NotUtf8 => "not-utf8",
            Rule::ByteOrderMark => "byte-order-mark",
            Rule::NulByte => "nul-byte",
            Rule::HiddenCharacter => "hidden-character",
            Rule::LexerBomb => "lexer-bomb",
            Rule::PsqlCommand => "psql-command",
            Rule::CopyFromStdin => "copy-from-stdin",
            Rule::AmbiguousString => "ambiguous-string",
            Rule::ScriptMissing => "script-missing",
            Rule::Provider => "provider",
            Rule::OrderDisagrees => "order-disagrees",
            Rule::RepeatedTimestamp => "repeated-timestamp",
        }
    }

    /// Whether a script that breaks this rule may still be run: only people are deceived by it, not machines.
    pub(crate) fn deceives_only_people(self) -> bool {
        self == Rule::HiddenCharacter
    }

    /// The most that a problem of this rule may weigh when the base has the very same one: a migration that is merged
    /// may be applied somewhere, so asking for an edit would do harm.
    pub(crate) fn gravity_once_merged(self) -> Gravity {
        match self {
            Rule::HiddenCharacter | Rule::AmbiguousString | Rule::OrderDisagrees => Gravity::Notice,
            Rule::ScriptMissing => Gravity::Warning,
            _ => Gravity::Refused,
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_listed_once() {
        let mut ids: Vec<_> = Rule::ALL.iter().map(|rule| rule.id()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), Rule::ALL.len());
        assert_eq!(Rule::ALL.len(), Rule::RepeatedTimestamp as usize + 1);
    }

    #[test]
    fn positions_count_characters() {
        assert_eq!(Position::after(b""), Position { line: 1, column: 1 });
        assert_eq!(Position::after("é\r\nüb".as_bytes()), Position { line: 2, column: 3 });
    }
}
