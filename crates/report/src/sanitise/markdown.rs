//! Untrusted text inside GitHub's Markdown.
//!
//! Escaping alone is not enough: GitHub looks for mentions, references and addresses in the *rendered* text, where an
//! escaped `@` is an `@` again. It does not look inside code. So a word that could become a link is shown as code, and
//! everything else keeps its letters while its punctuation turns into character references, which mean the same in
//! paragraphs, table cells and raw HTML. The parser itself makes addresses into links even there, so an empty comment
//! parts them; it is gone from what readers see and copy.

use std::fmt::Write;

use super::{line, visible};

/// Untrusted words on one line, for a paragraph, list item, heading, table cell or `<summary>`. Text between
/// backticks is shown as code.
pub fn prose(text: &str) -> String {
    let text = line(text);
    let parts: Vec<&str> = text.split('`').collect();
    let is_balanced = parts.len() % 2 == 1;
    let last = parts.len() - 1;
    let mut shown = String::with_capacity(text.len() * 2);
    for (index, part) in parts.iter().enumerate() {
        let is_code = index % 2 == 1 && (is_balanced || index < last);
        if is_code {
            shown.push_str(&code(part));
            continue;
        }
        if index == last && !is_balanced {
            shown.push_str("&#96;");
        }
        push_words(&mut shown, part);
    }
    shown
}

/// Untrusted text on one line as code.
pub fn code(text: &str) -> String {
    let mut shown = String::from("<code>");
    push_inert(&mut shown, &line(text));
    shown.push_str("</code>");
    shown
}

/// Untrusted lines as a block of their own, in a fence longer than any run of backticks inside. `language` is ours.
pub fn fence(language: &str, text: &str) -> String {
    let text = visible(text);
    let ticks = "`".repeat(longest_run(&text).max(2) + 1);
    format!("{ticks}{language}\n{}\n{ticks}\n", text.trim_end_matches('\n'))
}

fn longest_run(text: &str) -> usize {
    text.split(|character| character != '`').map(str::len).max().unwrap_or(0)
}

fn push_words(shown: &mut String, text: &str) {
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            shown.push(' ');
        }
        if is_link_bait(word) {
            shown.push_str(&code(word));
        } else {
            push_inert(shown, word);
        }
    }
}

/// Could GitHub make a link, a mention, a reference, an emoji or a formula of this word?
fn is_link_bait(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let is_commit =
        |part: &str| part.len() >= 7 && part.bytes().all(|b| b.is_ascii_hexdigit()) && part.bytes().any(|b| b.is_ascii_digit());
    word.trim_end_matches(':').contains(['@', '#', '$', ':'])
        || lower.contains("www.")
        || lower.contains("gh-")
        || lower.split(|character: char| !character.is_ascii_alphanumeric()).any(is_commit)
}

/// Parts an address without a trace.
const PART: &str = "<!-- -->";

/// Turns punctuation that Markdown or HTML could read into character references.
fn push_inert(shown: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let is_word = |index: Option<usize>| index.and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_alphanumeric);
    for (index, character) in text.char_indices() {
        let is_in_address = match character {
            '@' => true,
            ':' => bytes[index..].starts_with(b":/"),
            '.' => index >= 3 && bytes[index - 3..index].eq_ignore_ascii_case(b"www"),
            _ => false,
        };
        let is_plain = match character {
            ' ' | ',' | ';' | '/' | '?' | '!' | '%' | '(' | '"' | '\'' | ':' => true,
            // Inside a word an underscore opens nothing; at its edges it is emphasis.
            '_' => is_word(index.checked_sub(1)) && is_word(Some(index + 1)),
            // At the start of a line these begin lists and underline headings; so do dot and bracket after a number.
            '.' | ')' | '-' | '+' | '=' => !shown.bytes().all(|byte| byte.is_ascii_digit()),
            _ => character.is_ascii_alphanumeric() || !character.is_ascii(),
        };
        if is_plain && !is_in_address {
            shown.push(character);
        } else {
            let _ = write!(shown, "&#{};", u32::from(character)); // a `String` never refuses
        }
        if is_in_address {
            shown.push_str(PART);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_names_in_backticks_as_code() {
        assert_eq!(
            prose("column `legacy_id` of `\"User\"` is lost"),
            "column <code>legacy_id</code> of <code>\"User\"</code> is lost"
        );
        assert_eq!(prose("one ` left | over"), "one &#96; left &#124; over");
    }

    #[test]
    fn shows_what_could_become_a_link_as_code() {
        let check =
            |word: &str| assert!(prose(word).starts_with("<code>") && prose(word).ends_with("</code>"), "{}", prose(word));
        ["@octocat", "a@b.example", "#12", "o/r#12", "GH-7", "https://x.example", "www.x.example", "deadbeef1", "$x$", ":tada:"]
            .into_iter()
            .for_each(check);
        assert_eq!(prose("defaced: 100% of 3 rows, see below (now)."), "defaced: 100% of 3 rows, see below (now).");
    }

    #[test]
    fn escapes_what_begins_a_list_or_a_tag() {
        assert_eq!(prose("- a"), "&#45; a");
        assert_eq!(prose("1. a"), "1&#46; a");
        assert_eq!(prose("<img src=x> [a](b) *c* _d_ \\e"), "&#60;img src=x&#62; &#91;a&#93;(b) &#42;c&#42; &#95;d&#95; &#92;e");
    }

    #[test]
    fn fences_are_longer_than_what_they_hold() {
        assert_eq!(fence("sql", "SELECT 1;\n"), "```sql\nSELECT 1;\n```\n");
        assert_eq!(fence("", "a\n````\n@all"), "`````\na\n````\n@all\n`````\n");
    }
}
