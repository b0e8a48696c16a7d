//! What users see: one realistic report in every form, beside the plain assertions that hold whatever the wording.
//!
//! To accept new wording run `UPDATE=1 cargo test -p report --test example` and review the difference.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod sample;

use std::{fs, path::PathBuf};

use report::{
    Verdict,
    render::{annotations, human, json, markdown, sarif},
};

fn check(file: &str, shown: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/example").join(file);
    if is_update_wanted() {
        fs::write(&path, shown).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap();
    assert_eq!(shown, expected, "{file} differs");
}

#[expect(clippy::disallowed_methods, reason = "a test is told on request only to write what it would compare")]
fn is_update_wanted() -> bool {
    std::env::var_os("UPDATE").is_some()
}

fn written(render: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) -> String {
    let mut bytes = Vec::new();
    render(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn on_a_terminal() {
    let text = written(|out| human::render(&sample::report(), human::Style { colour: false, width: 100 }, out));
    assert!(text.ends_with("blocked: shop: 3 of 5 new migrations applied, 1 failed · 2 errors, 1 warning, 2 acknowledged\n"));
    check("terminal.txt", &text);
    let colourful = written(|out| human::render(&sample::report(), human::Style { colour: true, width: 100 }, out));
    let stripped = regex_free_strip(&colourful);
    assert_eq!(stripped.split_whitespace().collect::<Vec<_>>(), text.split_whitespace().collect::<Vec<_>>());
}

/// The text without colour codes.
fn regex_free_strip(text: &str) -> String {
    text.split('\u{1b}').enumerate().map(|(i, part)| if i == 0 { part } else { part.split_once('m').unwrap().1 }).collect()
}

#[test]
fn as_markdown() {
    let report = sample::report();
    let text = markdown::render(&report, 60_000);
    assert!(text.starts_with("## ❌ "));
    assert_eq!(text, markdown::render_target(&report, &report.targets[0], 60_000), "one target is the same text");
    check("comment.md", &text);
}

#[test]
fn as_json() {
    let text = written(|out| json::render(&sample::report(), out));
    check("report.json", &text);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["verdict"], serde_json::to_value(Verdict::Blocked).unwrap());
    let schema = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/report.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(&value).map(|error| format!("{error} at {}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let mut broken = value.clone();
    broken["targets"][0]["migrations"][0]["outcome"] = "done".into();
    assert!(!validator.is_valid(&broken), "the schema accepts an unknown outcome");
}

#[test]
fn as_sarif() {
    let text = written(|out| sarif::render(&sample::report(), None, out));
    check("report.sarif", &text);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["runs"][0]["invocations"][0]["exitCode"], 1);
}

#[test]
fn as_annotations() {
    check("annotations.txt", &written(|out| annotations::render(&sample::report(), out)));
}
