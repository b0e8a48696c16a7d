//! What do others feel while DDL waits behind a long transaction? `cargo xtask bench lock-queue`.
//!
//! Sixteen readers ask a table as fast as they can, a long transaction reads it for eight seconds, and a column is added to it: by nobody, by
//! a plain ALTER TABLE, and by `deploy`. All in one run on one server.

#![expect(clippy::print_stdout, reason = "it prints")]
#![expect(clippy::unwrap_used, reason = "a benchmark may panic")]

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use migration_gate_tests::{Program, Project};
use test_postgres::{TestDatabase, server};
use tokio_postgres::{Client, NoTls};

const READERS: usize = 16;
const HELD: Duration = Duration::from_secs(8);

/// What the readers felt while the table was held.
struct Felt {
    reads: usize,
    worst: Duration,
}

fn main() {
    // Builds the program now, and not beside the readers.
    Program::new("deploy");
    let baseline = measure(&|_| {});
    let plain = measure(&|database| {
        block_on(async {
            let client = open(database).await;
            client.batch_execute("ALTER TABLE t ADD COLUMN x int").await.unwrap();
        });
    });
    let ours = measure(&|database| {
        let project = Project::new();
        project.migration("1_x", "ALTER TABLE t ADD COLUMN x int;");
        project.configure("");
        let host = server(None).socket_directory().display().to_string().replace('/', "%2F");
        let program = Program::new("deploy").current_dir(project.path()).args(["--quiet", "--output", "report.txt"]);
        let url = format!("postgresql://{0}@{host}/{0}", database.name);
        let ended = program.env("DATABASE_URL", url).run();
        assert_eq!(ended.code, Some(0), "{}{}", ended.stdout, ended.stderr);
    });
    println!("{READERS} readers, a transaction that holds the table for {} s", HELD.as_secs());
    for (name, felt) in [("no DDL", &baseline), ("plain ALTER TABLE", &plain), ("deploy", &ours)] {
        let (rate, share) = (felt.reads as f64 / HELD.as_secs_f64(), felt.reads as f64 / baseline.reads as f64);
        println!("{name:<20} {rate:8.0} reads/s   {:5.1} %   worst {:6.0} ms", share * 100.0, felt.worst.as_secs_f64() * 1e3);
    }
    println!("\ngoal: `deploy` leaves readers at least 90 % of their rate");
}

fn measure(ddl: &(dyn Fn(&TestDatabase) + Sync)) -> Felt {
    let database = server(None).database();
    block_on(async {
        let client = open(&database).await;
        // A history, so that `deploy` takes the table for one of its own.
        let history = "CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, \
                       migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), \
                       applied_steps_count int NOT NULL DEFAULT 0)";
        client.batch_execute(history).await.unwrap();
        client.batch_execute("CREATE TABLE t AS SELECT generate_series(1, 1000) AS id").await.unwrap();
    });
    let stopped = AtomicBool::new(false);
    thread::scope(|scope| {
        let holder = scope.spawn(|| {
            block_on(async {
                let client = open(&database).await;
                client.batch_execute("BEGIN; SELECT count(*) FROM t").await.unwrap();
                tokio::time::sleep(HELD).await;
                client.batch_execute("COMMIT").await.unwrap();
            });
            stopped.store(true, Ordering::Relaxed);
        });
        let readers: Vec<_> = (0..READERS).map(|_| scope.spawn(|| read(&database, &stopped))).collect();
        thread::sleep(Duration::from_millis(300));
        ddl(&database);
        holder.join().unwrap();
        let felt = readers.into_iter().map(|reader| reader.join().unwrap());
        felt.fold(Felt { reads: 0, worst: Duration::ZERO }, |all, one| Felt {
            reads: all.reads + one.reads,
            worst: all.worst.max(one.worst),
        })
    })
}

fn read(database: &TestDatabase, stopped: &AtomicBool) -> Felt {
    block_on(async {
        let client = open(database).await;
        let mut felt = Felt { reads: 0, worst: Duration::ZERO };
        while !stopped.load(Ordering::Relaxed) {
            let began = Instant::now();
            client.simple_query("SELECT id FROM t WHERE id = 7").await.unwrap();
            felt.reads += 1;
            felt.worst = felt.worst.max(began.elapsed());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        felt
    })
}

async fn open(database: &TestDatabase) -> Client {
    let (client, connection) = database.owner.connect(NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}
