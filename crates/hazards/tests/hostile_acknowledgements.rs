//! Whatever a comment says, the scan ends, it accepts nothing but what it names, and a comment changes nothing else.

use hazards::{Scan, Script, Settings};
use proptest::prelude::*;
use report::Finding;

fn findings(sql: &str) -> Vec<Finding> {
    let script = Script { migration: "20260101000000_example", file: "migration.sql", sql };
    Scan::new(Settings::default()).scan(&script).findings
}

/// Pieces of which comments that are nearly acknowledgements consist.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "migration-gate:",
        " allow ",
        "allow",
        "drop-table",
        "(b)",
        "(",
        ")",
        "\"",
        "''",
        "'",
        "$$",
        " because ",
        "because",
        "exported in OPS-112",
        "\n",
        "\r\n",
        "*",
        " * ",
        "/*",
        "*/",
        "--",
        ";",
        "é",
        "\u{202e}",
        "\t",
        " ",
        "public.",
        "b",
        "U&\"\\0062\"",
        "E'\\",
        "DROP TABLE b",
        "DO $$",
        "1",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_ends(parts in prop::collection::vec(piece(), 0..30), block in any::<bool>()) {
        let text = parts.concat();
        let comment = if block { format!("/*{text}*/") } else { format!("--{text}\n") };
        let sql = format!("{comment}DROP TABLE a;");
        for finding in findings(&sql) {
            let is_accepted = finding.acknowledged.is_some();
            prop_assert!(!is_accepted || finding.object.as_deref() == Some("b"), "{sql:?}: {finding:?}");
        }
    }

    #[test]
    fn any_other_wording_accepts_nothing(parts in prop::collection::vec(piece(), 0..6), at in any::<prop::sample::Index>()) {
        let right = "migration-gate: allow drop-table(a) because exported in OPS-112";
        let object_end = right.find(" because").unwrap_or(0);
        // Anywhere before the reason; line breaks would end the comment.
        let cut = at.index(object_end + 1);
        let put = parts.concat().replace(['\n', '\r'], " ");
        let (before, after) = right.split_at(cut);
        let sql = format!("-- {before}{put}{after}\nDROP TABLE b;");
        for finding in findings(&sql).iter().filter(|finding| finding.acknowledged.is_some()) {
            prop_assert!(put.contains('b'), "{sql:?}: {finding:?}");
        }
    }
}
