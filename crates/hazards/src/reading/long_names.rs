//! Which names are longer than what Postgres keeps of them?

use postgres_syntax::{Cursor, TokenKind, identifier, whole_identifier};

use super::Effects;
use crate::Action;

/// Bytes that Postgres keeps.
const LONGEST: usize = 63;
/// More of them in one statement are nobody's slip.
const MOST: usize = 20;

/// Adds each name that is cut, once.
pub(super) fn read(words: &Cursor<'_>, effects: &mut Effects) {
    let text = words.text();
    let is_long = |token: &&postgres_syntax::Token| {
        matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdentifier) && token.span.end - token.span.start > LONGEST
    };
    let mut seen: Vec<String> = Vec::new();
    for token in words.remaining().iter().filter(is_long).take(MOST) {
        let Some((written, kept)) = whole_identifier(text, *token).zip(identifier(text, *token)) else { continue };
        if written.len() > LONGEST && !seen.contains(&written) {
            seen.push(written.clone());
            effects.add(Action::CutsName { written, kept }, token.span);
        }
    }
}
