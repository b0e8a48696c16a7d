//! Hostile text stays text in a comment: judged by a renderer of GitHub's Markdown with every extension switched on.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "sample/hostile.rs"]
#[expect(dead_code, reason = "another test counts the annotations")]
mod hostile;
mod sample;

use proptest::prelude::*;
use report::{Report, Severity, Target, render::markdown};

/// Elements that our own Markdown makes.
const ELEMENTS: &[&str] = &[
    "h2",
    "h3",
    "p",
    "b",
    "strong",
    "em",
    "br",
    "code",
    "pre",
    "blockquote",
    "ul",
    "li",
    "details",
    "summary",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
];

fn html(text: &str) -> String {
    let mut options = comrak::Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.math_dollars = true;
    options.extension.alerts = true;
    options.parse.relaxed_autolinks = true;
    options.render.r#unsafe = true; // raw HTML shows up as what it is
    comrak::markdown_to_html(text, &options).replace("<!-- -->", "") // GitHub drops comments before it looks for mentions
}

/// The elements in the order of their opening tags, and the text outside of code.
fn outline(html: &str) -> (Vec<String>, String) {
    let (mut elements, mut prose, mut code_depth) = (Vec::new(), String::new(), 0_usize);
    for (index, piece) in html.split('<').enumerate() {
        let (tag, text) = if index == 0 { ("", piece) } else { piece.split_once('>').unwrap_or((piece, "")) };
        let name = tag.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap_or_default().to_owned();
        let is_code = name == "code" || name == "pre";
        match (tag.starts_with('/'), is_code) {
            (true, true) => code_depth = code_depth.saturating_sub(1),
            (false, true) => code_depth += 1,
            _ => {}
        }
        if !tag.starts_with('/') && index > 0 {
            elements.push(name);
        }
        if code_depth == 0 {
            prose.push_str(text);
        }
    }
    (elements, prose)
}

/// What a browser shows, and GitHub searches for mentions: character references resolved.
fn decoded(html: &str) -> String {
    let mut pieces = html.split("&#");
    let first = pieces.next().unwrap_or_default().to_owned();
    let rest = pieces.map(|piece| {
        let (number, rest) = piece.split_once(';').unwrap();
        format!("{}{rest}", char::from_u32(number.parse().unwrap()).unwrap())
    });
    std::iter::once(first).chain(rest).collect()
}

/// The elements of the report are those of the same report with a harmless word, and nothing in its prose can become a link.
fn check(text: &str) -> Result<(), TestCaseError> {
    let page = html(&markdown::render(&hostile::report(text), 1_000_000));
    let (elements, prose) = outline(&page);
    for element in &elements {
        prop_assert!(ELEMENTS.contains(&element.as_str()), "<{}> for {:?} in\n{}", element, text, page);
    }
    let count = |name: &str| elements.iter().filter(|element| *element == name).count();
    let harmless = outline(&html(&markdown::render(&hostile::report("word"), 1_000_000))).0;
    for name in ["h2", "h3", "table", "tr", "td", "details", "summary", "blockquote", "li", "strong", "em", "b"] {
        let expected = harmless.iter().filter(|element| *element == name).count();
        prop_assert_eq!(count(name), expected, "<{}> for {:?} in\n{}", name, text, page);
    }
    let prose = decoded(&prose).to_lowercase();
    for bait in ["@", "#", "http:", "https:", "www.", "$", "gh-"] {
        prop_assert!(!prose.contains(bait), "{} for {:?} in\n{}", bait, text, prose);
    }
    Ok(())
}

#[test]
fn the_corpus_stays_text() {
    for payload in hostile::PAYLOADS {
        check(payload).unwrap();
    }
}

#[test]
fn the_judge_sees_what_gets_through() {
    for (raw, element) in
        [("[a](b)", "a"), ("![a](b)", "img"), ("https://x.example", "a"), ("~~x~~", "del"), ("<b x>", "b"), ("$x$", "span")]
    {
        assert!(outline(&html(raw)).0.contains(&element.to_owned()), "{raw}: {}", html(raw));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_made_of_markup_becomes_markup(parts in proptest::collection::vec(prop_oneof![
        Just("`"), Just("```"), Just("~"), Just("*"), Just("_"), Just("["), Just("]"), Just("("), Just(")"), Just("<"), Just(">"), Just("!"), Just("|"), Just("@"),
        Just("#"), Just("$"), Just("&"), Just("\\"), Just("-"), Just("+"), Just("="), Just("1."), Just("\n"), Just(" "), Just("a"), Just("b2"), Just("http://"),
        Just("www."), Just(":"), Just("</code>"), Just("--"), Just("    "), Just("deadbee1"), Just("漢"),
    ], 0..24)) {
        check(&(parts.concat() + "a"))?; // an empty text would leave out the element that it would be in
    }
}

#[test]
fn a_thousand_findings_keep_the_verdict_and_the_budget() {
    let mut report = sample::report();
    let target = &mut report.targets[0];
    let finding = target.findings[0].clone();
    target.findings.extend((0..1000).map(|_| finding.clone()));
    let text = markdown::render_target(&report, &report.targets[0], 60_000);
    assert!(text.len() <= 60_000 && text.len() > 50_000, "{}", text.len());
    assert!(text.starts_with("## ❌ ") && text.contains("**Shortened:**"));
    let (elements, _) = outline(&html(&text));
    assert_eq!(elements.iter().filter(|element| *element == "h2").count(), 1);
}

#[test]
fn headlines_stay_when_bodies_do_not_fit() {
    let mut report = sample::report();
    let target = &mut report.targets[0];
    let mut finding = target.findings[0].clone();
    finding.statement = Some("SELECT 1;\n".repeat(400));
    target.findings = (0..100).map(|n| report::Finding { message: format!("finding number {n}"), ..finding.clone() }).collect();
    let text = markdown::render(&report, 60_000);
    assert!(text.len() <= 60_000);
    assert!((0..100).all(|n| text.contains(&format!("finding number {n}"))), "a headline is missing");
    assert!(text.contains("</details>") && text.contains("**Shortened:**") && !text.contains("headlines left out"));
}

#[test]
fn an_empty_report_is_one_verdict() {
    let report =
        Report { command: "validate", targets: vec![Target { name: "shop".into(), ..Target::default() }], rules: vec![] };
    assert_eq!(
        markdown::render(&report, 60_000),
        "## ✅ Migration Gate validate: <code>shop</code> passes\n\nno new migrations · nothing found\n\n"
    );
}

#[test]
fn findings_stand_below_their_severity_and_long_lists_wait_behind_a_click() {
    let of = |severity, number: usize, migration: &'static str| {
        let finding = move |n| report::Finding {
            migration: Some(migration.to_owned()),
            ..report::Finding::new(report::RuleId::new("set-not-null"), severity, format!("{migration} {n}"))
        };
        (0..number).map(finding)
    };
    let mut target = Target { name: "shop".into(), ..Target::default() };
    target.findings.extend(of(Severity::Notice, 11, "one").chain(of(Severity::Error, 12, "one")).chain(of(
        Severity::Error,
        1,
        "two",
    )));
    target.findings.extend(of(Severity::Warning, 2, "one"));
    target.sort();
    let text = markdown::render(&Report { command: "destructive-scan", targets: vec![target], rules: vec![] }, 60_000);
    let places = ["### ❌ 13 errors", "**<code>one</code>**", "**<code>two</code>**", "### ⚠️ 2 warnings", "### ℹ️ 11 notices"];
    let found: Vec<Option<usize>> = places.iter().map(|place| text.find(place)).collect();
    assert!(found.iter().all(Option::is_some) && found.is_sorted(), "{found:?}\n{text}");
    assert_eq!(text.matches("**<code>one</code>**").count(), 1, "only where there are several migrations");
    assert!(text.contains("<details><summary>ℹ️ 11 notices</summary>") && !text.contains("<summary>❌ 13 errors"), "{text}");
    let (elements, _) = outline(&html(&text));
    assert_eq!(elements.iter().filter(|element| *element == "details").count(), 26 + 1, "each finding, and the list");
}
