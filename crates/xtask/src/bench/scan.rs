//! `cargo xtask bench scan`: is `destructive-scan` as fast as it says, compared with squawk on the same files?
//!
//! Both read the same list of files and write JSON; runs take turns, so that a busy machine is busy for both. Medians of whole processes:
//! wall time, and processor time as the kernel counts it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};

use super::{
    measure::{self, Measured, median_of, run_measured},
    squawk,
};
use crate::arguments;

/// So many migrations has the largest public history that goals were set against.
const MIGRATIONS: usize = 823;
/// As many as nobody has.
const MANY: usize = 10_000;

pub(crate) fn run(given: &[String]) -> anyhow::Result<()> {
    arguments::only(given, &["files", "migrations", "rounds", "profile"])?;
    let rounds: usize = arguments::value(given, "rounds")?.unwrap_or(15).max(1);
    let migrations = arguments::value(given, "migrations")?.unwrap_or(MIGRATIONS);
    let given_files: Option<PathBuf> = arguments::value(given, "files")?;
    let profile = arguments::value(given, "profile")?.unwrap_or_else(|| "release".to_owned());
    let programs = measure::build(&profile, &["destructive-scan"])?;
    let [ours] = programs.as_slice() else { bail!("cargo built something else") };
    let squawk = squawk::program()?;

    let directory = measure::target_directory()?.join("bench/scan");
    let files = match &given_files {
        Some(directory) => Files::in_directory(directory)?,
        None => Files::generated(&directory.join("once"), migrations)?,
    };
    compare(ours, &squawk, &files, rounds)?;
    check_linearity(ours, &directory, migrations, rounds)?;
    check_memory(ours, &directory.join("many"))?;
    let start = median_of(
        (0..20).map(|_| Ok(run_measured(ours, &["--version"], &directory)?.milliseconds)).collect::<anyhow::Result<_>>()?,
    );
    println!("\n`destructive-scan --version`  {start:8.1} ms, median of 20");
    println!("its size                      {:8.1} MB", fs::metadata(ours)?.len() as f64 / 1e6);
    println!("\ngoals: CPU <= 0.50 x squawk's; wall <= 0.33 x; linear; {MANY} migrations below 64 MB; below 5 MB");
    Ok(())
}

/// Scripts on disk.
struct Files {
    directory: PathBuf,
    names: Vec<String>,
    bytes: u64,
}

impl Files {
    /// A generated history of plain files, which is what squawk reads.
    fn generated(directory: &Path, migrations: usize) -> anyhow::Result<Files> {
        // Left-overs of a longer history would be read too.
        if directory.exists() {
            fs::remove_dir_all(directory)?;
        }
        fs::create_dir_all(directory)?;
        for migration in history_generator::history(history_generator::SEED, migrations) {
            fs::write(directory.join(format!("{}.sql", migration.name)), migration.script)?;
        }
        Files::in_directory(directory)
    }

    fn in_directory(directory: &Path) -> anyhow::Result<Files> {
        let mut files = Files { directory: directory.to_path_buf(), names: Vec::new(), bytes: 0 };
        let mut waiting = vec![directory.to_path_buf()];
        while let Some(next) = waiting.pop() {
            for entry in fs::read_dir(&next).with_context(|| format!("reading `{}`", next.display()))? {
                let path = entry?.path();
                if path.is_dir() {
                    waiting.push(path);
                } else if path.extension().is_some_and(|extension| extension == "sql") {
                    files.bytes += fs::metadata(&path)?.len();
                    files.names.push(path.strip_prefix(directory).unwrap_or(&path).display().to_string());
                }
            }
        }
        files.names.sort();
        if files.names.is_empty() {
            bail!("there is no SQL in `{}`", directory.display());
        }
        Ok(files)
    }

    /// Runs a program on them.
    fn read_by(&self, program: &Path, flags: &[&str]) -> anyhow::Result<Measured> {
        let line: Vec<&str> = flags.iter().copied().chain(self.names.iter().map(String::as_str)).collect();
        let measured = run_measured(program, &line, &self.directory)?;
        // Both end with 1 when they find something.
        if !matches!(measured.code, Some(0 | 1)) {
            bail!("`{}` ended with {:?}: {}", program.display(), measured.code, measured.stderr);
        }
        serde_json::from_str::<serde_json::Value>(&measured.stdout)
            .with_context(|| format!("`{}` wrote no JSON", program.display()))?;
        Ok(measured)
    }
}

const OUR_FLAGS: [&str; 4] = ["--format", "json", "--publish", "never"];
const SQUAWK_FLAGS: [&str; 3] = ["--reporter", "json", "--assume-in-transaction"];

fn compare(ours: &Path, squawk: &Path, files: &Files, rounds: usize) -> anyhow::Result<()> {
    println!("{} files, {:.3} MB, median of {rounds} rounds\n", files.names.len(), files.bytes as f64 / 1e6);
    let (mut own, mut theirs) = (Vec::new(), Vec::new());
    // The first run warms the caches; it does not count.
    for round in 0..=rounds {
        let (squawk, ours) = (files.read_by(squawk, &SQUAWK_FLAGS)?, files.read_by(ours, &OUR_FLAGS)?);
        if round > 0 {
            theirs.push(squawk);
            own.push(ours);
        }
    }
    println!("                         wall        CPU   peak memory");
    let wall = |runs: &[Measured]| median_of(runs.iter().map(|run| run.milliseconds).collect());
    let cpu = |runs: &[Measured]| median_of(runs.iter().map(|run| run.processor_milliseconds).collect());
    for (name, runs) in [("squawk", &theirs), ("destructive-scan", &own)] {
        let peak = runs.iter().map(|run| run.peak_memory_kib).max().unwrap_or_default();
        println!("{name:<18} {:8.1} ms {:7.1} ms {:10.1} MB", wall(runs), cpu(runs), mebibytes(peak));
    }
    println!("{:<18} {:8.2} x  {:7.2} x", "ours / squawk's", wall(&own) / wall(&theirs), cpu(&own) / cpu(&theirs));
    Ok(())
}

fn check_linearity(ours: &Path, directory: &Path, migrations: usize, rounds: usize) -> anyhow::Result<()> {
    println!("\nmigrations        CPU   for each");
    for times in [1, 2, 4] {
        let length = migrations * times;
        let files = Files::generated(&directory.join(format!("times-{times}")), length)?;
        let runs: Vec<f64> =
            (0..rounds).map(|_| Ok(files.read_by(ours, &OUR_FLAGS)?.processor_milliseconds)).collect::<anyhow::Result<_>>()?;
        let cpu = median_of(runs);
        println!("{length:>10} {cpu:7.1} ms {:7.1} µs", cpu * 1e3 / f64::from(u32::try_from(length)?));
    }
    Ok(())
}

fn check_memory(ours: &Path, directory: &Path) -> anyhow::Result<()> {
    if directory.exists() {
        fs::remove_dir_all(directory)?;
    }
    history_generator::write(directory, &history_generator::history(history_generator::SEED, MANY))?;
    let line = ["--migrations", ".", "--all", "--format", "json", "--publish", "never"];
    let measured = run_measured(ours, &line, directory)?;
    if !matches!(measured.code, Some(0 | 1)) {
        bail!("`destructive-scan --all` ended with {:?}: {}", measured.code, measured.stderr);
    }
    let report: serde_json::Value = serde_json::from_str(&measured.stdout).context("a report")?;
    let target = &report["targets"][0];
    println!(
        "\n{MANY} migrations, all of them: {:.0} ms, {:.0} ms CPU, peak memory {:.1} MB, {} findings",
        measured.milliseconds,
        measured.processor_milliseconds,
        mebibytes(measured.peak_memory_kib),
        target["findings"].as_array().map_or(0, Vec::len)
    );
    Ok(())
}

fn mebibytes(kibibytes: u64) -> f64 {
    f64::from(u32::try_from(kibibytes).unwrap_or(u32::MAX)) / 1024.0
}
