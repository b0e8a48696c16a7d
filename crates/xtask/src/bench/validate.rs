//! `cargo xtask bench validate`: is `validate` as fast as it says, compared with what else could run the same files?
//!
//! Everything is measured in one run, interleaved, so that a busy machine is busy for all. Walls are medians; ratios say
//! more than they do.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::{
    measure::{self, Measured, median, run_measured},
    rivals::Rival,
};
use crate::arguments;

/// What is asked for.
struct Setting {
    migrations: usize,
    new: usize,
    rounds: usize,
    profile: String,
}

/// One history on disk, and the same without its newest migrations.
struct Inputs {
    directory: PathBuf,
}

impl Inputs {
    fn write(directory: PathBuf, setting: &Setting) -> anyhow::Result<Inputs> {
        let history = history_generator::history(history_generator::SEED, setting.migrations);
        let base = &history[..setting.migrations.saturating_sub(setting.new)];
        let inputs = Inputs { directory };
        // Left-overs of a longer history would be migrations too.
        if inputs.directory.exists() {
            std::fs::remove_dir_all(&inputs.directory)?;
        }
        history_generator::write(&inputs.all(), &history).context("writing the history")?;
        history_generator::write(&inputs.base(), base).context("writing the base history")?;
        let statements: usize = history.iter().map(|migration| migration.statements).sum();
        println!("{} migrations, {statements} statements; {} of them new where a base is given\n", history.len(), setting.new);
        Ok(inputs)
    }

    fn all(&self) -> PathBuf {
        self.directory.join("prisma/migrations")
    }

    fn base(&self) -> PathBuf {
        self.directory.join("base")
    }
}

pub(crate) fn run(given: &[String]) -> anyhow::Result<()> {
    arguments::only(given, &["migrations", "new", "rounds", "profile"])?;
    let setting = Setting {
        migrations: arguments::value(given, "migrations")?.unwrap_or(400),
        new: arguments::value(given, "new")?.unwrap_or(5),
        rounds: arguments::value(given, "rounds")?.unwrap_or(7).max(1),
        profile: arguments::value(given, "profile")?.unwrap_or_else(|| "release".to_owned()),
    };
    let programs = measure::build(&setting.profile, &["validate", "ephemeral-postgres"])?;
    let [program, beside] = programs.as_slice() else { bail!("cargo built something else") };
    let inputs = Inputs::write(measure::target_directory()?.join("bench"), &setting)?;

    let with_base = ["--base-migrations", "base"];
    // The first run prepares the data directory and warms the caches; it does not count.
    validate_once(program, &inputs, &with_base)?;
    let mut rounds = Rounds::default();
    for round in 1..=setting.rounds {
        eprintln!("round {round} of {}", setting.rounds);
        rounds.psql.push(Rival::Psql.beside_server(beside, &inputs.all())?);
        rounds.based.push(validate_once(program, &inputs, &with_base)?);
        rounds.prisma.push(Rival::Prisma.beside_server(beside, &inputs.all())?);
        rounds.all_new.push(validate_once(program, &inputs, &[])?);
    }
    rounds.print();
    let start = median((0..20).map(|_| Ok(run_measured(program, &["--version"], &inputs.directory)?.milliseconds)))?;
    println!("\n`validate --version`           {start:8.1} ms, median of 20");
    for program in &programs {
        let name = program.file_name().unwrap_or_default().to_string_lossy();
        println!("{name:<30} {:8.1} MB", std::fs::metadata(program)?.len() as f64 / 1e6);
    }
    Ok(())
}

/// One run of `validate`, and the time that it says its scripts took.
struct Validated {
    whole: Measured,
    replay_milliseconds: f64,
}

fn validate_once(program: &Path, inputs: &Inputs, more: &[&str]) -> anyhow::Result<Validated> {
    let mut line = vec!["--migrations", "prisma/migrations", "--format", "json", "--publish", "never"];
    line.extend(more);
    let whole = run_measured(program, &line, &inputs.directory)?;
    let report: serde_json::Value = serde_json::from_str(&whole.stdout)
        .with_context(|| format!("`validate` ended with {:?} and no report: {}", whole.code, whole.stderr))?;
    let migrations = report["targets"][0]["migrations"].as_array().context("the report has no migrations")?;
    let applied = migrations.iter().filter(|one| one["outcome"] == "applied").count();
    if applied == 0 || applied != migrations.len() {
        bail!("{applied} of {} migrations were applied: the times would mean nothing", migrations.len());
    }
    let replay_milliseconds = migrations.iter().filter_map(|one| one["duration_ms"].as_f64()).sum();
    Ok(Validated { whole, replay_milliseconds })
}

#[derive(Default)]
struct Rounds {
    psql: Vec<f64>,
    prisma: Vec<f64>,
    based: Vec<Validated>,
    all_new: Vec<Validated>,
}

impl Rounds {
    fn print(&self) {
        let of = |values: &[f64]| measure::median_of(values.to_vec());
        let replay = |runs: &[Validated]| measure::median_of(runs.iter().map(|run| run.replay_milliseconds).collect());
        let whole = |runs: &[Validated]| measure::median_of(runs.iter().map(|run| run.whole.milliseconds).collect());
        let memory = |runs: &[Validated]| runs.iter().map(|run| run.whole.peak_memory_kib).max().unwrap_or_default();
        let (psql, prisma) = (of(&self.psql), of(&self.prisma));
        println!("                                     ms   against psql");
        for (name, value) in [
            ("psql, one session", psql),
            ("Prisma's engine, replay", prisma),
            ("validate with base: replay", replay(&self.based)),
            ("validate with base: whole", whole(&self.based)),
            ("validate all new: replay", replay(&self.all_new)),
            ("validate all new: whole", whole(&self.all_new)),
        ] {
            println!("{name:<30} {value:8.0}   {:6.2} x {:+7.0} ms", value / psql, value - psql);
        }
        println!("\nreplay against Prisma's        {:8.1} x faster", prisma / replay(&self.based));
        let peak = memory(&self.based).max(memory(&self.all_new));
        println!("peak memory of `validate`      {:8.1} MB", f64::from(u32::try_from(peak).unwrap_or(u32::MAX)) / 1024.0);
        println!("\ngoals: replay <= 1.10 x psql; whole <= psql + 500 ms; >= 3 x faster than Prisma; memory < 64 MB");
    }
}
