//! The scanner and the splitter, on texts that are nearly SQL.

use fuzz::mutated_script;
use postgres_syntax::{Lines, Token, refusals, session_changes, split, tokens, transaction_effect};
use proptest::prelude::*;

/// Eight times what the environment (`PROPTEST_CASES`) asks for.
fn config() -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig { cases: usual.cases * 8, failure_persistence: None, ..usual }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn tokens_lie_side_by_side_from_the_first_byte_to_the_last(script in mutated_script()) {
        let mut end = 0;
        for token in tokens(&script) {
            prop_assert_eq!(token.span.start, end);
            prop_assert!(token.span.end > end && script.is_char_boundary(token.span.end));
            end = token.span.end;
        }
        prop_assert_eq!(end, script.len());
    }

    #[test]
    fn statements_hold_all_that_is_neither_blank_nor_comment(script in mutated_script()) {
        let mut end = 0;
        for span in split(&script).iter().map(|statement| statement.span).chain([postgres_syntax::Span { start: script.len(), end: script.len() }]) {
            prop_assert!(end <= span.start && span.start <= span.end);
            prop_assert!(script.is_char_boundary(span.start) && script.is_char_boundary(span.end));
            let between = &script[end..span.start];
            prop_assert!(tokens(between).filter(Token::is_significant).all(|token| token.is(between, ";")), "{:?}", between);
            end = span.end;
        }
    }

    #[test]
    fn every_question_about_a_text_has_an_answer(script in mutated_script()) {
        let lines = Lines::new(&script);
        for refusal in refusals(&script) {
            prop_assert!(refusal.span.end <= script.len() && lines.position(refusal.span.start) <= lines.position(refusal.span.end));
        }
        for statement in split(&script) {
            let words = statement.words(&script);
            let _ = (transaction_effect(&words), session_changes(&words));
            for token in statement.tokens(&script) {
                let _ = (postgres_syntax::identifier(&script, token), postgres_syntax::string(&script, token));
            }
        }
    }
}
