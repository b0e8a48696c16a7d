//! `cargo xtask generate-history`: a long history on disk, to look at or to try tools on.

use std::path::PathBuf;

use anyhow::Context as _;

use crate::arguments;

pub(crate) fn run(given: &[String]) -> anyhow::Result<()> {
    arguments::only(given, &["migrations", "out", "seed"])?;
    let length = arguments::value(given, "migrations")?.unwrap_or(400);
    let seed = arguments::value(given, "seed")?.unwrap_or(history_generator::SEED);
    let directory: PathBuf = arguments::value(given, "out")?.context("`--out DIR` is needed")?;

    let migrations = history_generator::history(seed, length);
    history_generator::write(&directory, &migrations).with_context(|| format!("writing to `{}`", directory.display()))?;
    let statements: usize = migrations.iter().map(|migration| migration.statements).sum();
    println!("{length} migrations, {statements} statements in {}", directory.display());
    Ok(())
}
