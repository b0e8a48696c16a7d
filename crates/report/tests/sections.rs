//! What a report says besides migrations and findings, in every form that shows it.

use std::time::Duration;

use report::{
    Block, Cell, Column, Report, Section, Table, Target,
    render::{human, json, markdown},
};

const COLUMNS: [Column; 4] = [
    Column::new("application", "application"),
    Column::new("query", "query"),
    Column::new("size_bytes", "size"),
    Column::new("age_seconds", "age"),
];

fn report() -> Report {
    let row = |name: &str, bytes, age| {
        vec![Cell::Text(name.into()), Cell::Name(format!("LOCK {name}")), Cell::Bytes(bytes), Cell::from(age)]
    };
    let rows = vec![row("deploy", 5 << 20, Some(Duration::from_secs(61))), row("größer", 3, None)];
    let table = Block::Table(Table { columns: COLUMNS.to_vec(), rows });
    let list = Block::List(vec!["`deploy` waits for nobody".into()]);
    let tree = Block::Code { language: "text", text: "1 holds\n└─ 2 waits".into() };
    let sections = vec![
        Section { title: "Holders".into(), blocks: vec![table, list], is_folded: false },
        Section { title: "Who waits".into(), blocks: vec![tree], is_folded: true },
    ];
    let target = Target { name: "shop".into(), sections, summary: Some("the deploy lock is free".into()), ..Target::default() };
    Report { command: "lock", targets: vec![target], rules: vec![] }
}

#[test]
fn on_a_terminal_columns_are_aligned() {
    let mut bytes = Vec::new();
    human::render(&report(), human::Style { colour: false, width: 100 }, &mut bytes).unwrap();
    let expected = "\
lock shop

Holders
  application  query           size        age
  deploy       LOCK deploy  5.0 MiB  1 min 1 s
  größer       LOCK größer  3 bytes
  - `deploy` waits for nobody

Who waits
  1 holds
  └─ 2 waits

pass: shop: the deploy lock is free
";
    assert_eq!(String::from_utf8(bytes).unwrap(), expected);
}

#[test]
fn the_environment_tells_databases_of_one_target_apart() {
    let mut report = report();
    report.targets[0].environment = Some("staging".into());
    let mut bytes = Vec::new();
    human::render(&report, human::Style { colour: false, width: 100 }, &mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.starts_with("lock shop in staging\n"), "{text}");
    assert!(text.ends_with("pass: shop in staging: the deploy lock is free\n"), "{text}");
    let text = markdown::render(&report, 60_000);
    assert!(text.contains("lock: <code>shop</code> in <code>staging</code> passes"), "{text}");
}

#[test]
fn in_markdown_numbers_stand_to_the_right() {
    let text = markdown::render(&report(), 60_000);
    assert!(text.contains("| application | query | size | age |\n|---|---|--:|--:|\n"), "{text}");
    assert!(text.contains("| deploy | <code>LOCK deploy</code> | 5.0&nbsp;MiB | 1&nbsp;min&nbsp;1&nbsp;s |\n"), "{text}");
    assert!(text.contains("<details><summary>Who waits</summary>\n\n```text\n1 holds\n└─ 2 waits\n```"), "{text}");
    assert!(text.contains("passes\n\nthe deploy lock is free\n"), "{text}");
    let short = markdown::render(&report(), 300);
    assert!(!short.contains("2 waits") && short.contains("**Shortened:**"), "{short}");
}

#[test]
fn in_json_values_have_their_keys_and_types() {
    let mut bytes = Vec::new();
    json::render(&report(), &mut bytes).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let target = &value["targets"][0];
    assert_eq!(target["summary"], "the deploy lock is free");
    let expected = serde_json::json!([
        { "application": "deploy", "query": "LOCK deploy", "size_bytes": 5_242_880, "age_seconds": 61.0 },
        { "application": "größer", "query": "LOCK größer", "size_bytes": 3, "age_seconds": null },
    ]);
    assert_eq!(target["sections"][0]["blocks"][0]["rows"], expected);
    let schema = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/report.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    assert!(validator.is_valid(&value), "{value:#}");
    let mut broken = value.clone();
    broken["targets"][0]["sections"][0]["blocks"][0]["rows"][0]["size_bytes"] = serde_json::json!(["5"]);
    assert!(!validator.is_valid(&broken), "a list is no value of a table");
}
