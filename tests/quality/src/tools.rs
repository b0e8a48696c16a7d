//! What do the scan and squawk say of the same files?

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use anyhow::{Context as _, bail};
use hazards::{Scan, ScanSummary, Script, Settings};
use report::Severity;

use crate::history::History;

/// Something that a tool says of a place in a file.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) rule: String,
    /// Byte of the file.
    pub(crate) at: usize,
    /// Whether it is at warning or above; squawk knows nothing below.
    pub(crate) is_loud: bool,
}

/// What a tool says of each file.
pub(crate) type Sayings = Vec<Vec<Said>>;

/// The scan, file after file, each on what the ones before it built.
pub(crate) fn scan(history: &History) -> (Sayings, ScanSummary) {
    let mut scan = Scan::new(Settings::default());
    let mut summary = ScanSummary::default();
    let mut sayings = Vec::new();
    for file in &history.files {
        let found = scan.scan(&Script { migration: &file.migration, file: &file.path, sql: &file.sql });
        scan.settle();
        summary += found.summary;
        let said = found.findings.into_iter().filter_map(|finding| {
            let place = finding.place?;
            let at = offset(&file.sql, place.line as usize - 1, |line| {
                line.char_indices().nth(place.column as usize - 1).map_or(line.len(), |(at, _)| at)
            });
            Some(Said { rule: finding.rule.as_str().to_owned(), at, is_loud: finding.severity >= Severity::Warning })
        });
        sayings.push(said.collect());
    }
    (sayings, summary)
}

/// squawk with its default rules, each file by itself, as it is made for.
pub(crate) fn squawk(program: &Path, history: &History) -> anyhow::Result<Sayings> {
    let directory = tempfile::tempdir().context("making a directory")?;
    let names: Vec<String> = (0..history.files.len()).map(|at| format!("{at:06}.sql")).collect();
    for (name, file) in names.iter().zip(&history.files) {
        fs::write(directory.path().join(name), &file.sql)?;
    }
    let output = Command::new(program)
        // As both tools that write such histories send a file; without it squawk takes every index for one on a table in use.
        .args(["--reporter", "json", "--assume-in-transaction"])
        .args(&names)
        .current_dir(directory.path())
        .output()
        .with_context(|| format!("running `{}`", program.display()))?;
    let Ok(found) = serde_json::from_slice::<Vec<serde_json::Value>>(&output.stdout) else {
        bail!("squawk ended with {} and no JSON: {}", output.status, String::from_utf8_lossy(&output.stderr));
    };
    let mut by_file: BTreeMap<&str, Vec<Said>> = BTreeMap::new();
    for one in &found {
        let name = one["file"].as_str().unwrap_or_default();
        let Some(file) = names.iter().position(|known| known == name).and_then(|at| history.files.get(at)) else { continue };
        let number = |key: &str| one[key].as_u64().and_then(|number| usize::try_from(number).ok()).unwrap_or(0);
        let at = offset(&file.sql, number("line"), |line| number("column").min(line.len()));
        let rule = one["rule_name"].as_str().unwrap_or_default().to_owned();
        by_file.entry(name).or_default().push(Said { rule, at, is_loud: true });
    }
    Ok(names.iter().map(|name| by_file.remove(name.as_str()).unwrap_or_default()).collect())
}

/// The byte of a place given by its line, from 0, and what finds the place in the line.
fn offset(sql: &str, line: usize, within: impl Fn(&str) -> usize) -> usize {
    let start = if line == 0 { 0 } else { sql.match_indices('\n').nth(line - 1).map_or(sql.len(), |(at, _)| at + 1) };
    let text = sql.get(start..).unwrap_or_default().split('\n').next().unwrap_or_default();
    start + within(text)
}
