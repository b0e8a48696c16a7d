//! Comments in a script accept what they name, and a scan says which of them accept nothing.

use hazards::{Scan, Script, ScriptFindings, Settings, rules};

const FILE: &str = "migrations/20260101000000_example/migration.sql";
const SETUP: &str = "CREATE TABLE users (id integer PRIMARY KEY, email text, phone text); CREATE TABLE \"Order\" (id integer);
    CREATE FUNCTION add(a integer, b integer) RETURNS integer LANGUAGE sql AS $$ SELECT a + b $$;";

fn script(sql: &str) -> Script<'_> {
    Script { migration: "20260101000000_example", file: FILE, sql }
}

fn scan(sql: &str) -> ScriptFindings {
    let mut scan = Scan::new(Settings::default());
    scan.learn(&script(SETUP));
    scan.scan(&script(sql))
}

/// Rule, object, and the reason for which it is accepted. Rules about who else works there are not looked at.
fn check(sql: &str, expected: &[(&str, Option<&str>, Option<&str>)]) {
    let of_interest = |rule: &str| {
        [
            "drop-column",
            "drop-table",
            "drop-function",
            "truncate",
            "opaque-code",
            "unused-acknowledgement",
            "malformed-acknowledgement",
        ]
        .contains(&rule)
    };
    let scanned = scan(sql);
    let found: Vec<_> = scanned
        .findings
        .iter()
        .filter(|finding| of_interest(finding.rule.as_str()))
        .map(|finding| {
            let reason = finding.acknowledged.as_ref().map(|given| given.reason.as_str());
            (finding.rule.as_str(), finding.object.as_deref(), reason)
        })
        .collect();
    assert_eq!(found, expected, "{sql}");
}

#[test]
fn a_comment_accepts_what_it_names_and_the_finding_says_where() {
    let sql = "SELECT 1;\n\n-- migration-gate: allow drop-column(public.users.phone) because exported in OPS-112\nALTER TABLE users DROP COLUMN phone, DROP COLUMN email;";
    check(sql, &[("drop-column", Some("users.phone"), Some("exported in OPS-112")), ("drop-column", Some("users.email"), None)]);
    let found = scan(sql).findings;
    let phone = found.iter().find(|finding| finding.object.as_deref() == Some("users.phone"));
    let phone = phone.expect("the column is found");
    assert_eq!(phone.acknowledged.as_ref().map(|given| given.line), Some(Some(3)));
    assert_eq!(phone.counts_as(), None);
    assert_eq!(phone.place.as_ref().map(|place| (place.line, place.end_line)), Some((4, 4)));
    assert_eq!(phone.statement_start.map(|start| (start.line, start.column)), Some((4, 1)));
}

#[test]
fn each_kind_of_name_can_be_written() {
    check(
        "-- migration-gate: allow drop-table(\"Order\") because nobody orders any more\nDROP TABLE \"Order\";",
        &[("drop-table", Some("\"Order\""), Some("nobody orders any more"))],
    );
    check(
        "-- migration-gate: allow drop-table(Order) because nobody orders any more\nDROP TABLE \"Order\";",
        &[("unused-acknowledgement", None, None), ("drop-table", Some("\"Order\""), None)],
    );
    check(
        "-- migration-gate: allow drop-function(add(integer, integer)) because nobody adds any more\nDROP FUNCTION add(integer, integer);",
        &[("drop-function", Some("add(integer, integer)"), Some("nobody adds any more"))],
    );
    check(
        "-- migration-gate: allow opaque-code(tidy) because Ada has read it\nCALL tidy();",
        &[("opaque-code", Some("tidy"), Some("Ada has read it"))],
    );
}

#[test]
fn inner_statements_have_comments_of_their_own() {
    check(
        "DO $$ BEGIN\n-- migration-gate: allow truncate(users) because they are imported anew\nTRUNCATE users;\nTRUNCATE \"Order\";\nEND $$;",
        &[("truncate", Some("users"), Some("they are imported anew")), ("truncate", Some("\"Order\""), None)],
    );
}

#[test]
fn more_of_a_rule_than_are_shown_stay_unaccepted() {
    let columns: String = (0..250).map(|n| format!("ALTER TABLE users DROP COLUMN c{n};\n")).collect();
    let sql = format!("-- migration-gate: allow drop-column(users.c0) because it was never used\n{columns}");
    let found = scan(&sql).findings;
    let of_rule = found.iter().filter(|finding| finding.rule.as_str() == "drop-column");
    assert_eq!(of_rule.clone().filter(|finding| finding.acknowledged.is_some()).count(), 1);
    assert_eq!(of_rule.count(), 201, "200 and one that counts the others");
}

#[test]
fn what_an_earlier_script_accepts_is_its_own_business() {
    let mut scan = Scan::new(Settings::default());
    let comment = "-- migration-gate: allow drop-table(gone) because nobody reads it\n";
    scan.learn(&script(&format!("{comment}SELECT 1;")));
    let found = scan.scan(&script("SELECT 1;")).findings;
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn a_rule_that_is_not_asked_has_no_unused_acknowledgements() {
    let sql = "-- migration-gate: allow drop-table(gone) because nobody reads it\nSELECT 1;";
    let unused = |without: &str| {
        let rules = rules().iter().copied().filter(|rule| rule.id != without).collect();
        let found = Scan::new(Settings { rules, ..Settings::default() }).scan(&script(sql)).findings;
        found.iter().filter(|finding| finding.rule.as_str() == "unused-acknowledgement").count()
    };
    assert_eq!((unused(""), unused("drop-table"), unused("unused-acknowledgement")), (1, 0, 0));
}
