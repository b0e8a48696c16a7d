//! What else could replay the same files? One psql session, and Prisma's own engine, each on a server like `validate`'s.
//!
//! Our own `ephemeral-postgres run` starts the server and then this program again, with a hidden argument; that one
//! measures and prints milliseconds.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::{Context as _, bail};

pub(crate) const HIDDEN_ARGUMENT: &str = "__beside-server";

/// Something that replays a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rival {
    /// psql with a file that includes every script, from its start to its end.
    Psql,
    /// The engine that `prisma migrate deploy` runs, without the start of Node.
    Prisma,
}

impl Rival {
    fn name(self) -> &'static str {
        match self {
            Rival::Psql => "psql",
            Rival::Prisma => "prisma",
        }
    }

    /// Milliseconds that it takes on a fresh server.
    pub(crate) fn beside_server(self, ephemeral_postgres: &Path, migrations: &Path) -> anyhow::Result<f64> {
        let this = std::env::current_exe().context("finding this program")?;
        let output = Command::new(ephemeral_postgres)
            .args(["run", "--"])
            .arg(this)
            .args(["bench", HIDDEN_ARGUMENT, self.name()])
            .arg(migrations)
            .output()
            .context("starting a server")?;
        if !output.status.success() {
            bail!("{} beside a server: {}", self.name(), String::from_utf8_lossy(&output.stderr));
        }
        String::from_utf8(output.stdout)?.trim().parse().context("a number of milliseconds")
    }
}

/// The part beside the server: `PGHOST` and its like lead to it.
pub(crate) fn run_here(given: &[String]) -> anyhow::Result<()> {
    let [rival, migrations] = given else { bail!("a rival and a directory are needed") };
    let migrations = PathBuf::from(migrations);
    psql(&[
        "-c",
        "CREATE ROLE postgres LOGIN; ALTER DATABASE postgres OWNER TO postgres; ALTER SCHEMA public OWNER TO postgres",
    ])?;
    let milliseconds = if rival == Rival::Psql.name() { time_psql(&migrations)? } else { time_prisma(&migrations)? };
    println!("{milliseconds}");
    Ok(())
}

fn time_psql(migrations: &Path) -> anyhow::Result<f64> {
    let mut directories: Vec<PathBuf> =
        fs::read_dir(migrations)?.map(|entry| Ok(entry?.path())).collect::<anyhow::Result<_>>()?;
    directories.retain(|path| path.is_dir());
    directories.sort();
    let includes: String = directories.iter().map(|directory| format!("\\i '{}/migration.sql'\n", directory.display())).collect();
    let script = migrations.join("../all.sql");
    fs::write(&script, includes)?;
    let started = Instant::now();
    psql(&["-U", "postgres", "-f", &script.to_string_lossy()])?;
    Ok(started.elapsed().as_secs_f64() * 1e3)
}

fn psql(arguments: &[&str]) -> anyhow::Result<()> {
    let status = Command::new("psql")
        .args(["-X", "-q", "-v", "ON_ERROR_STOP=1"])
        .args(arguments)
        .stdout(Stdio::null())
        .status()
        .context("psql is needed for the comparison: install postgresql-client")?;
    if !status.success() {
        bail!("psql failed");
    }
    Ok(())
}

fn time_prisma(migrations: &Path) -> anyhow::Result<f64> {
    let oracle = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/prisma-oracle");
    if !Command::new(oracle.join("install.sh")).stdout(Stdio::null()).status().context("installing Prisma's engine")?.success() {
        bail!("Prisma's engine cannot be installed");
    }
    #[expect(clippy::disallowed_methods, reason = "the server's starter says by the environment where it is")]
    let host = std::env::var("PGHOST").context("this part runs beside a server")?;
    let output = Command::new("node")
        .arg(oracle.join("oracle.mjs"))
        .args(["deploy", "--url", &format!("postgresql://postgres@localhost/postgres?host={host}"), "--migrations"])
        .arg(migrations)
        .output()
        .context("running node")?;
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).context("an answer of the engine")?;
    if !answer["error"].is_null() {
        bail!("Prisma's engine: {}", answer["error"]["message"]);
    }
    answer["milliseconds"].as_f64().context("the engine's time")
}
