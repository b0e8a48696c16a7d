//! Which routines does a statement call?

use std::collections::BTreeSet;

use postgres_syntax::{Cursor, Token, TokenKind};

use super::{Effects, dynamic};
use crate::{Action, Call, Name};

/// The calls in a query or a data-changing command that runs now.
pub(super) fn query(words: &Cursor<'_>, effects: &mut Effects) {
    let is_plain = (words.sees("SELECT") || words.sees("PERFORM")) && !has_source(words);
    collect(words, effects, is_plain);
}

/// The calls in an expression, which is evaluated once.
pub(super) fn expression(words: &Cursor<'_>, effects: &mut Effects) {
    collect(words, effects, false);
}

/// The calls in what a definition makes the server compute for the rows that are there.
pub(super) fn definition(words: &Cursor<'_>, effects: &mut Effects) {
    let mut words = words.clone();
    while !words.is_done() {
        if words.take_any(&["DEFAULT", "USING", "CHECK"]).is_some() {
            return collect(&words, effects, false);
        }
        words.advance();
    }
}

/// The calls in the query behind `AS`, when it is run.
pub(super) fn behind_as(words: &Cursor<'_>, effects: &mut Effects) {
    let mut words = words.clone();
    words.skip_until(|words| words.sees("AS"));
    let [.., with, no, data] = words.remaining() else { return };
    let is_run = !(with.is_word(words.text(), "WITH") && no.is_word(words.text(), "NO") && data.is_word(words.text(), "DATA"));
    if is_run {
        collect(&words, effects, false);
    }
}

/// Whether a `SELECT` reads from anything, so that what it calls may be called for no row at all.
fn has_source(words: &Cursor<'_>) -> bool {
    let mut words = words.clone();
    words.skip_until(|words| ["FROM", "WHERE", "LIMIT", "UNION", "HAVING"].iter().any(|word| words.sees(word)));
    !words.is_done()
}

fn collect(words: &Cursor<'_>, effects: &mut Effects, is_plain: bool) {
    let (text, tokens) = (words.text(), words.remaining());
    let mut seen = BTreeSet::new();
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        if token.kind != TokenKind::Punctuation {
            continue;
        }
        match token.span.of(text) {
            "(" => {
                if let Some((first, name)) = called(text, tokens, at) {
                    if runs_sql(&name) {
                        argument(text, tokens, at, effects);
                    } else if seen.insert(name.clone()) {
                        let call = if is_plain && depth == 0 { Call::Alone } else { Call::Within };
                        let span = postgres_syntax::Span { start: first.span.start, end: token.span.end };
                        effects.add(Action::Calls { name, call }, span);
                    }
                }
                depth += 1;
            }
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
}

/// The name before an opening parenthesis, when it may be a routine that somebody wrote.
fn called(text: &str, tokens: &[Token], opening: usize) -> Option<(Token, Name)> {
    let mut first = opening.checked_sub(1)?;
    let part = |at: usize| tokens.get(at).and_then(|token| postgres_syntax::identifier(text, *token));
    let mut parts = vec![part(first)?];
    while parts.len() < 3 && first >= 2 && tokens.get(first - 1).is_some_and(|token| token.is(text, ".")) {
        parts.push(part(first - 2)?);
        first -= 2;
    }
    parts.reverse();
    let token = *tokens.get(first)?;
    let before = first.checked_sub(1).and_then(|at| tokens.get(at));
    let is_quoted = tokens.get(opening - 1).is_some_and(|token| token.kind == TokenKind::QuotedIdentifier);
    let is_else =
        before.is_some_and(|before| before.is(text, "::") || NO_CALL_BEHIND.iter().any(|word| before.is_word(text, word)));
    let name = Name::new(parts);
    let is_keyword = !is_quoted && name.schema().is_none() && KEYWORDS.binary_search(&name.last()).is_ok();
    (!is_else && !is_keyword).then_some((token, name))
}

/// Words behind which a name with a parenthesis is a table with its columns, or a type with its length.
const NO_CALL_BEHIND: [&str; 7] = ["INTO", "AS", "REFERENCES", "TABLE", "ONLY", "WITH", "UPDATE"];

/// Functions of Postgres that run SQL that is handed to them.
fn runs_sql(name: &Name) -> bool {
    let names = ["query_to_xml", "query_to_xmlschema", "query_to_xml_and_xmlschema", "ts_stat"];
    matches!(name.schema(), None | Some("pg_catalog")) && names.contains(&name.last())
}

/// Reads the SQL that is handed over as the first argument.
fn argument(text: &str, tokens: &[Token], opening: usize, effects: &mut Effects) {
    let mut rest = Cursor::new(text, tokens.iter().skip(opening + 1).take(LONGEST_ARGUMENT).copied());
    let first = rest.skip_until(|words| matches!(words.peek(), "," | ")"));
    dynamic::read(&first, &mut dynamic::Variables::default(), effects);
}

/// Tokens.
const LONGEST_ARGUMENT: usize = 200;

/// Key words that a parenthesis follows, in order: they call nothing that somebody wrote.
const KEYWORDS: &[&str] = &[
    "all",
    "and",
    "any",
    "array",
    "as",
    "between",
    "bigint",
    "bit",
    "by",
    "case",
    "cast",
    "char",
    "character",
    "check",
    "coalesce",
    "columns",
    "conflict",
    "cube",
    "decimal",
    "default",
    "distinct",
    "do",
    "double",
    "else",
    "except",
    "exists",
    "extract",
    "filter",
    "float",
    "from",
    "greatest",
    "group",
    "grouping",
    "having",
    "if",
    "in",
    "inner",
    "int",
    "integer",
    "intersect",
    "interval",
    "is",
    "join",
    "json_array",
    "json_arrayagg",
    "json_exists",
    "json_object",
    "json_objectagg",
    "json_query",
    "json_scalar",
    "json_serialize",
    "json_table",
    "json_value",
    "key",
    "lateral",
    "least",
    "like",
    "limit",
    "matched",
    "merge_action",
    "not",
    "nullif",
    "numeric",
    "offset",
    "on",
    "or",
    "order",
    "over",
    "overlay",
    "partition",
    "position",
    "range",
    "recursive",
    "returning",
    "rollup",
    "row",
    "select",
    "set",
    "setof",
    "sets",
    "similar",
    "smallint",
    "some",
    "substring",
    "symmetric",
    "table",
    "then",
    "time",
    "timestamp",
    "trim",
    "union",
    "unique",
    "using",
    "values",
    "varbit",
    "varchar",
    "varying",
    "when",
    "where",
    "window",
    "with",
    "within",
    "xmlconcat",
    "xmlelement",
    "xmlexists",
    "xmlforest",
    "xmlparse",
    "xmlpi",
    "xmlroot",
    "xmlserialize",
    "xmltable",
    "zone",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_can_be_searched() {
        assert!(KEYWORDS.is_sorted());
    }
}
