//! The peer that is compared with: squawk, as its makers publish it.

use std::path::PathBuf;

use crate::{
    bench::measure::target_directory,
    machine::{prepare_for_wheels, run},
};

/// The version that goals were set against.
const VERSION: &str = "2.70.0";

/// Its program, installed below `target/` when it is not there yet.
pub(crate) fn program() -> anyhow::Result<PathBuf> {
    let directory = target_directory()?.join(format!("squawk-{VERSION}"));
    // The wheel holds the compiled program itself: no Python runs when it runs.
    let program = directory.join("bin/squawk");
    if !program.is_file() {
        prepare_for_wheels()?;
        let (place, parent) = (directory.to_string_lossy(), target_directory()?);
        run(&parent, "python3", &["-m", "venv", &place])?;
        let pip = directory.join("bin/pip");
        run(
            &parent,
            &pip.to_string_lossy(),
            &["install", "--quiet", "--disable-pip-version-check", &format!("squawk-cli=={VERSION}")],
        )?;
    }
    Ok(program)
}
