//! What is lost, and what running clients rely on: which findings there are, and what they say.

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

/// Each statement of the reference, in the forms that Postgres documents.
#[test]
fn every_statement_of_the_reference_is_understood() {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/grammar/statements");
    let mut failed = Vec::new();
    for entry in std::fs::read_dir(directory).expect("the statements are there") {
        let text = std::fs::read_to_string(entry.expect("it can be read").path()).expect("it is UTF-8");
        let found = scan("", &text).findings;
        failed.extend(
            found
                .into_iter()
                .filter(|finding| finding.rule.as_str() == "unparsed-statement")
                .filter_map(|finding| finding.statement),
        );
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn zz_probes() {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/probes");
    let shop = std::fs::read_to_string(format!("{directory}/shop.sql")).unwrap();
    for class in std::env::var("CLASSES").unwrap_or("breaks,destroys,benign".into()).split(',') {
        let mut files: Vec<_> = std::fs::read_dir(format!("{directory}/{class}")).unwrap().map(|e| e.unwrap().path()).collect();
        files.sort();
        for file in files {
            let text = std::fs::read_to_string(&file).unwrap();
            let (head, rest) = text.split_once("-- probe\n").unwrap();
            let setup = head.split_once("-- setup\n").map_or("", |(_, setup)| setup);
            let mut scan = Scan::new(Settings::default());
            scan.learn(&script(&shop));
            scan.learn(&script(setup));
            let found = scan.scan(&script(rest)).findings;
            let shown: Vec<String> =
                found.iter().map(|f| format!("{} {} {}", f.severity, f.rule, f.object.as_deref().unwrap_or("-"))).collect();
            let mut expects = head
                .lines()
                .filter_map(|line| {
                    let (severity, rules) = line.strip_prefix("-- ")?.split_once(": ")?;
                    let severity: report::Severity = severity.parse().ok()?;
                    Some((severity, rules.to_owned()))
                })
                .peekable();
            let name = file.file_stem().unwrap().to_string_lossy().into_owned();
            if expects.peek().is_none() {
                let bad: Vec<_> =
                    found.iter().filter(|f| f.severity >= report::Severity::Warning).map(|f| f.rule.to_string()).collect();
                if !bad.is_empty() {
                    println!("BENIGN {class}/{name}: {bad:?}");
                }
            }
            for (severity, rules) in expects {
                let ok = rules.split(" | ").any(|rule| {
                    let (rule, object) = rule.split_once(' ').map_or((rule, None), |(r, o)| (r, Some(o)));
                    found.iter().any(|f| {
                        f.rule.as_str() == rule
                            && f.severity >= severity
                            && object.is_none_or(|o| f.object.as_deref().unwrap_or("").replace("public.", "") == o)
                    })
                });
                if !ok {
                    println!("MISS {class}/{name}: {severity} {rules}   got {shown:?}");
                }
            }
        }
    }
}
