//! `deploy` is killed at any moment of its life. What is there afterwards is what the history says.

use faults::{State, Tally, judge, settled, spread, trials};

use crate::shop::{Shop, check};

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
