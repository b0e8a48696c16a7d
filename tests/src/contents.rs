//! What is in a database, as `pg_dump` tells it: an account that none of our code has a part in.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// The whole database as SQL, apart from the rows of the history table and words that differ from run to run; `None` when
/// no `pg_dump` of this machine knows the server's version.
///
/// # Panics
/// When `pg_dump` fails.
pub fn contents(host: &Path, role: &str, database: &str, major: u32) -> Option<String> {
    let output = Command::new(pg_dump(major)?)
        .args(["--no-password", "--exclude-table-data=*._prisma_migrations", "--username", role, "--dbname", database, "--host"])
        .arg(host)
        .output()
        .expect("pg_dump can be executed");
    assert!(output.status.success(), "pg_dump: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("the database is UTF-8");
    Some(RANDOM.iter().fold(text, |text, mark| without_word_after(mark, &text)))
}

/// What comes before a random word: in a dump's head and foot, and in the name that the witness of drops goes by.
const RANDOM: [&str; 3] = ["\\restrict ", "\\unrestrict ", "migration-gate-"];

fn without_word_after(mark: &str, text: &str) -> String {
    let mut pieces = text.split(mark);
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| text + mark + piece.trim_start_matches(|c: char| c.is_ascii_alphanumeric()))
}

/// The newest one on the machine that knows the server's version.
fn pg_dump(major: u32) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path().join("bin"));
    let candidates =
        debian.chain(std::env::split_paths(&path)).map(|directory| directory.join("pg_dump")).filter(|file| file.is_file());
    let versions = candidates.filter_map(|file| Some((version(&file)?, file)));
    versions.filter(|(version, _)| *version >= major).max_by_key(|(version, _)| *version).map(|(_, file)| file)
}

fn version(pg_dump: &Path) -> Option<u32> {
    let output = Command::new(pg_dump).arg("--version").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.split_whitespace().find_map(|word| word.split('.').next()?.parse().ok())
}
