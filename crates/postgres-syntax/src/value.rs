//! Which name or text does a token stand for?

use crate::{Token, TokenKind, lexer::is_blank};

/// Postgres cuts names after this many bytes (`NAMEDATALEN - 1`).
const NAME_LENGTH: usize = 63;

/// The name that an identifier stands for, as Postgres stores it: unquoted ones in lower case, cut after 63 bytes.
/// `None` for other tokens. A `UESCAPE` clause behind it is not regarded; [`crate::Cursor::identifier`] does.
pub fn identifier(text: &str, token: Token) -> Option<String> {
    identifier_escaped_by(text, token, '\\')
}

/// The same where a `UESCAPE` clause says this escape character.
pub(crate) fn identifier_escaped_by(text: &str, token: Token, escape: char) -> Option<String> {
    let mut name = whole(text, token, escape)?;
    let cut = (0..=NAME_LENGTH).rev().find(|at| name.is_char_boundary(*at)).unwrap_or(0);
    if name.len() > NAME_LENGTH {
        name.truncate(cut);
    }
    Some(name)
}

/// The name that an identifier was meant to stand for, before Postgres cuts it.
pub fn whole_identifier(text: &str, token: Token) -> Option<String> {
    whole(text, token, '\\')
}

fn whole(text: &str, token: Token, escape: char) -> Option<String> {
    let written = token.span.of(text);
    match token.kind {
        TokenKind::Word => Some(written.to_ascii_lowercase()),
        TokenKind::QuotedIdentifier if written.starts_with('"') => Some(inside(written, 1).replace("\"\"", "\"")),
        TokenKind::QuotedIdentifier => decode_unicode(&inside(written, 3).replace("\"\"", "\""), escape),
        _ => None,
    }
}

/// The text that a string constant stands for. `None` for other tokens, for bit strings and for escapes that Postgres
/// refuses. A plain string is read with `standard_conforming_strings` on.
pub fn string(text: &str, token: Token) -> Option<String> {
    let written = token.span.of(text);
    if token.kind == TokenKind::DollarString {
        let delimiter = written.get(1..)?.find('$')? + 2;
        return written.get(delimiter..written.len().checked_sub(delimiter)?).map(str::to_owned);
    }
    if token.kind != TokenKind::String {
        return None;
    }
    let quote = written.find('\'')?;
    match written.get(..quote)? {
        "" | "n" | "N" => Some(joined(written.get(quote..)?, false)),
        "e" | "E" => decode_backslashes(&joined(written.get(quote..)?, true)),
        "u&" | "U&" => decode_unicode(&joined(written.get(quote..)?, false), '\\'),
        _ => None,
    }
}

fn inside(written: &str, opening: usize) -> &str {
    written.get(opening..written.len().saturating_sub(1)).unwrap_or_default()
}

/// The pieces of a string without their quotes. With `escaped` a backslash keeps the character behind it from ending a piece.
fn joined(written: &str, escaped: bool) -> String {
    let mut text = String::with_capacity(written.len());
    let mut open = false;
    let mut characters = written.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\'' if open && characters.next_if_eq(&'\'').is_some() => text.push('\''),
            '\'' => open = !open,
            '\\' if open && escaped => {
                text.push('\\');
                text.extend(characters.next());
            }
            _ if open => text.push(character),
            // Between the pieces: blanks, and line comments in which a quote means nothing.
            '-' => while characters.next_if(|character| !matches!(character, '\n' | '\r')).is_some() {},
            _ => debug_assert!(u8::try_from(character).is_ok_and(is_blank), "only blanks and comments lie between pieces"),
        }
    }
    text
}

/// `\0061` and `\+000061`, with this character for the backslash.
fn decode_unicode(text: &str, escape: char) -> Option<String> {
    let mut decoded = Utf16Joiner::default();
    let mut rest = text;
    while let Some(at) = rest.find(escape) {
        decoded.push_str(rest.get(..at)?)?;
        rest = rest.get(at + escape.len_utf8()..)?;
        if let Some(behind) = rest.strip_prefix(escape) {
            decoded.push_str(escape.encode_utf8(&mut [0; 4]))?;
            rest = behind;
            continue;
        }
        let (digits, behind) = match rest.strip_prefix('+') {
            Some(long) => (long.get(..6)?, long.get(6..)?),
            None => (rest.get(..4)?, rest.get(4..)?),
        };
        decoded.push_code(hexadecimal(digits)?)?;
        rest = behind;
    }
    decoded.push_str(rest)?;
    decoded.finish()
}

fn decode_backslashes(text: &str) -> Option<String> {
    let mut decoded = Utf16Joiner::default();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        decoded.push_str(rest.get(..at)?)?;
        let escape = rest.get(at + 1..)?.chars().next()?;
        rest = rest.get(at + 1 + escape.len_utf8()..)?;
        let mut digits = |most: usize, radix: u32| {
            let length = rest.chars().take(most).take_while(|digit| digit.is_digit(radix)).count();
            let (number, behind) = rest.split_at(length);
            rest = behind;
            u32::from_str_radix(number, radix).ok()
        };
        match escape {
            'b' => decoded.push_str("\u{8}")?,
            'f' => decoded.push_str("\u{c}")?,
            'n' => decoded.push_str("\n")?,
            'r' => decoded.push_str("\r")?,
            't' => decoded.push_str("\t")?,
            'u' => decoded.push_code(digits(4, 16)?)?,
            'U' => decoded.push_code(digits(8, 16)?)?,
            // Bytes above ASCII could be parts of one character; they are not worth the trouble in a name or a setting.
            'x' => decoded.push_code(digits(2, 16).filter(|byte| *byte < 0x80)?)?,
            '0'..='7' => {
                let first = escape.to_digit(8)?;
                let length = rest.chars().take(2).take_while(|digit| digit.is_digit(8)).count();
                let (more, behind) = rest.split_at(length);
                rest = behind;
                let number = more.chars().filter_map(|digit| digit.to_digit(8)).fold(first, |number, digit| number * 8 + digit);
                decoded.push_code(Some(number).filter(|byte| *byte < 0x80)?)?;
            }
            other => decoded.push_str(other.encode_utf8(&mut [0; 4]))?,
        }
    }
    decoded.push_str(rest)?;
    decoded.finish()
}

fn hexadecimal(digits: &str) -> Option<u32> {
    digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

/// Text that is built from characters and code points, surrogate pairs among them.
#[derive(Debug, Default)]
struct Utf16Joiner {
    text: String,
    high: Option<u32>,
}

impl Utf16Joiner {
    fn push_str(&mut self, more: &str) -> Option<()> {
        if !more.is_empty() && self.high.is_some() {
            return None;
        }
        self.text.push_str(more);
        Some(())
    }

    fn push_code(&mut self, code: u32) -> Option<()> {
        match (self.high.take(), code) {
            (Some(high), 0xDC00..=0xDFFF) => {
                self.text.push(char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + (code - 0xDC00))?)
            }
            (Some(_), _) => return None,
            (None, 0xD800..=0xDBFF) => self.high = Some(code),
            (None, _) => self.text.push(char::from_u32(code).filter(|character| *character != '\0')?),
        }
        Some(())
    }

    fn finish(self) -> Option<String> {
        self.high.is_none().then_some(self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> Token {
        crate::tokens(text).next().expect("the text has a token")
    }

    #[test]
    fn names_are_stored_as_postgres_stores_them() {
        let check = |text: &str, name: Option<&str>| assert_eq!(identifier(text, first(text)).as_deref(), name, "{text}");
        check("User", Some("user"));
        check("\"User\"", Some("User"));
        check("\"a\"\"b\"", Some("a\"b"));
        check("ÄRGER", Some("Ärger"));
        check("U&\"d\\0061t\\+000061\"", Some("data"));
        check("'x'", None);
        check(&"x".repeat(70), Some("x".repeat(63).as_str()));
        check(&"é".repeat(40), Some("é".repeat(31).as_str()));
    }

    #[test]
    fn strings_stand_for_their_text() {
        let check = |text: &str, value: Option<&str>| assert_eq!(string(text, first(text)).as_deref(), value, "{text}");
        check("'it''s'", Some("it's"));
        check("'a\\n'", Some("a\\n"));
        check("'a' -- it's\n 'b'", Some("ab"));
        check("E'a\\n\\'\\x41\\101\\u0061\\U00000062'", Some("a\n'AAab"));
        check("E'\\ud83d\\udc18'", Some("🐘"));
        check("E'\\ud83d'", None);
        check("U&'\\0061\\\\'", Some("a\\"));
        check("$$a'b$$", Some("a'b"));
        check("$x$a$$b$x$", Some("a$$b"));
        check("N'x'", Some("x"));
        check("B'01'", None);
        check("x'1f'", None);
    }
}
