//! The rules directory is complete, its examples are true, and `docs/rules` is what the rules say.

use std::{collections::BTreeSet, fs, path::Path};

use hazards::{Scan, Script, Settings, find, pages, rules};

fn directory() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules"))
}

/// An example, as the migration whose path its first line tells.
fn script(sql: &str) -> Script<'_> {
    let told = sql.lines().next().and_then(|line| line.strip_prefix("-- ")).filter(|line| line.ends_with("/migration.sql"));
    let file = told.unwrap_or("migrations/20260101000000_example/migration.sql");
    Script { migration: file.rsplit('/').nth(1).expect("it is in a directory of its own"), file, sql }
}

fn settings() -> Settings {
    Settings { rules: rules().to_vec(), now: Some("20260601000000".to_owned()), ..Settings::default() }
}

/// The fenced example of a page that is marked so.
fn example<'a>(page: &'a str, mark: &str) -> Option<&'a str> {
    let (_, rest) = page.split_once(&format!("```sql {mark}\n"))?;
    Some(rest.split_once("\n```")?.0)
}

#[test]
fn every_file_is_a_rule_and_every_rule_two_files() {
    let names = |directory: &Path| -> Vec<String> {
        let entries = fs::read_dir(directory).expect("the directory exists");
        entries.map(|entry| entry.expect("it can be read").file_name().into_string().expect("names are ASCII")).collect()
    };
    let groups: Vec<String> = names(directory()).into_iter().filter(|name| !name.contains('.')).collect();
    let files: BTreeSet<String> = groups
        .iter()
        .flat_map(|group| names(&directory().join(group)).into_iter().map(move |name| format!("{group}/{name}")))
        .collect();
    let both = |rule: &hazards::Rule| ["rs", "md"].map(|end| format!("{}/{}.{end}", rule.group, rule.id.replace('-', "_")));
    let expected: BTreeSet<String> = rules().iter().flat_map(|rule| both(rule)).collect();
    assert_eq!(files, expected);
    assert!(rules().is_sorted_by(|one, next| one.id < next.id), "sorted, and no name twice");
}

#[test]
fn pages_say_what_a_reader_needs() {
    for rule in rules() {
        assert!(rule.page.starts_with(&format!("# {}\n", rule.id)), "{}: the title is the rule's name", rule.id);
        assert!(rule.page.contains("\n## Instead\n"), "{}: what to do instead", rule.id);
        assert!(rule.page.contains("Source: ") || rule.id == "unparsed-statement", "{}: the source", rule.id);
        assert!(example(rule.page, "unsafe").is_some() && example(rule.page, "safer").is_some(), "{}: both examples", rule.id);
        assert!(find(rule.id).is_some_and(|found| found.page == rule.page));
    }
    assert!(find("no-such-rule").is_none());
}

#[test]
fn unsafe_examples_fire_and_safer_ones_are_silent() {
    for rule in rules().iter().filter(|rule| rule.is_static()) {
        let fires = |mark: &str| {
            let mut scan = Scan::new(settings());
            if let Some(setup) = example(rule.page, "setup") {
                scan.learn(&script(setup));
            }
            let findings = scan.scan(&script(example(rule.page, mark).expect("the page has it"))).findings;
            findings.iter().any(|finding| finding.rule.as_str() == rule.id)
        };
        assert!(fires("unsafe"), "{}: the unsafe example is not found", rule.id);
        assert!(!fires("safer"), "{}: the safer example is found", rule.id);
    }
}

#[test]
fn rules_that_need_a_server_say_so() {
    for rule in rules().iter().filter(|rule| !rule.is_static()) {
        assert!(rule.page.contains("The example needs a server"), "{}", rule.id);
        let mut scan = Scan::new(settings());
        let found = scan.scan(&script(example(rule.page, "unsafe").expect("the page has it"))).findings;
        assert!(found.iter().all(|finding| finding.rule.as_str() != rule.id), "{}: is not raised here", rule.id);
    }
}

#[test]
fn examples_are_understood() {
    for rule in rules().iter().filter(|rule| rule.id != "unparsed-statement") {
        for mark in ["setup", "unsafe", "safer"] {
            if let Some(sql) = example(rule.page, mark) {
                let summary = Scan::new(settings()).scan(&script(sql)).summary;
                assert_eq!(summary.unparsed, 0, "{}: {mark}", rule.id);
            }
        }
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a person asks for new files by a variable")]
fn documents_are_up_to_date() {
    let directory = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/rules"));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::create_dir_all(directory).expect("the directory can be made");
        for (name, content) in pages() {
            fs::write(directory.join(name), content).expect("the page can be written");
        }
    }
    let mut stale: BTreeSet<String> = fs::read_dir(directory)
        .map(|entries| entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect())
        .unwrap_or_default();
    for (name, content) in pages() {
        assert_eq!(
            fs::read_to_string(directory.join(&name)).ok().as_ref(),
            Some(&content),
            "docs/rules/{name} is old: UPDATE_DOCS=1 cargo test -p hazards"
        );
        stale.remove(&name);
    }
    assert!(stale.is_empty(), "no rule has these pages: {stale:?}");
}
