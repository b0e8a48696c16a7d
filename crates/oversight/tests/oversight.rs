//! Configuration, job and GitHub together. That each call is one that GitHub takes is the business of the tests of `github`.

#![expect(clippy::unwrap_used, reason = "a test panics where it must")]

use cli::Publish;
use config::{BaseSide, Config, Environment, FileText, Flags, Sources};
use github::DeploymentState;
use incident::{Aftermath, Incident};
use oversight::{Leave, Objection, Oversight, OversightArguments};
use report::ErrorClass;
use test_github::{FakeGitHub, Reviewers};

const BOT: &str = "github-actions[bot]";
const LABEL: &str = "migration: incident";
const CODE: &str = "0a1b2c3d4e5f";

fn config(text: &str) -> Config {
    let file = FileText { path: config::FILE.to_owned(), text: text.to_owned() };
    let flags = Flags { migrations: Some("x".into()), ..Flags::default() };
    Config::merge(Sources { head: Some(&file), base: BaseSide::None, head_is_trusted: true, flags: &flags }).unwrap()
}

fn arguments(environment: Option<&str>, require_approval: bool) -> OversightArguments {
    OversightArguments { environment: environment.map(str::to_owned), require_approval }
}

/// The variables of a job whose API is the fake.
fn job(fake: &FakeGitHub) -> Environment {
    Environment::from_iter([
        ("GITHUB_ACTIONS", "true"),
        ("GITHUB_API_URL", fake.url()),
        ("GITHUB_SERVER_URL", "https://github.example.com"),
        ("GITHUB_REPOSITORY", test_github::REPOSITORY),
        ("GITHUB_TOKEN", fake.token()),
        ("GITHUB_RUN_ID", "42"),
        ("GITHUB_ACTOR", "ada"),
        ("GITHUB_SHA", "abc"),
    ])
}

fn message(result: Result<Leave, Objection>) -> String {
    match result.unwrap_err() {
        Objection::Refused(finding) => format!("{}: {}", finding.rule, finding.message),
        Objection::Unknown(why) => format!("unknown: {why}"),
    }
}

#[tokio::test]
async fn an_approval_is_asked_for_where_it_is_required() {
    let fake = FakeGitHub::start(BOT);
    fake.add_environment("production", Reviewers::Others, Some(&[]));
    let (lax, strict) = (config(""), config("[approval]\nrequired-for = [\"production\"]\nstrict = true\n"));
    let job = job(&fake);
    let ask = async |config: &Config, environment: Option<&str>, by_flag: bool, code: Option<&str>| {
        let arguments = arguments(environment, by_flag);
        Oversight::of(&arguments, config, &job, Publish::Never).approval(code).await
    };
    assert_eq!(ask(&lax, None, false, None).await, Ok(Leave::default()));
    assert_eq!(ask(&strict, Some("staging"), false, None).await, Ok(Leave::default()));
    assert_eq!(fake.requests().len(), 0, "nothing is asked where nothing is required");

    let whose = "unknown: an approval is required, and `--environment` does not say whose";
    assert_eq!(message(ask(&strict, None, false, Some(CODE)).await), whose);
    assert_eq!(message(ask(&lax, None, true, Some(CODE)).await), whose);
    let plan = "not-approved: strict mode binds an approval to a plan, and there is none";
    assert_eq!(message(ask(&strict, Some("Production"), false, None).await), plan);
    let nobody = "not-approved: nobody approved this run for the environment `production`";
    assert_eq!(message(ask(&strict, Some("production"), false, Some(CODE)).await), nobody);

    fake.review_run(42, "production", "grace", "approved", "fine");
    let without = "not-approved: approved by `grace`, but without the plan's code `0a1b2c3d4e5f` in the comment";
    assert_eq!(message(ask(&strict, Some("production"), false, Some(CODE)).await), without);
    assert_eq!(ask(&lax, Some("production"), true, None).await.unwrap().by, ["grace"]);
    fake.review_run(42, "production", "zoe", "approved", CODE);
    let leave = ask(&strict, Some("production"), false, Some(CODE)).await.unwrap();
    assert_eq!(leave.by, ["zoe"]);
    assert_eq!(leave.notes[0], "approved for `production` by `zoe`, with the plan's code `0a1b2c3d4e5f`");

    let laptop = Environment::default();
    let arguments = arguments(Some("production"), false);
    let alone = Oversight::of(&arguments, &strict, &laptop, Publish::Auto).approval(Some(CODE)).await;
    assert_eq!(message(alone), "unknown: whether `production` was approved cannot be asked: `GITHUB_TOKEN` is not set");
}

fn incident<'a>(target: &'a str, summary: &'a str) -> Incident<'a> {
    Incident {
        target,
        environment: Some("production"),
        class: ErrorClass::SqlError,
        summary,
        aftermath: Aftermath::RolledBack { is_recorded: true },
        migrations: &[],
        conflict: None,
        timeline: &[],
        facts: &[],
        run_url: None,
        freezes: true,
    }
}

#[tokio::test]
async fn an_incident_freezes_its_target_until_the_history_is_healthy_or_a_person_lifts_it() {
    let fake = FakeGitHub::start(BOT);
    let (job, config, arguments) = (job(&fake), config(""), arguments(Some("production"), false));
    let oversight = Oversight::of(&arguments, &config, &job, Publish::Auto);
    assert_eq!(oversight.freeze("shop", false).await, Ok(Leave::default()));
    assert_eq!(oversight.recovered("shop").await, None);

    let told = oversight.incident(&incident("shop", "Migration `1` failed.")).await;
    assert_eq!(told, "incident: https://github.example.com/acme/shop/issues/100");
    let refusal = message(oversight.freeze("shop", false).await);
    assert!(
        refusal.starts_with("frozen: an incident is open since 2026-11-21T10:00:00Z: \"Migrations of shop failed"),
        "{refusal}"
    );
    assert_eq!(oversight.freeze("job", false).await, Ok(Leave::default()), "another target is another matter");
    let leave = oversight.freeze("shop", true).await.unwrap();
    assert!(leave.notes[0].ends_with("is open, and the history is healthy again"), "{leave:?}");
    let over = oversight.recovered("shop").await.unwrap();
    assert_eq!(over, "the incident is over: https://github.example.com/acme/shop/issues/100");
    assert!(
        !fake.issues()[0].is_open && fake.comments(100)[0].1.contains("https://github.example.com/acme/shop/actions/runs/42")
    );

    oversight.incident(&incident("shop", "Migration `2` failed.")).await;
    fake.close_issue(101, "2026-11-21T12:00:00Z", "grace");
    let leave = oversight.freeze("shop", false).await.unwrap();
    assert!(leave.notes[0].starts_with("the last incident was closed by `grace` at 2026-11-21T12:00:00Z"), "{leave:?}");

    fake.open_issue("zoe", LABEL, "Audit until Monday", "");
    let declared = message(oversight.freeze("shop", true).await);
    assert!(declared.starts_with("frozen: a freeze is open since ") && declared.contains("opened by `zoe`"), "{declared}");
    let off = self::config("[incidents]\nfreeze = false\n");
    assert_eq!(Oversight::of(&arguments, &off, &job, Publish::Auto).freeze("shop", false).await, Ok(Leave::default()));
}

#[tokio::test]
async fn nothing_is_published_that_must_not_be_and_what_could_not_be_is_said() {
    let fake = FakeGitHub::start(BOT);
    let (job, config, arguments) = (job(&fake), config(""), arguments(Some("production"), false));
    let silent = Oversight::of(&arguments, &config, &job, Publish::Never);
    let told = silent.incident(&incident("shop", "It failed.")).await;
    assert_eq!(told, "no issue was opened; it would be called \"Migrations of shop failed in production: SQL error\"");
    assert_eq!((silent.deployment("shop", DeploymentState::Success, "").await, silent.recovered("shop").await), (None, None));
    assert_eq!(fake.requests().len(), 0);

    let oversight = Oversight::of(&arguments, &config, &job, Publish::Auto);
    assert_eq!(oversight.deployment("shop", DeploymentState::Success, "1 migration").await, None);
    assert_eq!(fake.deployments()[0].task, "migrate:shop");
    fake.make_read_only();
    let told = oversight.deployment("shop", DeploymentState::Failure, "").await.unwrap();
    assert_eq!(told, "deployment: could not be told, for the token may only read: give the job `deployments: write`");
    let told = oversight.incident(&incident("shop", "It failed.")).await;
    assert_eq!(told, "incident: could not be told, for the token may only read: give the job `issues: write`");

    let laptop = Environment::default();
    let leave = Oversight::of(&arguments, &config, &laptop, Publish::Auto).freeze("shop", false).await.unwrap();
    assert_eq!(leave.notes, ["whether somebody froze deploys was not asked: `GITHUB_TOKEN` is not set"]);
    let blind = Environment::from_iter([("GITHUB_ACTIONS", "true")]);
    let unknown = message(Oversight::of(&arguments, &config, &blind, Publish::Auto).freeze("shop", false).await);
    assert_eq!(unknown, "unknown: whether somebody froze deploys cannot be asked: `GITHUB_TOKEN` is not set");
}
