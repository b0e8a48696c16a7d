//! What people see of rights, roles, policies and secrets: which rules fire, how gravely, and what is never shown.

use std::{fs, path::Path};

use hazards::{Scan, Script, Settings};

fn script(sql: &str) -> Script<'_> {
    Script { migration: "20260101000000_x", file: "migrations/20260101000000_x/migration.sql", sql }
}

/// Every form of statement that the grammar has is read.
#[test]
fn no_form_is_unparsed() {
    let directory = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/grammar/statements"));
    for file in ["rights.sql", "create_other.sql", "alter_other.sql", "session.sql"] {
        let text = fs::read_to_string(directory.join(file)).expect("the forms are there");
        let found = Scan::new(Settings::default()).scan(&script(&text));
        let unparsed: Vec<&str> = found
            .findings
            .iter()
            .filter(|finding| finding.rule.as_str() == "unparsed-statement")
            .filter_map(|finding| finding.statement.as_deref())
            .collect();
        assert!(unparsed.is_empty(), "{file}: {unparsed:#?}");
    }
}
