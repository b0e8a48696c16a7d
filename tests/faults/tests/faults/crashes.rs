//! Servers that crash, and servers that wait for a standby which never answers.

use std::time::Duration;

use apply::{Applied, Stop};
use database::ConnectionString;
use faults::{Reach, State, deploy, judge, migration, shop};
use test_postgres::{NetworkRequest, NetworkServer};
use tokio_postgres::{Client, NoTls};

fn server(settings: &[&str]) -> (NetworkServer, Reach) {
    let settings = settings.iter().map(|line| (*line).to_owned()).collect();
    let hba = vec!["host all all 127.0.0.1/32 trust".to_owned()];
    let server = NetworkServer::start(&NetworkRequest { settings, hba, files: Vec::new() });
    server.execute(&["CREATE ROLE app LOGIN", "CREATE DATABASE shop OWNER app"]);
    let url = format!("postgresql://app@127.0.0.1:{}/shop?sslmode=disable", server.port());
    let reach = Reach::new(ConnectionString::parse(&url).unwrap());
    (server, reach)
}

async fn superuser(server: &NetworkServer) -> Client {
    let (client, connection) = server.superuser("shop").connect(NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// The deployer's server process, once it does what the pattern says.
async fn process(client: &Client, doing: &str) -> i32 {
    let query =
        "SELECT pid FROM pg_stat_activity WHERE application_name = 'migration-gate/faults' AND (query ~ $1 OR wait_event = $1)";
    loop {
        if let Some(row) = client.query_opt(query, &[&doing]).await.unwrap() {
            return row.get(0);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn row_16_a_commit_that_waits_for_a_standby_is_waited_for_and_found() {
    let (server, reach) = server(&["wal_level = replica"]);
    deploy(&reach, &[], Stop::never()).await.unwrap();
    server.execute(&["ALTER SYSTEM SET synchronous_standby_names = 'ghost'", "SELECT pg_reload_conf()"]);
    let client = superuser(&server).await;
    let unstick = async {
        // It is committed on this server, and told to nobody: neither to us nor to other sessions.
        let pid = process(&client, "SyncRep").await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        client.execute("SELECT pg_terminate_backend($1)", &[&pid]).await.unwrap();
        client.batch_execute("SET synchronous_commit = local").await.unwrap();
        client.batch_execute("ALTER SYSTEM RESET synchronous_standby_names").await.unwrap();
        client.batch_execute("SELECT pg_reload_conf()").await.unwrap();
    };
    let migrations = shop(1);
    let (steps, ()) = tokio::join!(deploy(&reach, &migrations, Stop::never()), unstick);
    let (_, step) = steps.unwrap().remove(0);
    assert_eq!(step.result.as_ref().ok(), Some(&Applied::Found), "{step:?}");
    assert_eq!(judge(&client, "public", 1).await, State::Applied(1));
}

#[tokio::test]
async fn row_17_a_server_that_crashes_takes_the_script_with_it_and_is_waited_for() {
    let (server, reach) = server(&[]);
    deploy(&reach, &shop(1), Stop::never()).await.unwrap();
    let watcher = superuser(&server).await;
    let crash = async {
        let pid = process(&watcher, "pg_sleep\\(9\\)").await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        kill(pid);
    };
    let script = migration("002_mark", "CREATE TABLE mark_2 (x int); SELECT pg_sleep(9)");
    let migrations = [shop(1), vec![script]].concat();
    let (steps, ()) = tokio::join!(deploy(&reach, &migrations, Stop::never()), crash);
    let (_, step) = steps.unwrap().remove(0);
    let failure = step.result.as_ref().expect_err("the script was under way");
    assert!(!failure.may_remain && !step.lost_lock, "the truth is known: {step:?}");
    assert_eq!(judge(&superuser(&server).await, "public", 2).await, State::Applied(1));
    // The server is up again, and so are we.
    let steps = deploy(&reach, &shop(2), Stop::never()).await.unwrap();
    assert!(steps.iter().all(|(_, step)| step.result.is_ok()), "{steps:?}");
    assert_eq!(judge(&superuser(&server).await, "public", 2).await, State::Applied(2));
}

fn kill(pid: i32) {
    let killed = std::process::Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap();
    assert!(killed.success());
}
