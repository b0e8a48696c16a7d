//! Which directory names may be a migration's name?

use std::fmt;

/// Longest name, in bytes: what common file systems allow for one path part, and no more than the 255 characters of
/// the history table's column.
const MAX_BYTES: usize = 255;

/// A migration's name: the name of its directory, one plain path part in UTF-8 without characters that hide or steer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MigrationName(String);

/// Why a directory's name cannot be a migration's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameFault {
    /// Not UTF-8.
    #[error("is not UTF-8")]
    NotUtf8,
    /// Longer than 255 bytes.
    #[error("is longer than {MAX_BYTES} bytes")]
    TooLong,
    /// Contains a control character, a line break among them.
    #[error("contains the control character {0}")]
    Control(Shown),
    /// Contains a character that cannot be seen or that turns the direction of text.
    #[error("contains the invisible character {0}")]
    Invisible(Shown),
    /// Not one plain path part: empty, `.`, `..`, `.git`, or with a slash or backslash in it.
    #[error("is no plain directory name")]
    Path,
}

/// A character as its code point, safe to print: `U+202E`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown(pub char);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "U+{:04X}", u32::from(self.0))
    }
}

impl MigrationName {
    /// Takes a directory's name as the file system or git gave it.
    pub fn parse(bytes: &[u8]) -> Result<Self, NameFault> {
        let text = str::from_utf8(bytes).map_err(|_| NameFault::NotUtf8)?;
        if text.len() > MAX_BYTES {
            return Err(NameFault::TooLong);
        }
        if let Some(c) = text.chars().find(|c| c.is_control()) {
            return Err(NameFault::Control(Shown(c)));
        }
        if let Some(c) = text.chars().find(|c| is_invisible(*c)) {
            return Err(NameFault::Invisible(Shown(c)));
        }
        let special = matches!(text, "" | "." | "..") || text.eq_ignore_ascii_case(".git");
        if special || text.contains(['/', '\\']) { Err(NameFault::Path) } else { Ok(MigrationName(text.to_owned())) }
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What two names share when a file system that ignores case takes them for one.
    pub(crate) fn folded(&self) -> String {
        self.0.to_lowercase()
    }

    /// The leading digits, when there are enough of them to be a time of day: 12 (to the minute) or more.
    pub(crate) fn timestamp(&self) -> Option<&str> {
        let digits = self.0.bytes().take_while(u8::is_ascii_digit).count();
        (digits >= 12).then(|| &self.0[..digits])
    }
}

impl fmt::Display for MigrationName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Zero-width characters, bidirectional controls, line and paragraph separators, tag characters.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_seen_in_real_histories_are_names() {
        for name in ["20240101000000_init", "0_init", "20240101_add copy", ".x", "Übergabe", "init", "99999999999999", "..a"] {
            assert_eq!(MigrationName::parse(name.as_bytes()).map(|name| name.to_string()).as_deref(), Ok(name));
        }
    }

    #[test]
    fn tricks_are_no_names() {
        let check = |bytes: &[u8], fault: NameFault| assert_eq!(MigrationName::parse(bytes), Err(fault));
        for path in ["", ".", "..", "../x", "a/b", "a\\b", ".git", ".GIT"] {
            check(path.as_bytes(), NameFault::Path);
        }
        check(b"a\xff", NameFault::NotUtf8);
        check(b"a\n::error::b", NameFault::Control(Shown('\n')));
        check("a\u{202e}b".as_bytes(), NameFault::Invisible(Shown('\u{202e}')));
        check("a".repeat(256).as_bytes(), NameFault::TooLong);
        assert!(MigrationName::parse("a".repeat(255).as_bytes()).is_ok());
    }

    #[test]
    fn a_timestamp_is_long_enough_to_be_a_moment() {
        let timestamp = |name: &str| MigrationName::parse(name.as_bytes()).unwrap().timestamp().map(str::to_owned);
        assert_eq!(timestamp("20240101120000_a").as_deref(), Some("20240101120000"));
        assert_eq!(timestamp("20240101_a"), None);
        assert_eq!(timestamp("0_init"), None);
    }
}
