//! No text from a pull request or a server is taken for a command by the Actions runner.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "sample/hostile.rs"]
mod hostile;

use proptest::prelude::*;
use report::{
    Report,
    render::{annotations, human, json, markdown, sarif},
    sanitise,
};

/// The lines that a runner would act upon: a model of its parser, on the side of caution. A line ends at a carriage return too. The
/// newer form counts at the start of a line after blanks, here also after unseen characters and colours; the older form anywhere.
/// Names are not looked up: whatever has the form counts.
fn commands(log: &str) -> Vec<&str> {
    log.split(['\n', '\r']).filter(|line| is_new_form(line) || is_old_form(line)).collect()
}

fn is_new_form(line: &str) -> bool {
    let trimmed = line.trim_start_matches(|c: char| c.is_whitespace() || sanitise::is_deceptive(c));
    let is_code = |code: &str| code.bytes().all(|byte| byte.is_ascii_digit() || byte == b';');
    let colour = trimmed.strip_prefix('[').and_then(|rest| rest.split_once('m')).filter(|(code, _)| is_code(code));
    let after_colour = colour.map_or(trimmed, |(_, rest)| rest.trim_start());
    [trimmed, after_colour].iter().any(|text| text.strip_prefix("::").is_some_and(|rest| rest.contains("::")))
}

fn is_old_form(line: &str) -> bool {
    line.split_once("##[").is_some_and(|(_, rest)| rest.contains(']'))
}

fn written(render: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) -> String {
    let mut bytes = Vec::new();
    render(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Every text of ours that reaches a runner's log, annotations aside.
fn logs(report: &Report) -> Vec<String> {
    let human = |colour, width| written(|out| human::render(report, human::Style { colour, width }, out));
    vec![
        human(false, 40),
        human(true, 100),
        written(|out| json::render(report, out)),
        written(|out| sarif::render(report, None, out)),
        sanitise::log(&markdown::render(report, 60_000)),
        sanitise::log(&markdown::render(report, 1_000)),
    ]
}

/// The commands among the annotations are ours, one for each, and carry only the properties that we write.
fn check_annotations(report: &Report) -> Result<(), TestCaseError> {
    let text = written(|out| annotations::render(report, out));
    let commands = commands(&text);
    prop_assert_eq!(commands.len(), hostile::ANNOTATIONS, "{}", text);
    prop_assert_eq!(text.lines().count(), hostile::ANNOTATIONS, "{}", text);
    for command in commands {
        let (head, _) = command.strip_prefix("::").unwrap().split_once("::").unwrap();
        let (level, properties) = head.split_once(' ').unwrap();
        prop_assert!(["error", "warning", "notice"].contains(&level), "{}", command);
        for property in properties.split(',') {
            let (name, value) = property.split_once('=').unwrap();
            prop_assert!(["file", "line", "endLine", "col", "title"].contains(&name), "{}", command);
            prop_assert!(!value.contains([':', '\n', '\r']), "{}", command);
        }
        prop_assert!(!command.contains("##["), "{}", command);
    }
    Ok(())
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let report = hostile::report(text);
    for log in logs(&report) {
        prop_assert_eq!(commands(&log), Vec::<&str>::new(), "{:?} in\n{}", text, log);
        let hidden = log.chars().find(|&c| sanitise::is_deceptive(c) && !['\n', '\t', '\u{1b}', '\u{fe0f}'].contains(&c));
        prop_assert_eq!(hidden, None, "{:?} in\n{}", text, log);
    }
    check_annotations(&report)
}

#[test]
fn none_of_the_corpus_is_recognised() {
    for payload in hostile::PAYLOADS {
        check(payload).unwrap();
    }
}

#[test]
fn the_model_recognises_the_corpus_as_it_is() {
    let recognised = hostile::PAYLOADS.iter().filter(|payload| !commands(payload).is_empty()).count();
    assert!(recognised >= 35, "{recognised} of {}: the model has gone blind", hostile::PAYLOADS.len());
}

#[test]
fn json_keeps_the_text_as_it_was() {
    for payload in hostile::PAYLOADS {
        let value: serde_json::Value =
            serde_json::from_str(&written(|out| json::render(&hostile::report(payload), out))).unwrap();
        assert_eq!(value["targets"][0]["name"], *payload);
        assert_eq!(value["targets"][0]["migrations"][1]["error"]["message"], *payload);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_made_of_command_parts_is_recognised(parts in proptest::collection::vec(prop_oneof![
        Just("::"), Just(":"), Just("#"), Just("##["), Just("["), Just("]"), Just("\n"), Just("\r"), Just(" "), Just("\t"), Just("\u{1b}[1m"),
        Just("\u{85}"), Just("\u{200b}"), Just("\u{3000}"), Just("error"), Just(" file=a,"), Just("%0A"), Just("%"), Just("`"), Just("\\"), Just("x"),
    ], 0..24)) {
        check(&parts.concat())?;
    }

    #[test]
    fn no_text_at_all_is_recognised(text in any::<String>()) {
        check(&text)?;
    }
}
