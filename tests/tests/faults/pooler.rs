//! Many at once through a pooler in transaction mode, where the deploy lock protects nothing.

use std::thread;

use faults::{rows_of, shop};
use test_postgres::{NetworkRequest, NetworkServer, Pooler};
use tokio_postgres::NoTls;

use crate::shop::{check, deploy, migrations, project};

/// Migrations of a run.
const COUNT: usize = 5;

/// `deploy` cannot be told to overlook a pooler. That it might in a crowd is what the belt is for: the engine that is blind to poolers has
/// its test in `tests/faults`.
#[tokio::test]
async fn row_5_twenty_deploys_through_a_pooler_apply_nothing_twice() {
    let server = NetworkServer::start(&NetworkRequest::default());
    server.execute(&["CREATE ROLE app LOGIN", "CREATE DATABASE shop OWNER app"]);
    let silent = Pooler::start(&server, "app", "shop", &["ignore_startup_parameters = options,extra_float_digits"]);
    let url = |host: &str, port: u16| format!("postgresql://app@{host}:{port}/shop?sslmode=disable");
    let through = url("127.0.0.1", silent.port());
    let project = project(&shop(COUNT));
    let ended: Vec<_> = thread::scope(|scope| {
        let running: Vec<_> = (0..20).map(|_| scope.spawn(|| deploy(&project, &through).run())).collect();
        running.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let refused = ended.iter().filter(|ended| ended.code == Some(2)).count();
    assert!(refused > 0, "nobody noticed");
    for ended in ended.iter().filter(|ended| ended.code == Some(2)) {
        assert!(ended.stderr.contains("connection pooler") && ended.stderr.contains("direct-url"), "{}", ended.stderr);
    }
    let (client, connection) = server.superuser("shop").connect(NoTls).await.unwrap();
    tokio::spawn(connection);
    let mut applied = 0;
    for number in 1..=COUNT {
        let (finished, unfinished) = rows_of(&client, "public", &format!("{number:03}_mark")).await;
        assert!(finished <= 1 && unfinished == 0, "migration {number}: {finished} finished, {unfinished} unfinished");
        applied += finished;
    }
    println!("figure: 20 real deploys through a pooler: {refused} refused, {applied} of {COUNT} applied, none twice");
    // Directly, what is left is done.
    let host = server.directory().to_string_lossy().replace('/', "%2F");
    let direct = check(deploy(&project, &url(&host, server.port())).run(), 0);
    assert_eq!(i64::try_from(migrations(&direct).len()).unwrap() + applied, 5);
}
