//! Approvals, deployments and incidents are asked for and told as GitHub takes it: every call and every answer is judged by GitHub's description
//! of its API, but for failing servers, which the description does not cover.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use github::{
    Approval, ApprovalQuestion, Deployment, DeploymentState, Freeze, GitHub, IssueText, Lifted, Marker, Outcome, Patience,
    Unapproved,
};
use test_github::{FakeGitHub, Fault, KeptIssue, Prism, REPOSITORY, Reviewers};

const BOT: &str = "github-actions[bot]";
const LABEL: &str = "migration: incident";
const CODE: &str = "0a1b2c3d4e5f";

fn client(fake: &FakeGitHub, url: &str) -> GitHub {
    let patience =
        Patience { attempt: Duration::from_secs(30), pauses: Duration::from_secs(2), first_pause: Duration::from_millis(20) };
    GitHub::new(url, fake.token().into(), REPOSITORY).unwrap().with_patience(patience)
}

fn question<'a>(environment: &'a str, code: Option<&'a str>) -> ApprovalQuestion<'a> {
    ApprovalQuestion { environment, run: 42, attempt: 1, started_by: Some("ada"), code }
}

fn marker(target: &str) -> Marker {
    Marker::new("incident", target)
}

fn text<'a>(body: &'a str, assignees: &'a [String]) -> IssueText<'a> {
    IssueText { title: "Migrations of shop failed in production", body, label: LABEL, assignees, news: "It failed again." }
}

fn url(outcome: Outcome) -> String {
    match outcome {
        Outcome::Published { url } => url,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_job_is_approved_by_a_rule_and_a_person() {
    let fake = FakeGitHub::start(BOT);
    let prism = Prism::in_front_of(&fake);
    let github = client(&fake, prism.url());
    let ask = async |environment: &str, code: Option<&str>| github.approval(&question(environment, code)).await;

    let typo = ask("produktion", None).await;
    assert_eq!(typo, Approval::Missing(Unapproved::NoEnvironment("produktion".into())));
    fake.add_environment("staging", Reviewers::None, None);
    fake.review_run(42, "staging", "grace", "approved", "");
    assert_eq!(ask("staging", None).await, Approval::Missing(Unapproved::NoReviewers("staging".into())));

    fake.add_environment("production / eu", Reviewers::Others, Some(&["main", "release/*"]));
    fake.review_run(41, "production / eu", "grace", "approved", "another run");
    fake.review_run(42, "production / eu", "zoe", "rejected", "not today");
    assert_eq!(ask("production / eu", None).await, Approval::Missing(Unapproved::Nobody("production / eu".into())));

    fake.review_run(42, "Production / EU", "grace", "approved", "looks good");
    let Approval::Given(approved) = ask("production / eu", None).await else { panic!("not approved") };
    assert_eq!((approved.by[0].login.as_str(), approved.by[0].comment.as_str()), ("grace", "looks good"));
    assert_eq!(approved.remarks.last().unwrap(), "only `main`, `release/*` may ask for `production / eu`");
    let without = Unapproved::WithoutCode { by: vec!["grace".into()], code: CODE.into() };
    assert_eq!(ask("production / eu", Some(CODE)).await, Approval::Missing(without));

    fake.review_run(42, "production / eu", "grace", "approved", &format!("plan {CODE}"));
    assert!(matches!(ask("production / eu", Some(CODE)).await, Approval::Given(_)));

    fake.add_environment("open", Reviewers::Anybody, None);
    fake.add_environment("guarded", Reviewers::Anybody, Some(&[]));
    for (name, expected) in
        [("open", "every branch may ask for `open`: "), ("guarded", "only protected branches may ask for `guarded`")]
    {
        fake.review_run(42, name, "ada", "approved", "");
        let Approval::Given(approved) = ask(name, None).await else { panic!("not approved") };
        assert!(approved.remarks.last().unwrap().starts_with(expected), "{:?}", approved.remarks);
        assert!(approved.remarks.iter().any(|it| it.contains("allows self-review")), "{:?}", approved.remarks);
    }
    assert!(fake.requests().iter().all(|request| request.method == "GET"), "it only reads");
}

#[tokio::test]
async fn an_approval_that_cannot_be_read_is_none() {
    let fake = FakeGitHub::start(BOT);
    let github = client(&fake, fake.url());
    fake.add_environment("production", Reviewers::Others, None);
    fake.fail_next("GET", Fault::Locked);
    let Approval::Unknown(why) = github.approval(&question("production", None)).await else { panic!("known") };
    assert!(why.ends_with("give the job `actions: read`"), "{why}");
    fake.fail_next("GET", Fault::Nonsense);
    // An answer without a rule is an environment without a rule, whatever else it says.
    assert_eq!(
        github.approval(&question("production", None)).await,
        Approval::Missing(Unapproved::NoReviewers("production".into()))
    );
    for _ in 0..20 {
        fake.fail_next("GET", Fault::Unavailable);
    }
    assert!(matches!(github.approval(&question("production", None)).await, Approval::Unknown(_)));
}

#[tokio::test]
async fn an_incident_has_one_issue_from_opening_to_closing() {
    let fake = FakeGitHub::start(BOT);
    let prism = Prism::in_front_of(&fake);
    let github = client(&fake, prism.url());
    let marked = |body: &str| format!("{}\n{body}", marker("shop").as_str());
    let ours = |fake: &FakeGitHub| -> Vec<KeptIssue> { fake.issues().into_iter().filter(|issue| issue.author == BOT).collect() };
    // A stranger plants our marker; a page and a half of other incidents of ours lie before it.
    fake.open_issue("mallory", LABEL, "planted", &marked("planted"));
    for n in 0..150 {
        fake.open_issue(BOT, LABEL, "another", &format!("{}\nother", marker(&format!("other{n}")).as_str()));
    }
    assert_eq!(github.close_issue(&marker("shop"), LABEL, None, "well").await, None, "there is nothing to close");

    let assignees = ["grace".to_owned()];
    let opened = url(github.upsert_issue(&marker("shop"), None, text("first", &assignees)).await);
    let issue = ours(&fake).pop().unwrap();
    assert!(opened.ends_with(&format!("/issues/{}", issue.number)), "{opened}");
    assert_eq!((issue.body.as_str(), issue.labels.as_slice()), (marked("first").as_str(), [LABEL.to_owned()].as_slice()));
    assert_eq!(issue.assignees, assignees);

    assert_eq!(url(github.upsert_issue(&marker("shop"), None, text("second", &[])).await), opened);
    let calls = (fake.count("POST"), fake.count("PATCH"));
    assert_eq!(url(github.upsert_issue(&marker("shop"), None, text("second", &[])).await), opened);
    assert_eq!((fake.count("POST"), fake.count("PATCH")), calls, "an unchanged text says nothing new");
    let issue = ours(&fake).pop().unwrap();
    assert_eq!((issue.body, issue.assignees), (marked("second"), assignees.to_vec()));
    assert_eq!(fake.comments(issue.number), [(BOT.to_owned(), "It failed again.".to_owned())]);

    let closed = github.close_issue(&marker("shop"), LABEL, None, "It is well again.").await.unwrap();
    assert_eq!(url(closed), opened);
    assert!(!ours(&fake).pop().unwrap().is_open);
    assert_eq!(fake.comments(issue.number).pop().unwrap().1, "It is well again.");
    assert!(fake.issues()[0].is_open && fake.issues()[0].body == marked("planted"), "others' issues are left alone");

    assert_ne!(url(github.upsert_issue(&marker("shop"), None, text("third", &[])).await), opened, "a new incident, a new issue");
    fake.make_read_only();
    assert_eq!(github.upsert_issue(&marker("shop"), None, text("fourth", &[])).await, Outcome::ReadOnlyToken);
}

#[tokio::test]
async fn an_open_issue_freezes_and_a_closed_one_tells_who_lifted_it() {
    let fake = FakeGitHub::start(BOT);
    let prism = Prism::in_front_of(&fake);
    let github = client(&fake, prism.url());
    let ask = async || github.freeze(&marker("shop"), LABEL, None).await;

    fake.open_labelled_pull("mallory", LABEL);
    fake.open_issue(BOT, LABEL, "another", &format!("{}\nother", marker("job").as_str()));
    fake.open_issue("mallory", "bug", "no label of ours", "");
    assert_eq!(ask().await, Freeze::None(None), "neither a pull request nor another target's incident freezes");

    github.upsert_issue(&marker("shop"), None, text("first", &[])).await;
    let declared = fake.open_issue("zoe", LABEL, "Audit until Monday", "");
    let Freeze::Frozen(issues) = ask().await else { panic!("not frozen") };
    let told: Vec<_> = issues.iter().map(|issue| (issue.by.as_deref().unwrap(), issue.is_incident)).collect();
    assert_eq!(told, [(BOT, true), ("zoe", false)]);
    assert_eq!((issues[1].title.as_str(), issues[1].since.as_str()), ("Audit until Monday", "2026-11-21T10:00:00Z"));

    fake.close_issue(declared, "2026-11-21T11:00:00Z", "zoe");
    let incident = fake.issues().into_iter().find(|issue| issue.body.starts_with(marker("shop").as_str())).unwrap().number;
    fake.close_issue(incident, "2026-11-21T12:00:00Z", "grace");
    let page = format!("https://github.example.com/{REPOSITORY}/issues/{incident}");
    assert_eq!(ask().await, Freeze::None(Some(Lifted { by: "grace".into(), at: "2026-11-21T12:00:00Z".into(), url: page })));
    fake.close_issue(incident, "2026-11-21T12:10:00Z", BOT);
    assert_eq!(ask().await, Freeze::None(None), "what we closed ourselves was not lifted by a person");
}

#[tokio::test]
async fn an_issue_in_doubt_is_looked_up_before_it_is_opened_again() {
    for (fault, posts) in [(Fault::AnswerLost, 1), (Fault::Unavailable, 2)] {
        let fake = FakeGitHub::start(BOT);
        fake.fail_next("POST", fault);
        url(client(&fake, fake.url()).upsert_issue(&marker("shop"), None, text("text", &[])).await);
        assert_eq!((fake.issues().len(), fake.count("POST")), (1, posts));
    }
    let fake = FakeGitHub::start(BOT);
    fake.fail_next("GET", Fault::Locked);
    let Freeze::Unknown(why) = client(&fake, fake.url()).freeze(&marker("shop"), LABEL, None).await else { panic!("known") };
    assert!(why.ends_with("give the job `issues: read`"), "{why}");
}

#[tokio::test]
async fn a_deploy_has_one_deployment_with_a_status_for_each_step() {
    let fake = FakeGitHub::start(BOT);
    let prism = Prism::in_front_of(&fake);
    let github = client(&fake, prism.url());
    let long = "ä".repeat(200);
    let report = async |task: &str, state, description: &str| {
        let log_url = Some("https://github.example.com/acme/shop/actions/runs/42");
        url(github
            .report_deployment(Deployment { environment: "production", commit: "abc", task, state, description, log_url })
            .await)
    };
    let first = report("migrate:shop", DeploymentState::InProgress, "2 migrations").await;
    assert_eq!(report("migrate:shop", DeploymentState::Success, &long).await, first);
    assert_ne!(report("migrate:job", DeploymentState::Error, "look").await, first);
    let kept = fake.deployments();
    assert_eq!(kept.len(), 2);
    assert_eq!((kept[0].environment.as_str(), kept[0].commit.as_str()), ("production", "abc"));
    let cut = "ä".repeat(140);
    assert_eq!(kept[0].statuses, [("in_progress".to_owned(), "2 migrations".to_owned()), ("success".to_owned(), cut)]);
    assert_eq!(kept[1].statuses, [("error".to_owned(), "look".to_owned())]);

    fake.fail_next("POST", Fault::AnswerLost);
    let direct = client(&fake, fake.url());
    let other = Deployment {
        environment: "production",
        commit: "def",
        task: "migrate:shop",
        state: DeploymentState::Failure,
        description: "",
        log_url: None,
    };
    url(direct.report_deployment(other).await);
    assert_eq!(fake.deployments().len(), 3, "made once, though the first answer was lost");
}

#[tokio::test]
async fn a_commit_leads_to_the_pull_request_that_brought_it() {
    let fake = FakeGitHub::start(BOT);
    let prism = Prism::in_front_of(&fake);
    let github = client(&fake, prism.url());
    assert_eq!(github.merged_pull("abc").await, Ok(None));
    fake.merge_pull(7, &["abc", "m7"]);
    fake.merge_pull(9, &["abc", "m7", "m9"]);
    assert_eq!(github.merged_pull("m7").await, Ok(Some(7)), "it was merged as this very commit");
    assert_eq!(github.merged_pull("abc").await, Ok(Some(9)), "the newest that holds it");
}
