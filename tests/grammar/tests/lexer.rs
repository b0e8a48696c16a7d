//! Our scanner and splitter against Postgres's own: the same tokens with the same ends, the same statements.

use fuzz::texts;
use grammar::{scan, split};
use postgres_syntax::{RefusalKind, Token, TokenKind, refusals, tokens};
use proptest::{prelude::*, test_runner::RngSeed};

/// What we see, in the oracle's shape: blanks left out, and `N'x'` taken apart. To Postgres the `N` is the key word `nchar` with a
/// string right behind it; for us one string, because nobody means two things by it.
fn ours(sql: &str) -> Vec<(TokenKind, usize, usize)> {
    let mut seen = Vec::new();
    for token in tokens(sql).filter(|token| token.kind != TokenKind::Whitespace) {
        let (start, end) = (token.span.start, token.span.end);
        if token.kind == TokenKind::String && sql[start..].starts_with(['n', 'N']) {
            seen.push((TokenKind::Word, start, start + 1));
            seen.push((TokenKind::String, start + 1, end));
        } else {
            seen.push((token.kind, start, end));
        }
    }
    seen
}

/// Where both differ first, told for a person.
fn difference(sql: &str) -> Option<String> {
    let theirs = scan(sql)?;
    let ours = ours(sql);
    let at = (0..ours.len().max(theirs.len())).find(|at| ours.get(*at) != theirs.get(*at))?;
    let show = |list: &[(TokenKind, usize, usize)]| {
        list.get(at).map(|(kind, start, end)| format!("{kind:?} {:?} at {start}", sql.get(*start..*end)))
    };
    Some(format!("token {at}: ours {:?}, theirs {:?}", show(&ours), show(&theirs)))
}

/// Postgres's scanner is quadratic on long runs of operator characters, and reads no text beyond a zero byte.
fn is_comparable(sql: &str) -> bool {
    !refusals(sql).iter().any(|refusal| matches!(refusal.kind, RefusalKind::OperatorRun | RefusalKind::Nul))
}

#[test]
fn every_text_of_the_repository_has_the_same_tokens() {
    let mut compared = 0;
    for text in texts().iter().filter(|text| is_comparable(&text.sql)) {
        if let Some(difference) = difference(&text.sql) {
            panic!("{}: {difference}", text.name);
        }
        compared += usize::from(scan(&text.sql).is_some());
    }
    assert!(compared > 500, "only {compared} texts were compared");
}

#[test]
fn every_text_of_the_repository_has_the_same_statements() {
    let (mut compared, mut statements) = (0, 0);
    for text in texts().iter().filter(|text| is_comparable(&text.sql)) {
        let Some(theirs) = split(&text.sql) else { continue };
        let ours = postgres_syntax::split(&text.sql);
        let ours: Vec<&str> = ours.iter().map(|statement| statement.of(&text.sql)).collect();
        let theirs: Vec<&str> = theirs.into_iter().map(trimmed).collect();
        assert_eq!(ours, theirs, "{}", text.name);
        compared += 1;
        statements += ours.len();
    }
    assert!(compared > 400 && statements > 2000, "only {compared} texts, {statements} statements");
}

/// Without the blanks and comments around.
fn trimmed(statement: &str) -> &str {
    let mut words = tokens(statement).filter(Token::is_significant).map(|token| token.span);
    let Some(first) = words.next() else { return "" };
    let last = words.last().unwrap_or(first);
    &statement[first.start..last.end]
}

/// What scanners stumble over, most of it closed again so that Postgres does not refuse the whole.
fn piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "'a'",
        "''",
        "'it''s'",
        "E'\\''",
        "e'\\\\'",
        "U&'\\0061'",
        "u&\"x\"",
        "U&",
        "U&\"a\"\"b\"",
        "B'01'",
        "x'1f'",
        "N'x'",
        "n'",
        "\"a\"",
        "\"a\"\"b\"",
        "$$ ' $$",
        "$a$ $$ $a$",
        "$a",
        "$1",
        "$12",
        "$",
        "/* a */",
        "/* /* b */ */",
        "/*/ */",
        "-- x\n",
        "--\r",
        "--'\n",
        "\n",
        "\r",
        "\r\n",
        "\t",
        "\u{c}",
        " ",
        "  ",
        "+",
        "-",
        "*",
        "/",
        "<",
        ">",
        "=",
        "~",
        "!",
        "@",
        "#",
        "%",
        "^",
        "&",
        "|",
        "`",
        "?",
        "<=",
        ">=",
        "<>",
        "!=",
        "=>",
        "->",
        "->>",
        "@>",
        "||",
        "::",
        ":=",
        ":",
        "..",
        ".",
        ",",
        ";",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "\\",
        "1",
        "12",
        "1.",
        ".5",
        "1.5",
        "1e3",
        "1e-3",
        "1e+3",
        "1_000",
        "0x1F",
        "0b1_0",
        "0o17",
        "1..2",
        "0x",
        "a",
        "A1",
        "_b",
        "a$1",
        "é",
        "🐘",
        "\u{a0}",
        "select",
        "END",
        "é$",
        "'\n'",
        "' '\n 'b'",
        "'a' -- x\n 'b'",
        "'a'\n\n-- y\n'b'",
    ])
    .prop_map(str::to_owned);
    prop_oneof![8 => fixed, 1 => "[ -~]{0,6}", 1 => "[\\PC&&[^\0]]{0,3}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, rng_seed: RngSeed::Fixed(1), max_global_rejects: 400_000, ..ProptestConfig::default() })]

    #[test]
    fn generated_text_has_the_same_tokens(pieces in prop::collection::vec(piece(), 1..8)) {
        let sql = pieces.concat();
        prop_assume!(!sql.contains('\0') && scan(&sql).is_some());
        if let Some(difference) = difference(&sql) {
            prop_assert!(false, "{:?}: {}", sql, difference);
        }
    }

    #[test]
    fn generated_statements_are_cut_at_the_same_places(
        pieces in prop::collection::vec(
            prop_oneof![
                prop::sample::select(vec![
                    "SELECT 1", "SELECT ';'", "SELECT $$;$$", "SELECT 1 -- ;\n", "/* ; */", "SELECT \";\"", "SELECT E'\\';'", "BEGIN", "END",
                    "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)", "SELECT (1)", "\n",
                    "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END",
                    "CREATE OR REPLACE PROCEDURE p(a int) BEGIN ATOMIC ; INSERT INTO t VALUES (1); END",
                    "CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN CASE WHEN true THEN 1 END",
                    "CREATE FUNCTION f() RETURNS int AS $$ BEGIN ATOMIC; $$ LANGUAGE sql", "SELECT U&'\\0061;'", "TABLE t",
                ]),
                Just(";"),
            ],
            0..10,
        )
    ) {
        let sql = pieces.join(" ");
        prop_assume!(split(&sql).is_some());
        let ours = postgres_syntax::split(&sql);
        let ours: Vec<&str> = ours.iter().map(|statement| statement.of(&sql)).collect();
        let theirs: Vec<&str> = split(&sql).unwrap_or_default().into_iter().map(trimmed).filter(|one| !one.is_empty()).collect();
        prop_assert_eq!(ours, theirs, "{:?}", sql);
    }
}
