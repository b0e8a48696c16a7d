//! What does the text of a comment accept, and what is wrong with it?

use std::fmt;

use postgres_syntax::{Span, Token, tokens};

use super::{Object, rule};

/// What an acknowledgement says.
#[derive(Debug, Clone)]
pub(super) struct Wording {
    pub(super) rule: &'static str,
    /// `None`: a rule whose findings name no object.
    pub(super) object: Option<Object>,
    pub(super) reason: String,
}

/// Why one accepts nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// Something else stands where `migration-gate:` belongs.
    Marker(String),
    /// Another word than `allow`.
    NotAllow(String),
    NoRule,
    UnknownRule {
        name: String,
        near: Vec<&'static str>,
    },
    /// A rule that a server's evidence raises.
    Witnessed(&'static str),
    /// A rule about acknowledgements.
    OfItself(&'static str),
    EmptyObject,
    OpenObject,
    NoBecause,
    /// Something between the object and `because`.
    Between(String),
    Reason(String),
    /// A script has more than can be compared; those behind are not read.
    TooMany,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Marker(text) => write!(f, "it begins with `{text}` and not with `{MARKER}:`"),
            Fault::NotAllow(word) => write!(f, "`{word}` is not `allow`"),
            Fault::NoRule => f.write_str("it names no rule"),
            Fault::UnknownRule { name, near } => {
                write!(f, "there is no rule `{name}`")?;
                let near: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
                if near.is_empty() { Ok(()) } else { write!(f, " (did you mean {}?)", near.join(" or ")) }
            }
            Fault::Witnessed(rule) => write!(f, "`{rule}` is about what a server did and not about what the script says"),
            Fault::OfItself(rule) => write!(f, "`{rule}` cannot be accepted"),
            Fault::EmptyObject => f.write_str("there is no name between its parentheses"),
            Fault::OpenObject => f.write_str("its parenthesis is not closed"),
            Fault::NoBecause => f.write_str("it gives no reason"),
            Fault::Between(text) => write!(f, "`{text}` stands where `because` belongs"),
            Fault::Reason(text) => write!(f, "`{text}` is too short for a reason"),
            Fault::TooMany => f.write_str("the script has too many before it, and neither this nor any behind it is read"),
        }
    }
}

impl Fault {
    /// What to do about it.
    pub(super) fn advice(&self) -> &'static str {
        match self {
            Fault::Witnessed(_) => {
                "Write the statement out so that the scan sees it, and accept that, or set the rule's severity in the configuration:"
            }
            Fault::OfItself(_) => "Correct or remove the other comment. One that accepts something looks like this:",
            Fault::Between(_) => "Name one rule and one object, and give each acknowledgement a comment of its own, like this:",
            Fault::TooMany => "Spread the statements over several migrations. An acknowledgement looks like this:",
            Fault::Reason(_) => "Say in at least eight characters why it may happen, like this:",
            _ => "Write it like this, above the statement:",
        }
    }
}

const MARKER: &str = "migration-gate";

/// The instructions in a comment, each with its place. A comment that is not addressed to us has none.
pub(super) fn instructions(sql: &str, comment: Span) -> Vec<(Span, Result<Wording, Fault>)> {
    let found = addressed(sql, comment);
    found.into_iter().filter_map(|(span, text)| Some((span, read(&text)?))).collect()
}

/// The parts of a comment that begin with our name; in a block comment each reaches to the next one or to the end.
fn addressed(sql: &str, comment: Span) -> Vec<(Span, String)> {
    let text = comment.of(sql);
    if let Some(line) = text.strip_prefix("--") {
        return vec![(comment, line.trim_start_matches('-').trim().to_owned())];
    }
    let mut parts: Vec<(Span, String)> = Vec::new();
    let mut at = comment.start;
    for line in text.split_inclusive('\n') {
        let said = line.trim().trim_start_matches("/*").trim_end_matches("*/").trim_matches('*').trim();
        let start = at + (line.len() - line.trim_start().len());
        let end = at + line.trim_end().len();
        match parts.last_mut() {
            _ if marker(said).is_some() => parts.push((Span { start, end }, said.to_owned())),
            Some((span, part)) if !said.is_empty() => {
                span.end = end;
                *part = format!("{part} {said}");
            }
            _ => {}
        }
        at += line.len();
    }
    parts
}

/// The first word, when it is our name or meant to be.
fn marker(text: &str) -> Option<&str> {
    let word = text.split(|c: char| c == ':' || c.is_whitespace()).next()?;
    let letters = word.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase());
    letters.eq("migrationgate".chars()).then_some(word)
}

/// `None`: it only speaks of us.
fn read(text: &str) -> Option<Result<Wording, Fault>> {
    let name = marker(text)?;
    let after = text.get(name.len()..)?.trim_start();
    let Some(instruction) = after.strip_prefix(':') else {
        let word = first_word(after);
        let is_meant =
            ["allow", "accept", "acknowledge", "disable", "ignore", "skip"].iter().any(|verb| word.eq_ignore_ascii_case(verb));
        return is_meant.then(|| Err(Fault::Marker(format!("{name} {word}"))));
    };
    if name != MARKER {
        return Some(Err(Fault::Marker(format!("{name}:"))));
    }
    Some(read_instruction(instruction.trim()))
}

fn read_instruction(text: &str) -> Result<Wording, Fault> {
    let Some(rest) = text.strip_prefix("allow").filter(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace)) else {
        return Err(Fault::NotAllow(first_word(text).to_owned()));
    };
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c))).unwrap_or(rest.len());
    let (name, rest) = rest.split_at(end);
    if name.is_empty() {
        return Err(Fault::NoRule);
    }
    let rule = rule(name)?;
    let (object, rest) = read_object(rest.trim_start())?;
    let rest = rest.trim();
    let reason = rest.strip_prefix("because").filter(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace));
    let reason = match reason {
        Some(reason) => reason.trim(),
        None if rest.is_empty() => return Err(Fault::NoBecause),
        None => return Err(Fault::Between(rest.split(" because").next().unwrap_or(rest).trim().to_owned())),
    };
    match reason {
        "" => Err(Fault::NoBecause),
        _ if !is_reason(reason) => Err(Fault::Reason(reason.to_owned())),
        _ => Ok(Wording { rule, object, reason: reason.to_owned() }),
    }
}

/// What stands in the parentheses that a text may begin with, and what follows them. Read by tokens: a quoted name may hold a parenthesis.
fn read_object(text: &str) -> Result<(Option<Object>, &str), Fault> {
    if !text.starts_with('(') {
        return Ok((None, text));
    }
    let mut depth = 0_usize;
    let is_last = |token: &Token| {
        depth = if token.is(text, "(") { depth + 1 } else { depth.saturating_sub(usize::from(token.is(text, ")"))) };
        depth == 0
    };
    let last = tokens(text).find(is_last).filter(|token| token.is(text, ")")).ok_or(Fault::OpenObject)?;
    let name = text.get(1..last.span.start).unwrap_or_default().trim();
    if name.is_empty() {
        return Err(Fault::EmptyObject);
    }
    Ok((Some(Object::read(name)), text.get(last.span.end..).unwrap_or_default()))
}

/// Eight characters, blanks aside, half of them letters or digits. Whether it is a good one is for people to judge.
fn is_reason(text: &str) -> bool {
    let count = |is: fn(char) -> bool| text.chars().filter(|c| is(*c)).count();
    count(|c| !c.is_whitespace() && !report::sanitise::is_deceptive(c)) >= 8 && count(char::is_alphanumeric) >= 4
}

fn first_word(text: &str) -> &str {
    text.split(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default()
}

/// The rules whose names are nearest to one that there is not: at most three, no further away than two letters or a third of it.
pub(super) fn near(name: &str) -> Vec<&'static str> {
    let limit = (name.len() / 3).max(2);
    let mut names: Vec<(usize, &str)> = crate::rules::rules()
        .iter()
        .filter(|rule| rule.is_static() && rule.id.len().abs_diff(name.len()) <= limit)
        .map(|rule| (distance(name, rule.id), rule.id))
        .filter(|(distance, _)| *distance <= limit)
        .collect();
    names.sort_unstable();
    names.into_iter().take(3).map(|(_, name)| name).collect()
}

/// How many letters must be put in, taken out or changed to make one word of the other.
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, a) in one.bytes().enumerate() {
        let mut before = std::mem::replace(&mut row[0], at + 1);
        for (column, b) in other.bytes().enumerate() {
            let best = (before + usize::from(a != b)).min(row[column] + 1).min(row[column + 1] + 1);
            before = std::mem::replace(&mut row[column + 1], best);
        }
    }
    row.last().copied().unwrap_or(0)
}
