//! The number that stands for a plan.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use sha2::{Digest as _, Sha256};

/// Digits of the code that people compare.
const CODE: usize = 12;

/// SHA-256 over what a plan binds, shown in 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Of a text with what it is in front, so that a text of one sort never stands for one of another.
    pub(crate) fn of(domain: &str, text: &str) -> Self {
        Digest(Sha256::new().chain_update(domain).chain_update([0]).chain_update(text).finalize().into())
    }

    /// From its 64 digits; `None` for anything else, upper case included.
    pub fn parse(text: &str) -> Option<Self> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() != 64 || !text.bytes().all(is_digit) {
            return None;
        }
        let mut bytes = [0; 32];
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * index..2 * index + 2], 16).ok()?;
        }
        Some(Digest(bytes))
    }

    /// The first twelve digits: what a reviewer sees in the job's name and, in strict mode, repeats.
    pub fn code(&self) -> String {
        self.to_string().chars().take(CODE).collect()
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Digest::parse(&text).ok_or_else(|| D::Error::custom("a digest has 64 lower-case hexadecimal digits"))
    }
}

#[cfg(test)]
impl schemars::JsonSchema for Digest {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Digest".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9a-f]{64}$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_form_is_read() {
        let digest = Digest::of("a", "b");
        assert_eq!(Digest::parse(&digest.to_string()), Some(digest));
        assert_eq!(digest.code(), digest.to_string()[..12]);
        for text in ["", "ab", &"g".repeat(64), &"A".repeat(64), &"é".repeat(32), &"+1".repeat(32)] {
            assert_eq!(Digest::parse(text), None, "{text}");
        }
        assert_ne!(digest, Digest::of("a\0", "b"));
    }
}
