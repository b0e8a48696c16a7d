//! Which files make a history?

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};

/// Migrations in the order in which they run.
#[derive(Debug)]
pub(crate) struct History {
    pub(crate) name: String,
    pub(crate) files: Vec<File>,
}

#[derive(Debug)]
pub(crate) struct File {
    /// As the history's own tool calls it.
    pub(crate) migration: String,
    /// Relative to the history.
    pub(crate) path: String,
    pub(crate) sql: String,
}

/// The histories in a directory: each of its subdirectories is one, unless it is one itself.
pub(crate) fn read_all(directory: &Path) -> anyhow::Result<Vec<History>> {
    let mut subdirectories: Vec<PathBuf> = entries(directory)?.into_iter().filter(|path| path.is_dir()).collect();
    subdirectories.sort();
    let is_one = directory.join("migration_lock.toml").is_file()
        || subdirectories.iter().any(|path| path.join("migration.sql").is_file())
        || entries(directory)?.iter().any(|path| is_sql(path));
    let roots = if is_one { vec![directory.to_path_buf()] } else { subdirectories };
    let histories: Vec<History> = roots.iter().map(|root| read(root)).collect::<anyhow::Result<_>>()?;
    let histories: Vec<History> = histories.into_iter().filter(|history| !history.files.is_empty()).collect();
    if histories.is_empty() {
        bail!("there is no SQL in `{}`", directory.display());
    }
    Ok(histories)
}

fn read(root: &Path) -> anyhow::Result<History> {
    let mut paths = Vec::new();
    collect(root, &mut paths)?;
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        // What is no UTF-8, or holds a zero byte, is no input for either tool.
        let Some(sql) = fs::read_to_string(&path).ok().filter(|sql| !sql.contains('\0')) else { continue };
        let relative = path.strip_prefix(root).unwrap_or(&path);
        let named = if relative.file_name().is_some_and(|name| name == "migration.sql") { relative.parent() } else { None };
        let migration = named.unwrap_or(relative).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let sql = sql.strip_prefix('\u{feff}').unwrap_or(&sql).to_owned();
        files.push(File { migration, path: relative.display().to_string(), sql });
    }
    let name = root.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(History { name, files })
}

/// A generated history, in memory.
pub(crate) fn generated(length: usize) -> History {
    let files = history_generator::history(history_generator::SEED, length).into_iter();
    let files = files.map(|one| File { path: format!("{}/migration.sql", one.name), migration: one.name, sql: one.script });
    History { name: "generated".to_owned(), files: files.collect() }
}

fn collect(directory: &Path, paths: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for path in entries(directory)? {
        if path.is_dir() {
            collect(&path, paths)?;
        } else if is_sql(&path) {
            paths.push(path);
        }
    }
    Ok(())
}

fn is_sql(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "sql")
}

fn entries(directory: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(directory).with_context(|| format!("reading `{}`", directory.display()))?;
    Ok(entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?)
}
