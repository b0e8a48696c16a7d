//! Several scripts in one transaction, and how far a script is.

use std::{cell::RefCell, time::Duration};

use apply::{Event, FailureKind};

use crate::{kind, migration, quick, run};

#[tokio::test]
async fn several_scripts_in_one_transaction_wait_their_turn_as_one() {
    let ground = quick();
    let (mut deployment, _stopper) = ground.begin().await;
    assert!(run(&mut deployment, "1_a", "CREATE TABLE a (id int);").await.result.is_ok());
    let reader = ground.client().await;
    reader.batch_execute("BEGIN; SELECT count(*) FROM a").await.unwrap();
    let (b, alter) = (migration("2_b", "CREATE TABLE b (id int);"), migration("3_c", "ALTER TABLE a ADD COLUMN x int;"));
    let release = async {
        tokio::time::sleep(Duration::from_millis(600)).await;
        reader.batch_execute("COMMIT").await.unwrap();
    };
    let both = [&b, &alter];
    let (step, ()) = tokio::join!(deployment.run_together(&both, &|_| {}), release);
    assert!(step.result.is_ok() && step.attempts > 1 && step.parts.len() == 2, "{step:?}");
    assert_eq!((ground.row("2_b").await, ground.row("3_c").await), ("applied 1".to_owned(), "applied 1".to_owned()));
    // One that somebody has recorded meanwhile stops all of them.
    let step = deployment.run_together(&[&migration("4_d", "CREATE TABLE d (id int);"), &b], &|_| {}).await;
    assert_eq!((kind(&step), step.parts.len()), (&FailureKind::Recorded { is_finished: true }, 1));
    assert_eq!(ground.ask("SELECT to_regclass('d')::text").await, None);
    // One that lets go of the deploy lock stops all of them, too.
    let step = deployment.run_together(&[&migration("4_d", "SELECT pg_advisory_unlock_all();"), &b], &|_| {}).await;
    assert_eq!((kind(&step), step.lost_lock), (&FailureKind::LockGone, true));
}

#[tokio::test]
async fn how_far_a_script_is_shows_when_the_server_says_so() {
    let ground = quick();
    let (mut deployment, _stopper) = ground.begin().await;
    let heard = RefCell::new(Vec::new());
    let events = |event: Event<'_>| {
        if let Event::Completed { done, total } = event {
            heard.borrow_mut().push((done, total));
        }
    };
    // It keeps short answers to itself until it has something to say.
    let silent = "CREATE TABLE a (id int); SELECT pg_sleep(0.3); SELECT pg_sleep(0.3);";
    assert!(deployment.run(&migration("1_a", silent), None, &events).await.result.is_ok());
    assert_eq!(heard.take(), []);
    let noisy = "CREATE TABLE b (id int); CREATE TABLE IF NOT EXISTS b (id int); SELECT pg_sleep(0.3);";
    assert!(deployment.run(&migration("2_b", noisy), None, &events).await.result.is_ok());
    assert_eq!(heard.take(), [(1, 3)]);
    let many = format!("{}SELECT pg_sleep(0.3);", "SET a.b = 1;".repeat(2_000));
    assert!(deployment.run(&migration("3_c", &many), None, &events).await.result.is_ok());
    let heard = heard.take();
    assert!(heard.last().is_some_and(|(done, total)| *done > 1_000 && *total == 2_001), "{heard:?}");
}
