//! `status` as people run it: a repository, several databases, one table.

#![expect(clippy::unwrap_used, reason = "a test panics where it must")]

use std::fmt::Write;

use migration_gate_tests::{Ended, Program, Project};
use migrations::Checksum;
use serde_json::Value;
use test_postgres::{TestDatabase, request, server, start};
use tokio_postgres::{Config, NoTls};

const CANARY: &str = "canary-51c0";
const TABLE: &str = "CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, \
                     migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), \
                     applied_steps_count int NOT NULL DEFAULT 0);";
const SCRIPTS: [(&str, &str); 3] = [
    ("20260101000000_init", "CREATE TABLE a (n int);\n"),
    ("20260102000000_more", "CREATE TABLE b (n int);\n"),
    ("20260103000000_last", "SELECT 1;\n"),
];

/// A row as somebody left it.
#[derive(Clone, Copy)]
enum Row {
    Applied(&'static str, &'static str),
    Failed(&'static str),
}

fn project() -> Project {
    let project = Project::new();
    project.configure("");
    for (name, script) in SCRIPTS {
        project.migration(name, script);
    }
    project
}

/// A database with a history.
fn database(rows: &[Row]) -> TestDatabase {
    let database = server(None).database();
    let mut sql = TABLE.to_owned();
    for (number, row) in rows.iter().enumerate() {
        let at = format!("2026-02-01T00:00:{number:02}Z");
        let (name, checksum, finished, logs, steps) = match row {
            Row::Applied(name, script) => (name, Checksum::of(script).to_string(), format!("'{at}'"), "NULL", 1),
            Row::Failed(name) => (name, Checksum::of("x").to_string(), "NULL".to_owned(), "'no such table'", 0),
        };
        let columns = "id, checksum, finished_at, migration_name, logs, started_at, applied_steps_count";
        writeln!(sql, "INSERT INTO _prisma_migrations ({columns}) VALUES ('{number}', '{checksum}', {finished}, '{name}', {logs}, '{at}', {steps});")
            .unwrap();
    }
    execute(&database.owner, &sql);
    database
}

fn applied(which: &[usize]) -> Vec<Row> {
    which.iter().map(|index| Row::Applied(SCRIPTS[*index].0, SCRIPTS[*index].1)).collect()
}

fn execute(config: &Config, sql: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (client, connection) = config.connect(NoTls).await.unwrap();
        tokio::spawn(connection);
        client.batch_execute(sql).await.unwrap();
    });
}

fn url(user: &str, database: &str, directory: &std::path::Path) -> String {
    format!("postgresql://{user}:{CANARY}@{}/{database}?schema=public", directory.display().to_string().replace('/', "%2F"))
}

fn url_of(database: &TestDatabase) -> String {
    url(&database.name, &database.name, server(None).socket_directory())
}

fn status(project: &Project, arguments: &[&str]) -> Program {
    Program::new("status").current_dir(project.path()).args(arguments)
}

/// Runs it and checks how it ended; the report, when there is one.
fn check(program: Program, code: i32, words: &[&str]) -> Value {
    let ended: Ended = program.run();
    let all = format!("{}{}", ended.stdout, ended.stderr);
    assert_eq!(ended.code, Some(code), "{all}");
    assert!(!all.contains(CANARY), "{all}");
    for word in words {
        assert!(all.contains(word), "`{word}` is not in:\n{all}");
    }
    serde_json::from_str::<Value>(&ended.stdout).map_or(Value::Null, |report| report["targets"][0].clone())
}

/// One row of the table, in short: state, applied, pending, failed, edited, missing, out of order.
fn row(told: &Value, index: usize) -> (String, [Option<u64>; 6]) {
    let row = &told["sections"][0]["blocks"][0]["rows"][index];
    let count = |key: &str| row[key].as_u64();
    let state = format!(
        "{} {}: {}",
        row["target"].as_str().unwrap(),
        row["environment"].as_str().unwrap(),
        row["state"].as_str().unwrap()
    );
    (state, ["applied", "pending", "failed", "edited", "missing", "out_of_order"].map(count))
}

#[test]
fn what_is_applied_everywhere_is_in_step() {
    let project = project();
    let database = database(&applied(&[0, 1, 2]));
    let told = check(status(&project, &["--format", "json"]).env("DATABASE_URL", url_of(&database)), 0, &[]);
    assert_eq!(row(&told, 0), ("main DATABASE_URL: in step".into(), [3, 0, 0, 0, 0, 0].map(Some)));
    let last = &told["sections"][0]["blocks"][0]["rows"][0];
    assert_eq!((&last["last_applied"], &last["last_applied_at"]), (&SCRIPTS[2].0.into(), &"2026-02-01 00:00:02 UTC".into()));
    assert_eq!((&told["name"], &told["summary"]), (&"main".into(), &"1 of 1 database is in step".into()));
    check(status(&project, &["--database-url", &url_of(&database)]), 0, &["in step", "20260103000000_last"]);
}

#[test]
fn every_way_to_be_out_of_step_is_told() {
    let project = project();
    let databases = [
        ("behind", database(&applied(&[0, 1])), "1 pending", [2, 1, 0, 0, 0, 0]),
        ("late", database(&applied(&[0, 2])), "1 pending", [2, 1, 0, 0, 0, 1]),
        (
            "edited",
            database(&[applied(&[1, 2]), vec![Row::Applied(SCRIPTS[0].0, "other")]].concat()),
            "1 edited",
            [3, 0, 0, 1, 0, 0],
        ),
        (
            "missing",
            database(&[applied(&[0, 1, 2]), vec![Row::Applied("20250101000000_gone", "x")]].concat()),
            "1 missing",
            [4, 0, 0, 0, 1, 0],
        ),
        ("failed", database(&[applied(&[0, 1]), vec![Row::Failed(SCRIPTS[2].0)]].concat()), "1 failed", [2, 0, 1, 0, 0, 0]),
        ("empty", server(None).database(), "3 pending", [0, 3, 0, 0, 0, 0]),
        ("in-step", database(&applied(&[0, 1, 2])), "in step", [3, 0, 0, 0, 0, 0]),
    ];
    let flags: Vec<String> =
        databases.iter().map(|(name, ..)| format!("--environment={name}=DB_{}", name.replace('-', "_"))).collect();
    let mut arguments: Vec<&str> = flags.iter().map(String::as_str).collect();
    arguments.extend(["--format", "json"]);
    let mut program = status(&project, &arguments);
    for (name, database, ..) in &databases {
        program = program.env(&format!("DB_{}", name.replace('-', "_")), url_of(database));
    }
    let told = check(program, 1, &[]);
    for (index, (name, _, state, counts)) in databases.iter().enumerate() {
        assert!(row(&told, index).0.starts_with(&format!("main {name}: {state}")), "{:?}", row(&told, index));
        let seen = row(&told, index).1;
        // The failed one is edited as well: what failed has been corrected meanwhile.
        let counts = if *name == "failed" { [2, 0, 1, 1, 0, 0] } else { *counts };
        assert_eq!(seen, counts.map(Some), "{name}");
    }
    let rules: Vec<&str> = told["findings"].as_array().unwrap().iter().map(|finding| finding["rule"].as_str().unwrap()).collect();
    for rule in ["out-of-step", "edited-migration", "missing-migration", "failed-migration", "out-of-order"] {
        assert!(rules.contains(&rule), "{rule} of {rules:?}");
    }
    assert_eq!(told["summary"], "1 of 7 databases are in step");
    assert!(told["sections"][1].to_string().contains("`main` in `behind`: `20260103000000_last`"), "{}", told["sections"][1]);
}

#[test]
fn what_cannot_be_reached_is_said() {
    let project = project();
    let fine = database(&applied(&[0, 1, 2]));
    let arguments = ["--environment", "staging=STAGING", "--environment", "production=PRODUCTION", "--format", "json"];
    let run =
        |staging: &str, production: &str| status(&project, &arguments).env("STAGING", staging).env("PRODUCTION", production);
    let nobody = format!("postgresql://a:{CANARY}@127.0.0.1:1/shop?sslmode=disable");
    let told = check(run(&url_of(&fine), &nobody), 3, &[]);
    assert_eq!((row(&told, 0).1[0], row(&told, 1)), (Some(3), ("main production: could not be learned".into(), [None; 6])));
    let reason = told["incomplete"][0].as_str().unwrap();
    assert!(reason.starts_with("`main` in `production`: ") && reason.contains("127.0.0.1:1"), "{reason}");
    assert_eq!(told["summary"], "1 of 2 databases are in step, 1 could not be looked at");
    let behind = database(&applied(&[0]));
    check(run(&url_of(&behind), &nobody), 1, &["could not be learned", "2 pending"]);
    check(status(&project, &arguments).env("STAGING", url_of(&fine)), 2, &["`PRODUCTION`", "is not set"]);
}

#[test]
fn a_database_without_a_history_is_no_empty_one() {
    let project = project();
    let full = server(None).database();
    execute(&full.owner, "CREATE TABLE customers (n int)");
    check(status(&project, &[]).env("DATABASE_URL", url_of(&full)), 1, &["P3005", "deploy --baseline", "3 pending"]);
}

#[test]
fn targets_and_environments_make_one_table() {
    let project = Project::new();
    project.write(
        ".github/migration-gate.toml",
        "[targets.site]\nmigrations = \"site/migrations\"\n[targets.my-job]\nmigrations = \"job/migrations\"\n",
    );
    for (directory, (name, script)) in [("site", SCRIPTS[0]), ("job", SCRIPTS[1])] {
        project.write(&format!("{directory}/migrations/{name}/migration.sql"), script);
    }
    let (site, job, other) = (database(&applied(&[0])), database(&applied(&[1])), database(&applied(&[0])));
    let arguments =
        ["--environment", "staging=STAGING_{TARGET}_URL", "--environment", "production={TARGET}_URL", "--format", "json"];
    let program = status(&project, &arguments)
        .env("STAGING_SITE_URL", url_of(&site))
        .env("SITE_URL", url_of(&other))
        .env("STAGING_MY_JOB_URL", url_of(&job))
        .env("MY_JOB_URL", url_of(&other));
    let told = check(program, 1, &[]);
    let states: Vec<String> = (0..4).map(|index| row(&told, index).0).collect();
    let expected = [
        "site staging: in step",
        "site production: in step",
        "my-job staging: in step",
        "my-job production: 1 missing, 1 pending",
    ];
    assert_eq!(states, expected);
    assert_eq!(told["name"], "all targets");
    let one = status(&project, &["--target", "site", "--environment", "staging=STAGING_{TARGET}_URL"])
        .env("STAGING_SITE_URL", url_of(&site));
    check(one, 0, &["1 of 1 database is in step"]);
    check(status(&project, &["--database-url", &url_of(&site)]), 2, &["--database-url is for one target"]);
}

#[test]
fn a_connection_string_in_place_of_a_variable_is_not_shown() {
    let project = project();
    let url = format!("staging=postgresql://a:{CANARY}@db/shop");
    check(status(&project, &["--environment", &url]), 2, &["the name of the variable", "STAGING_DATABASE_URL"]);
    check(status(&project, &[]), 2, &["no connection string for target `main`"]);
}

#[test]
fn looking_changes_nothing() {
    let server = start(&request(None));
    let mut config = Config::new();
    config.host_path(server.socket_directory()).port(server.port()).user(server.superuser()).dbname("postgres");
    execute(&config, TABLE);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let used = || -> i64 {
        runtime.block_on(async {
            let (client, connection) = config.connect(NoTls).await.unwrap();
            tokio::spawn(connection);
            client.query_one("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::int8", &[]).await.unwrap().get(0)
        })
    };
    let before = used();
    let url = url(server.superuser(), "postgres", server.socket_directory());
    check(status(&project(), &[]).env("DATABASE_URL", url), 1, &["3 pending"]);
    assert_eq!(used(), before, "no transaction wrote");
}

/// A reader of code scanning sees more of a rule than its name.
#[test]
fn the_rules_that_are_broken_are_described() {
    let project = project();
    let database = database(&[applied(&[1]), vec![Row::Failed(SCRIPTS[0].0)]].concat());
    let ended = status(&project, &["--format", "sarif"]).env("DATABASE_URL", url_of(&database)).run();
    let told: Value = serde_json::from_str(&ended.stdout).unwrap();
    let rules = told["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let failed = rules.iter().find(|rule| rule["id"] == "failed-migration").unwrap();
    assert!(failed["helpUri"].as_str().unwrap().ends_with("/docs/history-rules.md"), "{failed:#}");
    assert!(rules.iter().all(|rule| rule["shortDescription"]["text"].is_string()), "{rules:#?}");
}
