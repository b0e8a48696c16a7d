//! Which rules fire, where, how gravely, and what they say.

mod bodies;
mod clients;
mod data;
mod findings;
mod hygiene;
mod locks;
mod security;

use hazards::{Scan, Script, ScriptFindings, Settings};

fn script(sql: &str) -> Script<'_> {
    Script { migration: "20260101000000_x", file: "migrations/20260101000000_x/migration.sql", sql }
}

fn scan(base: &str, sql: &str) -> ScriptFindings {
    let mut scan = Scan::new(Settings::default());
    scan.learn(&script(base));
    scan.scan(&script(sql))
}

/// Findings of the groups that are looked at here, as `line severity rule object`.
fn check(base: &str, sql: &str, expected: &[&str]) {
    let found = scan(base, sql);
    let of_interest = |finding: &&report::Finding| {
        hazards::find(finding.rule.as_str())
            .is_some_and(|rule| matches!(rule.group, hazards::Group::Data | hazards::Group::Clients | hazards::Group::Opaque))
            || finding.rule.as_str() == "index-gap"
    };
    let shown: Vec<String> = found
        .findings
        .iter()
        .filter(of_interest)
        .map(|finding| {
            let line = finding.place.as_ref().map_or(0, |place| place.line);
            format!("{line} {} {} {}", finding.severity, finding.rule, finding.object.as_deref().unwrap_or("-"))
        })
        .collect();
    assert_eq!(shown, expected, "{sql}");
}

fn message(base: &str, sql: &str) -> String {
    scan(base, sql).findings.first().map(|finding| finding.message.clone()).unwrap_or_default()
}
