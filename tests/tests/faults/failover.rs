//! The primary is lost, and the standby that takes its place had not heard everything.

use faults::{State, judge, shop};
use migration_gate_tests::{Ended, Program, Project};
use test_postgres::{NetworkRequest, NetworkServer};
use tokio_postgres::NoTls;

use crate::shop::{check, deploy, migrations, project, rules};

fn url(server: &NetworkServer) -> String {
    format!("postgresql://app@{}:{}/shop", server.directory().display().to_string().replace('/', "%2F"), server.port())
}

fn preview(project: &Project, server: &NetworkServer) -> Ended {
    let program = Program::new("preview").current_dir(project.path()).env("DATABASE_URL", url(server));
    program.args(["--format", "json", "--publish", "never", "--plan", "plan.json"]).run()
}

async fn state(server: &NetworkServer) -> State {
    let (client, connection) = server.superuser("shop").connect(NoTls).await.unwrap();
    tokio::spawn(connection);
    judge(&client, "public", 3).await
}

#[tokio::test]
async fn row_18_a_standby_that_lags_is_not_the_database_of_the_plan() {
    let [first, second, third] = <[_; 3]>::try_from(shop(3)).unwrap();
    let primary = NetworkServer::start(&NetworkRequest::default());
    primary.execute(&["CREATE ROLE app LOGIN", "CREATE DATABASE shop OWNER app"]);
    let project = project(&[first]);
    check(deploy(&project, &url(&primary)).run(), 0);
    let standby = primary.standby();
    assert_eq!(state(&standby).await, State::Applied(1));
    // A standby is no place to deploy to.
    assert!(check(deploy(&project, &url(&standby)).run(), 2).stderr.contains("is a standby"));
    standby.cut_off();
    project.migration(second.name.as_str(), &second.script);
    check(deploy(&project, &url(&primary)).run(), 0);
    project.migration(third.name.as_str(), &third.script);
    check(preview(&project, &primary), 0);
    drop(primary);
    standby.promote();
    // It is the same database to all who ask for its name or its cluster's number, and its history went back.
    let stale = check(deploy(&project, &url(&standby)).args(["--plan", "plan.json"]).run(), 1);
    assert!(rules(&stale).contains(&"stale-plan".to_owned()), "{}", stale.stdout);
    for said in ["the history is not what was approved", "The history went back", "002_mark"] {
        assert!(stale.stdout.contains(said), "{}", stale.stdout);
    }
    assert!(!stale.stdout.contains("the target is not"), "{}", stale.stdout);
    assert_eq!(state(&standby).await, State::Applied(1));
    // Without a plan nobody remembers what was lost, and what is missing is applied: the files say what ought to be there.
    let again = check(deploy(&project, &url(&standby)).run(), 0);
    assert_eq!(migrations(&again).iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["002_mark", "003_mark"]);
    assert_eq!(state(&standby).await, State::Applied(3));
}
