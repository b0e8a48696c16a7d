//! Which histories are in this repository, when no configuration file names them?

use std::{collections::HashMap, ffi::OsStr, path::Path};

use crate::{
    entry::{Content, Kind, MAX_LOCK_FILE_BYTES},
    lock_file::LockFile,
    work_tree::{ReadError, list, open_beneath, read_file},
};

/// How many levels below the root are searched.
const MAX_DEPTH: usize = 8;
/// How many directories are looked into before the search gives up.
const MAX_DIRECTORIES: usize = 50_000;
/// Directories that hold other people's code or build output. Hidden ones are skipped as well.
const SKIPPED: [&str; 7] = ["node_modules", "target", "vendor", "dist", "build", "venv", "__pycache__"];
/// Parts of a path that say nothing about the database in it.
const MEANINGLESS: [&str; 7] = ["prisma", "src", "packages", "apps", "services", "libs", "migrations"];

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Discovery {
    /// Prisma histories for PostgreSQL, by path.
    pub targets: Vec<Discovered>,
    /// Prisma histories whose lock file names another provider, or none.
    pub others: Vec<OtherProvider>,
    /// Directories of Supabase migrations, by path; their names are unique among those of `targets` too.
    pub supabase: Vec<Discovered>,
    /// The search gave up before it had looked everywhere.
    pub gave_up: bool,
}

/// A history for PostgreSQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discovered {
    /// The target's name: the last part of the path that says something, `default` when none does. Lower-case letters,
    /// digits, `-` and `_`; unique.
    pub name: String,
    /// The migrations directory, relative to the root, with `/`.
    pub migrations: String,
}

/// A Prisma history that is not for PostgreSQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherProvider {
    /// The migrations directory, relative to the root, with `/`.
    pub migrations: String,
    /// What its lock file says.
    pub lock: LockFile,
}

/// Searches the work tree for directories that hold `migrations/migration_lock.toml`, and for `supabase/migrations`.
/// Follows no link.
pub fn discover(root: &Path) -> Result<Discovery, ReadError> {
    let mut found = Discovery::default();
    let (mut paths, mut supabase) = (Vec::new(), Vec::new());
    let mut waiting = vec![(String::new(), 0)];
    let mut seen = 0;
    while let Some((path, depth)) = waiting.pop() {
        seen += 1;
        if seen > MAX_DIRECTORIES {
            found.gave_up = true;
            break;
        }
        let failed = |error: rustix::io::Errno| ReadError::Io { path: path.clone(), source: error.into() };
        let directory = match open_beneath(root, &path) {
            Ok(directory) => directory,
            Err(_) if depth > 0 => continue, // gone or closed to us since it was listed: nothing that could be run
            Err(error) => return Err(error),
        };
        if path == "migrations" || path.ends_with("/migrations") {
            if path.ends_with("supabase/migrations") {
                supabase.push(path);
                continue;
            }
            if let Content::Bytes(bytes) =
                read_file(&directory, OsStr::new(LockFile::NAME), MAX_LOCK_FILE_BYTES).map_err(failed)?
            {
                match LockFile::parse(&String::from_utf8_lossy(&bytes)) {
                    LockFile::PostgreSql => paths.push(path),
                    lock => found.others.push(OtherProvider { migrations: path, lock }),
                }
                continue;
            }
        }
        let entries = match list(&directory) {
            Err(_) if depth > 0 => continue,
            entries => entries.map_err(failed)?,
        };
        for (name, kind) in entries {
            let Ok(name) = String::from_utf8(name) else { continue };
            if matches!(kind, Kind::Directory(()))
                && depth < MAX_DEPTH
                && !name.starts_with('.')
                && !SKIPPED.contains(&name.as_str())
            {
                let below = if path.is_empty() { name } else { format!("{path}/{name}") };
                waiting.push((below, depth + 1));
            }
        }
    }
    paths.sort();
    found.others.sort_by(|a, b| a.migrations.cmp(&b.migrations));
    supabase.sort();
    let names = names(&[paths.as_slice(), &supabase].concat());
    let prisma = paths.len();
    let all = names.into_iter().zip(paths.into_iter().chain(supabase));
    let mut all: Vec<_> = all.map(|(name, migrations)| Discovered { name, migrations }).collect();
    found.supabase = all.split_off(prisma);
    found.targets = all;
    Ok(found)
}

/// One name for each path: as few of the last meaningful parts as make it unique.
fn names(paths: &[String]) -> Vec<String> {
    let meaningful: Vec<Vec<String>> = paths.iter().map(|path| meaningful_parts(path)).collect();
    let longest = meaningful.iter().map(Vec::len).max().unwrap_or(0);
    let mut names: Vec<String> = meaningful.iter().map(|parts| join_last(parts, 1)).collect();
    for count in 2..=longest {
        let clashing = clashes(&names);
        for (name, parts) in names.iter_mut().zip(&meaningful) {
            if clashing.contains_key(name.as_str()) {
                *name = join_last(parts, count);
            }
        }
    }
    let clashing = clashes(&names);
    let number = |(index, name): (usize, &String)| match clashing.contains_key(name.as_str()) {
        true => format!("{name}-{}", index + 1),
        false => name.clone(),
    };
    names.iter().enumerate().map(number).collect()
}

fn clashes(names: &[String]) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    names.iter().for_each(|name| *counts.entry(name.clone()).or_insert(0) += 1);
    counts.retain(|_, count| *count > 1);
    counts
}

fn meaningful_parts(path: &str) -> Vec<String> {
    let plain = |part: &str| -> String {
        let keep = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c.to_ascii_lowercase() } else { '-' };
        part.chars().map(keep).collect()
    };
    path.split('/').filter(|part| !MEANINGLESS.contains(part)).map(plain).collect()
}

fn join_last(parts: &[String], count: usize) -> String {
    if parts.is_empty() { "default".to_owned() } else { parts[parts.len().saturating_sub(count)..].join("-") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_last_part_that_says_something() {
        let check = |paths: &[&str], expected: &[&str]| {
            let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
            assert_eq!(names(&paths), expected);
        };
        check(&["prisma/migrations"], &["default"]);
        check(&["migrations"], &["default"]);
        check(&["src/prisma/job/migrations", "src/prisma/site/migrations"], &["job", "site"]);
        check(&["apps/Shop API/prisma/migrations"], &["shop-api"]);
        check(&["apps/a/db/migrations", "apps/b/db/migrations", "x/migrations"], &["a-db", "b-db", "x"]);
        check(&["prisma/migrations", "src/prisma/migrations"], &["default-1", "default-2"]);
    }
}
