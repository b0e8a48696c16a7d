//! Is this the script that was hashed?

use std::fmt;

use sha2::{Digest, Sha256};

/// SHA-256 of a script's text exactly as it is in the file: nothing trimmed, no line end changed, nothing added.
/// Shown as Prisma Migrate stores it, in 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Checksum([u8; 32]);

/// How a script compares with a checksum made earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// The very text that was hashed.
    Same,
    /// The text that was hashed, but for its line ends (LF or CRLF). Prisma counts it as unchanged.
    OnlyLineEnds,
    /// Another text.
    Different,
}

impl Checksum {
    /// Of a script.
    pub fn of(script: &str) -> Self {
        Checksum(Sha256::digest(script.as_bytes()).into())
    }

    /// From the stored form; `None` when it is not 64 hexadecimal digits.
    pub fn parse(hex: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if hex.len() != 64 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&hex[2 * index..2 * index + 2], 16).ok()?;
        }
        Some(Checksum(bytes))
    }

    /// Compares a script with a stored value, as Prisma Migrate does ([`Checksum::agreement`]). A value that has not 64 digits was written by
    /// an early Prisma 2, which left out the leading zero of each byte; the empty one agrees with nothing.
    pub fn stored_agreement(stored: &str, script: &str) -> Agreement {
        match Checksum::parse(stored).filter(|checksum| checksum.to_string() == stored) {
            Some(checksum) => checksum.agreement(script),
            None if stored.len() == 64 || stored.is_empty() => Agreement::Different,
            None => Checksum::agreement_by(|checksum| checksum.without_zeros() == stored, script),
        }
    }

    /// Compares as Prisma Migrate does: the text as it is, with CRLF turned to LF, and with every LF turned to CRLF.
    /// The last one starts from the original text, so an existing CRLF becomes CR CR LF there; that is Prisma's rule
    /// (`checksum.rs` of its engine).
    pub fn agreement(&self, script: &str) -> Agreement {
        Checksum::agreement_by(|checksum| checksum == self, script)
    }

    fn agreement_by(is_it: impl Fn(&Checksum) -> bool, script: &str) -> Agreement {
        if is_it(&Checksum::of(script)) {
            return Agreement::Same;
        }
        let forms = [script.replace("\r\n", "\n"), script.replace('\n', "\r\n")];
        if forms.iter().any(|form| is_it(&Checksum::of(form))) { Agreement::OnlyLineEnds } else { Agreement::Different }
    }

    fn without_zeros(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:x}")).collect()
    }
}

impl fmt::Display for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_what_sha256sum_prints() {
        let check = |script: &str, hex: &str| {
            assert_eq!(Checksum::of(script).to_string(), hex);
            assert_eq!(Checksum::parse(hex), Some(Checksum::of(script)));
        };
        check("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        check("hello", "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        check(
            "CREATE ENUM MyBoolean ( \"TRUE\", \"FALSE\" )",
            "e0c9674d3b332d71b8bc304aae5b7b8a8bb8ec720e07072429fb20d8cc69a864",
        );
    }

    #[test]
    fn only_64_hexadecimal_digits_are_a_checksum() {
        for text in ["", "2cf2", &"g".repeat(64), &"é".repeat(32), &"+1".repeat(32)] {
            assert_eq!(Checksum::parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_early_versions_stored_is_read_as_well() {
        let check =
            |stored: &str, now: &str, agreement| assert_eq!(Checksum::stored_agreement(stored, now), agreement, "{stored}");
        let full = Checksum::of("hello\n").to_string();
        let short = Checksum::of("hello\n").without_zeros();
        assert!(short.len() < 64, "{short}");
        check(&full, "hello\n", Agreement::Same);
        check(&full, "hello\r\n", Agreement::OnlyLineEnds);
        check(&full.to_uppercase(), "hello\n", Agreement::Different);
        check(&short, "hello\n", Agreement::Same);
        check(&short, "hello\r\n", Agreement::OnlyLineEnds);
        check(&short, "other", Agreement::Different);
        check("", "hello\n", Agreement::Different);
        check("", "", Agreement::Different);
    }

    #[test]
    fn line_ends_are_no_edit() {
        let check = |hashed: &str, now: &str, agreement| assert_eq!(Checksum::of(hashed).agreement(now), agreement, "{now:?}");
        check("a\nb\n", "a\nb\n", Agreement::Same);
        check("a\nb\n", "a\r\nb\r\n", Agreement::OnlyLineEnds);
        check("a\r\nb\r\n", "a\nb\n", Agreement::OnlyLineEnds);
        check("a\r\r\nb\n", "a\r\nb", Agreement::Different);
        check("a\r\r\n", "a\r\n", Agreement::OnlyLineEnds);
        check("a\nb\n", "a\nb", Agreement::Different);
        check("\u{feff}a", "a", Agreement::Different);
    }
}
