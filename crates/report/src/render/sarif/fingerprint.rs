//! Is it the same finding as in the last run?

use std::{collections::HashMap, fmt::Write};

use serde::Serialize;
use sha2::{Digest, Sha256};

/// How a later run knows a result again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Fingerprint {
    /// The one name that GitHub looks at; the action that uploads would otherwise fill in a hash of the lines around.
    #[serde(rename = "primaryLocationLineHash")]
    line: String,
    /// The same in full, under a name of our own with the version of how it is made.
    #[serde(rename = "migrationGate/v1")]
    full: String,
}

/// The fingerprints given so far in this run.
#[derive(Debug, Default)]
pub(super) struct Fingerprints(HashMap<[u8; 32], usize>);

impl Fingerprints {
    /// Of rule, migration and object, and the statement's text: whatever moves lines leaves it alone, and so does other white space. Equal ones
    /// are told apart by a number.
    pub(super) fn next(&mut self, identity: [&str; 3], statement: &str) -> Fingerprint {
        let mut hash = Sha256::new();
        for part in identity {
            hash.update(part);
            hash.update([0]);
        }
        for word in statement.split_whitespace() {
            hash.update(word);
            hash.update([b' ']);
        }
        let digest: [u8; 32] = hash.finalize().into();
        let count = self.0.entry(digest).or_default();
        *count += 1;
        let digits = digest.iter().fold(String::new(), |mut digits, byte| {
            let _ = write!(digits, "{byte:02x}"); // a `String` never refuses
            digits
        });
        Fingerprint { line: format!("{}:{count}", digits.get(..16).unwrap_or_default()), full: format!("{digits}:{count}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_does_not_count_and_everything_else_does() {
        let of = |identity, statement| Fingerprints::default().next(identity, statement);
        let one = of(["drop-column", "m", "users.phone"], "ALTER TABLE users DROP COLUMN phone");
        assert_eq!(one, of(["drop-column", "m", "users.phone"], "  ALTER TABLE\n\tusers DROP COLUMN phone\n"));
        assert_ne!(one, of(["drop-column", "m", "users.email"], "ALTER TABLE users DROP COLUMN phone"));
        assert_ne!(one, of(["drop-columnm", "", "users.phone"], "ALTER TABLE users DROP COLUMN phone"));
        assert_ne!(one, of(["drop-column", "m", "users.phone"], "ALTER TABLE users DROP COLUMNphone"));
    }

    #[test]
    fn equal_ones_are_numbered() {
        let mut given = Fingerprints::default();
        let mut next = || given.next(["a", "b", "c"], "d").full.rsplit_once(':').map(|(_, number)| number.to_owned());
        assert_eq!((next(), next()), (Some("1".to_owned()), Some("2".to_owned())));
    }
}
