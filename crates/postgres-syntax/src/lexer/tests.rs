use super::*;
use TokenKind::*;

/// Significant tokens with their text.
fn check(text: &str, expected: &[(TokenKind, &str)]) {
    let found: Vec<(TokenKind, &str)> =
        tokens(text).filter(|token| token.kind != Whitespace).map(|token| (token.kind, token.span.of(text))).collect();
    assert_eq!(found, expected, "{text:?}");
}

#[test]
fn words_and_names() {
    check(
        "a$1 _b Ünï \"a\"\"b\" U&\"x\" u & \"y\"",
        &[
            (Word, "a$1"),
            (Word, "_b"),
            (Word, "Ünï"),
            (QuotedIdentifier, "\"a\"\"b\""),
            (QuotedIdentifier, "U&\"x\""),
            (Word, "u"),
            (Operator, "&"),
            (QuotedIdentifier, "\"y\""),
        ],
    );
    // A no-break space is a letter, not a blank.
    check("DROP\u{a0}TABLE t", &[(Word, "DROP\u{a0}TABLE"), (Word, "t")]);
}

#[test]
fn strings() {
    check(
        "'it''s' E'a\\'b' e'\\\\' n'x' U&'\\0061' B'01' X'1f'",
        &[
            (String, "'it''s'"),
            (String, "E'a\\'b'"),
            (String, "e'\\\\'"),
            (String, "n'x'"),
            (String, "U&'\\0061'"),
            (String, "B'01'"),
            (String, "X'1f'"),
        ],
    );
    check("'a\\'b", &[(String, "'a\\'"), (Word, "b")]);
    // `E` begins a string only where a word could begin.
    check("tabLE'\\'", &[(Word, "tabLE"), (String, "'\\'")]);
    check("B'1''0'", &[(String, "B'1'"), (String, "'0'")]);
}

#[test]
fn strings_continue_over_a_line_end() {
    check("'a'\n 'b' 'c'", &[(String, "'a'\n 'b'"), (String, "'c'")]);
    check("E'a' -- it's\n'\\'' x", &[(String, "E'a' -- it's\n'\\''"), (Word, "x")]);
    check("'a'\r'b'", &[(String, "'a'\r'b'")]);
    check("'a' /* x */\n 'b'", &[(String, "'a'"), (BlockComment, "/* x */"), (String, "'b'")]);
    check("'a'\n", &[(String, "'a'")]);
}

#[test]
fn dollar_quotes() {
    check(
        "$$a$b$$ $x$ $$ $X$ $x$ $1 $1a$",
        &[(DollarString, "$$a$b$$"), (DollarString, "$x$ $$ $X$ $x$"), (Parameter, "$1"), (Parameter, "$1"), (Word, "a$")],
    );
    // Inside a word a dollar is a letter.
    check("a$$b$$", &[(Word, "a$$b$$")]);
    check("1$$b$$", &[(Number, "1"), (DollarString, "$$b$$")]);
    check("$é$x$é$", &[(DollarString, "$é$x$é$")]);
    check("$a b$", &[(Other, "$"), (Word, "a"), (Word, "b$")]);
}

#[test]
fn comments() {
    check("1--a\r2", &[(Number, "1"), (LineComment, "--a"), (Number, "2")]);
    check(
        "/* a /* b */ c */ 1 /**/ /*/ */",
        &[(BlockComment, "/* a /* b */ c */"), (Number, "1"), (BlockComment, "/**/"), (BlockComment, "/*/ */")],
    );
    check("/* /*/ */ */ 1", &[(BlockComment, "/* /*/ */ */"), (Number, "1")]);
    check("/* a /* b */", &[(Unterminated, "/* a /* b */")]);
}

#[test]
fn operators_end_where_postgres_ends_them() {
    check("a*-1", &[(Word, "a"), (Operator, "*"), (Operator, "-"), (Number, "1")]);
    check("@-1", &[(Operator, "@-"), (Number, "1")]);
    check("1+--x", &[(Number, "1"), (Operator, "+"), (LineComment, "--x")]);
    check("*/*x*/1", &[(Operator, "*"), (BlockComment, "/*x*/"), (Number, "1")]);
    check("<->+-+2", &[(Operator, "<->"), (Operator, "+"), (Operator, "-"), (Operator, "+"), (Number, "2")]);
    check("+++", &[(Operator, "+"), (Operator, "+"), (Operator, "+")]);
    check("a->>'x'", &[(Word, "a"), (Operator, "->>"), (String, "'x'")]);
    check("@+/*x*/-1", &[(Operator, "@+"), (BlockComment, "/*x*/"), (Operator, "-"), (Number, "1")]);
}

#[test]
fn numbers() {
    check(
        "1 1.5 .5 1. 1e3 1.e-3 1_000 0x1F 0b1_0 0o17",
        &[
            (Number, "1"),
            (Number, "1.5"),
            (Number, ".5"),
            (Number, "1."),
            (Number, "1e3"),
            (Number, "1.e-3"),
            (Number, "1_000"),
            (Number, "0x1F"),
            (Number, "0b1_0"),
            (Number, "0o17"),
        ],
    );
    check(
        "1..10 1e a[1:2]",
        &[
            (Number, "1"),
            (Punctuation, ".."),
            (Number, "10"),
            (Number, "1"),
            (Word, "e"),
            (Word, "a"),
            (Punctuation, "["),
            (Number, "1"),
            (Punctuation, ":"),
            (Number, "2"),
            (Punctuation, "]"),
        ],
    );
}

#[test]
fn signs_that_postgres_does_not_know() {
    check(
        "a::b := {}\\q",
        &[
            (Word, "a"),
            (Punctuation, "::"),
            (Word, "b"),
            (Punctuation, ":="),
            (Other, "{"),
            (Other, "}"),
            (Backslash, "\\"),
            (Word, "q"),
        ],
    );
}

/// Bytes that the scanner looks at cannot be counted from outside; the number of tokens and their cover can, and time must grow with size
/// rather than with its square: sixteen times the input, far less than sixteen times sixteen the time.
#[test]
fn time_grows_with_size() {
    for pattern in ["+", "/*", "/**/", "$a$ $b", "'a'\n", "-", "@", "E'\\", "1.", "\"", "'' -- x\n"] {
        let measure = |repeats: usize| {
            let text = pattern.repeat(repeats);
            (0..5)
                .map(|_| {
                    let start = std::time::Instant::now();
                    assert_eq!(tokens(&text).map(|token| token.span.end - token.span.start).sum::<usize>(), text.len());
                    start.elapsed()
                })
                .min()
                .unwrap_or_default()
        };
        let (small, large) = (measure(20_000), measure(320_000));
        assert!(
            large < small.max(std::time::Duration::from_micros(50)) * 100,
            "{pattern:?}: {small:?}, sixteen times as much: {large:?}"
        );
    }
}
