//! Is a condition true for every row?
//!
//! The only place that sees `sqlparser`. It is given one condition at a time, and only after a guard: its trees are
//! built and freed recursively, and take hundreds of bytes for each byte of text.

use postgres_syntax::{Cursor, TokenKind};
use sqlparser::{
    ast::{BinaryOperator, Expr, SetExpr, UnaryOperator, Value},
    dialect::PostgreSqlDialect,
    parser::Parser,
    tokenizer::Token,
};

use crate::Condition;

/// Longer conditions are not looked at. Real ones with more text than this are lists of values.
const LONGEST: usize = 64 * 1024;
/// Tokens between two commas at the same depth: whatever they are, they make no more levels of a tree than that.
const LONGEST_CHAIN: usize = 500;
const DEEPEST: usize = 100;

/// Which rows satisfy the condition that these words are. What the parser does not know, or must not see, is taken for a real one.
pub(crate) fn of(words: &Cursor<'_>) -> Condition {
    if words.is_done() {
        return Condition::Absent;
    }
    match expression(words) {
        Some(expression) if truth(&expression) == Some(true) => Condition::AlwaysTrue,
        Some(Expr::IsNotNull(column)) => column_name(&column).map_or(Condition::Given, Condition::NotNull),
        _ => Condition::Given,
    }
}

fn column_name(expression: &Expr) -> Option<String> {
    let name = match expression {
        Expr::Nested(inner) => return column_name(inner),
        Expr::Identifier(name) => name,
        Expr::CompoundIdentifier(names) => names.last()?,
        _ => return None,
    };
    Some(if name.quote_style.is_some() { name.value.clone() } else { name.value.to_ascii_lowercase() })
}

fn expression(words: &Cursor<'_>) -> Option<Expr> {
    if !is_fit(words) {
        return None;
    }
    let mut parser = Parser::new(&PostgreSqlDialect {}).try_with_sql(&plain_text(words)).ok()?;
    let expression = parser.parse_expr().ok()?;
    (parser.peek_token().token == Token::EOF).then_some(expression)
}

/// Whether the parser can take it without trouble: short, not deep, without long chains of anything.
fn is_fit(words: &Cursor<'_>) -> bool {
    let mut chains = vec![0_usize];
    let tokens = words.remaining();
    let long = tokens.first().zip(tokens.last()).is_none_or(|(first, last)| last.span.end - first.span.start > LONGEST);
    !long
        && tokens.iter().all(|token| {
            let text = token.span.of(words.text());
            let is_comma = token.kind == TokenKind::Punctuation && text == ",";
            if let Some(chain) = chains.last_mut() {
                *chain = if is_comma { 0 } else { *chain + 1 };
            }
            match (token.kind, text) {
                (TokenKind::Punctuation, "(" | "[") => chains.push(0),
                (TokenKind::Punctuation, ")" | "]") => drop(chains.pop()),
                _ => {}
            }
            chains.len() <= DEEPEST && chains.last().is_some_and(|chain| *chain <= LONGEST_CHAIN)
        })
}

/// The statement without comments and with its strings written plainly, so that what the parser reads is what Postgres reads.
fn plain_text(words: &Cursor<'_>) -> String {
    let mut plain = String::new();
    for token in words.remaining() {
        let written = token.span.of(words.text());
        match token.kind {
            TokenKind::String | TokenKind::DollarString => match postgres_syntax::string(words.text(), *token) {
                Some(value) => plain.push_str(&postgres_terms::Literal(&value).quote()),
                None => plain.push_str(written),
            },
            TokenKind::QuotedIdentifier => {
                let name = postgres_syntax::identifier(words.text(), *token).unwrap_or_default();
                plain.push_str(&postgres_terms::Identifier::new(name).quote());
            }
            _ => plain.push_str(written),
        }
        plain.push(' ');
    }
    plain
}

/// The value of a condition that is the same for every row; `None` when rows decide.
fn truth(expression: &Expr) -> Option<bool> {
    match expression {
        Expr::Value(value) => match &value.value {
            Value::Boolean(value) => Some(*value),
            _ => None,
        },
        Expr::Nested(inner) | Expr::IsTrue(inner) | Expr::IsNotFalse(inner) => truth(inner),
        Expr::IsFalse(inner) | Expr::IsNotTrue(inner) | Expr::UnaryOp { op: UnaryOperator::Not, expr: inner } => {
            truth(inner).map(|value| !value)
        }
        Expr::Cast { expr, .. } => match expr.as_ref() {
            Expr::Value(value) => match &value.value {
                Value::SingleQuotedString(text) => boolean(text),
                Value::Number(number, _) => number.parse::<i64>().ok().map(|number| number != 0),
                _ => truth(expr),
            },
            _ => truth(expr),
        },
        Expr::BinaryOp { left, op: BinaryOperator::And, right } => match (truth(left), truth(right)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        },
        Expr::BinaryOp { left, op: BinaryOperator::Or, right } => match (truth(left), truth(right)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        },
        Expr::BinaryOp { left, op, right } => compare(left, op, right),
        Expr::IsNotDistinctFrom(left, right) if left == right => Some(true),
        Expr::InList { expr, list, negated: false } if is_constant(expr) && list.contains(expr) => Some(true),
        Expr::Exists { subquery, negated } if is_single_row(&subquery.body) && subquery.limit_clause.is_none() => Some(!negated),
        _ => None,
    }
}

/// Compares constants; and a column with itself, which is true of every row in which it is not null.
fn compare(left: &Expr, op: &BinaryOperator, right: &Expr) -> Option<bool> {
    if matches!(left, Expr::Identifier(_) | Expr::CompoundIdentifier(_)) && left == right {
        return matches!(op, BinaryOperator::Eq | BinaryOperator::GtEq | BinaryOperator::LtEq).then_some(true);
    }
    let order = match (constant(left)?, constant(right)?) {
        (Value::Number(left, _), Value::Number(right, _)) => {
            left.parse::<f64>().ok()?.partial_cmp(&right.parse::<f64>().ok()?)?
        }
        (left, right) if left == right => std::cmp::Ordering::Equal,
        // Which of two texts is greater depends on the collation; that they differ does not.
        _ => return matches!(op, BinaryOperator::NotEq).then_some(true),
    };
    match op {
        BinaryOperator::Eq => Some(order.is_eq()),
        BinaryOperator::NotEq => Some(order.is_ne()),
        BinaryOperator::Lt => Some(order.is_lt()),
        BinaryOperator::LtEq => Some(order.is_le()),
        BinaryOperator::Gt => Some(order.is_gt()),
        BinaryOperator::GtEq => Some(order.is_ge()),
        _ => None,
    }
}

fn constant(expression: &Expr) -> Option<&Value> {
    match expression {
        Expr::Nested(inner) => constant(inner),
        Expr::Value(value) if !matches!(value.value, Value::Null) => Some(&value.value),
        _ => None,
    }
}

fn is_constant(expression: &Expr) -> bool {
    constant(expression).is_some()
}

/// Whether a query is `SELECT <anything>` from nowhere, which has exactly one row.
fn is_single_row(query: &SetExpr) -> bool {
    matches!(query, SetExpr::Select(select) if select.from.is_empty() && select.selection.is_none() && select.having.is_none())
}

fn boolean(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "t" | "true" | "yes" | "on" | "1" => Some(true),
        "f" | "false" | "no" | "off" | "0" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn condition(text: &str) -> Condition {
        of(&Cursor::new(text, postgres_syntax::tokens(text).filter(postgres_syntax::Token::is_significant)))
    }

    fn check(text: &str, expected: Condition) {
        assert_eq!(condition(text), expected, "{text}");
    }

    #[test]
    fn conditions_that_hold_for_every_row() {
        for condition in [
            "true",
            "TRUE",
            "(true)",
            "1 = 1",
            "1=1 AND true",
            "a > 5 OR 1 < 2",
            "NOT false",
            "'a' = 'a'",
            "E'a' = $$a$$",
            "'a' <> 'b'",
            "id = id",
            "t.id >= t.id",
            "id IS NOT DISTINCT FROM id",
            "1 IN (1, 2)",
            "EXISTS (SELECT 1)",
            "true IS TRUE",
            "'t'::boolean",
            "1::boolean",
            "1.0 = 1",
        ] {
            check(condition, Condition::AlwaysTrue);
        }
    }

    #[test]
    fn conditions_that_rows_decide() {
        for condition in [
            "id = 1",
            "false",
            "1 = 2",
            "a AND true",
            "'a' = 'b'",
            "id IN (1)",
            "EXISTS (SELECT 1 FROM u)",
            "id = other",
            "NOT (1 = 1)",
            "id < id",
            "NULL = NULL",
            "EXISTS (SELECT 1 WHERE false)",
            "EXISTS (SELECT 1 LIMIT 0)",
            "/* 1 = 1 */ id = '1 = 1'",
        ] {
            check(condition, Condition::Given);
        }
    }

    #[test]
    fn conditions_that_the_definition_of_a_column_decides() {
        check("id IS NOT NULL", Condition::NotNull("id".to_owned()));
        check("(t.\"Id\") IS NOT NULL", Condition::NotNull("Id".to_owned()));
        check("id IS NOT NULL AND a", Condition::Given);
    }

    #[test]
    fn what_would_hurt_the_parser_is_not_given_to_it() {
        check("", Condition::Absent);
        check(&format!("{}true{}", "(".repeat(100_000), ")".repeat(100_000)), Condition::Given);
        check(&format!("1{} > 0", " + 1".repeat(10_000)), Condition::Given);
        check(&format!("true{}", " AND true".repeat(10_000)), Condition::Given);
        check(&format!("id IN (SELECT 1{})", " UNION SELECT 1".repeat(4000)), Condition::Given);
        check(&format!("{} a", "NOT ".repeat(10_000)), Condition::Given);
        check(&format!("1 IN ({}1)", "1, ".repeat(2000)), Condition::AlwaysTrue);
        check("true RETURNING id", Condition::Given);
    }
}
