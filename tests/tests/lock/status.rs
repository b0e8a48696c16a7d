//! `status`: who holds the lock, who waits for whom, how big it all is.

use std::time::Duration;

use serde_json::Value;

use test_postgres::{request, start};

use crate::fixture::{GATE_KEY, Job, OtherSession, check, url, wait_until};

/// The report on the only target.
fn look(job: &Job) -> Value {
    let ended = job.lock(&["status", "--format", "json"]).run();
    check(&ended, 0, &[]);
    serde_json::from_str::<Value>(&ended.stdout).unwrap()["targets"][0].clone()
}

fn section<'a>(target: &'a Value, title: &str) -> &'a Value {
    let sections = target["sections"].as_array().unwrap();
    sections.iter().find(|section| section["title"] == title).map_or(&Value::Null, |section| &section["blocks"][0])
}

#[test]
fn a_free_lock_and_a_held_one() {
    let job = Job::new();
    job.session("owner")
        .execute("CREATE TABLE \"Große\" AS SELECT generate_series(1, 50000) AS n; CREATE TABLE small (n int); ANALYZE");
    let free = look(&job);
    assert_eq!(free["summary"], "nobody holds the deploy lock");
    assert_eq!(section(&free, "Who holds the deploy lock"), &Value::Null);
    let rows = section(&free, "Size")["rows"].as_array().unwrap();
    assert_eq!((&rows[0]["table"], &rows[1]["table"]), (&"the whole database".into(), &"public.\"Große\"".into()));
    assert!(rows[1]["size_bytes"].as_u64().unwrap() > 1 << 20 && rows[0]["size_bytes"].as_u64() > rows[1]["size_bytes"].as_u64());
    assert_eq!(rows[1]["rows_estimate"], 50_000);

    check(&job.lock(&["acquire"]).env("GITHUB_RUN_ID", "77").run(), 0, &[]);
    let held = look(&job);
    let holders = section(&held, "Who holds the deploy lock")["rows"].as_array().unwrap();
    assert_eq!(holders.len(), 2, "both keys: {held:#}");
    assert_eq!((&holders[0]["application"], &holders[0]["state"]), (&"migration-gate/lock run=77".into(), &"idle".into()));
    let human = job.lock(&["status"]).run();
    check(&human, 0, &["Who holds the deploy lock", "migration-gate/lock run=77", "the deploy lock is held by"]);
    let markdown = job.lock(&["status", "--format", "markdown"]).run();
    check(&markdown, 0, &["### Who holds the deploy lock", "| <code>migration-gate/lock run=77</code> |"]);
    check(&job.lock(&["release"]).run(), 0, &[]);
}

#[test]
fn chains_of_those_who_wait_are_drawn() {
    let job = Job::new();
    let (reader, ddl, client) = (job.session("report"), job.session("ddl"), job.session("web"));
    reader.execute("CREATE TABLE orders (id int)");
    reader.execute("BEGIN");
    reader.execute("SELECT count(*) FROM orders");
    let ddl = ddl.begin("ALTER TABLE orders ADD COLUMN secret text DEFAULT 'canary-7f3a'");
    let waiting = |job: &Job| {
        job.session("looks").number("SELECT count(*) FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
    };
    wait_until("the ALTER waits", Duration::from_secs(5), || waiting(&job) == 1);
    let client = client.begin("SELECT * FROM orders");
    wait_until("the client waits behind it", Duration::from_secs(5), || waiting(&job) == 2);

    let target = look(&job);
    let drawing = section(&target, "Who waits for whom")["text"].as_str().unwrap().to_owned();
    let lines: Vec<&str> = drawing.lines().collect();
    assert_eq!(lines.len(), 3, "{drawing}");
    assert!(lines[0].starts_with("pid ") && lines[0].contains(", report, "), "{drawing}");
    assert!(lines[0].contains("idle in transaction, SELECT"), "{drawing}");
    assert!(lines[1].starts_with("└─ pid ") && lines[1].contains(", ddl, "), "{drawing}");
    assert!(
        lines[1].contains("ALTER TABLE") && lines[1].ends_with("waits for AccessExclusiveLock on public.orders"),
        "{drawing}"
    );
    assert!(lines[2].starts_with("   └─ pid ") && lines[2].ends_with("waits for AccessShareLock on public.orders"), "{drawing}");
    let sizes = section(&target, "Size")["rows"].as_array().unwrap().clone();
    let orders = sizes.iter().find(|row| row["table"] == "public.orders").unwrap();
    assert_eq!(orders["size_bytes"], "locked now", "looking must not wait");
    let states = section(&target, "Connections to the database")["rows"].to_string();
    assert!(states.contains("idle in transaction") && states.contains("active"), "{states}");
    reader.execute("COMMIT");
    ddl.join().unwrap();
    client.join().unwrap();
}

#[test]
fn a_role_without_rights_sees_what_it_may() {
    let job = Job::new();
    let mut superuser = job.database.superuser.clone();
    let holder = OtherSession::open(superuser.application_name("boss"));
    holder.execute(&format!("SELECT pg_advisory_lock({GATE_KEY})"));
    let target = look(&job);
    assert!(target["summary"].as_str().unwrap().contains("the deploy lock is held by"), "{target:#}");
    let rows = section(&target, "Who holds the deploy lock")["rows"].as_array().unwrap();
    assert_eq!((rows.len(), &rows[0]["key"]), (1, &"the gate's".into()));
    assert_eq!((&rows[0]["state"], &rows[0]["query_class"]), (&Value::Null, &Value::Null));
}

#[test]
fn looking_changes_nothing() {
    // Numbers of transactions are the whole server's, and on a server of its own nobody else uses them up.
    let server = start(&request(None));
    let mut config = tokio_postgres::Config::new();
    config.host_path(server.socket_directory()).port(server.port()).user(server.superuser()).dbname("postgres");
    let session = OtherSession::open(&config);
    let used = || session.number("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::int8");
    let before = used();
    let address = url(server.socket_directory(), server.superuser(), "postgres");
    let looked = Job::new().step(&["status"]).env("DATABASE_URL", address).run();
    check(&looked, 0, &["nobody holds the deploy lock"]);
    assert_eq!(used(), before, "no transaction wrote");
}
