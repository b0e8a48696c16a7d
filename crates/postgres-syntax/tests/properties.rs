//! What holds for every text: nothing panics, nothing is lost, nothing is read twice.

use postgres_syntax::{Lines, StatementText, Token, TokenKind, refusals, session_changes, split, tokens, transaction_effect};
use proptest::prelude::*;

/// Texts that are made of what scanners stumble over.
fn script() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "'",
            "''",
            "\"",
            "$$",
            "$a$",
            "$",
            "/*",
            "*/",
            "--",
            "\n",
            "\r",
            "\\",
            "E'",
            "U&'",
            "U&\"",
            "B'",
            "N'",
            "+",
            "-",
            "@",
            "*",
            "/",
            ";",
            "(",
            ")",
            "[",
            "]",
            "BEGIN ATOMIC ",
            "END ",
            "CASE ",
            "CREATE FUNCTION f() ",
            "CREATE OR REPLACE PROCEDURE ",
            "SELECT ",
            "SET ",
            "standard_conforming_strings=off",
            "RESET ALL",
            "set_config(",
            "'standard_conforming_strings'",
            "COPY t FROM STDIN",
            "\n\\.\n",
            " ",
            "1",
            "1.",
            "..",
            "0x",
            "_",
            "e",
            "é",
            "🐘",
            "\u{a0}",
            "\0",
            "\u{202e}",
            "\u{200b}",
            ".",
            ",",
            "INTO ",
            "TEMP ",
            "REINDEX (",
            "WITH ",
            "DO ",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tokens_cover_the_text(text in script()) {
        let mut end = 0;
        for token in tokens(&text) {
            prop_assert_eq!(token.span.start, end);
            prop_assert!(token.span.end > end);
            prop_assert!(text.is_char_boundary(token.span.end), "{:?}", token);
            end = token.span.end;
        }
        prop_assert_eq!(end, text.len());
    }

    #[test]
    fn only_blanks_comments_and_semicolons_lie_between_statements(text in script()) {
        let statements = split(&text);
        let starts = statements.iter().map(|statement| statement.span.start).chain([text.len()]);
        let ends = std::iter::once(0).chain(statements.iter().map(|statement| statement.span.end));
        for (end, start) in ends.zip(starts) {
            prop_assert!(end <= start);
            let between = &text[end..start];
            for token in tokens(between).filter(Token::is_significant) {
                prop_assert!(token.is(between, ";"), "{:?} in {:?}", token, between);
            }
        }
    }

    #[test]
    fn a_statement_split_again_is_itself(text in script()) {
        // A script that changes how strings are read is another text without its beginning.
        prop_assume!(!text.contains("standard_conforming_strings"));
        for statement in split(&text) {
            let again = split(statement.of(&text));
            prop_assert_eq!(again.len(), 1);
            prop_assert_eq!(again[0].of(statement.of(&text)), statement.of(&text));
        }
    }

    #[test]
    fn every_question_has_an_answer(text in script()) {
        let lines = Lines::new(&text);
        for refusal in refusals(&text) {
            prop_assert!(refusal.span.start <= refusal.span.end && refusal.span.end <= text.len());
            prop_assert!(lines.position(refusal.span.start) <= lines.position(refusal.span.end));
            prop_assert!(!refusal.kind.message().is_empty() && !refusal.kind.advice().is_empty());
        }
        for statement in split(&text).into_iter().chain([StatementText::whole(&text)]) {
            let _ = transaction_effect(&statement.words(&text));
            let _ = session_changes(&statement.words(&text));
            for token in statement.tokens(&text) {
                let _ = (postgres_syntax::identifier(&text, token), postgres_syntax::string(&text, token));
            }
        }
    }

    #[test]
    fn what_is_not_refused_is_closed(text in script()) {
        if refusals(&text).is_empty() {
            prop_assert!(!tokens(&text).any(|token| token.kind == TokenKind::Backslash), "{:?}", text);
        }
    }

    #[test]
    fn strings_come_back_as_they_were(value in "[^\0]*") {
        let quoted = format!("'{}'", value.replace('\'', "''"));
        let token = tokens(&quoted).next().expect("a string");
        prop_assert_eq!(postgres_syntax::string(&quoted, token), Some(value.clone()));
        let escaped = format!("E'{}'", value.replace('\\', "\\\\").replace('\'', "\\'"));
        let token = tokens(&escaped).next().expect("a string");
        prop_assert_eq!(postgres_syntax::string(&escaped, token), Some(value));
    }
}
