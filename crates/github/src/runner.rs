//! The files through which a step speaks to its runner: job summary and outputs.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::Path,
};

use uuid::Uuid;

/// The most bytes of summary that GitHub takes of one step; over it, all of it vanishes.
pub const SUMMARY_LIMIT: usize = 1024 * 1024;

/// Why a text did not reach its file.
#[derive(Debug, thiserror::Error)]
pub enum RunnerFileError {
    /// The file cannot be read or written.
    #[error("`{path}` cannot be used")]
    File {
        /// The file, as the runner named it.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// Together with what is there it would be too long, and GitHub would drop everything.
    #[error("the job summary would have {bytes} bytes, and GitHub takes {SUMMARY_LIMIT}")]
    TooLong {
        /// What it would come to.
        bytes: usize,
    },
    /// The name is not one that a workflow can ask for.
    #[error("`{0}` is not the name of an output")]
    Name(String),
}

/// How many bytes the summary in this file (`GITHUB_STEP_SUMMARY`) still takes. A file that is not there yet is empty.
pub fn summary_room(path: &Path) -> Result<usize, RunnerFileError> {
    let used = match fs::metadata(path) {
        Ok(metadata) => usize::try_from(metadata.len()).unwrap_or(usize::MAX),
        Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
        Err(source) => return Err(at(path)(source)),
    };
    Ok(SUMMARY_LIMIT.saturating_sub(used))
}

/// Adds Markdown to the job summary.
pub fn append_summary(path: &Path, markdown: &str) -> Result<(), RunnerFileError> {
    let room = summary_room(path)?;
    if markdown.len() + 1 > room {
        return Err(RunnerFileError::TooLong { bytes: SUMMARY_LIMIT - room + markdown.len() + 1 });
    }
    append(path, &format!("{markdown}\n"))
}

/// Sets an output (`GITHUB_OUTPUT`). The value may have lines; it stands between delimiters that nobody can guess.
pub fn append_output(path: &Path, name: &str, value: &str) -> Result<(), RunnerFileError> {
    let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    if !is_name {
        return Err(RunnerFileError::Name(name.to_owned()));
    }
    let delimiter = format!("end_{}", Uuid::new_v4().simple());
    append(path, &format!("{name}<<{delimiter}\n{value}\n{delimiter}\n"))
}

fn append(path: &Path, text: &str) -> Result<(), RunnerFileError> {
    let file = OpenOptions::new().append(true).create(true).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(at(path))
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> RunnerFileError {
    move |source| RunnerFileError::File { path: path.display().to_string(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a runner reads from an output file: `name<<delimiter`, lines, `delimiter`.
    fn outputs(text: &str) -> Vec<(String, String)> {
        let mut lines = text.split('\n');
        let mut read = Vec::new();
        while let Some((name, delimiter)) = lines.next().and_then(|line| line.split_once("<<")) {
            let value: Vec<&str> = lines.by_ref().take_while(|line| *line != delimiter).collect();
            read.push((name.to_owned(), value.join("\n")));
        }
        read
    }

    #[test]
    fn outputs_hold_whatever_they_are_given() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("output");
        let values = ["pass", "", "a\nverdict=pass\nb", "x<<EOF\ny\nEOF", "end_\r\n::set-output name=verdict::pass\n"];
        for value in values {
            append_output(&path, "verdict", value).unwrap();
        }
        let expected: Vec<(String, String)> = values.iter().map(|value| ("verdict".to_owned(), (*value).to_owned())).collect();
        assert_eq!(outputs(&fs::read_to_string(&path).unwrap()), expected);
        assert!(append_output(&path, "a\nb", "x").is_err());
    }

    #[test]
    fn a_summary_never_grows_over_the_limit() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("summary");
        assert_eq!(summary_room(&path).unwrap(), SUMMARY_LIMIT);
        append_summary(&path, &"x".repeat(SUMMARY_LIMIT - 11)).unwrap();
        assert_eq!(summary_room(&path).unwrap(), 10);
        assert!(
            matches!(append_summary(&path, "1234567890"), Err(RunnerFileError::TooLong { bytes }) if bytes == SUMMARY_LIMIT + 1)
        );
        append_summary(&path, "123456789").unwrap();
        assert_eq!(summary_room(&path).unwrap(), 0);
        assert!(matches!(append_summary(directory.path(), "x"), Err(RunnerFileError::File { .. })));
    }
}
