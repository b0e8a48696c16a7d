//! What a finding shows of its statement holds the words that it is about.

use hazards::{Scan, Script, Settings};
use report::Finding;

fn findings(sql: &str) -> Vec<Finding> {
    let script = Script { migration: "20260101000000_example", file: "migration.sql", sql };
    let found = Scan::new(Settings::default()).scan(&script).findings;
    found.into_iter().filter(|finding| finding.rule.as_str() == "drop-column").collect()
}

/// The text behind the place of a finding, in what it shows of its statement.
fn shown_at(finding: &Finding) -> Option<&str> {
    let (place, start) = (finding.place.as_ref()?, finding.statement_start?);
    let lines = usize::try_from(place.line.checked_sub(start.line)?).ok()?;
    let offset = if lines == 0 { start.column } else { 1 };
    let line = finding.statement.as_deref()?.lines().nth(lines)?;
    let (at, _) = line.char_indices().nth(usize::try_from(place.column.checked_sub(offset)?).ok()?)?;
    line.get(at..)
}

#[test]
fn however_long_the_statement_is() {
    for separator in [", ", ",\n\t", ",\r\n-- ünicode\r\n"] {
        let drops: Vec<String> = (0..150).map(|n| format!("DROP COLUMN \"spälte{n}\"")).collect();
        let found = findings(&format!("SELECT 1;\n  ALTER TABLE a {};", drops.join(separator)));
        assert_eq!(found.len(), 150);
        for (n, finding) in found.iter().enumerate() {
            let shown = shown_at(finding).unwrap_or_default();
            assert!(shown.starts_with(&format!("DROP COLUMN \"spälte{n}\"")), "{n}: {shown:?} of {finding:#?}");
            assert!(finding.statement.as_ref().is_some_and(|text| text.chars().count() <= 401), "{n}");
        }
    }
}

#[test]
fn a_short_statement_is_shown_whole() {
    let found = findings("ALTER TABLE a\n  DROP COLUMN b;");
    assert_eq!(found[0].statement.as_deref(), Some("ALTER TABLE a\n  DROP COLUMN b"));
}
