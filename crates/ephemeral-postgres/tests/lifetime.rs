//! A server is gone when its run is over, however the run ends.
#![cfg(target_os = "linux")]

mod support;

use std::{
    fs,
    os::unix::{fs::MetadataExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use ephemeral_postgres::{End, HIDDEN_ARGUMENT, sweep};
use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use support::{PROGRAM, as_superuser, children_of, config, directory, eventually, make_owner, processes_in, query, start};

#[test]
fn dropping_a_server_leaves_nothing() {
    let server = start();
    let directory = directory(&server);
    assert_eq!(as_superuser(&server, &["SELECT 'here'"]).expect("it answers"), ["here"]);
    assert!(!processes_in(&directory).is_empty());
    drop(server);
    assert!(!directory.exists());
    assert_eq!(processes_in(&directory), Vec::<u32>::new());
}

#[test]
fn a_kill_ends_what_no_timeout_can_end() {
    let endless_loop = "DO $$ BEGIN LOOP BEGIN PERFORM pg_sleep(0.001); EXCEPTION WHEN query_canceled THEN END; END LOOP; END $$";
    // PostgreSQL's scanner takes quadratic time for this, and hears nobody meanwhile.
    let operators = format!("SELECT 1 {} 1", "+".repeat(400_000));
    let recursion = "WITH RECURSIVE n AS (SELECT 1 UNION ALL SELECT 1 FROM n) SELECT count(*) FROM n";
    for statement in [endless_loop, &operators, recursion] {
        let server = start();
        let directory = directory(&server);
        let owner = make_owner(&server);
        thread::scope(|scope| {
            let session = scope.spawn(|| query(&owner, &["SET statement_timeout = 0", statement]));
            thread::sleep(Duration::from_millis(400));
            assert!(!session.is_finished(), "still busy");
            let begin = Instant::now();
            server.kill();
            let duration = begin.elapsed();
            println!("killed within {duration:?}");
            assert!(duration < Duration::from_secs(2), "{duration:?} for {}", &statement[..20]);
            session.join().expect("no panic").expect_err("the session ends with the server");
        });
        assert!(!directory.exists());
        assert_eq!(processes_in(&directory), Vec::<u32>::new());
        assert_eq!(server.end(), Some(End::Killed));
    }
}

#[test]
fn a_server_that_ends_by_itself_is_noticed() {
    let server = start();
    let directory = directory(&server);
    let number = fs::read_to_string(directory.join("data/postmaster.pid")).expect("a running server has one");
    let pid = number.lines().next().and_then(|line| line.parse().ok()).and_then(Pid::from_raw).expect("its number");
    kill_process(pid, Signal::KILL).expect("it can be killed");
    assert!(eventually(|| matches!(server.end(), Some(End::Exited { .. }))), "{:?}", server.end());
    drop(server);
    assert!(!directory.exists());
    assert_eq!(processes_in(&directory), Vec::<u32>::new());
}

#[test]
fn the_superuser_comes_in_only_when_admitted() {
    let server = start();
    let owner = make_owner(&server);
    for _ in 0..3 {
        server.lock_out_superuser().expect("the door closes");
        let error = as_superuser(&server, &["SELECT 1"]).expect_err("locked out");
        assert_eq!(error.code().map(tokio_postgres::error::SqlState::code), Some("28000"));
        query(&owner, &["SELECT 1"]).expect("the owner is not meant");
        query(&config(&server, "owner", "postgres"), &["SELECT 1"]).expect_err("an owner has one database");
        server.admit_superuser().expect("the door opens");
        as_superuser(&server, &["SELECT 1"]).expect("admitted");
    }
}

/// A run of our own binary in a process group of its own, and what it has started so far.
struct Run {
    tool: Child,
    supervisors: Vec<u32>,
}

impl Run {
    /// `home` is where the binary keeps its cache.
    fn start(home: &Path) -> Self {
        let tool = Command::new(PROGRAM)
            .args(["run", "--", "sleep", "5"])
            .env("HOME", home)
            .process_group(0)
            .stderr(Stdio::null())
            .spawn()
            .expect("our own binary runs");
        Run { tool, supervisors: Vec::new() }
    }

    fn look(&mut self) {
        self.supervisors = supervisors_of(&self.tool);
    }

    fn group(&self) -> Pid {
        Pid::from_child(&self.tool)
    }

    fn directories(&self) -> Vec<PathBuf> {
        directories_of(&self.supervisors)
    }

    fn is_gone(&self) -> bool {
        // What has ended and waits for its new parent to take notice has no file any more.
        let is_running = |pid: &u32| fs::read_link(format!("/proc/{pid}/exe")).is_ok();
        self.directories().is_empty() && !self.supervisors.iter().any(is_running)
    }
}

/// The children of a tool that are supervisors; the other is the command that it runs.
fn supervisors_of(tool: &Child) -> Vec<u32> {
    let is_supervisor =
        |pid: &u32| fs::read_to_string(format!("/proc/{pid}/cmdline")).is_ok_and(|arguments| arguments.contains(HIDDEN_ARGUMENT));
    children_of(tool.id()).into_iter().filter(is_supervisor).collect()
}

/// Where the clusters of supervisors are, if they have got that far.
fn directories_of(supervisors: &[u32]) -> Vec<PathBuf> {
    let entries = ["/dev/shm", "/tmp"].iter().flat_map(|parent| fs::read_dir(parent).into_iter().flatten().flatten());
    let belongs = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        supervisors.iter().any(|pid| name.starts_with(&format!("migration-gate-{pid}-")))
    };
    entries.map(|entry| entry.path()).filter(belongs).collect()
}

#[test]
fn a_killed_run_leaves_nothing_whenever_it_is_killed() {
    let home = tempfile::tempdir().expect("a home");
    let mut reached_a_server = 0;
    for round in 0..24_u64 {
        let mut run = Run::start(home.path());
        thread::sleep(Duration::from_millis(round * 11));
        run.look();
        reached_a_server += u32::from(!run.directories().is_empty());
        run.tool.kill().expect("it can be killed");
        run.tool.wait().expect("it ends");
        assert!(eventually(|| run.is_gone()), "round {round}: {:?} is left", run.directories());
    }
    assert!(reached_a_server > 5, "only {reached_a_server} rounds got far enough to test anything");
}

#[test]
fn a_killed_run_does_not_cost_the_next_one_its_prepared_data_directory() {
    let home = tempfile::tempdir().expect("a home");
    let prepared = || {
        let entries = fs::read_dir(home.path().join(".cache/migration-gate/prepared")).into_iter().flatten().flatten();
        entries.map(|entry| (entry.path(), entry.metadata().expect("it is there").ino())).collect::<Vec<_>>()
    };
    let mut whole = Command::new(PROGRAM);
    assert!(whole.args(["run", "--", "true"]).env("HOME", home.path()).status().expect("it runs").success());
    let before = prepared();
    assert_eq!(before.len(), 1);
    for round in 0..20_u64 {
        let mut run = Run::start(home.path());
        thread::sleep(Duration::from_millis(20 + round * 6));
        run.look();
        run.tool.kill().expect("it can be killed");
        run.tool.wait().expect("it ends");
        assert!(eventually(|| run.is_gone()), "round {round}: {:?} is left", run.directories());
        assert_eq!(prepared(), before, "round {round}");
    }
}

#[test]
fn a_run_killed_together_with_its_supervisor_is_swept_by_the_next() {
    let home = tempfile::tempdir().expect("a home");
    for round in 0..12_u64 {
        let mut run = Run::start(home.path());
        thread::sleep(Duration::from_millis(round * 20));
        run.look();
        let directories = run.directories();
        run.tool.kill().expect("it can be killed");
        for pid in &run.supervisors {
            let _ = kill_process(Pid::from_raw(i32::try_from(*pid).expect("a number")).expect("not zero"), Signal::KILL);
        }
        run.tool.wait().expect("it ends");
        let is_quiet = || {
            sweep(&std::env::temp_dir());
            run.is_gone() && directories.iter().all(|directory| processes_in(directory).is_empty())
        };
        assert!(eventually(is_quiet), "round {round}: {:?} is left", run.directories());
    }
}

#[test]
fn an_interrupt_from_the_terminal_reaches_everybody_and_nothing_is_left() {
    let home = tempfile::tempdir().expect("a home");
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        let mut run = Run::start(home.path());
        assert!(eventually(|| !directories_of(&supervisors_of(&run.tool)).is_empty()));
        run.look();
        kill_process_group(run.group(), signal).expect("the group is there");
        run.tool.wait().expect("it ends");
        assert!(eventually(|| run.is_gone()), "{signal:?}: {:?} is left", run.directories());
    }
}
