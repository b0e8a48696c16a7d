//! Is a condition true for every row?
//!
//! Read by precedence and folded as it is read; no tree is built. What decides over rows is [`Value::Unknown`], and so is all
//! that is not known here: a condition is taken for a real one unless it certainly is none.

use postgres_syntax::{Cursor, TokenKind};

use crate::Condition;

/// Parentheses within parentheses that are looked into.
const DEEPEST: usize = 40;
/// Longer conditions are not looked at. Real ones with more text than this are lists of values.
const LONGEST: usize = 64 * 1024;

/// Which rows satisfy the condition that these words are.
pub(crate) fn of(words: &Cursor<'_>) -> Condition {
    if words.is_done() {
        return Condition::Absent;
    }
    if words.span().is_none_or(|span| span.end - span.start > LONGEST) {
        return Condition::Given;
    }
    let mut words = words.remainder();
    match either(&mut words, 0) {
        Some(value) if words.is_done() => match value {
            Value::Present(column) => Condition::NotNull(column),
            value if value.truth() == Some(true) => Condition::AlwaysTrue,
            _ => Condition::Given,
        },
        _ => Condition::Given,
    }
}

/// What an expression is for every row.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Truth(bool),
    Number(f64),
    Text(String),
    Null,
    /// What a column holds; its name's parts, outermost first.
    Column(Vec<String>),
    /// True where this column is not null.
    Present(String),
    /// Rows decide, or it cannot be told.
    Unknown,
}

impl Value {
    /// A constant that is no condition at all is none of ours; a text is what Postgres makes of it where a condition is wanted.
    fn truth(&self) -> Option<bool> {
        match self {
            Value::Truth(value) => Some(*value),
            Value::Text(text) => boolean(text),
            _ => None,
        }
    }

    fn of(truth: Option<bool>) -> Self {
        truth.map_or(Value::Unknown, Value::Truth)
    }

    fn is_constant(&self) -> bool {
        matches!(self, Value::Truth(_) | Value::Number(_) | Value::Text(_))
    }
}

/// `OR`. `None`, here and below: nested too deeply.
fn either(words: &mut Cursor<'_>, depth: usize) -> Option<Value> {
    if depth > DEEPEST {
        return None;
    }
    let mut value = both(words, depth)?;
    while words.take("OR") {
        value = Value::of(match (value.truth(), both(words, depth)?.truth()) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        });
    }
    Some(value)
}

/// `AND`.
fn both(words: &mut Cursor<'_>, depth: usize) -> Option<Value> {
    let mut value = negation(words, depth)?;
    while words.take("AND") {
        value = Value::of(match (value.truth(), negation(words, depth)?.truth()) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        });
    }
    Some(value)
}

/// `NOT`, and what binds more tightly: `IS`.
fn negation(words: &mut Cursor<'_>, depth: usize) -> Option<Value> {
    let (mut is_negated, mut is_plain) = (false, true);
    while words.take("NOT") {
        (is_negated, is_plain) = (!is_negated, false);
    }
    let mut value = comparison(words, depth)?;
    loop {
        value = if words.take_any(&["IS NOT NULL", "NOTNULL"]).is_some() {
            match value {
                Value::Column(name) => name.last().cloned().map_or(Value::Unknown, Value::Present),
                value => Value::of(value.is_constant().then_some(true)),
            }
        } else if words.take_any(&["IS NULL", "ISNULL"]).is_some() {
            Value::of((value == Value::Null).then_some(true))
        } else if words.take_any(&["IS TRUE", "IS NOT FALSE"]).is_some() {
            Value::of(value.truth())
        } else if words.take_any(&["IS FALSE", "IS NOT TRUE"]).is_some() {
            Value::of(value.truth().map(|value| !value))
        } else if words.take("IS NOT DISTINCT FROM") {
            let other = comparison(words, depth)?;
            Value::of((value != Value::Unknown && value == other).then_some(true))
        } else if words.take("IS") {
            words.take("NOT");
            operand(words, depth)?;
            Value::Unknown
        } else {
            break;
        };
    }
    Some(if is_plain { value } else { Value::of(value.truth().map(|value| value != is_negated)) })
}

const COMPARISONS: [&str; 7] = ["=", "<>", "!=", "<", "<=", ">", ">="];

/// Comparisons, and `IN`, `BETWEEN` and `LIKE`, which bind more tightly than they.
fn comparison(words: &mut Cursor<'_>, depth: usize) -> Option<Value> {
    let mut value = membership(words, depth)?;
    while let Some(sign) = COMPARISONS.into_iter().find(|sign| words.take_sign(sign)) {
        let other = membership(words, depth)?;
        value = Value::of(compare(&value, sign, &other));
    }
    Some(value)
}

fn membership(words: &mut Cursor<'_>, depth: usize) -> Option<Value> {
    let mut value = operand(words, depth)?;
    while let Some(found) = words.take_any(&["IN", "NOT IN", "BETWEEN", "NOT BETWEEN", "LIKE", "ILIKE", "NOT LIKE", "NOT ILIKE"])
    {
        value = match found {
            "IN" => {
                let list = words.parentheses().map(|mut list| list.pieces()).unwrap_or_default();
                let is_listed = |item: &Cursor<'_>| operand(&mut item.remainder(), depth + 1).as_ref() == Some(&value);
                Value::of((value.is_constant() && list.iter().any(is_listed)).then_some(true))
            }
            "BETWEEN" => {
                words.take("SYMMETRIC");
                let low = operand(words, depth)?;
                let high = if words.take("AND") { operand(words, depth)? } else { Value::Unknown };
                let holds = compare(&value, ">=", &low) == Some(true) && compare(&value, "<=", &high) == Some(true);
                Value::of((value.is_constant() && holds).then_some(true))
            }
            "NOT BETWEEN" => {
                operand(words, depth)?;
                words.take("AND");
                operand(words, depth)?;
                Value::Unknown
            }
            _ => {
                operand(words, depth)?;
                Value::Unknown
            }
        };
    }
    Some(value)
}

/// Words at which an operand ends.
const ENDS: [&str; 11] = ["AND", "OR", "AS", "NOT", "IS", "ISNULL", "NOTNULL", "IN", "BETWEEN", "LIKE", "ILIKE"];

/// Constants, columns, calls, and whatever other operators make of them.
fn operand(words: &mut Cursor<'_>, depth: usize) -> Option<Value> {
    let mut value = primary(words, depth)?;
    loop {
        let ends = |words: &Cursor<'_>| {
            let is_sign = |sign: &str| words.ahead(0).is_some_and(|token| token.is(words.text(), sign));
            words.is_done() || is_sign(",") || COMPARISONS.into_iter().any(is_sign) || ENDS.iter().any(|word| words.sees(word))
        };
        if ends(words) {
            return Some(value);
        }
        value = if words.take_sign("::") { cast(&value, words) } else { skip(words) };
    }
}

/// Passes over one thing that is not understood.
fn skip(words: &mut Cursor<'_>) -> Value {
    if words.parentheses().is_some() {
        return Value::Unknown;
    }
    let (open, close) = if words.sees("CASE") { ("CASE", "END") } else { ("[", "]") };
    let mut level = 0_usize;
    loop {
        match words.peek() {
            word if word.eq_ignore_ascii_case(open) => level += 1,
            word if word.eq_ignore_ascii_case(close) => level = level.saturating_sub(1),
            _ => {}
        }
        if words.advance().is_none() || level == 0 {
            return Value::Unknown;
        }
    }
}

fn primary(words: &mut Cursor<'_>, depth: usize) -> Option<Value> {
    if let Some(inside) = words.parentheses() {
        return group(inside, depth + 1);
    }
    if words.take("EXISTS") {
        return Some(Value::of(words.parentheses().filter(is_single_row).map(|_| true)));
    }
    if words.sees("CASE") {
        return Some(skip(words));
    }
    if words.take("CAST") {
        let Some(mut inside) = words.parentheses() else { return Some(Value::Unknown) };
        let value = either(&mut inside, depth + 1)?;
        return Some(if inside.take("AS") { cast(&value, &mut inside) } else { Value::Unknown });
    }
    for (word, value) in [("TRUE", Value::Truth(true)), ("FALSE", Value::Truth(false)), ("NULL", Value::Null)] {
        if words.take(word) {
            return Some(value);
        }
    }
    if words.take_sign("-") {
        if depth > DEEPEST {
            return None;
        }
        return Some(match primary(words, depth + 1)? {
            Value::Number(number) => Value::Number(-number),
            _ => Value::Unknown,
        });
    }
    if let Some(text) = words.string() {
        return Some(Value::Text(text));
    }
    match words.ahead(0).map(|token| token.kind) {
        Some(TokenKind::Number) => {
            let number = words.peek().parse().map_or(Value::Unknown, Value::Number);
            words.advance();
            Some(number)
        }
        Some(TokenKind::Word | TokenKind::QuotedIdentifier) => Some(match words.name() {
            Some(name) => named(name, words),
            None => skip(words),
        }),
        _ => Some(skip(words)),
    }
}

/// A column, a call, or a constant behind its type.
fn named(name: Vec<String>, words: &mut Cursor<'_>) -> Value {
    if words.parentheses().is_some() {
        return Value::Unknown;
    }
    match (name.as_slice(), words.string()) {
        (_, None) => Value::Column(name),
        ([name], Some(text)) if is_boolean(name) => Value::of(boolean(&text)),
        _ => Value::Unknown,
    }
}

/// What stands in parentheses: one expression, a row, or a query.
fn group(mut inside: Cursor<'_>, depth: usize) -> Option<Value> {
    if ["SELECT", "WITH", "VALUES", "TABLE"].iter().any(|word| inside.sees(word)) {
        return Some(Value::Unknown);
    }
    let value = either(&mut inside, depth)?;
    Some(if inside.is_done() { value } else { Value::Unknown })
}

/// The value after a cast to the type that comes next. Only the way to a condition is followed.
fn cast(value: &Value, words: &mut Cursor<'_>) -> Value {
    let is_to_boolean = words.name().is_some_and(|name| name.last().is_some_and(|name| is_boolean(name)));
    match value {
        _ if !is_to_boolean => Value::Unknown,
        Value::Number(number) => Value::Truth(*number != 0.0),
        value => Value::of(value.truth()),
    }
}

fn is_boolean(name: &str) -> bool {
    matches!(name, "bool" | "boolean")
}

/// Compares constants; and a column with itself, which is true of every row in which it is not null.
fn compare(left: &Value, sign: &str, right: &Value) -> Option<bool> {
    let order = match (left, right) {
        (Value::Column(left), Value::Column(right)) => {
            return (left == right && matches!(sign, "=" | ">=" | "<=")).then_some(true);
        }
        (Value::Number(left), Value::Number(right)) => left.partial_cmp(right)?,
        (Value::Truth(left), Value::Truth(right)) => left.cmp(right),
        (Value::Text(left), Value::Text(right)) if left == right => std::cmp::Ordering::Equal,
        // Which of two texts is greater depends on the collation; that they differ does not.
        (Value::Text(_), Value::Text(_)) => return matches!(sign, "<>" | "!=").then_some(true),
        _ => return None,
    };
    Some(match sign {
        "=" => order.is_eq(),
        "<>" | "!=" => order.is_ne(),
        "<" => order.is_lt(),
        "<=" => order.is_le(),
        ">" => order.is_gt(),
        _ => order.is_ge(),
    })
}

/// Whether a query is `SELECT <anything>` from nowhere, which has exactly one row.
fn is_single_row(query: &Cursor<'_>) -> bool {
    const OTHERS: [&str; 12] =
        ["FROM", "WHERE", "GROUP", "HAVING", "LIMIT", "OFFSET", "FETCH", "UNION", "INTERSECT", "EXCEPT", "INTO", "WINDOW"];
    let mut query = query.remainder();
    query.take("SELECT") && {
        query.skip_until(|words| OTHERS.iter().any(|word| words.sees(word)));
        query.is_done()
    }
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
            "-1 < 0",
            "1 BETWEEN 0 AND 2 AND true",
            "CAST('yes' AS boolean)",
            "bool 'on'",
            "'t'",
            "1 IS NOT NULL",
            "CASE WHEN a AND b THEN 1 END = 1 OR true",
            "tags = ARRAY['a', 'b'] OR (true)",
            "a BETWEEN 1 AND 2 OR true",
            "(a, b) IN ((1, 2)) OR true",
            "a IN (SELECT b FROM c WHERE d OR e) OR NOT false",
            "lower(a) = 'x' OR a ->> 'b' = 'c' OR 1 = 1",
            "NOT NOT true",
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
            "a AND b OR c",
            "1 + 1 = 3",
            "NOT a = a",
            "true AND NOT a",
            "CASE WHEN true THEN a END",
            "a::boolean",
            "f(true)",
            "a IS NOT true",
            "(SELECT true)",
            "true = a",
            "1 = 1 AND",
            "a NOT BETWEEN 1 AND 2",
            "a LIKE '%' AND b",
            "-",
            "'x'",
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
    fn no_text_hurts() {
        check("", Condition::Absent);
        check(&format!("{}true{}", "(".repeat(100_000), ")".repeat(100_000)), Condition::Given);
        check(&format!("1{} > 0", " + 1".repeat(10_000)), Condition::Given);
        check(&format!("true{}", " AND true".repeat(5_000)), Condition::AlwaysTrue);
        check(&format!("true{}", " AND true".repeat(50_000)), Condition::Given);
        check(&"- ".repeat(20_000), Condition::Given);
        check(&"CASE ".repeat(10_000), Condition::Given);
        check(&"[".repeat(10_000), Condition::Given);
        check(&format!("id IN (SELECT 1{})", " UNION SELECT 1".repeat(4000)), Condition::Given);
        check(&format!("{} a", "NOT ".repeat(10_000)), Condition::Given);
        check(&format!("1 IN ({}1)", "1, ".repeat(2000)), Condition::AlwaysTrue);
        check("true RETURNING id", Condition::Given);
    }
}
