//! Does a policy let more through than another?
//!
//! Conditions are compared by their words: as alternatives (`OR`) of requirements (`AND`), in any order, with any parentheses around
//! them. What is said differently and means the same cannot be told, and is not called narrower.

use std::collections::BTreeSet;

use postgres_syntax::{Cursor, Token, TokenKind};

use crate::{Condition, Expression, Policy, condition};

/// How a thing compares with the one that it replaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Width {
    /// It lets through the same, or less.
    NotWider,
    /// It lets through more.
    Wider,
    /// It is said so differently that words do not tell.
    Unclear,
}

/// Compares what two policies let through, where the newer one takes the older one's place: what is wider, and how surely.
pub(crate) fn compare(old: &Policy, new: &Policy) -> Vec<(&'static str, Width)> {
    // A restrictive policy holds back those whom it names.
    let (held, reached) = (roles(old), roles(new));
    let more_roles = if new.permissive { adds_roles(&held, &reached) } else { adds_roles(&reached, &held) };
    let roles = if more_roles { Width::Wider } else { Width::NotWider };
    let commands = match (old.command.as_str(), new.command.as_str()) {
        (old, new) if old == new => Width::NotWider,
        ("ALL", _) if new.permissive => Width::NotWider,
        (_, "ALL") if !new.permissive => Width::NotWider,
        _ => Width::Wider,
    };
    let kind = if new.permissive && !old.permissive { Width::Wider } else { Width::NotWider };
    let using = compare_conditions(old.using.as_ref(), new.using.as_ref());
    let checks = compare_conditions(check_of(old), check_of(new));
    vec![("its roles", roles), ("its commands", commands), ("its kind", kind), ("its condition", using), ("its check", checks)]
}

/// What written rows must satisfy: its own check, or else what seen rows must.
pub(crate) fn check_of(policy: &Policy) -> Option<&Expression> {
    policy.with_check.as_ref().or(policy.using.as_ref())
}

/// Whom a policy is for.
pub(crate) fn roles(policy: &Policy) -> Vec<String> {
    policy.roles.clone().unwrap_or_else(|| vec!["public".to_owned()])
}

/// Whether somebody is among the new ones who was not among the old ones.
fn adds_roles(old: &[String], new: &[String]) -> bool {
    !old.iter().any(|role| role == "public") && new.iter().any(|role| !old.contains(role))
}

fn compare_conditions(old: Option<&Expression>, new: Option<&Expression>) -> Width {
    match (old, new) {
        // Without a condition no row passes.
        (_, None) => Width::NotWider,
        (_, Some(new)) if is_always_true(new) => match old {
            Some(old) if is_always_true(old) => Width::NotWider,
            _ => Width::Wider,
        },
        (None, Some(new)) if is_never_true(new) => Width::NotWider,
        (None, Some(_)) => Width::Wider,
        (Some(old), _) if is_always_true(old) => Width::NotWider,
        (Some(_), Some(new)) if is_never_true(new) => Width::NotWider,
        (Some(old), Some(new)) => compare_alternatives(&alternatives(&old.text), &alternatives(&new.text)),
    }
}

/// Requirements that must hold together.
type Requirements = BTreeSet<String>;

fn compare_alternatives(old: &BTreeSet<Requirements>, new: &BTreeSet<Requirements>) -> Width {
    let within = |some: &BTreeSet<Requirements>, others: &BTreeSet<Requirements>| {
        some.iter().all(|one| others.iter().any(|other| other.is_subset(one)))
    };
    // Long conditions are compared as a whole: pair by pair would take too long.
    if old.len() * new.len() > 10_000 {
        return if old == new { Width::NotWider } else { Width::Unclear };
    }
    match (within(new, old), within(old, new)) {
        (true, _) => Width::NotWider,
        (false, true) => Width::Wider,
        (false, false) => Width::Unclear,
    }
}

/// Whether a condition is true of every row, whoever asks; also behind parentheses and `SELECT`.
pub(crate) fn is_always_true(expression: &Expression) -> bool {
    let tokens: Vec<Token> = postgres_syntax::tokens(&expression.text).filter(Token::is_significant).collect();
    let is_true = |text: &str| {
        let words = Cursor::new(text, postgres_syntax::tokens(text).filter(Token::is_significant));
        condition::of(&words) == Condition::AlwaysTrue
    };
    is_true(&expression.text) || tokens.len() <= LONG && is_true(&spelled(&expression.text, &tokens))
}

/// Whether a condition is plainly false, or null.
pub(crate) fn is_never_true(expression: &Expression) -> bool {
    matches!(stripped(expression.text.trim()).to_ascii_lowercase().as_str(), "false" | "null" | "'f'" | "'false'")
}

/// A condition as alternatives of requirements, each in one spelling.
fn alternatives(condition: &str) -> BTreeSet<Requirements> {
    let tokens: Vec<Token> = postgres_syntax::tokens(condition).filter(Token::is_significant).collect();
    let alternatives = split(condition, bare(condition, &tokens), "OR");
    let requirements =
        |tokens| split(condition, bare(condition, tokens), "AND").into_iter().map(|one| spelled(condition, one)).collect();
    alternatives.into_iter().map(requirements).collect()
}

/// Without parentheses around the whole.
fn bare<'a>(text: &str, mut tokens: &'a [Token]) -> &'a [Token] {
    while let [first, inside @ .., last] = tokens
        && first.is(text, "(")
        && last.is(text, ")")
        && closes_at_end(text, tokens)
    {
        tokens = inside;
    }
    tokens
}

fn stripped(text: &str) -> &str {
    let inside = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    inside.map_or(text, str::trim)
}

fn closes_at_end(text: &str, tokens: &[Token]) -> bool {
    let mut depth = 0_usize;
    tokens.iter().enumerate().all(|(at, token)| {
        if token.is(text, "(") {
            depth += 1;
        } else if token.is(text, ")") {
            depth = depth.saturating_sub(1);
        }
        depth > 0 || at + 1 == tokens.len()
    })
}

/// Cuts at a word outside of parentheses and of `CASE`; the `AND` of a `BETWEEN` cuts nothing.
fn split<'a>(text: &str, tokens: &'a [Token], word: &str) -> Vec<&'a [Token]> {
    let (mut depth, mut from, mut between) = (0_usize, 0, false);
    let mut pieces = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.is(text, "(") || token.is(text, "[") || token.is_word(text, "CASE") {
            depth += 1;
        } else if token.is(text, ")") || token.is(text, "]") || token.is_word(text, "END") {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && token.is_word(text, "BETWEEN") {
            between = true;
        } else if depth == 0 && token.is_word(text, word) && !std::mem::take(&mut between) {
            pieces.push(tokens.get(from..at).unwrap_or_default());
            from = at + 1;
        }
    }
    pieces.push(tokens.get(from..).unwrap_or_default());
    pieces
}

/// One spelling for blanks, comments, case and quotes that change nothing.
fn spelled(text: &str, tokens: &[Token]) -> String {
    let tokens = bare(text, tokens);
    let word = |token: &Token| match token.kind {
        TokenKind::Word => token.span.of(text).to_ascii_lowercase(),
        TokenKind::QuotedIdentifier => {
            let name = postgres_syntax::identifier(text, *token).unwrap_or_default();
            postgres_terms::Identifier::new(name).to_string()
        }
        _ => token.span.of(text).to_owned(),
    };
    let words: Vec<String> = tokens.iter().map(word).collect();
    if words.len() > LONG {
        return words.join(" ");
    }
    let words = unwrapped(words);
    selected(&words).unwrap_or(&words).join(" ")
}

/// Longer conditions are compared as they are written.
const LONG: usize = 2000;

/// `(SELECT f())` is a faster spelling of `f()`.
fn unwrapped(words: Vec<String>) -> Vec<String> {
    let mut plain: Vec<String> = Vec::with_capacity(words.len());
    let mut open: Vec<usize> = Vec::new();
    for word in words {
        match word.as_str() {
            "(" => open.push(plain.len()),
            ")" => {
                let start = open.pop().unwrap_or(plain.len());
                let needless =
                    start.checked_sub(1).and_then(|before| plain.get(before)).is_none_or(|before| ends_nothing(before));
                let inside = plain.get(start + 1..).unwrap_or_default();
                if let Some(kept) = selected(inside).or_else(|| Some(inside).filter(|inside| inside.len() == 1 && needless)) {
                    let kept = kept.to_vec();
                    plain.truncate(start);
                    plain.extend(kept);
                    continue;
                }
            }
            _ => {}
        }
        plain.push(word);
    }
    plain
}

/// Whether a condition asks who is there: it calls a function that may know, or names the user.
pub(crate) fn asks_who(expression: &Expression) -> bool {
    let tokens = postgres_syntax::tokens(&expression.text);
    let names_user = |token: Token| {
        ["current_user", "session_user", "current_role", "user", "system_user"]
            .iter()
            .any(|word| token.is_word(&expression.text, word))
    };
    let may_know = |name: &crate::Name| !IMPERSONAL.contains(&name.last().to_ascii_lowercase().as_str());
    expression.calls.iter().any(may_know) || tokens.into_iter().any(names_user)
}

/// Functions that conditions call and that do not know who asks.
const IMPERSONAL: &[&str] = &[
    "now",
    "lower",
    "upper",
    "coalesce",
    "nullif",
    "length",
    "char_length",
    "trim",
    "btrim",
    "date_trunc",
    "count",
    "sum",
    "min",
    "max",
    "array_length",
    "cardinality",
    "jsonb_array_length",
    "any",
    "all",
    "exists",
    "in",
    "greatest",
    "least",
    "extract",
    "clock_timestamp",
    "statement_timestamp",
    "transaction_timestamp",
    "random",
    "abs",
    "round",
    "left",
    "right",
    "substring",
    "starts_with",
];

/// Words behind which a parenthesis belongs to no function or list.
fn ends_nothing(word: &str) -> bool {
    matches!(word, "(" | "," | "and" | "or" | "not" | "=" | "<>" | "!=" | "<" | ">" | "<=" | ">=" | "||" | "+" | "-" | "*" | "/")
}

/// The only thing that a query selects from nowhere.
fn selected(query: &[String]) -> Option<&[String]> {
    let (select, inside) = query.split_first()?;
    let mut depth = 0_usize;
    let is_single = inside.iter().all(|word| {
        match word.as_str() {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        !(matches!(word.as_str(), "from" | "where") || depth == 0 && word == ",")
    });
    let named = inside.iter().rposition(|word| word == "as").filter(|at| at + 2 == inside.len());
    (select == "select" && is_single).then(|| inside.get(..named.unwrap_or(inside.len())).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expression(text: &str) -> Expression {
        Expression { text: text.to_owned(), ..Expression::default() }
    }

    fn check(old: &str, new: &str, expected: Width) {
        assert_eq!(compare_conditions(Some(&expression(old)), Some(&expression(new))), expected, "{old} -> {new}");
    }

    #[test]
    fn conditions_are_compared_as_alternatives_of_requirements() {
        check("a = 1", "A=1", Width::NotWider);
        check("a = f(b)", "(a) = f((b))", Width::NotWider);
        check("a IN (b)", "a", Width::Unclear);
        check("a AND b", "b and /* x */ (\"a\")", Width::NotWider);
        check("a", "a AND b", Width::NotWider);
        check("a AND b", "a", Width::Wider);
        check("a", "a OR b", Width::Wider);
        check("a OR b", "b", Width::NotWider);
        check("a OR b", "(b)", Width::NotWider);
        check("owner = 'a'", "owner = 'b'", Width::Unclear);
        check("a", "true", Width::Wider);
        check("a", "1 = 1", Width::Wider);
        check("true", "a", Width::NotWider);
        check("true", "(true)", Width::NotWider);
        check("a", "false", Width::NotWider);
        check("a BETWEEN 1 AND 2 AND b", "b AND a BETWEEN 1 AND 2", Width::NotWider);
        check("a BETWEEN 1 AND 2", "a BETWEEN 1 AND 3", Width::Unclear);
        check("a AND CASE WHEN x AND y THEN b END", "a", Width::Wider);
        check("auth.uid() = owner", "(( SELECT auth.uid() AS uid) = owner)", Width::NotWider);
        check("owner IN (SELECT id FROM u)", "owner IN ((select id from u))", Width::Unclear);
        check("((a = 1) OR (b = 2))", "(b = 2) OR (a = 1)", Width::NotWider);
    }

    #[test]
    fn what_is_true_of_every_row() {
        for condition in ["true", "(((true)))", "(SELECT true)", "(1)::boolean", "a OR true", "NOT (false)", "'a' = ('a')"] {
            assert!(is_always_true(&expression(condition)), "{condition}");
        }
        for condition in ["a", "(SELECT a)", "(SELECT true FROM t)", "true AND a", "f(true)", "false"] {
            assert!(!is_always_true(&expression(condition)), "{condition}");
        }
    }

    #[test]
    fn a_condition_that_comes_or_goes() {
        let some = expression("a");
        assert_eq!(compare_conditions(None, Some(&some)), Width::Wider);
        assert_eq!(compare_conditions(Some(&some), None), Width::NotWider);
    }

    #[test]
    fn who_comes_in() {
        let names = |roles: &[&str]| roles.iter().map(|role| (*role).to_owned()).collect::<Vec<_>>();
        let check = |old: &[&str], new: &[&str], expected| {
            assert_eq!(adds_roles(&names(old), &names(new)), expected, "{old:?} -> {new:?}");
        };
        check(&["a"], &["a"], false);
        check(&["a"], &["a", "b"], true);
        check(&["a", "b"], &["b"], false);
        check(&["public"], &["a"], false);
        check(&["a"], &["public"], true);
        check(&["public", "a"], &["public"], false);
        check(&["a"], &["b"], true);
    }

    #[test]
    fn who_is_asked() {
        assert!(asks_who(&expression("owner = CURRENT_USER")));
        assert!(asks_who(&Expression { calls: vec![crate::Name::from("uid")], ..expression("auth.uid() = a") }));
        assert!(!asks_who(&Expression { calls: vec![crate::Name::from("lower")], ..expression("lower(a) = 'x'") }));
        assert!(!asks_who(&expression("published")));
    }
}
