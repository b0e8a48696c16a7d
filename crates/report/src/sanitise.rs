//! The one way in which untrusted text reaches a reader.
//!
//! Three properties, kept apart because they belong to different things. What a *character* looks like: [`visible`] and
//! [`line()`]. What a *log* does with a line that looks like a command of the Actions runner: [`log`], applied to the
//! finished text. What a *format* does with punctuation: [`markdown`] and [`workflow`].

pub mod markdown;
pub mod workflow;

use std::{borrow::Cow, fmt::Write, ops::RangeInclusive};

/// Characters that are unseen, reorder what is seen, or pass for a plain space: Unicode's controls, formats, separators,
/// fillers and variation selectors. Surrogates are no characters in Rust.
const DECEPTIVE: [RangeInclusive<char>; 30] = [
    '\0'..='\u{1f}',
    '\u{7f}'..='\u{a0}',
    '\u{ad}'..='\u{ad}',
    '\u{34f}'..='\u{34f}',
    '\u{600}'..='\u{605}',
    '\u{61c}'..='\u{61c}',
    '\u{6dd}'..='\u{6dd}',
    '\u{70f}'..='\u{70f}',
    '\u{890}'..='\u{891}',
    '\u{8e2}'..='\u{8e2}',
    '\u{115f}'..='\u{1160}',
    '\u{1680}'..='\u{1680}',
    '\u{17b4}'..='\u{17b5}',
    '\u{180b}'..='\u{180f}',
    '\u{2000}'..='\u{200f}',
    '\u{2028}'..='\u{202f}',
    '\u{205f}'..='\u{206f}',
    '\u{2800}'..='\u{2800}',
    '\u{3000}'..='\u{3000}',
    '\u{3164}'..='\u{3164}',
    '\u{fe00}'..='\u{fe0f}',
    '\u{feff}'..='\u{feff}',
    '\u{ffa0}'..='\u{ffa0}',
    '\u{fff0}'..='\u{fffb}',
    '\u{110bd}'..='\u{110bd}',
    '\u{110cd}'..='\u{110cd}',
    '\u{13430}'..='\u{1345f}',
    '\u{1bca0}'..='\u{1bca3}',
    '\u{1d173}'..='\u{1d17a}',
    '\u{e0000}'..='\u{e0fff}',
];

/// Is the character unseen, or not what it looks like? Line feed and tab count; see [`visible`] for what is done with them.
pub fn is_deceptive(character: char) -> bool {
    if character.is_ascii() { character.is_ascii_control() } else { DECEPTIVE.iter().any(|range| range.contains(&character)) }
}

/// The text with each deceptive character written as `\u{…}`. Line feeds and tabs stay, CR LF becomes a line feed.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|character| is_deceptive(character) && character != '\n' && character != '\t') {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '\r' if rest.peek() == Some(&'\n') => {}
            '\n' | '\t' => shown.push(character),
            _ if is_deceptive(character) => {
                let _ = write!(shown, "\\u{{{:x}}}", u32::from(character)); // a `String` never refuses
            }
            _ => shown.push(character),
        }
    }
    Cow::Owned(shown)
}

/// The text on one line: visible, its lines and tabs joined by single spaces.
pub fn line(text: &str) -> String {
    let shown = visible(text);
    shown.split(['\n', '\t']).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// At most `limit` characters of the text; a cut is marked by `…`.
pub fn shorten(text: &str, limit: usize) -> Cow<'_, str> {
    match text.char_indices().nth(limit) {
        None => Cow::Borrowed(text),
        Some(_) => Cow::Owned(text.chars().take(limit.saturating_sub(1)).chain(['…']).collect()),
    }
}

/// A finished text, fit for a log that an Actions runner reads: no line is a workflow command, in either form.
///
/// The runner takes `::name` for a command at the start of a line, blanks trimmed, and `##[name` anywhere in one; a
/// carriage return ends a line as well. Both get a space inside. Applying it twice changes nothing.
pub fn log(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for piece in text.split_inclusive(['\n', '\r']) {
        let (lead, rest) = piece.split_at(blank_lead(piece));
        safe.push_str(lead);
        let rest = match rest.strip_prefix("::") {
            Some(command) => {
                safe.push_str(": :");
                command
            }
            None => rest,
        };
        safe.push_str(&without_old_commands(rest));
    }
    safe
}

/// Breaks `##[`, which the runner would take for a command wherever it stands.
fn without_old_commands(text: &str) -> Cow<'_, str> {
    if text.contains("##[") { Cow::Owned(text.replace("##[", "# #[")) } else { Cow::Borrowed(text) }
}

/// Bytes at the start that a reader may skip before it looks for a command: blanks, unseen characters, colour codes.
fn blank_lead(text: &str) -> usize {
    let mut colour = false;
    text.char_indices()
        .find(|&(_, character)| match character {
            '\u{1b}' => {
                colour = true;
                false
            }
            '[' | ';' | '0'..='9' if colour => false,
            'm' if colour => {
                colour = false;
                false
            }
            _ => !character.is_whitespace() && !is_deceptive(character),
        })
        .map_or(text.len(), |(start, _)| start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_sorted_and_cover_what_rust_knows() {
        assert!(DECEPTIVE.windows(2).all(|pair| pair[0].end() < pair[1].start()));
        for character in '\0'..=char::MAX {
            let known = character.is_control() || (character.is_whitespace() && character != ' ');
            assert!(!known || is_deceptive(character), "U+{:X}", u32::from(character));
        }
        assert!("Aä漢字é😀_-".chars().all(|character| !is_deceptive(character)));
    }

    #[test]
    fn shows_what_hides() {
        let check = |text: &str, shown: &str| assert_eq!(visible(text), shown);
        check("drop \u{202e}elbat", "drop \\u{202e}elbat");
        check("a\u{200b}b\u{feff}", "a\\u{200b}b\\u{feff}");
        check("one\r\ntwo\rthree\n\tfour", "one\ntwo\\u{d}three\n\tfour");
        check("\u{1b}[2J", "\\u{1b}[2J");
        assert_eq!(line(" a\n\n  b\tc "), "a b c");
        assert_eq!(shorten("äöü", 3), "äöü");
        assert_eq!(shorten("äöüx", 3), "äö…");
    }

    #[test]
    fn breaks_commands_at_line_starts_and_the_old_form_anywhere() {
        let check = |text: &str, safe: &str| {
            assert_eq!(log(text), safe);
            assert_eq!(log(safe), safe, "twice is once");
        };
        check("::error::x", ": :error::x");
        check("ok\r::error::x", "ok\r: :error::x");
        check("  \u{3000}::error::x", "  \u{3000}: :error::x");
        check("\u{1b}[1;31m::error::x", "\u{1b}[1;31m: :error::x");
        check("a ##[error]x ###[y", "a # #[error]x ## #[y");
        check("value::text, a::b", "value::text, a::b");
    }
}
