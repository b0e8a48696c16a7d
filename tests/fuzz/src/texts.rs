//! Which SQL is there to begin with? All of the repository's.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A text and where it comes from.
#[derive(Debug, Clone)]
pub struct Text {
    /// The file, relative to the repository, and for an example of a page its number.
    pub name: String,
    /// The SQL.
    pub sql: String,
}

/// Files larger than this are made by a machine, to be large; there is nothing else to learn from them.
const LARGEST: usize = 200_000;

/// Every SQL file of the repository's tests and every example of the rule pages. Files that are not UTF-8 are left out: nothing
/// reads them as SQL.
///
/// # Panics
/// When the repository cannot be read.
pub fn texts() -> Vec<Text> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for directory in ["tests", "crates", "docs"] {
        collect(&root.join(directory), &mut files);
    }
    files.sort();
    let mut texts = Vec::new();
    for file in files {
        let Ok(content) = fs::read_to_string(&file) else { continue };
        let name = file.strip_prefix(&root).unwrap_or(&file).display().to_string();
        if name.ends_with(".sql") && content.len() <= LARGEST {
            texts.push(Text { name, sql: content });
        } else if name.ends_with(".md") {
            let examples = examples(&content);
            texts.extend(examples.into_iter().enumerate().map(|(at, sql)| Text { name: format!("{name} ({})", at + 1), sql }));
        }
    }
    texts
}

/// At least one statement for every command and clause of the documentation's SQL command reference, one to a line.
///
/// # Panics
/// When they cannot be read.
pub fn statement_forms() -> Vec<Text> {
    let forms: Vec<Text> = texts().into_iter().filter(|text| text.name.starts_with("tests/grammar/statements/")).collect();
    assert!(!forms.is_empty(), "the statement forms are there");
    forms
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(directory).unwrap_or_else(|error| panic!("cannot read {}: {error}", directory.display()));
    for entry in entries.flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        if path.is_dir() {
            if !matches!(name.to_str(), Some("node_modules" | "venv" | "target" | ".cache")) {
                collect(&path, files);
            }
        } else if path.extension().is_some_and(|extension| extension == "sql" || extension == "md") {
            files.push(path);
        }
    }
}

/// What stands between "```sql" and "```".
fn examples(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Option<String> = None;
    for line in page.lines() {
        match &mut open {
            None if line.starts_with("```sql") => open = Some(String::new()),
            Some(example) if line.starts_with("```") => {
                found.push(std::mem::take(example));
                open = None;
            }
            Some(example) => {
                example.push_str(line);
                example.push('\n');
            }
            None => {}
        }
    }
    found
}
