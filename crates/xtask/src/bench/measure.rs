//! How long does a program run, and how much memory does it take?

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use nix::sys::{
    resource::{UsageWho, getrusage},
    time::TimeVal,
};

/// What a program did.
pub(crate) struct Measured {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) milliseconds: f64,
    /// Of all its threads and of the children that it waited for.
    pub(crate) processor_milliseconds: f64,
    /// The kernel's high-water mark for the process itself. What `wait4` and `time` tell includes its children.
    pub(crate) peak_memory_kib: u64,
}

/// Builds programs of the workspace; returns their files in the same order.
pub(crate) fn build(profile: &str, names: &[&str]) -> anyhow::Result<Vec<PathBuf>> {
    let packages = names.iter().flat_map(|name| ["--package", name, "--bin", name]);
    let status = Command::new("cargo").args(["build", "--profile", profile]).args(packages).status().context("running cargo")?;
    if !status.success() {
        bail!("the programs cannot be built");
    }
    // Cargo's names for two profiles are not those of their directories.
    let directory = target_directory()?.join(match profile {
        "dev" => "debug",
        "bench" => "release",
        other => other,
    });
    Ok(names.iter().map(|name| directory.join(name)).collect())
}

/// Where cargo puts what it builds: two levels above this very program.
pub(crate) fn target_directory() -> anyhow::Result<PathBuf> {
    let own = std::env::current_exe().context("finding this program")?;
    own.ancestors().nth(2).map(Path::to_path_buf).context("this program lies in no target directory")
}

/// Runs a program to its end.
pub(crate) fn run_measured(program: &Path, arguments: &[&str], directory: &Path) -> anyhow::Result<Measured> {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(directory);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let processor_before = children_milliseconds()?;
    let started = Instant::now();
    let mut child = command.spawn().with_context(|| format!("running `{}`", program.display()))?;
    let stdout = reader(child.stdout.take());
    let stderr = reader(child.stderr.take());
    let process = child.id();
    let watch = thread::spawn(move || {
        let mut peak = 0;
        while let Some(now) = peak_memory_kib(process) {
            peak = now;
            thread::sleep(Duration::from_millis(2));
        }
        peak
    });
    let status = child.wait()?;
    let milliseconds = started.elapsed().as_secs_f64() * 1e3;
    let processor_milliseconds = children_milliseconds()? - processor_before;
    let text = |reader: thread::JoinHandle<String>| reader.join().unwrap_or_default();
    let peak_memory_kib = watch.join().unwrap_or_default();
    let (stdout, stderr) = (text(stdout), text(stderr));
    Ok(Measured { code: status.code(), stdout, stderr, milliseconds, processor_milliseconds, peak_memory_kib })
}

/// Processor time of all children that were waited for so far. Chores run one program at a time, so the difference is that program's.
fn children_milliseconds() -> anyhow::Result<f64> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).context("asking for processor times")?;
    let milliseconds = |time: TimeVal| time.tv_sec() as f64 * 1e3 + time.tv_usec() as f64 / 1e3;
    Ok(milliseconds(usage.user_time()) + milliseconds(usage.system_time()))
}

fn reader(from: Option<impl Read + Send + 'static>) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut text = String::new();
        // What cannot be read is missing from the text, and the caller judges that.
        from.and_then(|mut from| from.read_to_string(&mut text).ok());
        text
    })
}

fn peak_memory_kib(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok())
}

/// The median of values that have to be measured first.
pub(crate) fn median(values: impl Iterator<Item = anyhow::Result<f64>>) -> anyhow::Result<f64> {
    Ok(median_of(values.collect::<anyhow::Result<_>>()?))
}

/// The median; 0 of nothing.
pub(crate) fn median_of(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
