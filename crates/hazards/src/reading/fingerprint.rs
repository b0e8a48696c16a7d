//! Are two texts the same SQL?

use std::hash::{DefaultHasher, Hash, Hasher};

use postgres_syntax::{Cursor, TokenKind};

/// The same number for the same words, whatever their blanks, comments and letters.
pub(super) fn of(words: &Cursor<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    for token in words.remaining() {
        let written = token.span.of(words.text());
        match token.kind {
            TokenKind::Word => written.to_ascii_lowercase().hash(&mut hasher),
            _ => written.hash(&mut hasher),
        }
    }
    hasher.finish()
}
