use super::*;

fn check(text: &str, expected: &[&str]) {
    let found: Vec<&str> = refusals(text).iter().map(|refusal| refusal.kind.id()).collect();
    assert_eq!(found, expected, "{:.200}", text);
}

fn place(text: &str) -> (RefusalKind, &str) {
    let found = refusals(text);
    assert_eq!(found.len(), 1, "{found:?}");
    (found[0].kind, found[0].span.of(text))
}

#[test]
fn ordinary_scripts_pass() {
    check("", &[]);
    check("-- done\nSELECT 'a\\b', E'\\'', $$ \\d $$, \"\\\" FROM t; /* \\x */", &[]);
    check("SELECT a <=> b, '👧', 1 - -1, @-1; -- ok", &[]);
    check("SET standard_conforming_strings = on; SELECT '\\';", &[]);
}

#[test]
fn bombs_are_refused() {
    check(&format!("SELECT 1 {} 1", "+".repeat(300)), &["operator-run"]);
    check(&"/*".repeat(20_000), &["operator-run", "unterminated-comment", "nested-comments"]);
    check(&"/**/".repeat(200_000), &["operator-run"]);
    check(&format!("{}1{}", "/* ".repeat(65), " */".repeat(65)), &["nested-comments"]);
    check(&format!("DO $$ BEGIN PERFORM 1 {} 1; END $$", "+".repeat(300)), &["operator-run"]);
    check(&format!("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1 {} 1'", "+".repeat(300)), &["operator-run"]);
}

#[test]
fn decoration_is_no_bomb() {
    check(&format!("/*{}\n * title\n {}*/\n--{}\nSELECT 1", "*".repeat(400), "*".repeat(400), "-/*+".repeat(100)), &[]);
    check(&format!("/* {} */ SELECT '{}'", "=".repeat(3000), "+".repeat(3000)), &[]);
    check(&format!("{}1{}", "/* ".repeat(64), " */".repeat(64)), &[]);
}

#[test]
fn clients_commands_and_rows() {
    assert_eq!(place("SELECT 1;\n\\i other.sql\n"), (RefusalKind::PsqlCommand, "\\i other.sql"));
    let dump = "COPY t (a) FROM stdin;\n1\\t\\N\n'\n\\.\nSELECT 1;\nCOPY u FROM STDIN;\n\\.\n";
    check(dump, &["copy-from-stdin", "copy-from-stdin"]);
    check("COPY t FROM STDIN;\n'", &["copy-from-stdin", "unterminated-quote"]);
}

#[test]
fn what_is_never_closed() {
    assert_eq!(place("SELECT 1;\nSELECT 'a\n;"), (RefusalKind::UnterminatedQuote, "'a"));
    assert_eq!(place("SELECT $x$ $y$"), (RefusalKind::UnterminatedQuote, "$x$ $y$"));
    assert_eq!(place("SELECT 1 /* a /* b */"), (RefusalKind::UnterminatedComment, "/* a /* b */"));
}

#[test]
fn strings_that_two_readers_read_differently() {
    assert_eq!(
        place("SET standard_conforming_strings TO off; SELECT '\\'; DROP TABLE t; --'"),
        (RefusalKind::AmbiguousString, "'\\'; DROP TABLE t; --'")
    );
    check("SET standard_conforming_strings = off; SELECT 'plain', E'\\n', $$\\$$;", &[]);
}

#[test]
fn hidden_characters_are_told_with_where_they_stand() {
    assert_eq!(place("SELECT a\u{200b}b"), (RefusalKind::Invisible('\u{200b}', Within::Code), "\u{200b}"));
    assert_eq!(place("SELECT '\u{200d}'"), (RefusalKind::Invisible('\u{200d}', Within::String), "\u{200d}"));
    assert_eq!(place("-- \u{202e}x"), (RefusalKind::BidirectionalControl('\u{202e}', Within::Comment), "\u{202e}"));
    assert_eq!(place("DO $$ BEGIN DROP TABLE a\u{200b}; END $$"), (RefusalKind::Invisible('\u{200b}', Within::Code), "\u{200b}"));
    assert_eq!(place("SELECT 1;\0"), (RefusalKind::Nul, "\0"));
    assert_eq!(
        refusals("SELECT \u{202e}1")[0].kind.message(),
        "a hidden character (U+202E) among names and key words makes text be shown in another order than it is read"
    );
}

#[test]
fn a_flood_is_told_in_part() {
    assert_eq!(refusals(&"\\x\n".repeat(10_000)).len(), MOST_OF_A_KIND);
}

#[test]
fn bodies_of_routines_are_code_and_other_strings_are_not() {
    assert_eq!(place("DO 'DROP TABLE a\u{200b}'").0, RefusalKind::Invisible('\u{200b}', Within::Code));
    assert_eq!(place("SELECT $$a\u{200b}$$").0, RefusalKind::Invisible('\u{200b}', Within::String));
    assert_eq!(place("DO $$ BEGIN RAISE NOTICE 'a\u{200d}'; END $$").0, RefusalKind::Invisible('\u{200d}', Within::String));
}
