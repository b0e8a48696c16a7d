//! Every history of `tests/histories`, run by our engine and by Prisma's own: the same outcome, the same rows in the
//! history table and the same schema and data, or the difference that the history's file foretells.

#![expect(clippy::unwrap_used, reason = "a test panics where it must")]

use std::{collections::BTreeSet, fs, time::Duration};

use database::{ConnectionString, Session, SessionOptions};
use ephemeral_postgres::Server;
use migration_gate_tests::{Expected, History, Oracle, Prisma, contents, each, histories, usual_major};
use migrations::{Migration, Order};
use replay::{Ending, Replay, Sandbox, SandboxRequest, replay};
use serde_json::{Value, json};

#[test]
fn prisma_s_engine_and_ours_agree() {
    let oracle = Oracle::installed();
    each(histories(), |history| history.name.clone(), |history| check(&oracle, history));
}

fn check(oracle: &Oracle, history: &History) {
    let major = history.major(usual_major());
    let ours = match history.applies() {
        Expected::Refused(_) => None,
        expected => Some(run_ours(oracle, history, major, &expected)),
    };
    for (statement_wise, expected) in [(false, history.whole()), (true, history.statement_wise())] {
        let theirs = run_theirs(oracle, history, major, statement_wise);
        let mode = if statement_wise { "statement by statement" } else { "whole" };
        match expected {
            Prisma::Ends(end) => assert_eq!(theirs.end, end, "Prisma, {mode}: {}", theirs.shown),
            Prisma::Differs => {
                assert_eq!(theirs.end, Expected::All, "Prisma, {mode}: {}", theirs.shown);
                let same = ours
                    .as_ref()
                    .is_some_and(|ours| ours.end == theirs.end && ours.rows == theirs.rows && ours.contents == theirs.contents);
                assert!(!same, "Prisma, {mode}: nothing differs from ours");
            }
            Prisma::Same => {
                let ours = ours.as_ref().unwrap_or_else(|| panic!("what is refused is not the same as anything"));
                assert_eq!(theirs.end, ours.end, "Prisma, {mode}: {}", theirs.shown);
                assert_eq!(theirs.rows, counted_as_prisma_does(&ours.rows), "Prisma's rows, {mode}, and ours");
                assert!(
                    theirs.contents == ours.contents,
                    "Prisma's database, {mode}, and ours:\n{}",
                    difference(&theirs.contents, &ours.contents)
                );
            }
        }
    }
}

/// Only ours counts, in the row of a script that stopped half way, the statements that are done; `deploy --resume` goes on behind them.
fn counted_as_prisma_does(rows: &[Value]) -> Vec<Value> {
    let mut rows = rows.to_vec();
    for row in rows.iter_mut().filter(|row| row["finished_at"] == json!(false)) {
        row["applied_steps_count"] = json!(0);
    }
    rows
}

/// What a run left.
struct Left {
    end: Expected,
    rows: Vec<Value>,
    contents: String,
    /// For the reader of a failed test.
    shown: String,
}

fn run_ours(oracle: &Oracle, history: &History, major: u32, expected: &Expected) -> Left {
    let place = Place::new(history, major);
    let directory = migrations::read_directory(&history.migrations(), &history.directory, Order::Locale).unwrap();
    let what = Replay { base: &[], new: &directory.migrations, time_limit: Duration::from_secs(60), read_apart: 0 };
    let replayed = block_on(replay(&place.sandbox, &what, &|| place.server.kill(), &mut |_| {})).unwrap();
    let failed = directory.migrations.iter().zip(&replayed.steps).find(|(_, step)| !step.ending.is_applied());
    let end = failed.map_or(Expected::All, |(migration, step)| failure(migration, &step.ending));
    let shown = format!("{:?}", failed.map(|(_, step)| &step.ending));
    assert_eq!(end, *expected, "our engine: {shown}");
    let (diagnosis, rows) = oracle.diagnose(&history.migrations(), &place.url);
    if end == Expected::All && history.whole() == Prisma::Same {
        // What we left is, to Prisma, a history of its own that is in step.
        assert_eq!((&diagnosis["history"], &diagnosis["hasMigrationsTable"]), (&Value::Null, &json!(true)), "{diagnosis}");
        assert_eq!(
            (&diagnosis["editedMigrationNames"], &diagnosis["failedMigrationNames"]),
            (&json!([]), &json!([])),
            "{diagnosis}"
        );
    }
    Left { end, rows: compared(rows), contents: place.contents(), shown }
}

fn failure(migration: &Migration, ending: &Ending) -> Expected {
    let sqlstate = match ending {
        Ending::Ran(run) => {
            run.result.as_ref().err().and_then(|failure| failure.server()).map(|error| error.sqlstate.as_str().to_owned())
        }
        _ => None,
    };
    Expected::Fails { name: migration.name.as_str().to_owned(), sqlstate: sqlstate.unwrap_or_else(|| "none".to_owned()) }
}

fn run_theirs(oracle: &Oracle, history: &History, major: u32, statement_wise: bool) -> Left {
    let place = Place::new(history, major);
    let deployed = oracle.deploy(&history.migrations(), &place.url, statement_wise);
    let end = match deployed.result {
        Ok(()) => Expected::All,
        Err(sqlstate) => {
            let unfinished = deployed.rows.iter().find(|row| row["finished_at"].is_null());
            let name = unfinished.and_then(|row| row["migration_name"].as_str()).unwrap_or("nothing").to_owned();
            Expected::Fails { name, sqlstate }
        }
    };
    Left { end, rows: compared(deployed.rows), contents: place.contents(), shown: deployed.answer.to_string() }
}

/// The lines that only one of two dumps has.
fn difference(theirs: &str, ours: &str) -> String {
    let only = |of: &str, other: &str, mark: char| {
        let others: BTreeSet<&str> = other.lines().collect();
        of.lines().filter(|line| !others.contains(line)).map(|line| format!("{mark} {line}\n")).collect::<String>()
    };
    only(theirs, ours, '-') + &only(ours, theirs, '+')
}

/// Rows without what differs from run to run, identifiers and times, and without the logs of a failure: the wording is each engine's
/// own, and where the script had opened a transaction Prisma fails to write any.
fn compared(rows: Vec<Value>) -> Vec<Value> {
    let reduce = |mut row: Value| {
        let columns = row.as_object_mut().unwrap();
        let id = columns.remove("id").unwrap();
        assert_eq!(id.as_str().unwrap().len(), 36, "an identifier is a UUID: {id}");
        columns.remove("started_at");
        for column in ["finished_at", "rolled_back_at"] {
            let is_there = !columns[column].is_null();
            columns.insert(column.to_owned(), json!(is_there));
        }
        if columns["finished_at"] == json!(false) {
            columns.remove("logs");
        }
        row
    };
    rows.into_iter().map(reduce).collect()
}

/// A server of its own for one run, furnished as the history asks.
struct Place {
    server: Server,
    sandbox: Sandbox,
    /// The owner's connection string, in Prisma's form.
    url: String,
}

impl Place {
    fn new(history: &History, major: u32) -> Place {
        let server = test_postgres::start(&test_postgres::request(Some(major)));
        let url = |role: &str| {
            format!("postgresql://{role}@localhost:{}/postgres?host={}", server.port(), server.socket_directory().display())
        };
        let superuser = ConnectionString::parse(&url(server.superuser())).unwrap();
        let says = &history.says;
        let script = |file: &String| (file.clone(), fs::read_to_string(history.directory.join(file)).unwrap());
        let request = SandboxRequest {
            roles: says.roles.clone(),
            extensions: says.extensions.clone(),
            bootstrap: says.bootstrap.iter().map(script).collect(),
            schema: says.schema.clone(),
        };
        let sandbox = block_on(Sandbox::on_own_server(&superuser, &request)).unwrap();
        let schema = says.schema.as_ref().map_or_else(String::new, |schema| format!("&schema={schema}"));
        let url = url("postgres") + &schema;
        Place { server, sandbox, url }
    }

    /// By `pg_dump`, which owes us nothing; of a server that is too new for it, by our own reader of the catalog.
    fn contents(&self) -> String {
        let dumped = contents(self.server.socket_directory(), self.server.superuser(), "postgres", self.server.version().major());
        dumped.unwrap_or_else(|| block_on(self.snapshot()))
    }

    async fn snapshot(&self) -> String {
        let session = Session::open(self.sandbox.owner(), &SessionOptions::default()).await.unwrap();
        let reader = catalog::Reader::new(session.client()).await.unwrap();
        format!("{:#?}", reader.snapshot(&catalog::Scope::default()).await.unwrap())
    }
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}
