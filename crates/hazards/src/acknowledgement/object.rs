//! Are two names of an object the same to Postgres?

use postgres_syntax::{Token, TokenKind, identifier, tokens};

/// An object as a person or a finding names it.
#[derive(Debug, Clone)]
pub(super) struct Object {
    text: String,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// As Postgres stores it: unquoted ones in lower case, quotes removed.
    Name(String),
    /// A dot, a parenthesis, a number.
    Sign(String),
}

impl Object {
    pub(super) fn read(text: &str) -> Object {
        let piece = |token: Token| match token.kind {
            TokenKind::Word | TokenKind::QuotedIdentifier => identifier(text, token).map(Piece::Name),
            _ => None,
        };
        let pieces = tokens(text)
            .filter(Token::is_significant)
            .map(|token| piece(token).unwrap_or_else(|| Piece::Sign(token.span.of(text).to_owned())));
        Object { text: text.to_owned(), pieces: pieces.collect() }
    }

    /// As written.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether they are the same, or both are absent. `public.` may be left out on either side.
    pub(super) fn is_same(one: Option<&Object>, other: Option<&Object>) -> bool {
        match (one, other) {
            (Some(one), Some(other)) => {
                one.pieces == other.pieces
                    || one.without_public() == Some(&other.pieces)
                    || other.without_public() == Some(&one.pieces)
            }
            (None, None) => true,
            _ => false,
        }
    }

    fn without_public(&self) -> Option<&[Piece]> {
        match self.pieces.as_slice() {
            [Piece::Name(schema), Piece::Sign(dot), rest @ ..] if schema == "public" && dot == "." && !rest.is_empty() => {
                Some(rest)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(one: &str, other: &str, same: bool) {
        let (one, other) = (Object::read(one), Object::read(other));
        assert_eq!(Object::is_same(Some(&one), Some(&other)), same, "{one:?} {other:?}");
        assert_eq!(Object::is_same(Some(&other), Some(&one)), same, "{other:?} {one:?}");
    }

    #[test]
    fn compares_as_postgres_does() {
        check("users.phone", "USERS . Phone", true);
        check("users.phone", "\"users\".\"phone\"", true);
        check("users.phone", "U&\"\\0075sers\".phone", true);
        check("\"User\".phone", "User.phone", false);
        check("\"User\".phone", "\"User\".phone", true);
        check("\"a.b\"", "a.b", false);
        check("users.phone", "users.email", false);
        check("users.phone", "users.phone x", false);
        check("users.phone", "*", false);
        check("add(integer, integer)", "ADD( integer,integer )", true);
        check("add(integer)", "add(text)", false);
        check("add(integer)", "add", false);
    }

    #[test]
    fn public_may_be_left_out_once() {
        check("public.users.phone", "users.phone", true);
        check("PUBLIC.users", "\"public\".users", true);
        check("public.users", "auth.users", false);
        check("\"Public\".users", "users", false);
        check("auth.users", "users", false);
        check("public.public.x", "x", false);
        check("public", "", false);
        assert!(!Object::is_same(Some(&Object::read("users")), None));
        assert!(Object::is_same(None, None));
    }
}
