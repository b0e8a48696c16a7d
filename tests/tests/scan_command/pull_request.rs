//! What GitHub shows of a run, and what people accept: in comments, with a label, with a review.

use std::fs;

use serde_json::Value;
use test_github::{FakeGitHub, REPOSITORY};

use crate::repository::{INIT, Repository};

#[test]
fn what_a_person_accepted_is_shown_with_their_name_and_does_not_count() {
    let repository = Repository::with_main(&[INIT]);
    let allow = "-- migration-gate: allow drop-column(users.phone) because exported in OPS-112, backup 2026-11-20\n";
    let drop = "ALTER TABLE users DROP COLUMN phone;\n";
    repository.migration("20260201000000_drop", &format!("{allow}{drop}"));
    let before = repository.scan(&[]);
    assert_eq!((before.code(), before.errors()), (0, vec!["drop-column"]), "{}", before.report);
    assert_eq!(before.report["targets"][0]["findings"][0]["acknowledged"]["by"], Value::Null);
    repository.commit();
    let committed = repository.scan(&[]);
    let acknowledged = &committed.report["targets"][0]["findings"][0]["acknowledged"];
    assert_eq!((committed.code(), &acknowledged["by"], &acknowledged["line"]), (0, &"T".into(), &1.into()));
    assert_eq!(acknowledged["commit"], repository.git(&["rev-parse", "HEAD"]));
    assert_eq!(acknowledged["reason"], "exported in OPS-112, backup 2026-11-20");
    repository.migration("20260201000000_drop", &format!("{allow}SELECT 1;\n{drop}"));
    let elsewhere = repository.scan(&[]);
    let mut rules: Vec<_> = elsewhere.findings(0).into_iter().map(|(_, rule)| rule).collect();
    rules.sort_unstable();
    assert_eq!((elsewhere.code(), rules), (1, vec!["drop-column", "unused-acknowledgement"]));
}

#[test]
fn a_pull_request_has_its_comment_outputs_and_annotations_and_cannot_silence_a_rule() {
    let repository = Repository::with_main(&[INIT]);
    repository.migration("20260201000000_drop", "DROP TABLE users;");
    repository.write(".github/migration-gate.toml", "[hazards]\nrules.drop-table = \"off\"\n");
    repository.commit();
    let github = FakeGitHub::start("github-actions[bot]");
    let scanned = repository.run(repository.with_token(&github));
    assert_eq!((scanned.code(), scanned.errors()), (1, vec!["drop-table"]));
    assert!(scanned.notes().contains("hazards.rules.drop-table"), "{}", scanned.notes());
    let [(_, body)] = &github.comments(7)[..] else { panic!("not one comment: {}", scanned.ended.stderr) };
    assert!(body.contains("is blocked") && body.contains("drop-table") && body.contains("destructive-scan"), "{body}");
    assert!(scanned.ended.stderr.contains("::error file=prisma/migrations/20260201000000_drop/migration.sql,line=1"));
    assert!(fs::read_to_string(repository.path().join("output")).unwrap().contains("blocked"));
    assert!(fs::read_to_string(repository.path().join("summary")).unwrap().contains("drop-table"));
}

/// A pull request whose base asks for consent in this way, and whose branch drops a table under a comment that allows it.
fn pull_request_that_needs(way: &str) -> (Repository, FakeGitHub) {
    let repository = Repository::with_main(&[INIT]);
    repository.git(&["switch", "--quiet", "main"]);
    repository.write(".github/migration-gate.toml", format!("[hazards]\nacknowledgement = \"{way}\"\n"));
    repository.commit();
    repository.git(&["switch", "--quiet", "--force-create", "topic"]);
    let comment = "-- migration-gate: allow drop-table(users) because nobody reads it any more\n";
    repository.migration("20260201000000_drop", &format!("{comment}DROP TABLE users;\n"));
    repository.commit();
    (repository, FakeGitHub::start("github-actions[bot]"))
}

#[test]
fn an_approving_review_accepts_the_text_that_was_reviewed() {
    let (repository, github) = pull_request_that_needs("review");
    let scanned = repository.run(repository.with_token(&github));
    assert_eq!((scanned.code(), scanned.errors()), (1, vec!["drop-table"]), "a comment is not enough");
    assert!(scanned.notes().contains("nothing is accepted"), "{}", scanned.notes());
    let head = repository.git(&["rev-parse", "HEAD"]);
    github.permit("grace", "write");
    github.reviewed(7, "2026-11-21T10:00:00Z", "grace", "APPROVED", &head);
    let scanned = repository.run(repository.with_token(&github));
    let finding = &scanned.report["targets"][0]["findings"][0];
    assert_eq!((scanned.code(), &finding["acknowledged"]["by"]), (0, &"grace".into()), "{}", scanned.report);
    assert_eq!(finding["acknowledged"]["commit"], head);
    repository.migration("20260201000000_drop", "DROP TABLE users CASCADE;\n");
    repository.commit();
    let scanned = repository.run(repository.with_token(&github));
    assert_eq!((scanned.code(), scanned.errors()), (1, vec!["drop-table"]), "another text was approved");
    assert!(scanned.notes().contains("another text"), "{}", scanned.notes());
}

#[test]
fn a_label_accepts_the_text_on_which_it_was_set() {
    let (repository, github) = pull_request_that_needs("label");
    github.set_label(7, "2026-11-21T10:00:00Z", "grace", "migration: destructive");
    let scanned = repository.run(repository.with_token(&github));
    assert_eq!(scanned.code(), 1, "on which commit it was set is not known");
    assert!(scanned.report["targets"][0]["incomplete"].to_string().contains("add it again"), "{}", scanned.report);
    github.ran("2026-11-21T09:00:00Z", &repository.git(&["rev-parse", "HEAD"]), "topic", REPOSITORY);
    let scanned = repository.run(repository.with_token(&github));
    assert_eq!((scanned.code(), scanned.errors()), (0, vec!["drop-table"]), "{}", scanned.report);
    let reason = &scanned.report["targets"][0]["findings"][0]["acknowledged"]["reason"];
    assert_eq!(reason, "label `migration: destructive`");
}

#[test]
fn who_cannot_ask_for_consent_has_none() {
    let (repository, github) = pull_request_that_needs("review");
    let scanned = repository.run(repository.in_actions(&[]));
    assert_eq!((scanned.code(), scanned.errors()), (1, vec!["drop-table"]));
    assert!(scanned.report["targets"][0]["incomplete"].to_string().contains("GITHUB_TOKEN"), "{}", scanned.report);
    let laptop = repository.scan(&[]);
    assert_eq!(laptop.code(), 1);
    assert!(laptop.notes().contains("only a pull request"), "{}", laptop.notes());
    assert!(github.requests().is_empty());
}
