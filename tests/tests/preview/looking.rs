//! What is told, and that telling it changes nothing.

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use migration_gate_tests::Program;

use crate::house::{House, Told, block_on, connect};

#[test]
fn pending_migrations_are_told_with_their_sql_and_what_the_rehearsal_showed() {
    let house = House::new();
    house.applied("20260101000000_init", "CREATE TABLE users (id integer PRIMARY KEY, email text)");
    house.pending("20260201000000_posts", "CREATE TABLE posts (id integer PRIMARY KEY, title text)");
    house.pending("20260301000000_drop", "ALTER TABLE users DROP COLUMN email");
    let told = house.preview().expect(0, "pass");
    assert_eq!(told.migrations(), [("20260201000000_posts", "pending"), ("20260301000000_drop", "pending")]);
    assert_eq!(told.severities("drop-column"), ["warning"], "hazards are shown here, and closed the gate of the pull request");
    let script = told.section("The script of `20260301000000_drop`");
    assert_eq!(script["blocks"][0]["text"], "ALTER TABLE users DROP COLUMN email", "{script:#}");
    assert_eq!(told.target["migrations"][0]["changes"][0]["name"], "public.posts");
    let felt = told.section("What others will feel");
    let row = &felt["blocks"][0]["rows"][0];
    assert_eq!(
        (&row["table"], &row["lock"], &row["known_from"]),
        (&"public.users".into(), &"ACCESS EXCLUSIVE".into(), &"the rehearsal".into()),
        "{felt:#}"
    );
    // The same with a failing severity: then hazards close the gate.
    Told::of(house.program().args(["--fail-on", "error"]).run()).expect(1, "blocked");
}

/// The role may read one table, so that no lock above ACCESS SHARE could be had; and what is seen while it runs says the same.
#[test]
fn nothing_is_changed_and_no_lock_keeps_anybody_waiting() {
    let (house, _server) = House::alone();
    house.applied("20260101000000_init", "CREATE TABLE users (id integer PRIMARY KEY, email text); INSERT INTO users SELECT n FROM generate_series(1, 1000) AS n; ANALYZE users");
    house.pending("20260201000000_name", "ALTER TABLE users ADD COLUMN name text NOT NULL DEFAULT ''");
    let number = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text";
    let before = house.ask(number);
    let ended = AtomicBool::new(false);
    let (told, (modes, with_xid)) = thread::scope(|scope| {
        let watcher = scope.spawn(|| watch(&house, &ended));
        let told = house.preview();
        ended.store(true, Ordering::Relaxed);
        (told, watcher.join().unwrap())
    });
    told.expect(0, "pass");
    assert_eq!(house.ask(number), before, "a transaction's number was used up");
    assert_eq!((modes, with_xid), (BTreeSet::from(["AccessShareLock".to_owned()]), 0));
}

/// The modes of relation locks that any of our sessions was seen with, and how often one had a transaction's number.
fn watch(house: &House, ended: &AtomicBool) -> (BTreeSet<String>, usize) {
    block_on(async {
        let client = connect(&house.database.superuser).await;
        let query = "SELECT COALESCE(lock.mode, ''), session.backend_xid IS NOT NULL FROM pg_stat_activity AS session \
                     LEFT JOIN pg_locks AS lock ON lock.pid = session.pid AND lock.locktype = 'relation' \
                     WHERE session.application_name LIKE 'migration-gate/preview%' AND session.datname = current_database()";
        let query = client.prepare(query).await.unwrap();
        let (mut modes, mut with_xid) = (BTreeSet::new(), 0);
        while !ended.load(Ordering::Relaxed) {
            for row in client.query(&query, &[]).await.unwrap() {
                modes.insert(row.get::<_, String>(0));
                with_xid += usize::from(row.get::<_, bool>(1));
            }
        }
        modes.remove("");
        (modes, with_xid)
    })
}

#[test]
fn a_table_is_told_with_its_size_and_what_stands_on_it() {
    let house = House::new();
    house.applied(
        "20260101000000_init",
        "CREATE TABLE users (id integer PRIMARY KEY, age integer); CREATE TABLE \"Odd.Name\" (id integer PRIMARY KEY)",
    );
    house.sql("INSERT INTO users SELECT n FROM generate_series(1, 20000) AS n; CREATE INDEX ON users (age); ALTER TABLE users ADD CONSTRAINT old CHECK (age > 0) NOT VALID; ANALYZE users");
    house.as_superuser("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'users_age_idx'::regclass");
    house.pending(
        "20260201000000_bigger",
        "ALTER TABLE users ALTER COLUMN id TYPE bigint; ALTER TABLE \"Odd.Name\" ADD COLUMN x text",
    );
    let told = house.preview().expect(0, "pass");
    let rows = told.section("What others will feel")["blocks"][0]["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["table"] == "public.users").unwrap();
    assert_eq!((&row["rows_estimate"], &row["work"]), (&20_000.into(), &"all rows are written anew".into()), "{row:#}");
    assert!(row["size_bytes"].as_u64().unwrap() > 500_000, "{row:#}");
    assert_eq!((&row["indexes"], &row["unvalidated"]), (&2.into(), &"old".into()), "{row:#}");
    assert!(rows.iter().any(|row| row["table"] == "public.Odd.Name" && row["work"] == "the catalog only"), "{rows:#?}");
    assert_eq!(told.severities("invalid-index-here"), ["warning"]);
}

#[test]
fn who_is_in_the_way_now_is_named() {
    let house = House::new();
    house.applied("20260101000000_init", "CREATE TABLE users (id integer PRIMARY KEY)");
    house.pending("20260201000000_name", "ALTER TABLE users ADD COLUMN name text");
    house.as_superuser("GRANT pg_read_all_stats TO {reader}");
    let told = block_on(async {
        let reading = house.owner().await;
        reading.batch_execute("SET application_name = 'report of the month'; BEGIN; SELECT count(*) FROM users").await.unwrap();
        tokio::time::sleep(Duration::from_millis(5_500)).await;
        let told = thread::scope(|scope| scope.spawn(|| house.preview()).join().unwrap());
        reading.batch_execute("ROLLBACK").await.unwrap();
        told
    });
    let told = told.expect(0, "pass");
    assert_eq!(told.severities("long-transaction"), ["warning"]);
    let row = &told.section("At work now")["blocks"][0]["rows"][0];
    assert_eq!((&row["application"], &row["state"]), (&"report of the month".into(), &"idle in transaction".into()), "{row:#}");
    assert!(house.preview().expect(0, "pass").severities("long-transaction").is_empty());
}

#[test]
fn a_migration_that_fails_in_the_rehearsal_closes_the_gate() {
    let house = House::new();
    house.applied("20260101000000_init", "CREATE TABLE users (id integer PRIMARY KEY)");
    house.pending("20260201000000_wrong", "ALTER TABLE nobody ADD COLUMN name text");
    let told = house.preview().expect(1, "blocked");
    assert_eq!(told.migrations(), [("20260201000000_wrong", "failed")]);
    assert!(told.notes().contains("the rehearsal did not reach its end"), "{}", told.notes());
}

#[test]
fn without_a_rehearsal_the_scan_still_speaks() {
    let house = House::new();
    house.applied("20260101000000_init", "CREATE TABLE users (id integer PRIMARY KEY, email text)");
    house.pending("20260301000000_drop", "ALTER TABLE users DROP COLUMN email");
    let told = Told::of(house.program().args(["--no-rehearsal"]).run()).expect(0, "pass");
    assert_eq!(told.severities("drop-column"), ["warning"]);
    assert_eq!(told.section("What others will feel")["blocks"][0]["rows"][0]["known_from"], "the scan");
    assert!(told.notes().contains("cannot be foretold: nothing was rehearsed"), "{}", told.notes());
}

#[test]
fn what_cannot_be_reached_is_no_conclusion() {
    let house = House::new();
    house.pending("20260101000000_init", "CREATE TABLE users (id integer PRIMARY KEY)");
    let without = Program::new("preview").current_dir(house.project.path()).args(["--quiet"]).run();
    assert_eq!(without.code, Some(2), "{}", without.stderr);
    assert!(without.stderr.contains("DATABASE_URL"), "{}", without.stderr);
    let url = "postgresql://canary:canary-secret@127.0.0.1:1/x";
    let gone = Program::new("preview").current_dir(house.project.path()).env("DIRECT_URL", url).args(["--quiet"]).run();
    assert_eq!(gone.code, Some(3), "{}", gone.stderr);
    assert!(!gone.stderr.contains("canary-secret") && !gone.stdout.contains("canary-secret"), "{}", gone.stderr);
    house.sql("REVOKE SELECT ON _prisma_migrations FROM {reader}");
    let forbidden = house.program().run();
    assert_eq!(forbidden.code, Some(3), "{}", forbidden.stderr);
    assert!(forbidden.stderr.contains("42501"), "{}", forbidden.stderr);
}

/// The scan of the pull request has no database to ask; here it is the database's word that counts, whatever the history says.
#[test]
fn what_the_database_has_proven_already_is_no_hazard() {
    let house = House::new();
    house.applied(
        "20260101000000_init",
        "CREATE TABLE users (id integer PRIMARY KEY, email text, phone text, CONSTRAINT told CHECK (phone IS NOT NULL))",
    );
    house.pending("20260201000000_email", "ALTER TABLE users ALTER COLUMN email SET NOT NULL");
    house.pending("20260301000000_phone", "ALTER TABLE users ALTER COLUMN phone SET NOT NULL");
    let columns = |told: &Told| {
        let findings = told.target["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == "set-not-null");
        findings.map(|finding| finding["object"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let told = house.preview().expect(0, "pass");
    assert_eq!((columns(&told), work(&told)), (vec!["users.email".to_owned()], "all rows are read".to_owned()));
    // Proven by hand, and not yet validated: that proves nothing.
    house.sql("ALTER TABLE users ADD CONSTRAINT \"by hand\" CHECK (email IS NOT NULL) NOT VALID");
    assert_eq!(columns(&house.preview()), ["users.email"]);
    house.sql("ALTER TABLE users VALIDATE CONSTRAINT \"by hand\"");
    let told = house.preview().expect(0, "pass");
    assert_eq!((columns(&told), work(&told)), (vec![], "the catalog only".to_owned()));
    let told = Told::of(house.program().args(["--no-rehearsal"]).run());
    assert_eq!((columns(&told), work(&told)), (vec![], "the catalog only".to_owned()));
    // Taken away by hand, whatever the history says of it.
    house.sql("ALTER TABLE users DROP CONSTRAINT told");
    let told = house.preview().expect(0, "pass");
    assert_eq!((columns(&told), work(&told)), (vec!["users.phone".to_owned()], "all rows are read".to_owned()));
}

/// What is done while `users` is locked.
fn work(told: &Told) -> String {
    let rows = told.section("What others will feel")["blocks"][0]["rows"].as_array().unwrap();
    rows.iter().find(|row| row["table"] == "public.users").unwrap()["work"].as_str().unwrap().to_owned()
}
