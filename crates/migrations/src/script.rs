//! May this text be lexed, sent to a server and shown to people?

use postgres_syntax::{Refusal, RefusalKind, Within, refusals};

use crate::problem::{Gravity, Position, Rule};

/// What is wrong with a script's bytes, before it is known whose script it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) rule: Rule,
    pub(crate) gravity: Gravity,
    pub(crate) position: Option<Position>,
    pub(crate) message: String,
    pub(crate) advice: String,
}

impl Fault {
    fn refused(rule: Rule, position: Position, message: impl Into<String>, advice: impl Into<String>) -> Self {
        let (message, advice) = (message.into(), advice.into());
        Fault { rule, gravity: Gravity::Refused, position: Some(position), message, advice }
    }
}

/// What makes a script unfit to be lexed, sent or shown, in the order of the text. Of each rule and gravity only the first
/// place is told, with the number of the others: a dump may hold thousands.
pub(crate) fn inspect(text: &str) -> Vec<Fault> {
    if is_plain(text) {
        return vec![];
    }
    let mut faults: Vec<(Fault, usize)> = Vec::new();
    for Refusal { kind, span } in refusals(text) {
        let Some((rule, gravity)) = weigh(kind) else { continue };
        if let Some((_, more)) = faults.iter_mut().find(|(fault, _)| (fault.rule, fault.gravity) == (rule, gravity)) {
            *more += 1;
            continue;
        }
        let position = Some(Position::after(&text.as_bytes()[..span.start]));
        faults.push((Fault { rule, gravity, position, message: kind.message(), advice: kind.advice().to_owned() }, 0));
    }
    let tell = |(fault, more): (Fault, usize)| match more {
        0 => fault,
        more => Fault { message: format!("{} (and at {more} or more other places of this script)", fault.message), ..fault },
    };
    faults.into_iter().map(tell).collect()
}

/// Longest run of operator characters, and most comment openers, that are surely harmless.
const HARMLESS: usize = 64;

/// Whether a look at the bytes already shows that nothing in a script can be refused: no backslash, nothing but ASCII, no
/// long runs. So it is with nearly all scripts, and reading their statements takes a hundred times as long.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let openers = memchr::memmem::find_iter(bytes, b"/*").count();
    // Words are looked for by their rarest letter.
    let has_word = |word: &str, rare: usize| {
        let letter = word.as_bytes()[rare];
        memchr::memchr2_iter(letter, letter.to_ascii_uppercase(), bytes).any(|at| {
            let piece = at.checked_sub(rare).and_then(|start| bytes.get(start..start + word.len()));
            piece.is_some_and(|piece| piece.eq_ignore_ascii_case(word.as_bytes()))
        })
    };
    text.is_ascii()
        && memchr::memchr(b'\\', bytes).is_none()
        && openers <= HARMLESS
        && !has_long_run(bytes)
        && !has_word("stdin", 2)
        && !has_word("uescape", 5)
}

/// Whether more than [`HARMLESS`] operator characters may follow each other: such a run lies in two stretches of that length at least.
fn has_long_run(bytes: &[u8]) -> bool {
    let is_operator = |byte: &u8| {
        matches!(
            byte,
            b'~' | b'!' | b'@' | b'#' | b'^' | b'&' | b'|' | b'`' | b'?' | b'+' | b'-' | b'*' | b'/' | b'%' | b'<' | b'>' | b'='
        )
    };
    bytes.chunks(HARMLESS).zip(bytes.chunks(HARMLESS).skip(1)).any(|(one, next)| {
        let behind = next.iter().take_while(|byte| is_operator(byte)).count();
        behind > 0 && behind + one.iter().rev().take_while(|byte| is_operator(byte)).count() > HARMLESS
    })
}

/// What a refusal means for a migration; `None` where nothing is lost by going on. What is merely wrong SQL (a quote that
/// is never closed) is left to the server, which says it better.
fn weigh(kind: RefusalKind) -> Option<(Rule, Gravity)> {
    match kind {
        RefusalKind::OperatorRun | RefusalKind::NestedComments => Some((Rule::LexerBomb, Gravity::Refused)),
        RefusalKind::PsqlCommand => Some((Rule::PsqlCommand, Gravity::Refused)),
        RefusalKind::CopyFromStdin => Some((Rule::CopyFromStdin, Gravity::Refused)),
        RefusalKind::Nul => Some((Rule::NulByte, Gravity::Refused)),
        RefusalKind::AmbiguousString => Some((Rule::AmbiguousString, Gravity::Error)),
        RefusalKind::BidirectionalControl(..) | RefusalKind::Invisible(_, Within::Code) => {
            Some((Rule::HiddenCharacter, Gravity::Refused))
        }
        // Nothing that runs depends on it, and some scripts (Persian, say) are written with such characters.
        RefusalKind::Invisible(_, Within::Comment) => Some((Rule::HiddenCharacter, Gravity::Warning)),
        RefusalKind::Invisible(_, Within::String) => None, // part of many emoji and of data in many languages
        RefusalKind::UnterminatedQuote | RefusalKind::UnterminatedComment => None,
    }
}

/// Takes a file's bytes as text.
pub(crate) fn decode(bytes: Vec<u8>) -> Result<String, Fault> {
    let start = Position { line: 1, column: 1 };
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") || looks_like_utf16(&bytes) {
        return Err(Fault::refused(Rule::NotUtf8, start, "the script is saved as UTF-16", TO_UTF8));
    }
    if bytes.starts_with(b"\xef\xbb\xbf") {
        let message = "the script starts with a byte order mark (EF BB BF), which Postgres answers with a syntax error";
        return Err(Fault::refused(Rule::ByteOrderMark, start, message, "Save the file as UTF-8 without a byte order mark."));
    }
    if let Some(offset) = bytes.iter().position(|byte| *byte == 0) {
        let message = format!("the script contains a NUL byte (at byte {offset})");
        return Err(Fault::refused(Rule::NulByte, Position::after(&bytes[..offset]), message, NO_NUL));
    }
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let before = &error.as_bytes()[..offset];
        let message = format!("the script is not UTF-8 (byte {:#04x} at byte {offset})", error.as_bytes()[offset]);
        Fault::refused(Rule::NotUtf8, Position::after(before), message, NOT_UTF8)
    })
}

const TO_UTF8: &str = "Convert it with `iconv -f UTF-16 -t UTF-8`, and save it without a byte order mark.";
const NO_NUL: &str = "Remove the byte: no text that Postgres accepts contains it, and some tools end the script there.";
const NOT_UTF8: &str =
    "Save the file as UTF-8. Prisma would replace the bytes and record a checksum that the file does not have.";

/// UTF-16 without a byte order mark: every other byte of the first lines is NUL.
fn looks_like_utf16(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(64)];
    let zeros = |start: usize| head.iter().skip(start).step_by(2).filter(|byte| **byte == 0).count();
    head.len() >= 8 && (zeros(0) * 4 > head.len() || zeros(1) * 4 > head.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], rule: Rule, line: u32, column: u32, says: &str) {
        let fault = decode(bytes.to_vec()).expect_err(says);
        assert_eq!((fault.rule, fault.position), (rule, Some(Position { line, column })));
        assert!(fault.message.contains(says), "{}", fault.message);
        assert_eq!(fault.gravity, Gravity::Refused);
    }

    fn utf16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn what_is_not_plain_utf8_is_named_with_its_place() {
        check(b"SELECT 1;\n-- \xe9t\xe9\n", Rule::NotUtf8, 2, 4, "byte 0xe9 at byte 13");
        check(b"SELECT '\xc3", Rule::NotUtf8, 1, 9, "at byte 8");
        check(b"\xed\xa0\x80", Rule::NotUtf8, 1, 1, "at byte 0");
        check(&utf16("\u{feff}SELECT 1"), Rule::NotUtf8, 1, 1, "saved as UTF-16");
        check(b"\xfe\xff\0S\0E", Rule::NotUtf8, 1, 1, "saved as UTF-16");
        check(&utf16("SELECT 1"), Rule::NotUtf8, 1, 1, "saved as UTF-16");
        check(b"\xef\xbb\xbfSELECT 1", Rule::ByteOrderMark, 1, 1, "byte order mark");
        check("é;\nab\0c".as_bytes(), Rule::NulByte, 2, 3, "at byte 6");
    }

    fn weighed(text: &str) -> Vec<(&'static str, Gravity, u32)> {
        let line = |fault: &Fault| fault.position.map_or(0, |position| position.line);
        inspect(text).iter().map(|fault| (fault.rule.id(), fault.gravity, line(fault))).collect()
    }

    #[test]
    fn what_must_not_be_lexed_sent_or_shown_is_told_with_its_line() {
        let check = |text: &str, rule: &'static str, gravity: Gravity| assert_eq!(weighed(text), [(rule, gravity, 2)], "{text}");
        check(&format!("SELECT 1;\nSELECT {}1;", "+".repeat(1000)), "lexer-bomb", Gravity::Refused);
        check(&format!("\n{}{}", "/*".repeat(100), "*/".repeat(100)), "lexer-bomb", Gravity::Refused);
        check("SELECT 1;\n\\! id\n\\i x\n", "psql-command", Gravity::Refused);
        check("SELECT 1;\nCOPY t FROM STDIN;\n", "copy-from-stdin", Gravity::Refused);
        check("\nDROP TABLE a\u{202e}b;", "hidden-character", Gravity::Refused);
        check("\n-- \u{2067}x", "hidden-character", Gravity::Refused);
        check("\nDROP TABLE a\u{200b}b;", "hidden-character", Gravity::Refused);
        check("SELECT 1; -- x\n-- \u{200b}x", "hidden-character", Gravity::Warning);
        check("SET standard_conforming_strings = off;\nSELECT 'a\\b'", "ambiguous-string", Gravity::Error);
    }

    #[test]
    fn ordinary_sql_is_left_alone() {
        for text in
            ["SELECT '👩\u{200d}🚀';", "COPY t TO '/tmp/x';", "SELECT E'\\n', '\\! id', $$\\i x$$;", "SELECT 'open", "/* open"]
        {
            assert_eq!(weighed(text), [], "{text}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(10_000))]

        /// The quick look may send a script to the slow one for nothing, but never the other way round.
        #[test]
        fn the_quick_look_overlooks_nothing(pieces in proptest::collection::vec(0..PIECES.len(), 0..7)) {
            let text: String = pieces.iter().map(|piece| PIECES[*piece]()).collect();
            let refused = refusals(&text).into_iter().any(|refusal| weigh(refusal.kind).is_some());
            proptest::prop_assert!(!(is_plain(&text) && refused), "{text}");
        }
    }

    /// So few that they often meet; each of the last five is harmful in the right company only.
    const PIECES: [fn() -> String; 20] = [
        || ";".to_owned(),
        || "\n".to_owned(),
        || " ".to_owned(),
        || "'".to_owned(),
        || "\"".to_owned(),
        || "$$".to_owned(),
        || "--".to_owned(),
        || "*/".to_owned(),
        || "a".to_owned(),
        || "\\".to_owned(),
        || "\u{202e}".to_owned(),
        || "\u{200b}".to_owned(),
        || "DO U&'".to_owned(),
        || "' UESCAPE '!';".to_owned(),
        || "SET standard_conforming_strings = off;".to_owned(),
        || "COPY t FROM ".to_owned(),
        || "StdIn".to_owned(),
        || "!002B".repeat(200),
        || "+".repeat(200),
        || "/* ".repeat(40),
    ];

    #[test]
    fn many_of_a_kind_are_told_once() {
        let faults = inspect("\\i a\n\\i b\n\\i c\n");
        assert_eq!(faults.len(), 1);
        assert!(faults[0].message.ends_with("(and at 2 or more other places of this script)"), "{}", faults[0].message);
    }

    #[test]
    fn any_utf8_is_taken_as_it_is() {
        for text in ["", "\n", "SELECT 'é 中 😀';\r\n", "-- comment only"] {
            assert_eq!(decode(text.into()).as_deref(), Ok(text));
        }
    }
}
