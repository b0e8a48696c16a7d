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
    let is_own = !is_else && (runs_sql(&name) || is_quoted || !is_builtin(&name));
    is_own.then_some((token, name))
}

/// Words behind which a name with a parenthesis is a table with its columns, or a type with its length.
const NO_CALL_BEHIND: [&str; 7] = ["INTO", "AS", "REFERENCES", "TABLE", "ONLY", "WITH", "UPDATE"];

/// Whether this is Postgres's own function, or no function at all.
pub(crate) fn is_builtin(name: &Name) -> bool {
    let last = name.last();
    name.schema() == Some("pg_catalog")
        || last.starts_with("pg_")
        || name.schema().is_none() && BUILTIN.binary_search(&last).is_ok()
}

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

/// In order. Key words that parentheses follow, and what histories call most; other names of Postgres's are looked up in vain and do no harm.
const BUILTIN: &[&str] = &[
    "abs",
    "age",
    "all",
    "and",
    "any",
    "array",
    "array_agg",
    "array_append",
    "array_cat",
    "array_length",
    "array_position",
    "array_remove",
    "array_replace",
    "array_to_json",
    "array_to_string",
    "as",
    "asin",
    "avg",
    "between",
    "bigint",
    "bit",
    "bit_and",
    "bit_or",
    "bool_and",
    "bool_or",
    "btrim",
    "by",
    "cardinality",
    "case",
    "cast",
    "cbrt",
    "ceil",
    "ceiling",
    "char",
    "char_length",
    "character",
    "check",
    "chr",
    "clock_timestamp",
    "coalesce",
    "col_description",
    "columns",
    "concat",
    "concat_ws",
    "conflict",
    "convert_from",
    "convert_to",
    "count",
    "cube",
    "cume_dist",
    "current_database",
    "current_schema",
    "current_schemas",
    "current_setting",
    "current_timestamp",
    "currval",
    "date",
    "date_bin",
    "date_part",
    "date_trunc",
    "decode",
    "default",
    "dense_rank",
    "digest",
    "distinct",
    "do",
    "double",
    "else",
    "encode",
    "enum_first",
    "enum_last",
    "enum_range",
    "every",
    "except",
    "excluded",
    "exists",
    "exp",
    "extract",
    "filter",
    "first_value",
    "float",
    "floor",
    "format",
    "format_type",
    "from",
    "gen_random_bytes",
    "gen_random_uuid",
    "generate_series",
    "generate_subscripts",
    "greatest",
    "group",
    "grouping",
    "has_column_privilege",
    "has_database_privilege",
    "has_function_privilege",
    "has_schema_privilege",
    "has_table_privilege",
    "hashtext",
    "having",
    "if",
    "in",
    "initcap",
    "inner",
    "intersect",
    "interval",
    "is",
    "isfinite",
    "join",
    "json_agg",
    "json_array_elements",
    "json_array_elements_text",
    "json_array_length",
    "json_build_array",
    "json_build_object",
    "json_each",
    "json_each_text",
    "json_object_agg",
    "json_object_keys",
    "json_populate_record",
    "json_to_record",
    "json_typeof",
    "jsonb_agg",
    "jsonb_array_elements",
    "jsonb_array_elements_text",
    "jsonb_array_length",
    "jsonb_build_array",
    "jsonb_build_object",
    "jsonb_each",
    "jsonb_each_text",
    "jsonb_extract_path",
    "jsonb_extract_path_text",
    "jsonb_insert",
    "jsonb_object",
    "jsonb_object_agg",
    "jsonb_object_keys",
    "jsonb_path_exists",
    "jsonb_path_query",
    "jsonb_path_query_array",
    "jsonb_populate_record",
    "jsonb_pretty",
    "jsonb_set",
    "jsonb_strip_nulls",
    "jsonb_to_record",
    "jsonb_to_recordset",
    "jsonb_typeof",
    "justify_days",
    "justify_hours",
    "justify_interval",
    "key",
    "lag",
    "last_value",
    "lastval",
    "lateral",
    "lead",
    "least",
    "left",
    "length",
    "like",
    "limit",
    "ln",
    "local",
    "localtime",
    "localtimestamp",
    "log",
    "lower",
    "lpad",
    "ltrim",
    "make_date",
    "make_interval",
    "make_time",
    "make_timestamp",
    "make_timestamptz",
    "matched",
    "max",
    "md5",
    "merge_action",
    "min",
    "mod",
    "mode",
    "name",
    "nextval",
    "not",
    "now",
    "nth_value",
    "ntile",
    "nullif",
    "numeric",
    "obj_description",
    "octet_length",
    "offset",
    "on",
    "or",
    "order",
    "over",
    "overlay",
    "partition",
    "percent_rank",
    "percentile_cont",
    "percentile_disc",
    "position",
    "power",
    "quote_ident",
    "quote_literal",
    "quote_nullable",
    "random",
    "range",
    "rank",
    "recursive",
    "regexp_match",
    "regexp_matches",
    "regexp_replace",
    "regexp_split_to_array",
    "regexp_split_to_table",
    "repeat",
    "replace",
    "returning",
    "reverse",
    "right",
    "rollup",
    "round",
    "row",
    "row_number",
    "row_to_json",
    "rpad",
    "rtrim",
    "select",
    "set",
    "set_config",
    "setof",
    "sets",
    "setval",
    "setweight",
    "sha256",
    "sign",
    "similar",
    "some",
    "split_part",
    "sqrt",
    "starts_with",
    "statement_timestamp",
    "stddev",
    "string_agg",
    "string_to_array",
    "strpos",
    "substr",
    "substring",
    "sum",
    "symmetric",
    "text",
    "then",
    "time",
    "timeofday",
    "timestamp",
    "timestamptz",
    "timezone",
    "to_char",
    "to_date",
    "to_hex",
    "to_json",
    "to_jsonb",
    "to_number",
    "to_regclass",
    "to_regproc",
    "to_regtype",
    "to_timestamp",
    "to_tsquery",
    "to_tsvector",
    "transaction_timestamp",
    "translate",
    "trim",
    "trunc",
    "ts_rank",
    "txid_current",
    "union",
    "unique",
    "unnest",
    "upper",
    "using",
    "uuid",
    "uuid_generate_v4",
    "uuidv4",
    "uuidv7",
    "values",
    "varbit",
    "varchar",
    "variance",
    "varying",
    "version",
    "when",
    "where",
    "width_bucket",
    "window",
    "with",
    "within",
    "xmlagg",
    "xmlelement",
    "xmlforest",
    "zone",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_can_be_searched() {
        assert!(BUILTIN.is_sorted());
    }
}
