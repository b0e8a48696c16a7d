//! The whole scan, on texts that are nearly SQL: it ends, it counts right, and what it reports lies in the text.

use fuzz::mutated_script;
use hazards::{Scan, Script, ScriptFindings, Settings};
use proptest::prelude::*;

fn scan(sql: &str) -> ScriptFindings {
    let script = Script { migration: "m", file: "m/migration.sql", sql };
    let mut scan = Scan::new(Settings::default());
    scan.learn(&script);
    scan.scan(&script)
}

/// Twice what the environment (`PROPTEST_CASES`) asks for.
fn config() -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig { cases: usual.cases * 2, failure_persistence: None, ..usual }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_statement_is_lost_and_every_place_exists(script in mutated_script()) {
        let found = scan(&script);
        prop_assert_eq!(found.summary.total, postgres_syntax::split(&script).len());
        prop_assert_eq!(found.summary.total, found.summary.classified + found.summary.unparsed);
        let lines: Vec<&str> = script.split('\n').collect();
        for finding in &found.findings {
            prop_assert!(!finding.message.is_empty());
            let Some(place) = &finding.place else { continue };
            let line = lines.get(place.line as usize - 1);
            prop_assert!(line.is_some_and(|line| place.column as usize <= line.chars().count() + 1), "{:?}", finding);
            prop_assert!(place.end_line >= place.line && place.end_line as usize <= lines.len(), "{:?}", finding);
        }
        let places: Vec<_> = found.findings.iter().filter_map(|finding| finding.place.as_ref()).map(|place| (place.line, place.column)).collect();
        prop_assert!(places.is_sorted(), "in the order of the text: {:?}", places);
    }

    #[test]
    fn the_same_text_has_the_same_findings(script in mutated_script()) {
        prop_assert_eq!(scan(&script), scan(&script));
    }

    #[test]
    fn an_unread_statement_is_a_finding(script in mutated_script()) {
        let found = scan(&script);
        let told = found.findings.iter().filter(|finding| finding.rule.as_str() == "unparsed-statement").count();
        prop_assert!(told >= found.summary.unparsed.min(100), "{} told of {:?}", told, found.summary);
    }
}
