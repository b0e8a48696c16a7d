//! Labels and reviews are read as GitHub tells them: every call and every answer is judged by GitHub's description of its API.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use github::{Answer, Consent, Event, GitHub, Patience, Reach};
use test_github::{FakeGitHub, Fault, Prism, REPOSITORY};

const PULL: u64 = 7;
const LABEL: &str = "migration: destructive";

fn at(time: &str) -> String {
    format!("2026-11-21T{time}Z")
}

fn client(fake: &FakeGitHub, url: &str) -> GitHub {
    let patience =
        Patience { attempt: Duration::from_secs(30), pauses: Duration::from_millis(100), first_pause: Duration::from_millis(20) };
    GitHub::new(url, fake.token().into(), REPOSITORY).unwrap().with_patience(patience)
}

/// A pull request by ada from `feature/x` of the repository itself, opened at eight. `more`: what else is in the event.
fn event(more: &str) -> Event {
    let json = format!(
        r#"{{{more} "number": 7, "pull_request": {{"number": 7, "user": {{"login": "ada"}}, "created_at": "{}",
        "base": {{"ref": "main", "sha": "aaa", "repo": {{"full_name": "{REPOSITORY}"}}}},
        "head": {{"ref": "feature/x", "sha": "ccc", "repo": {{"full_name": "{REPOSITORY}"}}}}}}}}"#,
        at("08:00:00")
    );
    Event::read("pull_request", &json).unwrap()
}

fn given(by: &str, time: &str, commit: &str, reach: Reach) -> Answer {
    Answer::Given(vec![Consent { by: by.into(), at: at(time), commit: commit.into(), reach }])
}

fn why(answer: Answer) -> String {
    match answer {
        Answer::Missing(why) => format!("missing: {why}"),
        Answer::Unknown(why) => format!("unknown: {why}"),
        Answer::Given(consents) => panic!("{consents:?}"),
    }
}

#[tokio::test]
async fn a_label_is_bound_to_what_its_run_had_seen() {
    let fake = FakeGitHub::start("github-actions[bot]");
    let prism = Prism::in_front_of(&fake);
    let github = client(&fake, prism.url());
    let ask = async || github.label_consent(&event(""), LABEL).await;

    fake.set_label(8, &at("09:00:00"), "grace", LABEL);
    assert_eq!(why(ask().await), "missing: the label `migration: destructive` is not on the pull request");

    // Three pages of talk before it.
    for n in 0..250 {
        fake.happened(PULL, &at("08:30:00"), "octocat", if n % 2 == 0 { "labeled" } else { "unlabeled" }, Some("noise"));
    }
    fake.set_label(PULL, &at("10:00:00"), "grace", LABEL);
    let unknown =
        "unknown: on which commit the label `migration: destructive` was set cannot be told: remove it and add it again";
    assert_eq!(why(ask().await), unknown);

    fake.ran(&at("09:00:00"), "mallory's", "feature/x", "mallory/shop");
    fake.ran(&at("09:00:00"), "other", "feature/y", REPOSITORY);
    fake.ran(&at("10:30:00"), "ccc", "feature/x", REPOSITORY);
    assert_eq!(why(ask().await), unknown);
    // A page and a half of strangers' runs lie before ours.
    for _ in 0..150 {
        fake.ran(&at("09:50:00"), "mallory's", "feature/x", "mallory/shop");
    }
    fake.ran(&at("09:10:00"), "bbb", "feature/x", REPOSITORY);
    assert_eq!(ask().await, given("grace", "10:00:00", "bbb", Reach::Onwards));

    let labelled = r#""action": "labeled", "label": {"name": "migration: destructive"}, "sender": {"login": "grace"},"#;
    let by_event = github.label_consent(&event(labelled), LABEL).await;
    assert_eq!(by_event, given("grace", "10:00:00", "ccc", Reach::Commit));

    fake.happened(PULL, &at("10:10:00"), "ada", "head_ref_force_pushed", None);
    assert_eq!(
        why(ask().await),
        "unknown: the branch was rewritten after the label `migration: destructive` was set: remove it and add it again"
    );
    assert!(fake.requests().iter().all(|request| request.method == "GET"), "it only reads");
}

#[tokio::test]
async fn an_approval_counts_by_who_gave_it() {
    let fake = FakeGitHub::start("octocat");
    let prism = Prism::in_front_of(&fake);
    let github = client(&fake, prism.url());
    let ask = async |team: Option<&str>| github.review_consents(&event(""), team).await;

    let none = "missing: no approving review: somebody other than its author has to approve the pull request";
    assert_eq!(why(ask(None).await), none);
    fake.reviewed(PULL, &at("09:00:00"), "ada", "APPROVED", "bbb");
    fake.reviewed(PULL, &at("09:00:00"), "reviewer[bot]", "APPROVED", "bbb");
    fake.reviewed(8, &at("09:00:00"), "grace", "APPROVED", "bbb");
    assert_eq!(why(ask(None).await), none);

    fake.reviewed(PULL, &at("09:10:00"), "stranger", "APPROVED", "bbb");
    fake.reviewed(PULL, &at("09:11:00"), "reader", "APPROVED", "bbb");
    fake.permit("reader", "read");
    let strangers = "missing: approved only by `stranger`, `reader`, who is not somebody with the right to write";
    assert_eq!(why(ask(None).await), strangers);

    for n in 0..120 {
        fake.reviewed(PULL, &at("09:20:00"), &format!("person{n}"), "COMMENTED", "bbb");
    }
    fake.reviewed(PULL, &at("10:00:00"), "grace", "APPROVED", "bbb");
    fake.permit("grace", "write");
    assert_eq!(ask(None).await, given("grace", "10:00:00", "bbb", Reach::Commit));

    assert_eq!(
        why(ask(Some("acme/database")).await),
        "unknown: the members of `acme/database` cannot be read: a token with the organisation's `members: read` is needed, which a workflow's own never has"
    );
    fake.form_team("database", &["zoe"]);
    assert_eq!(
        why(ask(Some("@acme/database")).await),
        "missing: approved only by `stranger`, `reader`, `grace`, who is not in the team with the right to write"
    );
    fake.reviewed(PULL, &at("10:10:00"), "zoe", "APPROVED", "ccc");
    fake.permit("zoe", "admin");
    assert_eq!(ask(Some("database")).await, given("zoe", "10:10:00", "ccc", Reach::Commit));

    fake.reviewed(PULL, &at("10:20:00"), "zoe", "CHANGES_REQUESTED", "ccc");
    assert!(why(ask(Some("database")).await).starts_with("missing: approved only by "));
    fake.reviewed(PULL, &at("10:30:00"), "grace", "DISMISSED", "bbb");
    assert_eq!(why(ask(None).await), strangers);
}

#[tokio::test]
async fn what_cannot_be_read_is_no_consent() {
    let fake = FakeGitHub::start("github-actions[bot]");
    let github = client(&fake, fake.url());
    fake.fail_next("GET", Fault::Locked);
    let refused = why(github.review_consents(&event(""), None).await);
    assert!(refused.starts_with("unknown: the token may not ask (GitHub answered 403 Forbidden: "), "{refused}");
    assert!(refused.ends_with("give the job `pull-requests: read`"), "{refused}");
    fake.fail_next("GET", Fault::Nonsense);
    assert!(why(github.label_consent(&event(""), LABEL).await).starts_with("unknown: GitHub's answer cannot be read: "));
    for _ in 0..10 {
        fake.fail_next("GET", Fault::Unavailable);
    }
    assert!(why(github.label_consent(&event(""), LABEL).await).starts_with("unknown: GitHub could not be reached: "));
    let push = Event::read("push", r#"{"ref": "refs/heads/main", "before": "aaa", "after": "bbb"}"#).unwrap();
    let none = "missing: there is no pull request that a label or a review could be on";
    assert_eq!(
        (why(github.label_consent(&push, LABEL).await), why(github.review_consents(&push, None).await)),
        (none.into(), none.into())
    );
}
