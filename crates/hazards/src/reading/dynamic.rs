//! What is known of SQL that is put together at run time?
//!
//! Literals joined by `||`, `format` and `concat` are as good as the statement itself. Of anything else the rest is kept, with `…` in the
//! place of what is not known; that is a name to the scanner, so that the rest can be read like any statement.

use std::collections::BTreeMap;

use postgres_syntax::{Cursor, TokenKind};

use super::{Effects, body};
use crate::Action;

/// The texts that a block's variables were given, as far as they are known.
#[derive(Debug, Default)]
pub(super) struct Variables {
    texts: BTreeMap<String, Vec<Text>>,
    /// Bytes that were kept or read for variables.
    spent: usize,
}

/// A text, with `…` for what is not known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text {
    value: String,
    complete: bool,
}

const GAP: char = '…';
/// Parentheses in parentheses.
const DEEPEST: usize = 8;
/// Longer texts are not put together: nobody reads the message.
const LONGEST: usize = 64 * 1024;
/// Texts that are kept for one variable.
const MOST: usize = 8;
/// Bytes that the variables of a block may cost; a script could double them with each line.
const BUDGET: usize = 4 * 1024 * 1024;

impl Variables {
    /// Takes note of an assignment.
    pub(super) fn assign(&mut self, name: String, value: &Cursor<'_>) {
        let text = self.afford(evaluate(value, self, 0));
        let known = self.texts.entry(name).or_default();
        if known.len() < MOST {
            known.push(text);
        } else if let Some(last) = known.last_mut() {
            *last = Text::unknown();
        }
    }

    /// The text, unless the variables have cost too much by now.
    fn afford(&mut self, text: Text) -> Text {
        self.spent = self.spent.saturating_add(text.value.len());
        if self.spent > BUDGET { Text::unknown() } else { text }
    }
}

impl Text {
    fn unknown() -> Self {
        Text { value: GAP.to_string(), complete: false }
    }
}

/// Reads what an expression yields when it is run as SQL.
pub(super) fn read(words: &Cursor<'_>, variables: &mut Variables, effects: &mut Effects) {
    let variable = words.clone().identifier().filter(|_| words.remaining().len() == 1);
    match variable.and_then(|name| variables.texts.get(&name).cloned()) {
        Some(texts) => texts.into_iter().for_each(|text| run(words, &variables.afford(text), effects)),
        None => run(words, &evaluate(words, variables, 0), effects),
    }
}

fn run(words: &Cursor<'_>, text: &Text, effects: &mut Effects) {
    if text.complete {
        return body::constant(words, &text.value, effects);
    }
    let known = text.value.trim();
    let mut inside = effects.inside(effects.statement);
    if known.chars().any(char::is_alphabetic) {
        body::constant(&Cursor::new(known, []), known, &mut inside);
    }
    let known = known.trim_matches(|character: char| character == GAP || character.is_whitespace());
    let known = if known.is_empty() { String::new() } else { text.value.trim().to_owned() };
    effects.add_whole(Action::RunsDynamic { known, effects: inside.found });
}

/// The text of an expression.
fn evaluate(words: &Cursor<'_>, variables: &Variables, depth: usize) -> Text {
    let mut text = Text { value: String::new(), complete: true };
    let mut rest = words.clone();
    while !rest.is_done() {
        let mut term = rest.skip_until(|words| words.peek() == "||");
        rest.take_sign("||");
        let next = evaluate_term(&mut term, variables, depth);
        text.complete &= next.complete;
        text.value.push_str(&next.value);
        if text.value.len() > LONGEST {
            return Text { value: text.value.chars().take(200).chain([GAP]).collect(), complete: false };
        }
    }
    text
}

fn evaluate_term(words: &mut Cursor<'_>, variables: &Variables, depth: usize) -> Text {
    let whole = words.clone();
    let value = match words.string() {
        Some(value) => Some(Text { value, complete: true }),
        None if depth > DEEPEST => None,
        None if words.peek() == "(" => words.parentheses().map(|inside| evaluate(&inside, variables, depth + 1)),
        None if is_call(words, "format") => words.parentheses().and_then(|mut list| formatted(&mut list)),
        None if is_call(words, "concat") => words.parentheses().map(|mut list| {
            let texts: Vec<Text> = list.pieces().iter().map(|piece| evaluate(piece, variables, depth + 1)).collect();
            Text { complete: texts.iter().all(|text| text.complete), value: texts.into_iter().map(|text| text.value).collect() }
        }),
        None => words.identifier().and_then(|name| match variables.texts.get(&name)?.as_slice() {
            [text] => Some(text.clone()),
            _ => None,
        }),
    };
    while words.take_sign("::") {
        words.identifier();
    }
    value.filter(|_| words.is_done()).unwrap_or_else(|| Text { value: hint(&whole), complete: false })
}

/// Takes the name of a function of Postgres, when it is called here.
fn is_call(words: &mut Cursor<'_>, function: &str) -> bool {
    let mut ahead = words.clone();
    let is_it = ahead.name().is_some_and(|name| name.last().is_some_and(|last| last == function)) && ahead.peek() == "(";
    if is_it {
        *words = ahead;
    }
    is_it
}

/// The text of `format`, with gaps for its arguments.
fn formatted(list: &mut Cursor<'_>) -> Option<Text> {
    let mut pieces = list.pieces().into_iter();
    let pattern = pieces.next()?.string()?;
    let mut text = Text { value: String::with_capacity(pattern.len()), complete: true };
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        if character != '%' {
            text.value.push(character);
            continue;
        }
        // `%%`, `%s`, `%1$I`, `%-10s`.
        let kind = characters.by_ref().find(|character| matches!(character, '%' | 's' | 'I' | 'L'));
        if kind == Some('%') {
            text.value.push('%');
        } else {
            text.value.push(GAP);
            text.complete = false;
        }
    }
    Some(text)
}

/// The first text in what cannot be put together that looks like the beginning of a statement.
fn hint(words: &Cursor<'_>) -> String {
    let strings = words.remaining().iter().filter(|token| matches!(token.kind, TokenKind::String | TokenKind::DollarString));
    let mut values = strings.filter_map(|token| postgres_syntax::string(words.text(), *token));
    let begins = |value: &String| {
        let first = value.split_whitespace().next().unwrap_or_default();
        BEGINNINGS.iter().any(|verb| first.eq_ignore_ascii_case(verb))
    };
    let found = values.find(begins).unwrap_or_default();
    let shown: String = found.chars().take(200).map(|character| if character == '%' { GAP } else { character }).collect();
    format!("{shown}{GAP}")
}

const BEGINNINGS: [&str; 9] = ["DROP", "TRUNCATE", "DELETE", "UPDATE", "ALTER", "CREATE", "GRANT", "REVOKE", "INSERT"];
