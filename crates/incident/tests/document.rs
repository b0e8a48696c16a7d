//! What an issue says of a failed deploy, to whoever wrote the names in it.

use std::time::Duration;

use comrak::{Arena, Options, nodes::NodeValue, parse_document};
use incident::{Aftermath, Conflict, Incident, Moment};
use report::{ErrorClass, Migration, MigrationError, Origin, Outcome};

fn migration(name: &str, outcome: Outcome) -> Migration {
    Migration { name: name.to_owned(), origin: Origin::New, outcome, duration: None, manner: None, changes: vec![] }
}

fn failed(message: &str, statement: &str) -> Outcome {
    Outcome::Failed(MigrationError {
        sqlstate: Some("23505".to_owned()),
        message: message.to_owned(),
        class: ErrorClass::DataConflict,
        file: "prisma/migrations/2_unique/migration.sql".to_owned(),
        line: Some(3),
        column: Some(1),
        statement: Some(statement.to_owned()),
        statement_start: None,
        advice: String::new(),
    })
}

fn example<'a>(migrations: &'a [Migration], conflict: &'a Conflict, timeline: &'a [Moment], facts: &'a [String]) -> Incident<'a> {
    Incident {
        target: "shop",
        environment: Some("production"),
        class: ErrorClass::DataConflict,
        summary: "Migration `2_unique` failed and was rolled back; those before it stand.",
        aftermath: Aftermath::RolledBack { is_recorded: true },
        migrations,
        conflict: Some(conflict),
        timeline,
        facts,
        run_url: Some("https://github.example.com/acme/shop/actions/runs/42"),
        freezes: true,
    }
}

#[test]
fn the_person_on_call_reads_what_failed_why_and_what_to_do() {
    let statement = "CREATE UNIQUE INDEX \"User_email_key\" ON \"User\"(\"email\")";
    let mut first = migration("1_init", Outcome::Applied);
    first.duration = Some(Duration::from_millis(12));
    let message = "could not create unique index \"User_email_key\"";
    let migrations = [first, migration("2_unique", failed(message, statement)), migration("3_more", Outcome::NotRun)];
    let conflict = Conflict { sentence: "Rows are equal in `email`.".into(), query: Some("SELECT 1;".into()) };
    let timeline = [Moment { at: "2026-11-21T10:00:00Z".into(), what: "the deploy lock was taken".into() }];
    let facts = ["plan `0a1b2c3d4e5f`, approved by `grace`".to_owned()];
    let incident = example(&migrations, &conflict, &timeline, &facts);
    assert_eq!(incident.title(), "Migrations of shop failed in production: data conflict");
    assert_eq!(incident.body(60_000), include_str!("incident.md"));
    assert_eq!(
        incident.news(),
        "Migration <code>2_unique</code> failed and was rolled back; those before it stand. [Log](https://github.example.com/acme/shop/actions/runs/42)\n"
    );
}

#[test]
fn hostile_names_make_no_links_mentions_or_markup() {
    let evil = "x`\n\n# @octocat <img src=x> [a](http://evil.example) ``` \u{202e}";
    let migrations = [migration(evil, failed(evil, &format!("SELECT 1; -- ```\n{evil}")))];
    let conflict = Conflict { sentence: evil.to_owned(), query: Some(format!("SELECT '{evil}';\n````")) };
    let (timeline, facts) = ([Moment { at: evil.to_owned(), what: evil.to_owned() }], [evil.to_owned()]);
    let mut incident = example(&migrations, &conflict, &timeline, &facts);
    (incident.target, incident.environment, incident.summary, incident.run_url) = (evil, Some(evil), evil, None);
    assert!(!incident.title().contains('\n') && !incident.title().contains('\u{202e}'));
    let texts = [incident.body(60_000), incident.news()];
    for text in texts {
        let arena = Arena::new();
        let mut options = Options::default();
        options.extension.autolink = true;
        options.extension.table = true;
        for node in parse_document(&arena, &text, &options).descendants() {
            match &node.data.borrow().value {
                NodeValue::Link(_) | NodeValue::Image(_) | NodeValue::HtmlBlock(_) => panic!("{text}"),
                NodeValue::HtmlInline(html) => {
                    assert!(["<code>", "</code>", "<!-- -->"].contains(&html.as_str()), "{html}\n{text}")
                }
                NodeValue::Text(words) => assert!(!words.contains('\u{202e}'), "{text}"),
                NodeValue::Heading(heading) => assert_eq!(heading.level, 3, "{text}"),
                _ => {}
            }
        }
    }
}

#[test]
fn a_text_over_its_budget_keeps_what_is_needed_most() {
    let migrations: Vec<Migration> = (0..500).map(|n| migration(&format!("{n}_{}", "<".repeat(200)), Outcome::Applied)).collect();
    let conflict = Conflict { sentence: "Rows.".into(), query: None };
    let incident = example(&migrations, &conflict, &[], &[]);
    let body = incident.body(20_000);
    assert!(body.len() <= 20_000 && body.contains("### What to do") && body.ends_with("the log of the run has it.*\n"), "{body}");
    assert!(!incident.body(1_000_000).contains("did not fit"));
}
