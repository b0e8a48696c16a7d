//! What does a person accept, in the script itself?
//!
//! A comment above a statement, or inside it, accepts findings of that statement and of no other:
//!
//! ```sql
//! -- migration-gate: allow drop-column(users.phone) because exported in OPS-112, backup 2026-11-20
//! ALTER TABLE users DROP COLUMN phone;
//! ```
//!
//! Rule and object are exact: nothing in a comment makes it accept more than the one thing that it names. A comment that cannot be
//! read, or that accepts nothing, is a finding itself.

mod object;
mod place;
mod wording;

use postgres_syntax::Span;

use crate::{
    Name,
    rules::{self, Hit, Rule},
};
use object::Object;
use wording::{Fault, Wording};

/// The acknowledgements of one script, and what became of them.
#[derive(Debug, Default)]
pub(crate) struct Acknowledgements {
    given: Vec<Given>,
    faults: Vec<(Span, Fault)>,
}

/// One that can be read.
#[derive(Debug)]
struct Given {
    wording: Wording,
    place: place::Place,
    /// Whether it accepted anything.
    is_used: bool,
    /// What else was found where it holds, as one would have to write it.
    others: Vec<String>,
}

/// Why a finding does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Accepted {
    /// As written.
    pub(crate) reason: String,
    /// The comment.
    pub(crate) comment: Span,
}

/// How many other findings a remark lists.
const OTHERS: usize = 5;
/// How many a script may have.
const MOST: usize = 1000;

impl Acknowledgements {
    /// Reads the comments of a script.
    pub(crate) fn read(sql: &str) -> Self {
        let mut read = Acknowledgements::default();
        // Nearly every script has none, and need not be looked through once more.
        if !["gate", "Gate", "GATE"].iter().any(|word| sql.contains(word)) {
            return read;
        }
        for place in place::comments(sql) {
            for (span, wording) in wording::instructions(sql, place.comment) {
                // Each finding is compared with each of them.
                if read.given.len() + read.faults.len() >= MOST {
                    read.faults.push((span, Fault::TooMany));
                    return read;
                }
                match wording {
                    Ok(wording) => {
                        let place = place.narrowed_to(span);
                        read.given.push(Given { wording, place, is_used: false, others: Vec::new() });
                    }
                    Err(fault) => read.faults.push((span, fault)),
                }
            }
        }
        read
    }

    /// Whether a finding of this rule about this object in this statement is accepted. `statement` is the innermost one, as the finding
    /// has it: inside of a `DO` block that of the block.
    pub(crate) fn accept(&mut self, rule: &str, object: &Name, statement: Span) -> Option<Accepted> {
        if self.given.is_empty() {
            return None;
        }
        let object = object.written();
        let found = object.as_deref().map(Object::read);
        let written = written(rule, object.as_deref());
        let mut accepted = None;
        for given in self.given.iter_mut().filter(|given| given.place.covers(statement)) {
            if given.wording.rule == rule && Object::is_same(given.wording.object.as_ref(), found.as_ref()) {
                given.is_used = true;
                let Wording { reason, .. } = &given.wording;
                accepted.get_or_insert_with(|| Accepted { reason: reason.clone(), comment: given.place.comment });
            } else if given.others.len() < OTHERS && !given.others.contains(&written) {
                given.others.push(written.clone());
            }
        }
        accepted
    }

    /// What to say under this rule: of those that cannot be read, or of those that accepted nothing although their rule was asked.
    pub(crate) fn remarks(&self, rule: &Rule, was_asked: impl Fn(&str) -> bool) -> impl Iterator<Item = Hit> {
        let unused = self.given.iter().filter(move |given| !given.is_used && was_asked(given.wording.rule)).map(Given::unused);
        let malformed = self.faults.iter().map(|(comment, fault)| {
            let message = format!("the acknowledgement accepts nothing, because {fault}");
            remark(*comment, message, format!("{}\n{EXAMPLE}", fault.advice()))
        });
        let (unused, malformed) = match rule.id {
            UNUSED => (Some(unused), None),
            MALFORMED => (None, Some(malformed)),
            _ => (None, None),
        };
        unused.into_iter().flatten().chain(malformed.into_iter().flatten())
    }
}

/// The rule of comments that accept nothing.
pub(crate) const UNUSED: &str = "unused-acknowledgement";
/// The rule of comments that cannot be read.
pub(crate) const MALFORMED: &str = "malformed-acknowledgement";

fn remark(comment: Span, message: String, advice: String) -> Hit {
    Hit { span: comment, statement: comment, object: Name::default(), message, advice, severity: None, through: None }
}

const EXAMPLE: &str = "-- migration-gate: allow drop-column(users.phone) because exported in OPS-112, backup 2026-11-20";

impl Given {
    fn unused(&self) -> Hit {
        let named = written(self.wording.rule, self.wording.object.as_ref().map(Object::as_str));
        let why = if self.place.has_statement() { "the statement has no such finding" } else { "no statement follows it" };
        let advice = match self.others.as_slice() {
            [] => "Remove the comment, or put it above the statement that it is meant for.".to_owned(),
            others => {
                let list = others.iter().map(|other| format!("`{other}`")).collect::<Vec<_>>().join(", ");
                format!("Remove the comment, or name what is found in the statement: {list}.")
            }
        };
        remark(self.place.comment, format!("`{named}` accepts nothing: {why}"), advice)
    }
}

/// A finding as an acknowledgement names it.
fn written(rule: &str, object: Option<&str>) -> String {
    object.map_or_else(|| rule.to_owned(), |object| format!("{rule}({object})"))
}

/// The rule of this name, when a person may accept its findings in the script.
fn rule(name: &str) -> Result<&'static str, Fault> {
    match rules::find(name) {
        Some(rule) if rule.is_about_acknowledgements() => Err(Fault::OfItself(rule.id)),
        Some(rule) if !rule.is_static() => Err(Fault::Witnessed(rule.id)),
        Some(rule) => Ok(rule.id),
        None => Err(Fault::UnknownRule { name: name.to_owned(), near: wording::near(name) }),
    }
}

#[cfg(test)]
mod tests;
