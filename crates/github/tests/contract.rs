//! Our calls are ones that GitHub takes, and our comment survives what GitHub does.
//!
//! The first half runs through Prism, which knows GitHub's description of its API; the second half, on limits and failing servers that
//! the description does not cover, talks to the fake directly.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::{Duration, Instant};

use github::{COMMENT_LIMIT, GitHub, Marker, Outcome, Patience};
use test_github::{FakeGitHub, Fault, Prism, REPOSITORY};

const PULL: u64 = 7;
const BOT: &str = "github-actions[bot]";

fn marker() -> Marker {
    Marker::new("validate", "shop")
}

fn marked(body: &str) -> String {
    format!("{}\n{body}", marker().as_str())
}

fn client(fake: &FakeGitHub, url: &str) -> GitHub {
    let patience =
        Patience { attempt: Duration::from_secs(30), pauses: Duration::from_secs(5), first_pause: Duration::from_millis(20) };
    GitHub::new(url, fake.token().into(), REPOSITORY).unwrap().with_patience(patience)
}

async fn publish(fake: &FakeGitHub, url: &str, body: &str) -> Outcome {
    client(fake, url).upsert_comment(PULL, &marker(), None, body).await
}

fn assert_published(outcome: &Outcome) {
    assert!(matches!(outcome, Outcome::Published { url } if url.contains("#issuecomment-")), "{outcome:?}");
}

fn why(outcome: Outcome) -> String {
    match outcome {
        Outcome::Failed { why } => why,
        other => panic!("{other:?}"),
    }
}

/// The whole life of a comment, judged by GitHub's description. One test, because starting the judge takes seconds.
#[tokio::test]
async fn a_comment_is_created_kept_up_to_date_and_found_among_many() {
    let fake = FakeGitHub::start(BOT);
    let prism = Prism::in_front_of(&fake);
    // Strangers plant our marker, early and late; three pages of talk.
    fake.plant(PULL, "mallory", &marked("planted"));
    for n in 0..250 {
        fake.plant(PULL, "octocat", &format!("comment {n}"));
    }
    fake.plant(PULL, "mallory", &marked("planted late"));
    fake.plant(8, BOT, &marked("of another pull request"));
    fake.plant(PULL, BOT, &format!("quoted: {}", marked("not on the first line")));

    assert_published(&publish(&fake, prism.url(), "first").await);
    assert_eq!(fake.comments(PULL).last().unwrap(), &(BOT.to_owned(), marked("first")));
    let count = fake.comments(PULL).len();

    assert_published(&publish(&fake, prism.url(), "second").await);
    assert_eq!((fake.comments(PULL).len(), fake.count("POST"), fake.count("PATCH")), (count, 1, 1));
    assert_eq!(fake.comments(PULL).last().unwrap().1, marked("second"));

    assert_published(&publish(&fake, prism.url(), "second").await);
    assert_eq!((fake.count("POST"), fake.count("PATCH")), (1, 1), "an unchanged text calls nothing");

    assert_eq!(fake.comments(PULL)[0], ("mallory".to_owned(), marked("planted")), "others' comments are left alone");
    assert_eq!(fake.comments(8), [(BOT.to_owned(), marked("of another pull request"))]);

    let too_long = why(publish(&fake, prism.url(), &"x".repeat(COMMENT_LIMIT)).await);
    assert_eq!(
        too_long,
        "GitHub answered 422 Unprocessable Entity: Validation Failed; Body is too long (maximum is 65536 characters)"
    );
    assert_published(&publish(&fake, prism.url(), &"x".repeat(COMMENT_LIMIT - marker().as_str().len() - 1)).await);

    // Another run at the same moment left a second one: the oldest stays.
    fake.plant(PULL, BOT, &marked("duplicate"));
    assert_published(&publish(&fake, prism.url(), "third").await);
    let ours: Vec<_> =
        fake.comments(PULL).into_iter().filter(|(login, body)| login == BOT && body.starts_with(marker().as_str())).collect();
    assert_eq!(ours, [(BOT.to_owned(), marked("third"))]);

    fake.make_read_only();
    assert_eq!(publish(&fake, prism.url(), "fourth").await, Outcome::ReadOnlyToken);
    assert_no_token(&fake);
}

/// The token is in the one header where it belongs, and that header is the only one of its name.
fn assert_no_token(fake: &FakeGitHub) {
    for request in fake.requests() {
        assert_eq!(request.header("authorization"), [format!("Bearer {}", fake.token())]);
        assert_eq!(request.header("accept"), ["application/vnd.github+json"]);
        assert!(request.header("user-agent")[0].starts_with("migration-gate/") && request.header("user-agent").len() == 1);
        let elsewhere = format!("{}{:?}{}", request.path, request.query, request.body);
        assert!(!elsewhere.contains("canary"), "{elsewhere}");
    }
}

#[tokio::test]
async fn a_person_s_token_asks_who_it_is_unless_told() {
    let fake = FakeGitHub::start("octocat");
    let prism = Prism::in_front_of(&fake);
    fake.plant(PULL, BOT, &marked("of the workflow"));
    let outcome = publish(&fake, prism.url(), "first").await;
    assert_published(&outcome);
    assert_eq!(fake.requests()[0].path, "/user");

    let told = client(&fake, prism.url()).upsert_comment(PULL, &marker(), Some("OctoCat"), "second").await;
    assert_eq!(told, outcome, "the same comment");
    assert_eq!(fake.requests().iter().filter(|request| request.path == "/user").count(), 1);
    assert_eq!(fake.comments(PULL), [(BOT.to_owned(), marked("of the workflow")), ("octocat".to_owned(), marked("second"))]);
}

#[tokio::test]
async fn a_path_in_the_address_is_kept() {
    let fake = FakeGitHub::start(BOT);
    let outcome = publish(&fake, &format!("{}/api/v3/", fake.url()), "first").await;
    assert_eq!(why(outcome), "GitHub answered 404 Not Found: Not Found");
    assert_eq!(fake.requests()[0].path, "/api/v3/repos/acme/shop/issues/7/comments");
}

#[tokio::test]
async fn a_failing_server_is_asked_again() {
    let fake = FakeGitHub::start(BOT);
    fake.plant(PULL, BOT, &marked("old"));
    fake.fail_next("GET", Fault::Unavailable);
    fake.fail_next("GET", Fault::AnswerLost);
    fake.fail_next("PATCH", Fault::Unavailable);
    assert_published(&publish(&fake, fake.url(), "new").await);
    assert_eq!(fake.comments(PULL), [(BOT.to_owned(), marked("new"))]);
    assert_eq!((fake.count("GET"), fake.count("PATCH")), (3, 2));
}

#[tokio::test]
async fn a_creation_in_doubt_is_looked_up_before_it_is_repeated() {
    let carried_out = FakeGitHub::start(BOT);
    carried_out.fail_next("POST", Fault::AnswerLost);
    assert_published(&publish(&carried_out, carried_out.url(), "text").await);
    assert_eq!((carried_out.comments(PULL).len(), carried_out.count("POST")), (1, 1), "found, not created twice");

    let not_carried_out = FakeGitHub::start(BOT);
    not_carried_out.fail_next("POST", Fault::Unavailable);
    assert_published(&publish(&not_carried_out, not_carried_out.url(), "text").await);
    assert_eq!((not_carried_out.comments(PULL).len(), not_carried_out.count("POST")), (1, 2));
}

#[tokio::test]
async fn limits_are_obeyed() {
    let check = async |method: &str, fault: Fault, at_least: u64| {
        let fake = FakeGitHub::start(BOT);
        fake.fail_next(method, fault);
        let start = Instant::now();
        assert_published(&publish(&fake, fake.url(), "text").await);
        assert!(start.elapsed() >= Duration::from_secs(at_least), "{:?}", start.elapsed());
        assert_eq!(fake.comments(PULL).len(), 1);
    };
    check("POST", Fault::SecondaryLimit(Some(1)), 1).await;
    check("GET", Fault::RateLimit(1), 2).await;
}

#[tokio::test]
async fn a_limit_beyond_patience_ends_the_attempt_at_once() {
    let check = async |fault: Fault, seconds: u64| {
        let fake = FakeGitHub::start(BOT);
        fake.fail_next("GET", fault);
        let start = Instant::now();
        let why = why(publish(&fake, fake.url(), "text").await);
        assert_eq!(why, format!("GitHub's rate limit is reached, and it asks to wait {seconds} s"));
        assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
    };
    check(Fault::RateLimit(3600), 3601).await;
    check(Fault::SecondaryLimit(Some(600)), 600).await;
    check(Fault::SecondaryLimit(None), 60).await;
}

#[tokio::test]
async fn what_cannot_be_published_says_why_and_never_with_the_token() {
    let locked = FakeGitHub::start(BOT);
    locked.fail_next("POST", Fault::Locked);
    assert_eq!(
        why(publish(&locked, locked.url(), "text").await),
        "GitHub answered 403 Forbidden: Unable to create comment because issue is locked."
    );

    let wrong = GitHub::new(locked.url(), "ghs_canary-wrong".into(), REPOSITORY).unwrap();
    let refused = why(wrong.upsert_comment(PULL, &marker(), None, "text").await);
    assert_eq!(refused, "GitHub answered 401 Unauthorized: Bad credentials");

    let garbled = FakeGitHub::start(BOT);
    garbled.fail_next("GET", Fault::Nonsense);
    assert!(why(publish(&garbled, garbled.url(), "text").await).starts_with("GitHub's answer cannot be read: "));

    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let gone = why(publish(&locked, &format!("http://{closed}"), "text").await);
    assert!(gone.starts_with("GitHub could not be reached: ") && !gone.contains("canary"), "{gone}");
}
