//! Prisma's own engine: beside ours, and under the same blows for comparison.

use std::{
    fmt,
    time::{Duration, Instant},
};

use faults::{MARKS, migration, spread, trace_of, trials};
use migration_gate_tests::{Oracle, build};
use tokio_postgres::Client;

use crate::shop::{Shop, check, migrations, project, rules};

/// Migrations of a run that is killed.
const COUNT: usize = 4;

/// Who has Prisma's lock of this database.
const HOLDERS: &str = "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database \
    WHERE locktype = 'advisory' AND objid = 72707369 AND granted AND datname = current_database()";

/// Waits until the lock is held, or free again, and says how long that took.
async fn wait_for_lock(client: &Client, is_held: bool) -> Duration {
    let began = Instant::now();
    while (client.query_one(HOLDERS, &[]).await.unwrap().get::<_, i64>(0) > 0) != is_held {
        assert!(began.elapsed() < Duration::from_secs(60), "a minute, and the lock is still not so: held {is_held}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    began.elapsed()
}

/// What killed runs of Prisma's engine left.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Left {
    trials: u32,
    /// The history says what is there.
    clear: u32,
    /// A migration has begun, says the history, and all of it is there.
    begun_and_whole: u32,
    /// The same, and nothing is there.
    begun_and_absent: u32,
    /// The same, and a part is there.
    begun_and_partial: u32,
}

impl Left {
    /// Looks at what one left. Nothing but what has a name here can be there.
    async fn count(&mut self, client: &Client, schema: &str) -> bool {
        self.trials += 1;
        for number in 1..=COUNT {
            let place = match trace_of(client, schema, number).await {
                ((1, 0), Some(MARKS)) | ((0, 0), None) => continue,
                ((0, 1), Some(MARKS)) => &mut self.begun_and_whole,
                ((0, 1), None) => &mut self.begun_and_absent,
                ((0, 1), Some(_)) => &mut self.begun_and_partial,
                other => panic!("{schema}: what is this? {other:?}"),
            };
            *place += 1;
            return false;
        }
        self.clear += 1;
        true
    }
}

impl fmt::Display for Left {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Left { trials, clear, begun_and_whole, begun_and_absent, begun_and_partial } = self;
        let unclear = begun_and_whole + begun_and_absent + begun_and_partial;
        write!(
            f,
            "{trials} kills: clear {clear}, unclear {unclear} (begun, and all is there: {begun_and_whole}, nothing: {begun_and_absent}, \
             a part: {begun_and_partial})"
        )
    }
}

/// No promise of ours is tested here but the last: that we do not guess.
#[tokio::test]
async fn row_11_what_the_same_kills_make_of_prismas_engine() {
    let (shop, oracle) = (Shop::new(COUNT), Oracle::installed());
    let client = shop.ground.client().await;
    for (manner, statement_wise) in [("a script whole", false), ("statement by statement", true)] {
        let prefix = if statement_wise { "s" } else { "w" };
        let start = |schema: &str| oracle.start_deploy(&shop.project.migrations(), &shop.prisma_url(schema), statement_wise);
        let mut whole = start(prefix);
        wait_for_lock(&client, true).await;
        let working = wait_for_lock(&client, false).await;
        assert!(whole.wait().unwrap().success());
        let mut left = Left::default();
        for trial in 0..trials(3, 75) {
            let schema = format!("{prefix}{trial}");
            let mut engine = start(&schema);
            // Of its life only the part counts in which it is at work: it takes a second to get there.
            wait_for_lock(&client, true).await;
            tokio::time::sleep(working.mul_f64(spread(trial) * 1.1)).await;
            engine.kill().unwrap();
            engine.wait().unwrap();
            shop.ground.wait_until_idle().await;
            if !left.count(&client, &schema).await {
                assert_eq!(rules(&check(shop.deploy(&schema).run(), 1)), ["unfinished-migration"], "we do not guess");
            }
            client.batch_execute(&format!("DROP SCHEMA IF EXISTS {schema} CASCADE")).await.unwrap();
        }
        println!("figure: for comparison, Prisma's engine, {manner}: {left}");
    }
}

#[tokio::test]
async fn row_10_prismas_engine_and_deploy_wait_for_each_other() {
    let oracle = Oracle::installed();
    let scripts = [migration("001_slow", "CREATE TABLE slow (x int); SELECT pg_sleep(3);")];
    let shop = Shop { project: project(&scripts), ground: faults::Ground::new() };
    let client = shop.ground.client().await;
    // There is no time for it later.
    build("deploy");
    // Prisma came first: one of ours has no patience, another has.
    let mut theirs = oracle.start_deploy(&shop.project.migrations(), &shop.prisma_url("public"), false);
    wait_for_lock(&client, true).await;
    let refused = check(shop.deploy("public").args(["--wait", "300ms"]).run(), 4);
    assert!(refused.stderr.contains("Prisma's key"), "{}", refused.stderr);
    let waited = check(shop.deploy("public").run(), 0);
    assert!(migrations(&waited).is_empty() && theirs.wait().unwrap().success(), "{}", waited.stdout);
    // We came first, and take longer than the ten seconds for which Prisma waits.
    shop.project.migration("002_slower", "SELECT pg_sleep(13);");
    let mut ours = shop.deploy("public").spawn();
    wait_for_lock(&client, true).await;
    let theirs = oracle.deploy(&shop.project.migrations(), &shop.prisma_url("public"), false);
    let said = theirs.answer["error"].to_string();
    assert!(theirs.result.is_err() && said.contains("72707369"), "{said}");
    assert!(ours.wait().unwrap().success());
    let after = oracle.deploy(&shop.project.migrations(), &shop.prisma_url("public"), false);
    assert_eq!((after.result, after.rows.len()), (Ok(()), 2), "{}", after.answer);
}
