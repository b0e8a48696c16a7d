//! How does a binary of ours behave when somebody runs it?

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsString,
    fs,
    io::Read,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Mutex, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use crate::descendants;

/// The repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests lie in the repository")
}

/// Builds a binary of the workspace, once per test process, with the profile that the tests have.
pub fn build(name: &str) -> PathBuf {
    static BUILT: Mutex<BTreeMap<String, PathBuf>> = Mutex::new(BTreeMap::new());
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    built.entry(name.to_owned()).or_insert_with(|| cargo_build(name)).clone()
}

fn cargo_build(name: &str) -> PathBuf {
    let target = test_postgres::tools_directory().parent().expect("tools lie in the target directory").to_path_buf();
    // All together, or dependencies are compiled once more with other features; for a release the links take longer than that.
    let alone = ["--package", name, "--bin", name];
    let (profile, directory, what): (_, _, &[&str]) = match cfg!(debug_assertions) {
        true => ("dev", "debug", &["--workspace", "--bins"]),
        false => ("release", "release", &alone),
    };
    let mut cargo = Command::new(env!("CARGO"));
    // What cargo tells a test about its package is news to build scripts: they would run again, and all that follows from them.
    let is_told = |name: &OsString| ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|it| name.to_string_lossy().starts_with(it));
    for name in std::env::vars_os().map(|(name, _)| name).filter(is_told) {
        cargo.env_remove(name);
    }
    let output = cargo
        .args(["build", "--quiet", "--locked", "--profile", profile, "--target-dir"])
        .arg(&target)
        .args(what)
        .current_dir(root())
        .output()
        .expect("`cargo` can be executed");
    assert!(output.status.success(), "`{name}` cannot be built:\n{}", String::from_utf8_lossy(&output.stderr));
    target.join(directory).join(name)
}

/// A run to be: arguments, directory and nothing of the environment but what is needed to find programs and caches.
#[derive(Debug)]
pub struct Program {
    command: Command,
    time_limit: Duration,
}

/// A run that has ended.
#[derive(Debug)]
pub struct Ended {
    /// The exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// From start to end.
    pub took: Duration,
    /// Its process.
    pub process: u32,
    /// Processes that it had started, as far as they were seen.
    pub descendants: Vec<u32>,
    /// The most memory that the process itself ever had in use (not its children), in KiB.
    pub peak_memory_kib: u64,
}

impl Program {
    /// A binary of this workspace.
    pub fn new(name: &str) -> Program {
        let mut command = Command::new(build(name));
        // Neither CI, GITHUB_*, PG* nor colour variables of whoever runs the tests may change what is tested.
        command.env_clear();
        for name in ["PATH", "HOME"] {
            command.env(name, std::env::var_os(name).unwrap_or_default());
        }
        command.env("XDG_CACHE_HOME", test_postgres::tools_directory());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Program { command, time_limit: Duration::from_secs(120) }
    }

    /// Adds arguments.
    #[must_use]
    pub fn args<I: IntoIterator<Item: Into<OsString>>>(mut self, arguments: I) -> Program {
        self.command.args(arguments.into_iter().map(Into::into));
        self
    }

    /// Sets a variable of its environment.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl Into<OsString>) -> Program {
        self.command.env(name, value.into());
        self
    }

    /// Runs it there.
    #[must_use]
    pub fn current_dir(mut self, directory: &Path) -> Program {
        self.command.current_dir(directory);
        self
    }

    /// How long it may take; longer is a failure of the test. Two minutes if nothing is said.
    #[must_use]
    pub fn time_limit(mut self, limit: Duration) -> Program {
        self.time_limit = limit;
        self
    }

    /// Starts it; the caller waits for it and reads nothing.
    pub fn spawn(mut self) -> Child {
        self.command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a binary just built can be executed")
    }

    /// Runs it to its end.
    pub fn run(mut self) -> Ended {
        let started = Instant::now();
        let mut child = self.command.spawn().expect("a binary just built can be executed");
        let stdout = read(child.stdout.take().expect("standard output is a pipe"));
        let stderr = read(child.stderr.take().expect("standard error is a pipe"));
        let process = child.id();
        let mut peak_memory_kib = 0;
        let mut seen = BTreeSet::new();
        let status = loop {
            seen.extend(descendants(process));
            peak_memory_kib = peak_memory_of(process).unwrap_or(peak_memory_kib);
            if let Some(status) = child.try_wait().expect("our own child can be waited for") {
                break status;
            }
            if started.elapsed() > self.time_limit {
                child.kill().expect("our own child can be killed");
                child.wait().expect("our own child can be waited for");
                panic!("{:?} still ran after {:?}\n{}", self.command, self.time_limit, text(stderr));
            }
            thread::sleep(Duration::from_millis(2));
        };
        let took = started.elapsed();
        let descendants = seen.into_iter().collect();
        Ended { code: status.code(), stdout: text(stdout), stderr: text(stderr), took, process, descendants, peak_memory_kib }
    }
}

fn read(mut from: impl Read + Send + 'static) -> JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).expect("a pipe can be read");
        bytes
    })
}

fn text(reader: JoinHandle<Vec<u8>>) -> String {
    String::from_utf8(reader.join().expect("the reader does not panic")).expect("our output is UTF-8")
}

/// The kernel's own high-water mark. `wait4` would add what children had that the process waited for.
fn peak_memory_of(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok())
}
