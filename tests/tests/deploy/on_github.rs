//! What GitHub is told of a deploy that does not go well.

use migration_gate_tests::{Ended, Program};
use test_github::FakeGitHub;

use crate::fixture::{Ground, check};

const A: (&str, &str) = ("1_a", "CREATE TABLE a (id int PRIMARY KEY);");

/// Runs as a job for production.
fn deploy(ground: &Ground, github: &FakeGitHub, code: i32) -> Ended {
    let program = Program::new("deploy").current_dir(ground.project.path()).env("DATABASE_URL", ground.url());
    let program = program.env("GITHUB_API_URL", github.url()).env("GITHUB_TOKEN", github.token());
    let program = [
        ("GITHUB_ACTIONS", "true"),
        ("GITHUB_REPOSITORY", "acme/shop"),
        ("GITHUB_SERVER_URL", "https://github.com"),
        ("GITHUB_RUN_ID", "42"),
        ("GITHUB_SHA", "0123456789abcdef0123456789abcdef01234567"),
    ]
    .into_iter()
    .fold(program, |program, (name, value)| program.env(name, value));
    check(program.args(["--format", "json", "--environment", "production"]).run(), code)
}

/// The states that GitHub shows of the only deployment, oldest first, and the last one's words.
fn states(github: &FakeGitHub) -> (Vec<String>, String) {
    let [deployment] = github.deployments().try_into().unwrap_or_else(|other| panic!("{other:?}"));
    let last = deployment.statuses.last().unwrap().1.clone();
    (deployment.statuses.into_iter().map(|(state, _)| state).collect(), last)
}

#[test]
fn a_deploy_that_could_not_begin_does_not_stay_in_progress() {
    let begun = |change: &dyn Fn(&Ground)| {
        let (ground, github) = (Ground::new(&[A]), FakeGitHub::start("github-actions[bot]"));
        change(&ground);
        deploy(&ground, &github, 3);
        assert_eq!(states(&github), (vec!["in_progress".to_owned(), "failure".to_owned()], "nothing was applied".to_owned()));
        assert_eq!(ground.number("SELECT count(*) FROM pg_class WHERE relname IN ('a', '_prisma_migrations')"), 0);
    };
    begun(&|ground| ground.configure("before = [\"false\"]\n"));
    // The history table cannot be made.
    begun(&|ground| {
        ground.execute_as_superuser(
            "CREATE FUNCTION no() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not today'; END $$;
             CREATE EVENT TRIGGER no ON ddl_command_start WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION no()",
        );
    });
}

#[test]
fn the_issue_has_the_query_that_finds_the_rows() {
    let setup = "INSERT INTO a VALUES (1), (2); ALTER TABLE a ADD CONSTRAINT small CHECK (id < 2) NOT VALID;";
    let (ground, github) = (Ground::new(&[A, ("2_b", setup)]), FakeGitHub::start("github-actions[bot]"));
    ground.run(&[], 0);
    ground.project.migration("3_c", "ALTER TABLE a VALIDATE CONSTRAINT small;");
    deploy(&ground, &github, 5);
    let [issue] = github.issues().try_into().unwrap_or_else(|other| panic!("{other:?}"));
    assert!(issue.body.contains("WHERE NOT ((id < 2))"), "{}", issue.body);
    assert_eq!(states(&github).0, ["in_progress", "failure"]);
}
