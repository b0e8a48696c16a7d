//! A pooler that nobody has noticed.

use std::process::{Child, Command, Stdio};

use apply::Stop;
use database::{ConnectionString, Place};
use faults::{Reach, deploy, rows_of, shop};
use test_postgres::{NetworkRequest, NetworkServer, Pooler};
use tokio_postgres::{Client, NoTls};

/// Migrations of a run.
const COUNT: usize = 5;
/// How many deploy at once.
const CROWD: usize = 20;

fn url(host: &str) -> String {
    format!("postgresql://app@{host}/shop?sslmode=disable")
}

/// Finished rows of all migrations, none of which is there twice or by half.
async fn applied(client: &Client) -> i64 {
    let mut applied = 0;
    for number in 1..=COUNT {
        let (finished, unfinished) = rows_of(client, "public", &format!("{number:03}_mark")).await;
        assert!(finished <= 1 && unfinished == 0, "migration {number}: {finished} finished, {unfinished} unfinished");
        applied += finished;
    }
    applied
}

#[tokio::test]
async fn row_5_through_an_unnoticed_pooler_no_migration_runs_twice() {
    let server = NetworkServer::start(&NetworkRequest::default());
    server.execute(&["CREATE ROLE app LOGIN", "CREATE DATABASE shop OWNER app"]);
    let silent = Pooler::start(&server, "app", "shop", &["ignore_startup_parameters = options,extra_float_digits"]);
    let through = url(&format!("127.0.0.1:{}", silent.port()));
    let start = || {
        let arguments = [through.as_str(), "public", &COUNT.to_string(), "blind"].map(str::to_owned);
        Command::new(env!("CARGO_BIN_EXE_fault-deployer")).args(arguments).stdin(Stdio::null()).spawn().unwrap()
    };
    // Processes, each of which believes that it holds the lock.
    let mut crowd: Vec<Child> = (0..CROWD).map(|_| start()).collect();
    // Whether one could do anything does not matter; that nothing is done twice does.
    let ended: Vec<Option<i32>> = crowd.iter_mut().map(|deployer| deployer.wait().unwrap().code()).collect();
    assert!(ended.iter().all(|code| matches!(code, Some(0 | 1))), "{ended:?}");
    let (client, connection) = server.superuser("shop").connect(NoTls).await.unwrap();
    tokio::spawn(connection);
    println!("figure: {CROWD} deployers through an unnoticed pooler: {} of {COUNT} applied, none twice", applied(&client).await);
    drop(silent);
    // Directly, what is left is done.
    let direct = ConnectionString::parse(&url(&server.directory().to_string_lossy().replace('/', "%2F"))).unwrap();
    let places = direct.places.iter().cloned().map(|place| Place { port: server.port(), ..place }).collect();
    let steps = deploy(&Reach::new(ConnectionString { places, ..direct }), &shop(COUNT), Stop::never()).await.unwrap();
    assert!(steps.iter().all(|(_, step)| step.result.is_ok()), "{steps:?}");
    assert_eq!(usize::try_from(applied(&client).await), Ok(COUNT));
}
