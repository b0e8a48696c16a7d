//! `deploy` is killed at any moment of its life. What is there afterwards is what the history says.

use std::time::{Duration, Instant};

use fault_proxy::{Fault, FaultProxy, Upstream};
use faults::{State, Tally, judge, settled, spread, trials};

use crate::shop::{Shop, check, deploy};

/// Migrations of a run that is killed.
const COUNT: usize = 4;

#[tokio::test]
async fn row_11_a_deploy_that_is_killed_leaves_no_riddle() {
    let shop = Shop::new(COUNT);
    // The first run finds nothing in any cache.
    check(shop.deploy("first").run(), 0);
    let whole = check(shop.deploy("whole").run(), 0).took;
    let (mut tally, mut were_over) = (Tally::default(), 0);
    for trial in 0..trials(8, 300) {
        let schema = format!("s{trial}");
        let mut deploy = shop.deploy(&schema).spawn();
        tokio::time::sleep(whole.mul_f64(spread(trial) * 1.1)).await;
        were_over += u32::from(deploy.try_wait().unwrap().is_some());
        deploy.kill().unwrap();
        deploy.wait().unwrap();
        let state = settled(&shop.ground, &schema, COUNT).await;
        tally.count(state, COUNT);
        if state == State::Ambiguous {
            println!("trial {trial} is ambiguous");
            continue;
        }
        // Whoever comes next needs nobody's help.
        check(shop.deploy(&schema).run(), 0);
        let client = shop.ground.client().await;
        assert_eq!(judge(&client, &schema, COUNT).await, State::Applied(COUNT), "trial {trial}");
        client.batch_execute(&format!("DROP SCHEMA {schema} CASCADE")).await.unwrap();
    }
    println!("{}", tally.told(&format!("random kills of the real `deploy` ({were_over} were over before)")));
    assert!(tally.ambiguous == 0 && tally.none > 0 && tally.some + tally.all > 0, "the kills hit the run: {tally}");
}

/// Whether the client died before the server heard of its commit, or after, is not to be told from the client's side. From the history it is.
#[tokio::test]
async fn row_11_a_deploy_that_is_killed_at_its_commit_has_done_it_or_not() {
    for (fault, expected) in [(Fault::HoldBeforeCommit, 1), (Fault::HoldAfterCommit, 2)] {
        let shop = Shop::new(1);
        check(shop.deploy("public").run(), 0);
        let second = faults::shop(2).remove(1);
        shop.project.migration(second.name.as_str(), &second.script);
        let server = test_postgres::server(None);
        let proxy = FaultProxy::start(Upstream::in_directory(server.socket_directory(), server.server().port()));
        let name = &shop.ground.database.name;
        let url = format!("postgresql://{name}@127.0.0.1:{}/{name}?sslmode=disable", proxy.port());
        proxy.set(fault);
        let mut running = deploy(&shop.project, &url).spawn();
        let began = Instant::now();
        while proxy.fired() == 0 {
            assert!(began.elapsed() < Duration::from_secs(30) && running.try_wait().unwrap().is_none(), "it does not commit");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        running.kill().unwrap();
        running.wait().unwrap();
        assert_eq!(settled(&shop.ground, "public", 2).await, State::Applied(expected), "{fault:?}");
        check(shop.deploy("public").run(), 0);
        assert_eq!(settled(&shop.ground, "public", 2).await, State::Applied(2), "{fault:?}");
    }
}
