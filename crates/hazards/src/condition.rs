//! Which rows does a `DELETE`, an `UPDATE` or a `MERGE` reach?
//!
//! The only place that sees `sqlparser`. It is given one data-changing statement at a time, and only after a guard: its trees are
//! built and freed recursively, and take hundreds of bytes for each byte of text.

use postgres_syntax::{Cursor, TokenKind};
use sqlparser::{
    ast::{AssignmentTarget, BinaryOperator, Expr, MergeAction, MergeClauseKind, SetExpr, Statement, UnaryOperator, Value},
    dialect::PostgreSqlDialect,
    parser::Parser,
};

use crate::Condition;

/// What a tree says of a data-changing statement.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reach {
    pub(crate) condition: Condition,
    /// Assigned columns; empty for a deletion.
    pub(crate) columns: Vec<String>,
}

/// Longer statements are read by their words only. Real ones with more text than this are lists of rows.
const LONGEST: usize = 64 * 1024;
/// Tokens between two commas at the same depth: whatever they are, they make no more levels of a tree than that.
const LONGEST_CHAIN: usize = 500;
const DEEPEST: usize = 100;

/// Reads a `DELETE`, `UPDATE` or `MERGE` that stands alone. `None`: the parser does not know it, or must not see it.
/// For a `MERGE` the condition is that of its deletions; `None` when it has none.
pub(crate) fn reach(words: &Cursor<'_>) -> Option<Reach> {
    if !is_fit(words) {
        return None;
    }
    let text = plain_text(words);
    let mut statements = Parser::parse_sql(&PostgreSqlDialect {}, &text).ok()?;
    match statements.pop()? {
        Statement::Delete(delete) => Some(Reach { condition: of(delete.selection.as_ref()), columns: Vec::new() }),
        Statement::Update(update) => {
            let columns = update.assignments.iter().flat_map(|assignment| match &assignment.target {
                AssignmentTarget::ColumnName(name) => std::slice::from_ref(name),
                AssignmentTarget::Tuple(names) => names.as_slice(),
            });
            let columns = columns.filter_map(|name| name.0.last()?.as_ident()).map(|column| match column.quote_style {
                Some(_) => column.value.clone(),
                None => column.value.to_ascii_lowercase(),
            });
            Some(Reach { columns: columns.collect(), condition: of(update.selection.as_ref()) })
        }
        Statement::Merge(merge) => {
            let deletions = merge.clauses.iter().filter(|clause| matches!(clause.action, MergeAction::Delete { .. }));
            let conditions = deletions.map(|clause| match (clause.predicate.as_ref(), clause.clause_kind) {
                (None, MergeClauseKind::Matched) => of(Some(&merge.on)),
                (predicate, _) => of(predicate),
            });
            let condition = conditions.min_by_key(|condition| *condition == Condition::Given)?;
            Some(Reach { condition, columns: Vec::new() })
        }
        _ => None,
    }
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

fn of(selection: Option<&Expr>) -> Condition {
    match selection {
        None => Condition::Absent,
        Some(expression) if truth(expression) == Some(true) => Condition::AlwaysTrue,
        Some(_) => Condition::Given,
    }
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

    fn read(text: &str) -> Option<Reach> {
        reach(&Cursor::new(text, postgres_syntax::tokens(text).filter(postgres_syntax::Token::is_significant)))
    }

    fn check(condition: &str, expected: Condition) {
        let read = read(&format!("DELETE FROM t WHERE {condition}")).map(|reach| reach.condition);
        assert_eq!(read, Some(expected), "{condition}");
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
    fn updates_tell_their_columns() {
        let check = |text: &str, condition, columns: &[&str]| {
            let columns = columns.iter().map(|column| (*column).to_owned()).collect();
            assert_eq!(read(text), Some(Reach { condition, columns }), "{text}");
        };
        check("UPDATE \"User\" SET \"firstName\" = 'x', Age = 1", Condition::Absent, &["firstName", "age"]);
        check("UPDATE t SET (a, b) = (1, 2) WHERE c", Condition::Given, &["a", "b"]);
        check("UPDATE t SET a = u.a FROM u WHERE u.id = t.id", Condition::Given, &["a"]);
    }

    #[test]
    fn merges_tell_of_their_deletions() {
        let check = |text: &str, expected| assert_eq!(read(text).map(|reach| reach.condition), expected, "{text}");
        let merge = "MERGE INTO t USING u ON t.id = u.id";
        check(&format!("{merge} WHEN MATCHED THEN DELETE"), Some(Condition::Given));
        check("MERGE INTO t USING u ON true WHEN MATCHED THEN DELETE", Some(Condition::AlwaysTrue));
        check(&format!("{merge} WHEN NOT MATCHED BY SOURCE THEN DELETE"), Some(Condition::Absent));
        check(&format!("{merge} WHEN MATCHED THEN UPDATE SET a = 1"), None);
    }

    #[test]
    fn what_would_hurt_the_parser_is_not_given_to_it() {
        assert_eq!(read(&format!("DELETE FROM t WHERE {}1{}", "(".repeat(100_000), ")".repeat(100_000))), None);
        assert_eq!(read(&format!("DELETE FROM t WHERE 1{} > 0", " + 1".repeat(10_000))), None);
        assert_eq!(read(&format!("DELETE FROM t WHERE id IN (SELECT 1{})", " UNION SELECT 1".repeat(4000))), None);
        assert_eq!(read(&format!("DELETE FROM t WHERE {} a", "NOT ".repeat(10_000))), None);
        assert_eq!(
            read(&format!("DELETE FROM t WHERE id IN ({}1)", "1, ".repeat(2000))).map(|reach| reach.condition),
            Some(Condition::Given)
        );
    }
}
