//! A password is shown nowhere: not by any binary that talks to a database, in no format, in nothing that it writes, publishes or starts.

#![expect(clippy::unwrap_used, reason = "a test panics where it must")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc, Mutex, Weak,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    thread,
    time::Duration,
};

use migration_gate_tests::{Ended, Program, Project, each};
use test_github::FakeGitHub;
use test_postgres::{Authority, NetworkRequest, NetworkServer};

/// The beginning of the password. What follows has to be percent-encoded in a connection string, and this is part of it in any form.
const CANARY: &str = "canary-9c41e7";
const REST: (&str, &str) = ("@/%?", "%40%2F%25%3F");
/// The same for what is given as a flag, which process lists show as `--help` says.
const BY_FLAG: &str = "canary-flag-77";

const FORMATS: [&str; 4] = ["human", "markdown", "json", "sarif"];

/// Connection strings, right and wrong in the ways that people get them wrong; `{P}` is the password, `{port}` the server's port,
/// `{database}` the case's own database.
const URLS: [(&str, &str); 15] = [
    ("right", "postgresql://app:{P}@localhost:{port}/{database}?sslmode=require"),
    ("in the query", "postgresql://localhost:{port}/{database}?user=app&password={P}&schema=public&sslmode=require"),
    ("wrong password", "postgresql://app:{P}x@localhost:{port}/{database}?sslmode=require"),
    ("no such database", "postgresql://app:{P}@localhost:{port}/nowhere?sslmode=require"),
    ("certificate refused", "postgresql://app:{P}@localhost:{port}/{database}?sslmode=verify-full"),
    ("login refused", "postgresql://stranger:{P}@localhost:{port}/{database}?sslmode=disable"),
    ("nobody there", "postgresql://app:{P}@localhost:1/{database}?sslmode=require"),
    ("no such host", "postgresql://app:{P}@db.invalid:{port}/{database}?connect_timeout=2"),
    ("keys and values", "host=localhost port={port} user=app password={P} dbname={database}"),
    ("no scheme", "app:{P}@localhost:{port}/{database}"),
    ("not encoded", "postgresql://app:a#{P}@localhost:{port}/{database}"),
    ("an @ behind a ?", "postgresql://app:a?{P}@localhost:{port}/{database}"),
    ("no such port", "postgresql://app:{P}@localhost:99999/{database}"),
    ("unknown parameter", "postgresql://app:{P}@localhost:{port}/{database}?{P}={P}&sslmode={P}"),
    ("quoted", "\"postgresql://app:{P}@localhost:{port}/{database}\"\n"),
];

/// The binaries as they are run.
const COMMANDS: [(&str, &[&str]); 10] = [
    ("preview", &["--plan", "{out}/plan.json"]),
    ("deploy", &["--dry-run", "--record", "{out}/record.json"]),
    ("deploy", &["--environment", "production", "--record", "{out}/record.json"]),
    ("verify", &[]),
    ("status", &[]),
    ("status", &["--environment", "staging=DATABASE_URL"]),
    ("lock", &["status"]),
    ("lock", &["acquire"]),
    ("lock", &["release"]),
    ("lock", &["run", "--", "true"]),
];

/// A server that asks for passwords and speaks TLS. The tests share it, and it ends with the last that keeps it, which a static would not.
fn server() -> Arc<NetworkServer> {
    static SERVER: Mutex<Weak<NetworkServer>> = Mutex::new(Weak::new());
    let mut shared = SERVER.lock().unwrap();
    let server = shared.upgrade().unwrap_or_else(|| Arc::new(start()));
    *shared = Arc::downgrade(&server);
    server
}

fn start() -> NetworkServer {
    let certificate = Authority::new("nobody-trusts-this").sign("localhost", Some("DNS:localhost"));
    let server = NetworkServer::start(&NetworkRequest {
        settings: ["ssl = on", "password_encryption = 'scram-sha-256'"].map(str::to_owned).to_vec(),
        hba: vec!["host all stranger 127.0.0.1/32 reject".to_owned(), "host all all 127.0.0.1/32 scram-sha-256".to_owned()],
        files: vec![("server.crt", certificate.certificate), ("server.key", certificate.key)],
    });
    let [password, flag] = [CANARY, BY_FLAG].map(|canary| format!("{canary}{}", REST.0));
    server.execute(&[
        &format!("CREATE ROLE app LOGIN PASSWORD '{password}'"),
        &format!("CREATE ROLE flag LOGIN PASSWORD '{flag}'"),
        "CREATE ROLE stranger LOGIN",
    ]);
    server
}

fn database(owner: &str) -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let name = format!("shop_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    server().execute(&[&format!("CREATE DATABASE {name} OWNER {owner}")]);
    name
}

fn fill(url: &str, database: &str, canary: &str) -> String {
    let password = format!("{canary}{}", REST.1);
    url.replace("{P}", &password).replace("{port}", &server().port().to_string()).replace("{database}", database)
}

/// A migration that is applied, and one that fails and makes an incident.
fn project() -> Project {
    let project = Project::new();
    project.configure("[deploy]\nwait = \"5s\"\nretry-for = \"100ms\"\n");
    project.migration("20260101000000_init", "CREATE TABLE users (id integer PRIMARY KEY)");
    project.migration("20260201000000_fails", "DO $$ BEGIN RAISE EXCEPTION 'not today'; END $$");
    project
}

/// A job of GitHub Actions with all that a runner gives it.
struct Job {
    project: Project,
    out: tempfile::TempDir,
    github: FakeGitHub,
}

impl Job {
    fn new() -> Job {
        let job = Job { project: project(), out: tempfile::tempdir().unwrap(), github: FakeGitHub::start("github-actions[bot]") };
        fs::write(job.out.path().join("event.json"), r#"{"ref": "refs/heads/main", "before": "aaa", "after": "abc"}"#).unwrap();
        job
    }

    fn program(&self, binary: &str, arguments: &[&str], format: &str) -> Program {
        let out = self.out.path().to_str().unwrap();
        let path = |name: &str| format!("{out}/{name}");
        let report = path(&format!("report.{format}"));
        // Options come before a command that `lock run` runs.
        let (own, command) = arguments.split_at(arguments.iter().position(|it| *it == "--").unwrap_or(arguments.len()));
        Program::new(binary)
            .current_dir(self.project.path())
            .args(own.iter().map(|argument| argument.replace("{out}", out)))
            .args(["--format", format, "--output", &report, "-vvv"])
            .args(command.iter().copied())
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_EVENT_NAME", "push")
            .env("GITHUB_EVENT_PATH", path("event.json"))
            .env("GITHUB_REPOSITORY", test_github::REPOSITORY)
            .env("GITHUB_API_URL", self.github.url())
            .env("GITHUB_SERVER_URL", "https://github.example.com")
            .env("GITHUB_TOKEN", self.github.token())
            .env("GITHUB_RUN_ID", "42")
            .env("GITHUB_SHA", "abc")
            .env("GITHUB_STEP_SUMMARY", path("summary.md"))
            .env("GITHUB_OUTPUT", path("outputs"))
            .env("RUNNER_TEMP", out)
    }

    /// Everything that was said, written and sent.
    fn traces(&self, ended: &Ended) -> Vec<(String, String)> {
        let mut traces = vec![("standard output".into(), ended.stdout.clone()), ("standard error".into(), ended.stderr.clone())];
        traces.extend(files(self.out.path()).into_iter().map(|file| {
            let text = String::from_utf8_lossy(&fs::read(&file).unwrap_or_default()).into_owned();
            (file.display().to_string(), text)
        }));
        traces.extend(self.github.requests().into_iter().map(|request| ("a request to GitHub".into(), format!("{request:?}"))));
        traces
    }
}

/// Ordinary files below a directory.
fn files(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let below = |path: PathBuf| if path.is_dir() { files(&path) } else { vec![path] };
    entries.map(|entry| entry.path()).flat_map(below).filter(|path| path.is_file()).collect()
}

#[test]
fn no_password_is_shown_written_sent_or_handed_on() {
    let _kept = server();
    let ended = AtomicBool::new(false);
    let caught = thread::scope(|scope| {
        let watcher = scope.spawn(|| watch(&ended));
        let marker = Command::new("sh").args(["-c", "sleep 2", "marker-of-the-watcher"]).spawn();
        each(URLS.to_vec(), |(name, _)| (*name).to_owned(), |(name, url)| check_url(name, url));
        marker.unwrap().wait().unwrap();
        ended.store(true, Ordering::Relaxed);
        watcher.join().unwrap()
    });
    assert!(caught.iter().any(|line| line.contains("marker-of-the-watcher")), "the watcher sees nothing");
    assert!(!caught.iter().any(|line| line.contains(CANARY)), "{caught:#?}");
}

fn check_url(name: &str, url: &str) {
    let is_right = matches!(name, "right" | "in the query");
    for format in FORMATS {
        let job = Job::new();
        let url = fill(url, &database("app"), CANARY);
        for (binary, arguments) in COMMANDS {
            let ended = job.program(binary, arguments, format).env("DATABASE_URL", &url).run();
            let code = ended.code.unwrap_or_else(|| panic!("{binary} {arguments:?}: {}", ended.stderr));
            for (place, text) in job.traces(&ended) {
                assert!(!text.contains(CANARY), "{binary} {arguments:?} in {format}: the password is in {place}: {text}");
            }
            let expected: &[i32] = match (is_right, binary, arguments.first()) {
                (true, "deploy", Some(&"--environment")) => &[5],
                (true, "lock", _) => &[0],
                (true, ..) => &[0, 1],
                (false, ..) => &[2, 3],
            };
            assert!(expected.contains(&code), "{binary} {arguments:?} in {format}: exit {code}: {}", ended.stderr);
        }
        if is_right {
            assert_eq!(job.github.issues().len(), 1, "the incident was published");
            for file in ["plan.json", "record.json", "summary.md", "outputs", &format!("report.{format}")] {
                assert!(job.out.path().join(file).is_file(), "{file} was not written");
            }
        }
    }
}

/// The command lines of all processes that show a password, or were started to show that this works.
fn watch(ended: &AtomicBool) -> Vec<String> {
    let mut caught = Vec::new();
    while !ended.load(Ordering::Relaxed) {
        for process in fs::read_dir("/proc").unwrap().flatten() {
            let line = fs::read(process.path().join("cmdline")).unwrap_or_default();
            let line = String::from_utf8_lossy(&line).replace('\0', " ");
            if [CANARY, "marker-of-the-watcher"].iter().any(|marked| line.contains(marked)) && !caught.contains(&line) {
                caught.push(line);
            }
        }
        thread::sleep(Duration::from_millis(3));
    }
    caught
}

/// Who gives it as a flag shows it to the machine's own users, and to nobody else.
#[test]
fn a_password_in_a_flag_is_in_no_output() {
    let _kept = server();
    let urls: Vec<_> = URLS.into_iter().filter(|(name, _)| *name != "no such host").collect();
    each(
        urls,
        |(name, _)| (*name).to_owned(),
        |(_, url)| {
            let job = Job::new();
            let url = fill(&url.replace("//app", "//flag").replace("user=app", "user=flag"), &database("flag"), BY_FLAG);
            for (binary, arguments) in COMMANDS.into_iter().filter(|(_, arguments)| !arguments.contains(&"staging=DATABASE_URL"))
            {
                let mut all = arguments.to_vec();
                let end_of_own = all.iter().position(|it| *it == "--").unwrap_or(all.len());
                all.splice(end_of_own..end_of_own, ["--database-url", &url]);
                let ended = job.program(binary, &all, "json").run();
                for (place, text) in job.traces(&ended) {
                    assert!(!text.contains(BY_FLAG), "{binary} {arguments:?}: the password is in {place}: {text}");
                }
                assert!(ended.code.is_some_and(|code| code != 101), "{binary} {arguments:?}: {}", ended.stderr);
            }
        },
    );
}
