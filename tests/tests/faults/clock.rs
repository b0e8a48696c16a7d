//! The runner's clock is wrong, and its time zone and language are not those of the server.

use std::{fs, path::PathBuf, process::Command, thread, time::Duration};

use faults::{Ground, migration};
use migration_gate_tests::{Program, Project};
use test_postgres::{Authority, NetworkRequest, NetworkServer};
use tokio_postgres::Client;

use crate::shop::{check, deploy, project};

/// A library that lies about the time.
fn faketime() -> PathBuf {
    let directories = fs::read_dir("/usr/lib").unwrap().flatten().map(|entry| entry.path());
    let library = directories.map(|directory| directory.join("faketime/libfaketime.so.1")).find(|file| file.is_file());
    library.expect("tests of clocks need `faketime`: install it (Debian: apt-get install faketime)")
}

/// Where and when a run believes to be.
struct Runner {
    clock: &'static str,
    zone: &'static str,
    language: &'static str,
}

const RIGHT: Runner = Runner { clock: "+0d", zone: "UTC", language: "C" };
const AHEAD: Runner = Runner { clock: "+400d", zone: "Pacific/Kiritimati", language: "tr_TR.UTF-8" };
const BEHIND: Runner = Runner { clock: "-400d", zone: "America/St_Johns", language: "et_EE.UTF-8" };

impl Runner {
    fn variables(&self) -> [(&'static str, String); 6] {
        [
            ("LD_PRELOAD", faketime().display().to_string()),
            ("FAKETIME", self.clock.to_owned()),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1".to_owned()),
            ("TZ", self.zone.to_owned()),
            ("LANG", self.language.to_owned()),
            ("LC_ALL", self.language.to_owned()),
        ]
    }

    fn lends(&self, program: Program) -> Program {
        self.variables().into_iter().fold(program, |program, (name, value)| program.env(name, value))
    }

    /// The year that it believes in.
    fn year(&self) -> i32 {
        let said = Command::new("date").arg("+%Y").envs(self.variables()).output().unwrap().stdout;
        String::from_utf8(said).unwrap().trim().parse().unwrap()
    }
}

fn preview(project: &Project, ground: &Ground) -> Program {
    let program = Program::new("preview").current_dir(project.path()).env("DATABASE_URL", ground.url());
    program.args(["--format", "json", "--publish", "never", "--plan", "plan.json"])
}

async fn texts(client: &Client, query: &str) -> Vec<String> {
    client.query(query, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn row_52_rows_and_data_are_the_same_whatever_the_runner_believes() {
    // Names that are sorted otherwise in Estonian, and texts that mean another time elsewhere.
    let scripts = [
        migration("001_t", "CREATE TABLE t (x text);"),
        migration("001_z", "INSERT INTO t VALUES (lower('TITLE')), (('2026-03-29 02:30'::timestamptz)::text);"),
        migration("002_b", "INSERT INTO t SELECT to_char(1234.5, '9G999D9') || to_char(date '2026-03-01', 'TMMonth');"),
    ];
    assert!(AHEAD.year() > RIGHT.year() && BEHIND.year() < RIGHT.year(), "the clocks are wrong");
    let mut all = Vec::new();
    for runner in [RIGHT, AHEAD, BEHIND] {
        let (project, ground) = (project(&scripts), Ground::new());
        check(runner.lends(deploy(&project, &ground.url())).run(), 0);
        let client = ground.client().await;
        let soon = "SELECT migration_name::text FROM _prisma_migrations WHERE started_at <= finished_at \
            AND started_at > clock_timestamp() - interval '1 minute' AND finished_at <= clock_timestamp() ORDER BY started_at";
        let (rows, data) = (texts(&client, soon).await, texts(&client, "SELECT x FROM t").await);
        assert_eq!((rows.len(), data.len()), (3, 3), "{}: {rows:?} {data:?}", runner.clock);
        all.push((rows, data));
    }
    assert!(all.iter().all(|one| *one == all[0]), "{all:?}");
}

#[test]
fn row_52_a_plan_expires_by_the_servers_clock() {
    let (project, ground) = (project(&[migration("001_a", "CREATE TABLE a (x int);")]), Ground::new());
    // Made where it is last year, carried out where it is next year.
    check(BEHIND.lends(preview(&project, &ground)).run(), 0);
    check(AHEAD.lends(deploy(&project, &ground.url())).args(["--plan", "plan.json"]).run(), 0);
    project.migration("002_b", "CREATE TABLE b (x int);");
    project.configure("[deploy]\nplan-valid-for = \"1s\"\n");
    check(AHEAD.lends(preview(&project, &ground)).run(), 0);
    thread::sleep(Duration::from_millis(2100));
    let late = check(BEHIND.lends(deploy(&project, &ground.url())).args(["--plan", "plan.json"]).run(), 1);
    assert!(late.stderr.contains("has expired at"), "{}", late.stderr);
}

#[test]
fn row_52_a_wrong_clock_makes_certificates_look_expired_and_that_is_said() {
    let authority = Authority::new("gate-test-root");
    let certificate = authority.sign("localhost", Some("DNS:localhost"));
    let server = NetworkServer::start(&NetworkRequest {
        settings: vec!["ssl = on".to_owned()],
        hba: vec!["hostssl all app 127.0.0.1/32 trust".to_owned()],
        files: vec![("server.crt", certificate.certificate), ("server.key", certificate.key)],
    });
    server.execute(&["CREATE ROLE app LOGIN", "CREATE DATABASE shop OWNER app"]);
    let root = authority.root_file().display().to_string().replace('/', "%2F");
    let port = server.port();
    let url = format!("postgresql://app@localhost:{port}/shop?sslmode=verify-full&sslrootcert={root}&channel_binding=disable");
    let project = project(&[migration("001_a", "CREATE TABLE a (x int);")]);
    let ended = check(AHEAD.lends(deploy(&project, &url)).run(), 3);
    assert!(ended.stderr.contains("expired"), "{}", ended.stderr);
    check(RIGHT.lends(deploy(&project, &url)).run(), 0);
}
