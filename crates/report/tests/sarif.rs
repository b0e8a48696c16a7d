//! What we write is SARIF by the standard's own schema, whatever texts are in it, and a later run knows its results again.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "sample/hostile.rs"]
#[expect(dead_code, reason = "another test counts the annotations")]
mod hostile;
mod sample;

use std::sync::OnceLock;

use report::{Report, render::sarif};
use serde_json::Value;

const SCHEMA: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../tests/github/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
);

/// The schema of the standard, formats of addresses included.
fn schema() -> &'static jsonschema::Validator {
    static SCHEMA_ONCE: OnceLock<jsonschema::Validator> = OnceLock::new();
    SCHEMA_ONCE.get_or_init(|| {
        let text = std::fs::read_to_string(SCHEMA).expect("it is installed: run `bash tests/github/install.sh`");
        let mut schema: Value = serde_json::from_str(&text).unwrap();
        // The standard's pattern for languages is a pattern for lenient readers only; we write no `language`.
        for object in ["run", "toolComponent"] {
            if let Some(language) = schema.pointer_mut(&format!("/definitions/{object}/properties/language")) {
                language.as_object_mut().unwrap().remove("pattern");
            }
        }
        jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
    })
}

fn rendered(report: &Report, exit_code: Option<u8>) -> Value {
    let mut bytes = Vec::new();
    sarif::render(report, exit_code, &mut bytes).unwrap();
    let value: Value = serde_json::from_slice(&bytes).unwrap();
    let errors: Vec<String> = schema().iter_errors(&value).map(|error| format!("{error} at {}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{value:#}");
    value
}

fn results(log: &Value) -> &Vec<Value> {
    log["runs"][0]["results"].as_array().unwrap()
}

fn result_of<'a>(log: &'a Value, rule: &str) -> &'a Value {
    results(log).iter().find(|result| result["ruleId"] == rule).unwrap()
}

#[test]
fn the_schema_judges() {
    let mut log = rendered(&sample::report(), None);
    for (pointer, wrong) in [
        ("/runs/0/results/0/level", Value::from("fatal")),
        ("/runs/0/results/0/ruleIndex", Value::from(-2)),
        ("/runs/0/tool/driver/rules/1/helpUri", Value::from("docs/rules/drop-column.md")),
        ("/runs/0/results/0/locations/0/physicalLocation/region/startLine", Value::from(0)),
        ("/runs/0/columnKind", Value::from("bytes")),
    ] {
        let right = std::mem::replace(log.pointer_mut(pointer).unwrap(), wrong);
        assert!(!schema().is_valid(&log), "{pointer}");
        *log.pointer_mut(pointer).unwrap() = right;
    }
    assert!(schema().is_valid(&log));
}

#[test]
fn hostile_text_stays_text() {
    for payload in hostile::PAYLOADS {
        let log = rendered(&hostile::report(payload), None);
        for result in results(&log) {
            let message = result["message"]["text"].as_str().unwrap();
            assert!(!message.contains("]("), "{payload:?}: {message}");
            let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
            assert!(uri.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/%:".contains(&byte)), "{uri}");
        }
    }
}

#[test]
fn only_rules_about_security_have_a_security_severity() {
    let log = rendered(&sample::report(), None);
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let severity = |id: &str| rules.iter().find(|rule| rule["id"] == id).unwrap()["properties"]["security-severity"].clone();
    assert_eq!((severity("broad-grant"), severity("drop-column")), (Value::from("8.0"), Value::Null));
    assert!(rules.iter().all(|rule| rule["id"] != "drop-table"), "a rule without results is left out");
    let grant = result_of(&log, "broad-grant");
    let index = usize::try_from(grant["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(rules[index]["help"]["markdown"], "# broad-grant\n\nAlso to strangers.\n");
}

#[test]
fn what_is_accepted_is_suppressed_where_it_was_accepted() {
    let log = rendered(&sample::report(), None);
    let suppressed = |rule: &str| result_of(&log, rule)["suppressions"].clone();
    let grant = suppressed("broad-grant");
    assert_eq!((grant[0]["kind"].as_str(), grant[0]["status"].as_str()), (Some("inSource"), Some("accepted")));
    assert_eq!(grant[0]["justification"], "orders are public here, decided in SHOP-7 (not committed)");
    assert_eq!(suppressed("out-of-order")[0]["kind"], "external");
    assert_eq!(suppressed("drop-column"), serde_json::json!([]));
    assert_eq!(result_of(&log, "broad-grant")["level"], "error", "it keeps its level");
}

#[test]
fn fingerprints_survive_moved_lines_and_tell_results_apart() {
    let fingerprints = |report: &Report| -> Vec<String> {
        let log = rendered(report, None);
        results(&log).iter().map(|result| result["partialFingerprints"]["primaryLocationLineHash"].to_string()).collect()
    };
    let mut report = sample::report();
    let before = fingerprints(&report);
    let target = &mut report.targets[0];
    for finding in &mut target.findings {
        finding.message.push_str(", in other words");
        if let Some(place) = &mut finding.place {
            (place.line, place.end_line, place.column) = (place.line + 7, place.end_line + 7, place.column + 2);
        }
    }
    // Without a statement the message is what tells one from another.
    let after = fingerprints(&report);
    let moved = before.iter().zip(&after).filter(|(before, after)| before != after).count();
    assert_eq!(moved, 1, "only `out-of-order`, which has no statement");
    let twice = report.targets[0].findings[0].clone();
    report.targets[0].findings.push(twice);
    let mut all = fingerprints(&report);
    let count = all.len();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), count, "{all:?}");
}

#[test]
fn the_invocation_says_how_it_ended() {
    let check = |exit_code: Option<u8>, successful: bool, code: u64| {
        let log = rendered(&sample::report(), exit_code);
        let invocation = &log["runs"][0]["invocations"][0];
        assert_eq!(
            (invocation["executionSuccessful"].as_bool(), invocation["exitCode"].as_u64()),
            (Some(successful), Some(code))
        );
    };
    check(None, true, 1);
    check(Some(2), false, 2);
    check(Some(0), true, 0);
    let mut report = sample::report();
    report.targets[0].migrations.clear();
    report.targets[0].findings.clear();
    report.targets[0].incomplete = vec!["the server did not start".into()];
    let log = rendered(&report, None);
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!((invocation["executionSuccessful"].as_bool(), invocation["exitCode"].as_u64()), (Some(false), Some(3)));
    assert_eq!(invocation["toolExecutionNotifications"][0]["message"]["text"], "the server did not start");
}

#[test]
fn paths_are_addresses() {
    let uri = |file: &str| {
        let mut report = sample::report();
        report.targets[0].migrations.clear();
        report.targets[0].findings.retain(|finding| finding.rule.as_str() == "drop-column");
        report.targets[0].findings[0].place.as_mut().unwrap().file = file.to_owned();
        let log = rendered(&report, None);
        results(&log)[0]["locations"][0]["physicalLocation"]["artifactLocation"].clone()
    };
    let check = |file: &str, expected: &str, base: Value| {
        let location = uri(file);
        assert_eq!((location["uri"].as_str(), &location["uriBaseId"]), (Some(expected), &base), "{file}");
    };
    check("a b/ü#?.sql", "a%20b/%C3%BC%23%3F.sql", Value::from("%SRCROOT%"));
    check("/srv/x.sql", "file:///srv/x.sql", Value::Null);
    check("c:d.sql", "c%3Ad.sql", Value::from("%SRCROOT%"));
}
