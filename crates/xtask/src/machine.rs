//! What the machine must have, and how it gets it. Everything that is installed is named first.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    // This crate stands at crates/xtask.
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).map(Path::to_path_buf).unwrap_or_default()
}

/// Runs a command in a folder and fails with its words when it fails.
pub(crate) fn run(directory: &Path, program: &str, arguments: &[&str]) -> Result<()> {
    println!("$ {program} {}", arguments.join(" "));
    let status = Command::new(program).args(arguments).current_dir(directory).status();
    let status = status.with_context(|| format!("cannot start `{program}`"))?;
    if !status.success() {
        bail!("`{program} {}` ended with {status}", arguments.join(" "));
    }
    Ok(())
}

/// A program that must be there, and Debian's package that has it.
struct Need {
    program: &'static str,
    package: &'static str,
}

const GIT: Need = Need { program: "git", package: "git" };
const COMPILER: Need = Need { program: "cc", package: "gcc" };
const NODE: Need = Need { program: "node", package: "nodejs" };
const NPM: Need = Need { program: "npm", package: "npm" };
const PYTHON: Need = Need { program: "python3", package: "python3" };
const OPENSSL: Need = Need { program: "openssl", package: "openssl" };
const PGBOUNCER: Need = Need { program: "pgbouncer", package: "pgbouncer" };
const FAKETIME: Need = Need { program: "faketime", package: "faketime" };
const PSQL: Need = Need { program: "psql", package: "postgresql-client" };

/// What the demonstration needs.
pub(crate) fn prepare_for_demo() -> Result<()> {
    install_missing(&[GIT, COMPILER], true)
}

/// What the tests need on top: the oracles run on Node and Python, and what stands between a client and its server is real.
pub(crate) fn prepare_for_tests() -> Result<()> {
    install_missing(&[GIT, COMPILER, NODE, NPM, PYTHON, PSQL, OPENSSL, PGBOUNCER, FAKETIME], true)?;
    prepare_for_wheels()?;
    if !has_libclang() {
        install(&["libclang-dev"])?;
    }
    Ok(())
}

/// What it takes to install a program that comes as a Python wheel.
pub(crate) fn prepare_for_wheels() -> Result<()> {
    install_missing(&[PYTHON], false)?;
    let has_venv =
        Command::new("python3").args(["-c", "import ensurepip, venv"]).output().is_ok_and(|output| output.status.success());
    if has_venv { Ok(()) } else { install(&["python3-venv"]) }
}

fn install_missing(needs: &[Need], server: bool) -> Result<()> {
    let mut packages: Vec<&str> = needs.iter().filter(|need| !is_on_path(need.program)).map(|need| need.package).collect();
    if server && !has_server() {
        packages.push("postgresql");
    }
    if packages.is_empty() { Ok(()) } else { install(&packages) }
}

fn install(packages: &[&str]) -> Result<()> {
    println!("missing here, to be installed: {}", packages.join(", "));
    if !is_on_path("apt-get") {
        bail!("this machine has no apt-get; install {} yourself and run the command again", packages.join(", "));
    }
    let root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.starts_with(b"0\n"));
    let apt = |arguments: &[&str]| {
        let (program, arguments) =
            if root { ("apt-get", arguments.to_vec()) } else { ("sudo", [&["apt-get"], arguments].concat()) };
        run(Path::new("/"), program, &arguments)
    };
    // An old package list is the usual reason for a failure, so the list is fetched again before a second try.
    let install = [&["install", "-y", "--no-install-recommends", "-q"], packages].concat();
    apt(&install).or_else(|_| apt(&["update", "-q"]).and_then(|()| apt(&install)))
}

/// The library with which the bindings to Postgres's grammar are made, where Debian and Ubuntu put it.
fn has_libclang() -> bool {
    let has = |directory: PathBuf| {
        std::fs::read_dir(directory).is_ok_and(|mut files| {
            files.any(|file| file.is_ok_and(|file| file.file_name().to_string_lossy().starts_with("libclang")))
        })
    };
    // Without the compiler's own headers the library is of no use.
    std::fs::read_dir("/usr/lib").is_ok_and(|mut entries| {
        entries.any(|entry| {
            entry.is_ok_and(|entry| {
                let llvm = entry.file_name().to_string_lossy().starts_with("llvm-");
                llvm && entry.path().join("lib/clang").is_dir() && has(entry.path().join("lib"))
            })
        })
    })
}

fn is_on_path(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok()
}

/// A server's programs, where Debian and Ubuntu put them or on the path.
fn has_server() -> bool {
    let installed = std::fs::read_dir("/usr/lib/postgresql").is_ok_and(|mut versions| {
        versions.any(|version| version.is_ok_and(|version| version.path().join("bin/initdb").is_file()))
    });
    installed || (is_on_path("initdb") && is_on_path("postgres"))
}
