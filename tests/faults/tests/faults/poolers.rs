//! A pooler that nobody has noticed.

use std::time::Duration;

use apply::Stop;
use database::ConnectionString;
use faults::{Reach, deploy, rows_of, shop};
use futures_util::future::join_all;
use test_postgres::{NetworkRequest, NetworkServer, Pooler};
use tokio_postgres::NoTls;

#[tokio::test]
async fn row_5_through_an_unnoticed_pooler_no_migration_runs_twice() {
    let server = NetworkServer::start(&NetworkRequest::default());
    server.execute(&["CREATE ROLE app LOGIN", "CREATE DATABASE shop OWNER app"]);
    let silent = Pooler::start(&server, "app", "shop", &["ignore_startup_parameters = options,extra_float_digits"]);
    let url = |host: &str| ConnectionString::parse(&format!("postgresql://app@{host}/shop?sslmode=disable")).unwrap();
    let through = url(&format!("127.0.0.1:{}", silent.port()));
    let migrations = shop(5);
    // Twelve at once, each of whom believes that it holds the lock. Some lose it to a session that another one got.
    let mut reach = Reach { is_blind: true, ..Reach::new(through) };
    (reach.patience, reach.limits.resolve_for) = (Duration::from_secs(3), Duration::from_secs(3));
    // Whether one could do anything does not matter; that nothing is done twice does.
    join_all((0..12).map(|_| deploy(&reach, &migrations, Stop::never()))).await;
    let (client, connection) = server.superuser("shop").connect(NoTls).await.unwrap();
    tokio::spawn(connection);
    let mut applied = 0;
    for number in 1..=5 {
        let (finished, unfinished) = rows_of(&client, "public", &format!("{number:03}_mark")).await;
        assert!(finished <= 1 && unfinished == 0, "migration {number}: {finished} finished, {unfinished} unfinished");
        applied += finished;
    }
    println!("figure: twelve deployers through an unnoticed pooler: {applied} of 5 applied, none twice");
    drop(silent);
    // Directly, what is left is done.
    let direct = url(&server.directory().to_string_lossy().replace('/', "%2F"));
    let direct = ConnectionString {
        places: direct.places.iter().cloned().map(|place| database::Place { port: server.port(), ..place }).collect(),
        ..direct
    };
    let steps = deploy(&Reach::new(direct), &migrations, Stop::never()).await.unwrap();
    assert!(steps.iter().all(|(_, step)| step.result.is_ok()), "{steps:?}");
    for number in 1..=5 {
        assert_eq!(rows_of(&client, "public", &format!("{number:03}_mark")).await, (1, 0));
    }
}
