//! Which program is the supervisor of a test's server? A test's own `main` is not ours, so this crate's small binary is.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use ephemeral_postgres::Supervisor;

const PROGRAM: &str = "ephemeral-postgres";
/// A ready-built supervisor, for harnesses that build everything beforehand.
const VARIABLE: &str = "MIGRATION_GATE_TEST_SUPERVISOR";

/// The supervisor: what the environment names, else built by a nested `cargo build` once per process.
///
/// # Panics
/// When it cannot be built.
pub fn supervisor() -> Supervisor {
    static PROGRAM_FILE: OnceLock<PathBuf> = OnceLock::new();
    let file = PROGRAM_FILE.get_or_init(|| std::env::var_os(VARIABLE).map_or_else(build, PathBuf::from));
    Supervisor::at(file.clone())
}

fn build() -> PathBuf {
    let target = target_directory();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["build", "--quiet", "--package", PROGRAM, "--bin", PROGRAM, "--target-dir"])
        .arg(&target)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("`cargo` can be executed");
    assert!(output.status.success(), "the supervisor cannot be built:\n{}", String::from_utf8_lossy(&output.stderr));
    target.join("debug").join(PROGRAM)
}

/// The build directory that the running test came from: it is `<target>/<profile>/deps/<test>`.
pub(crate) fn target_directory() -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its own file");
    let from_test = test.ancestors().find(|ancestor| ancestor.join("CACHEDIR.TAG").is_file());
    from_test.map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target"), Path::to_path_buf)
}
