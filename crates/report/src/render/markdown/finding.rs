//! One finding or failure: a headline that stays, and a body that may fold.

use crate::{
    Finding, Migration, MigrationError, Severity, render::excerpt::Excerpt, sanitise, sanitise::markdown::*, tally::count,
};

use super::{
    details, name,
    page::{Block, Spent},
};

/// A headline's message; more belongs into the body.
const MESSAGE_LIMIT: usize = 500;
/// What a fence or an advice may hold.
const TEXT_LIMIT: usize = 4000;
/// Cells in a line of source.
const LINE_LIMIT: usize = 120;

pub(super) fn finding(finding: &Finding, spent: &mut Spent) -> Block {
    let is_open = finding.counts_as() == Some(Severity::Error);
    spent.foldable(
        || format!("{}\n\n", headline(finding)),
        |headline| match body(finding) {
            body if body.is_empty() => headline.to_owned(),
            body => details(is_open, headline.trim_end(), &body),
        },
    )
}

fn headline(finding: &Finding) -> String {
    let word = match finding.counts_as() {
        Some(Severity::Error) => "❌ <b>error</b>",
        Some(Severity::Warning) => "⚠️ <b>warning</b>",
        Some(Severity::Notice) => "ℹ️ <b>notice</b>",
        None => "☑️ <b>acknowledged</b>",
    };
    let message = prose(&sanitise::shorten(&finding.message, MESSAGE_LIMIT));
    format!("{word} {}: {message}", code(finding.rule.as_str()))
}

fn body(finding: &Finding) -> String {
    let mut body = String::new();
    if let Some(place) = &finding.place {
        body.push_str(&at(&place.file, Some(place.line), Some(place.column)));
    } else if let Some(migration) = &finding.migration {
        body.push_str(&format!("In {}\n\n", code(migration)));
    }
    if let Some(statement) = &finding.statement {
        body.push_str(&fence("sql", &sanitise::shorten(statement, TEXT_LIMIT)));
        body.push('\n');
    }
    // With the rule it is what an acknowledgement names.
    if let Some(object) = &finding.object {
        body.push_str(&format!("**Object:** {}\n\n", code(&sanitise::shorten(object, MESSAGE_LIMIT))));
    }
    body.push_str(&labelled("Seen", finding.evidence.as_deref()));
    body.push_str(&labelled("Accepted", finding.acknowledged.as_ref().map(ToString::to_string).as_deref()));
    body.push_str(&labelled("What to do", finding.advice.as_deref()));
    body
}

pub(super) fn failure(migration: &Migration, error: &MigrationError) -> Block {
    let code_of = error.sqlstate.as_deref().map(|sqlstate| format!(" {}", code(sqlstate))).unwrap_or_default();
    let message = prose(&sanitise::shorten(&error.message, MESSAGE_LIMIT));
    let headline = format!("### ❌ {} failed\n\n**{}**{code_of}: {message}\n\n", name(migration), error.class);
    let source = Excerpt::of_error(error).map(|excerpt| fence("text", &numbered(excerpt)) + "\n").unwrap_or_default();
    let body = at(&error.file, error.line, error.column) + &source + &labelled("What to do", Some(&error.advice));
    Block::foldable(headline.clone(), headline + &body)
}

fn at(file: &str, line: Option<u32>, column: Option<u32>) -> String {
    let numbers: String = [line, column].into_iter().flatten().map(|number| format!(":{number}")).collect();
    format!("{}\n\n", code(&format!("{file}{numbers}")))
}

/// A sentence, and below it as SQL what follows its first line.
fn labelled(label: &str, text: Option<&str>) -> String {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return String::new() };
    let text = sanitise::shorten(text, TEXT_LIMIT);
    let (sentence, sql) = text.split_once('\n').unwrap_or((&text, ""));
    let sql = if sql.trim().is_empty() { String::new() } else { fence("sql", sql) + "\n" };
    format!("**{label}:** {}\n\n{sql}", prose(sentence))
}

/// The excerpt with line numbers and a caret.
fn numbered(excerpt: Excerpt) -> String {
    let excerpt = excerpt.within(LINE_LIMIT);
    let digits = excerpt.digits().max(3);
    let left_out =
        |lines| if lines > 0 { format!("{:>digits$} | {}\n", "...", count(lines, "more line")) } else { String::new() };
    let mut text = left_out(excerpt.cut.0);
    for (index, (number, line)) in excerpt.lines.iter().enumerate() {
        let number = number.map(|number| number.to_string()).unwrap_or_default();
        text.push_str(format!("{number:>digits$} | {line}").trim_end());
        text.push('\n');
        if let Some((_, before, width)) = excerpt.caret.filter(|&(at, ..)| at == index) {
            text.push_str(&format!("{:digits$} | {}{}\n", "", " ".repeat(before), "^".repeat(width)));
        }
    }
    text + &left_out(excerpt.cut.1)
}
