//! What does Postgres say?

use std::thread;

use pg_query::{
    NodeEnum,
    protobuf::{KeywordKind, Token as Theirs},
};
use postgres_syntax::TokenKind;

/// The tokens that Postgres's scanner sees, comments among them: what we would call each, and where it is in bytes. `None`: it
/// refuses the text.
pub fn scan(sql: &str) -> Option<Vec<(TokenKind, usize, usize)>> {
    let tokens = pg_query::scan(sql).ok()?.tokens;
    tokens
        .into_iter()
        .map(|token| {
            let (start, end) = (usize::try_from(token.start).ok()?, usize::try_from(token.end).ok()?);
            Some((kind(token.token, token.keyword_kind, sql.get(start..end)?)?, start, end))
        })
        .collect()
}

/// Our word for a token of theirs.
fn kind(token: i32, keyword: i32, written: &str) -> Option<TokenKind> {
    if keyword != KeywordKind::NoKeyword as i32 {
        return Some(TokenKind::Word);
    }
    Some(match Theirs::try_from(token).ok() {
        Some(Theirs::Ident) if !written.starts_with('"') => TokenKind::Word,
        Some(Theirs::Ident | Theirs::Uident) => TokenKind::QuotedIdentifier,
        Some(Theirs::Sconst) if written.starts_with('$') => TokenKind::DollarString,
        Some(Theirs::Sconst | Theirs::Usconst | Theirs::Bconst | Theirs::Xconst) => TokenKind::String,
        Some(Theirs::Fconst | Theirs::Iconst) => TokenKind::Number,
        Some(Theirs::Param) => TokenKind::Parameter,
        Some(Theirs::SqlComment) => TokenKind::LineComment,
        Some(Theirs::CComment) => TokenKind::BlockComment,
        Some(Theirs::Typecast | Theirs::DotDot | Theirs::ColonEquals) => TokenKind::Punctuation,
        Some(Theirs::Op | Theirs::EqualsGreater | Theirs::LessEquals | Theirs::GreaterEquals | Theirs::NotEquals) => {
            TokenKind::Operator
        }
        _ => match written {
            "," | "(" | ")" | "[" | "]" | "." | ";" | ":" => TokenKind::Punctuation,
            "\\" => TokenKind::Backslash,
            _ if written.bytes().all(|byte| b"~!@#^&|`?+-*/%<>=".contains(&byte)) => TokenKind::Operator,
            _ if written.chars().count() == 1 => TokenKind::Other,
            _ => return None,
        },
    })
}

/// The statements of a text as Postgres's grammar cuts them, blanks and comments around them included. `None`: it refuses the text.
pub fn split(sql: &str) -> Option<Vec<&str>> {
    pg_query::split_with_parser(sql).ok()
}

/// The tree of a text that is one statement. `Err` is what Postgres says against it.
///
/// # Errors
/// When Postgres's grammar refuses it, and when it is not one statement.
pub fn parse(sql: &str) -> Result<NodeEnum, String> {
    let sql = sql.to_owned();
    // The tree is decoded recursively, and a test's own stack is small.
    let parsed = thread::Builder::new().stack_size(256 << 20).spawn(move || {
        let tree = pg_query::parse(&sql, pg_query::ParserOptions::default()).map_err(|error| error.to_string())?;
        let mut statements = tree.protobuf.stmts.into_iter();
        match (statements.next().and_then(|one| one.stmt).and_then(|node| node.node), statements.next()) {
            (Some(node), None) => Ok(node),
            _ => Err("not one statement".to_owned()),
        }
    });
    parsed.map_err(|error| error.to_string())?.join().unwrap_or_else(|_| Err("the oracle failed".to_owned()))
}
