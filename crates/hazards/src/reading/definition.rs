//! What is a column, a constraint, an expression, as written?

use postgres_syntax::{Cursor, TokenKind};

use crate::{Column, Constraint, ConstraintKind, DataType, Expression, ForeignKey, Name, OnDelete, Origin};

/// What stands in the parentheses of a `CREATE TABLE`.
#[derive(Debug, Default)]
pub(super) struct Elements {
    pub(super) columns: Vec<Column>,
    pub(super) constraints: Vec<Constraint>,
    /// `LIKE`: columns that are not written here.
    pub(super) has_others: bool,
}

/// Reads the list of columns and constraints. A column without a type is one of a parent or of a query: only its constraints are told.
pub(super) fn elements(list: &mut Cursor<'_>) -> Option<Elements> {
    let mut elements = Elements::default();
    for mut piece in list.pieces() {
        if piece.sees("LIKE") {
            elements.has_others = true;
        } else if begins_constraint(&piece) {
            let is_enforced = !has(&piece, "NOT ENFORCED");
            let constraint = constraint(&mut piece)?;
            // There are no rows yet that could be left unchecked.
            elements.constraints.push(Constraint { not_valid: constraint.not_valid && !is_enforced, ..constraint });
        } else {
            let name = piece.identifier()?;
            let (column, constraints) = if piece.is_done() || part(&piece).is_some() {
                parts(&mut piece, Column::of_type(&name, DataType::unsaid()))?
            } else {
                typed(&mut piece, name)?
            };
            elements.columns.extend(Some(column).filter(|column| column.data_type != DataType::unsaid()));
            elements.constraints.extend(constraints);
        }
    }
    let keys: Vec<String> = elements.constraints.iter().flat_map(primary_key).cloned().collect();
    for column in elements.columns.iter_mut().filter(|column| keys.contains(&column.name)) {
        column.not_null = true;
    }
    Some(elements)
}

fn primary_key(constraint: &Constraint) -> &[String] {
    match &constraint.kind {
        ConstraintKind::PrimaryKey { columns, .. } => columns,
        _ => &[],
    }
}

/// Whether a constraint begins here, and not a column that is called like one.
pub(super) fn begins_constraint(words: &Cursor<'_>) -> bool {
    let opens = |skipped: usize| words.ahead(skipped).is_some_and(|token| token.is(words.text(), "("));
    let one = ["CHECK", "UNIQUE"].iter().any(|word| words.sees(word)) && (opens(1) || is_word(words, 1, &["USING", "NULLS"]));
    let exclude = words.sees("EXCLUDE") && (opens(1) || is_word(words, 1, &["USING"]));
    one || exclude || ["CONSTRAINT", "PRIMARY KEY", "FOREIGN KEY", "NOT NULL"].iter().any(|phrase| words.sees(phrase))
}

fn is_word(words: &Cursor<'_>, skipped: usize, any: &[&str]) -> bool {
    words.ahead(skipped).is_some_and(|token| any.iter().any(|word| token.is_word(words.text(), word)))
}

/// Reads a constraint that stands for itself.
pub(super) fn constraint(words: &mut Cursor<'_>) -> Option<Constraint> {
    let name = if words.take("CONSTRAINT") { Some(words.identifier()?) } else { None };
    let text = words.rest().to_owned();
    let kind = match words.take_any(&["CHECK", "UNIQUE", "PRIMARY KEY", "FOREIGN KEY", "EXCLUDE", "NOT NULL"])? {
        "CHECK" => ConstraintKind::Check(expression(&words.parentheses()?)),
        "FOREIGN KEY" => {
            let columns = names(words.parentheses()?);
            words.take("REFERENCES").then_some(())?;
            ConstraintKind::ForeignKey(references(words, columns)?)
        }
        "EXCLUDE" => ConstraintKind::Exclusion,
        "NOT NULL" => ConstraintKind::NotNull { column: words.identifier()? },
        unique => {
            let is_key = unique == "PRIMARY KEY";
            words.take("NULLS NOT DISTINCT");
            words.take("NULLS DISTINCT");
            let (columns, index) = if words.take("USING INDEX") {
                (Vec::new(), Some(words.identifier()?))
            } else {
                (names(words.parentheses()?), None)
            };
            if is_key { ConstraintKind::PrimaryKey { columns, index } } else { ConstraintKind::Unique { columns, index } }
        }
    };
    Some(Constraint { name, kind, not_valid: skips_rows(words), text })
}

/// Whether the rows that are there are left unchecked.
pub(super) fn skips_rows(words: &Cursor<'_>) -> bool {
    has(words, "NOT VALID") || has(words, "NOT ENFORCED")
}

/// Whether these key words stand outside of parentheses.
fn has(words: &Cursor<'_>, phrase: &str) -> bool {
    let mut words = words.clone();
    words.skip_until(|words| words.sees(phrase));
    !words.is_done()
}

/// The column names of a list; `WITHOUT OVERLAPS` and `PERIOD` are no names.
fn names(mut list: Cursor<'_>) -> Vec<String> {
    let name = |piece: &mut Cursor<'_>| {
        if piece.sees("PERIOD") && piece.remaining().len() > 1 {
            piece.take("PERIOD");
        }
        piece.identifier()
    };
    list.pieces().iter_mut().filter_map(name).collect()
}

/// Reads what follows `REFERENCES`.
fn references(words: &mut Cursor<'_>, columns: Vec<String>) -> Option<ForeignKey> {
    let references = Name::new(words.name()?);
    let referenced_columns = words.parentheses().map(names).unwrap_or_default();
    let mut on_delete = OnDelete::Refused;
    loop {
        if words.take("MATCH") {
            words.advance();
        } else if words.take("ON DELETE") {
            on_delete = action(words)?;
        } else if words.take("ON UPDATE") {
            action(words)?;
        } else {
            return Some(ForeignKey { columns, references, referenced_columns, on_delete });
        }
    }
}

fn action(words: &mut Cursor<'_>) -> Option<OnDelete> {
    let action = match words.take_any(&["CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT", "NO ACTION"])? {
        "CASCADE" => OnDelete::Cascade,
        "SET NULL" | "SET DEFAULT" => OnDelete::Forgotten,
        _ => OnDelete::Refused,
    };
    words.parentheses();
    Some(action)
}

/// The words with which a part of a column's definition begins.
const PARTS: &[&str] = &[
    "CONSTRAINT",
    "NOT NULL",
    "NULL",
    "CHECK",
    "DEFAULT",
    "GENERATED",
    "UNIQUE",
    "PRIMARY KEY",
    "REFERENCES",
    "COLLATE",
    "STORAGE",
    "COMPRESSION",
    "DEFERRABLE",
    "NOT DEFERRABLE",
    "INITIALLY DEFERRED",
    "INITIALLY IMMEDIATE",
    "NOT VALID",
    "NOT ENFORCED",
    "ENFORCED",
    "NO INHERIT",
    "USING INDEX TABLESPACE",
    "INCLUDE",
    "WITH OPTIONS",
    "WITH",
    "OPTIONS",
];

/// The part of a column's definition that begins here. Asked at every word, hence the look at the first letter.
fn part(words: &Cursor<'_>) -> Option<&'static str> {
    let first = words.peek().as_bytes().first()?.to_ascii_uppercase();
    PARTS.iter().copied().filter(|part| part.as_bytes().first() == Some(&first)).find(|part| words.sees(part))
}

/// Reads a column with the constraints that are written with it.
pub(super) fn column(words: &mut Cursor<'_>) -> Option<(Column, Vec<Constraint>)> {
    let name = words.identifier()?;
    typed(words, name)
}

fn typed(words: &mut Cursor<'_>, name: String) -> Option<(Column, Vec<Constraint>)> {
    let is_serial =
        ["serial", "bigserial", "smallserial", "serial2", "serial4", "serial8"].iter().any(|serial| words.sees(serial));
    let data_type = DataType::take(words)?;
    let origin = if is_serial { Origin::Serial } else { Origin::Written };
    parts(words, Column { name, data_type, not_null: is_serial, default: None, origin })
}

/// Reads what stands behind a column's type, or a domain's.
pub(super) fn parts(words: &mut Cursor<'_>, column: Column) -> Option<(Column, Vec<Constraint>)> {
    let mut column = column;
    let mut constraints: Vec<Constraint> = Vec::new();
    let mut constraint_name = None;
    while let Some(first) = words.ahead(0) {
        let part = part(words).filter(|part| words.take(part))?;
        let own = || vec![column.name.clone()];
        let kind = match part {
            "CHECK" => Some(ConstraintKind::Check(expression(&words.parentheses()?))),
            "UNIQUE" => {
                words.take_any(&["NULLS NOT DISTINCT", "NULLS DISTINCT"]);
                Some(ConstraintKind::Unique { columns: own(), index: None })
            }
            "PRIMARY KEY" => {
                column.not_null = true;
                Some(ConstraintKind::PrimaryKey { columns: own(), index: None })
            }
            "REFERENCES" => Some(ConstraintKind::ForeignKey(references(words, own())?)),
            _ => None,
        };
        if let Some(kind) = kind {
            let text = words.since(first.span.start).of(words.text()).to_owned();
            constraints.push(Constraint { name: constraint_name.take(), kind, not_valid: false, text });
            continue;
        }
        match part {
            "CONSTRAINT" => constraint_name = Some(words.identifier()?),
            "NOT NULL" => column.not_null = true,
            "DEFAULT" => column.default = Some(default(words)),
            "GENERATED" => {
                column.origin = generated(words)?;
                column.not_null |= column.origin == Origin::Identity;
            }
            "NOT ENFORCED" | "NOT VALID" => constraints.iter_mut().next_back().into_iter().for_each(|last| last.not_valid = true),
            "COLLATE" => drop(words.name()?),
            "STORAGE" | "COMPRESSION" | "USING INDEX TABLESPACE" => drop(words.identifier()?),
            "INCLUDE" | "WITH" | "OPTIONS" => drop(words.parentheses()?),
            _ => {}
        }
    }
    Some((column, constraints))
}

fn generated(words: &mut Cursor<'_>) -> Option<Origin> {
    words.take_any(&["ALWAYS", "BY DEFAULT"])?;
    words.take("AS").then_some(())?;
    if words.take("IDENTITY") {
        words.parentheses();
        return Some(Origin::Identity);
    }
    words.parentheses()?;
    let stored = words.take("STORED");
    // Since 18 a generated column is virtual when nothing is said.
    words.take("VIRTUAL");
    Some(if stored { Origin::GeneratedStored } else { Origin::GeneratedVirtual })
}

/// Reads the expression behind `DEFAULT`, up to the next part of the column's definition.
fn default(words: &mut Cursor<'_>) -> Expression {
    let mut first = true;
    let taken = words.skip_until(|words| !std::mem::take(&mut first) && part(words).is_some());
    expression(&taken)
}

/// Reads an expression's words.
pub(super) fn expression(words: &Cursor<'_>) -> Expression {
    let mut expression = Expression { text: words.rest().to_owned(), ..Expression::default() };
    let mut words = words.clone();
    let mut is_type = false;
    while let Some(token) = words.ahead(0) {
        let is_name = matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdentifier);
        let is_keyword = token.kind == TokenKind::Word && is_word(&words, 0, KEYWORDS);
        let was_type = std::mem::replace(&mut is_type, words.sees("AS") || token.is(words.text(), "::"));
        match words.name().filter(|_| is_name) {
            Some(_) if is_keyword || was_type => {}
            Some(parts) if words.peek() == "(" => expression.calls.push(Name::new(parts)),
            Some(parts) => {
                let column = parts.last().cloned().filter(|column| !expression.columns.contains(column));
                expression.columns.extend(column);
            }
            None => drop(words.advance()),
        }
    }
    expression
}

/// Words of an expression that are neither functions nor columns.
const KEYWORDS: &[&str] = &[
    "all",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "at",
    "between",
    "both",
    "by",
    "case",
    "cast",
    "collate",
    "cross",
    "current_catalog",
    "current_date",
    "current_role",
    "current_schema",
    "current_time",
    "current_timestamp",
    "current_user",
    "desc",
    "distinct",
    "else",
    "end",
    "escape",
    "except",
    "exists",
    "false",
    "filter",
    "for",
    "from",
    "full",
    "group",
    "having",
    "ilike",
    "in",
    "inner",
    "interval",
    "intersect",
    "is",
    "isnull",
    "join",
    "lateral",
    "leading",
    "left",
    "like",
    "limit",
    "localtime",
    "localtimestamp",
    "natural",
    "not",
    "notnull",
    "null",
    "nulls",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "outer",
    "over",
    "overlaps",
    "partition",
    "right",
    "row",
    "select",
    "session_user",
    "similar",
    "some",
    "symmetric",
    "system_user",
    "then",
    "time",
    "timestamp",
    "to",
    "trailing",
    "true",
    "union",
    "unique",
    "user",
    "using",
    "values",
    "varying",
    "when",
    "where",
    "window",
    "with",
    "within",
    "without",
    "zone",
];
