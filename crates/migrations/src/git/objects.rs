//! What is in an object? One `git cat-file --batch` process answers all questions of a run.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use super::GitError;

/// What an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ObjectKind {
    Blob,
    Tree,
    Commit,
    Tag,
}

/// An object that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Object {
    pub(crate) kind: ObjectKind,
    pub(crate) size: u64,
    /// `None` when it is larger than was asked for.
    pub(crate) content: Option<Vec<u8>>,
}

/// One line of a tree object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TreeEntry {
    pub(crate) mode: TreeMode,
    pub(crate) name: Vec<u8>,
    /// In hexadecimal.
    pub(crate) object: String,
}

/// What a tree says that an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TreeMode {
    File,
    Directory,
    Link,
    Submodule,
    Other,
}

/// The running process. It ends when it is dropped.
pub(crate) struct Objects {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Drop for Objects {
    fn drop(&mut self) {
        _ = self.child.kill(); // it may be in the middle of an answer that nobody wants any more
        _ = self.child.wait();
    }
}

const ANSWER: GitError = GitError::Answer { command: "cat-file" };

fn failed(error: io::Error) -> GitError {
    GitError::Failed { command: "cat-file".to_owned(), message: error.to_string() }
}

impl Objects {
    pub(super) fn start(mut command: Command) -> Result<Self, GitError> {
        let pipes = command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = pipes.spawn().map_err(GitError::NotRunnable)?;
        let questions = child.stdin.take().expect("standard input is a pipe");
        let answers = BufReader::new(child.stdout.take().expect("standard output is a pipe"));
        Ok(Objects { child, questions, answers })
    }

    /// The object of that name (`<object>` or `<commit>:<path>`), with its content when that has at most `limit` bytes.
    /// `None` when there is no such object.
    pub(crate) fn read(&mut self, name: &str, limit: u64) -> Result<Option<Object>, GitError> {
        if name.contains(['\n', '\0']) {
            return Ok(None); // would be two questions
        }
        writeln!(self.questions, "{name}").and_then(|()| self.questions.flush()).map_err(failed)?;
        let mut header = Vec::new();
        self.answers.read_until(b'\n', &mut header).map_err(failed)?;
        let header = String::from_utf8_lossy(&header);
        let words: Vec<&str> = header.trim_end().rsplitn(3, ' ').collect();
        let (kind, size) = match words[..] {
            ["missing" | "ambiguous", ..] => return Ok(None),
            [size, kind, _] => (kind, size.parse::<u64>().map_err(|_| ANSWER)?),
            _ => return Err(ANSWER),
        };
        let kind = match kind {
            "blob" => ObjectKind::Blob,
            "tree" => ObjectKind::Tree,
            "commit" => ObjectKind::Commit,
            "tag" => ObjectKind::Tag,
            _ => return Err(ANSWER),
        };
        let content = self.content(size, limit)?;
        Ok(Some(Object { kind, size, content }))
    }

    /// The content and the line break after it; all of it must be taken before the next question.
    fn content(&mut self, size: u64, limit: u64) -> Result<Option<Vec<u8>>, GitError> {
        let mut content = Vec::new();
        let mut rest = self.answers.by_ref().take(size);
        let fits = size <= limit;
        let taken =
            if fits { rest.read_to_end(&mut content).map(|length| length as u64) } else { io::copy(&mut rest, &mut io::sink()) };
        let mut end = [0];
        self.answers.read_exact(&mut end).map_err(failed)?;
        if taken.map_err(failed)? != size || end != *b"\n" { Err(ANSWER) } else { Ok(fits.then_some(content)) }
    }
}

/// The entries of a tree object: `<mode> SP <name> NUL <object>`, the object's name in `hash_bytes` raw bytes.
pub(crate) fn tree_entries(content: &[u8], hash_bytes: usize) -> Result<Vec<TreeEntry>, GitError> {
    let mut entries = Vec::new();
    let mut rest = content;
    while !rest.is_empty() {
        let space = rest.iter().position(|byte| *byte == b' ').ok_or(ANSWER)?;
        let (mode, after) = (&rest[..space], &rest[space + 1..]);
        let nul = after.iter().position(|byte| *byte == 0).ok_or(ANSWER)?;
        let (name, after) = (&after[..nul], &after[nul + 1..]);
        let object = after.get(..hash_bytes).ok_or(ANSWER)?;
        let mode = match mode {
            b"100644" | b"100755" | b"100664" => TreeMode::File,
            b"40000" | b"040000" => TreeMode::Directory,
            b"120000" => TreeMode::Link,
            b"160000" => TreeMode::Submodule,
            _ => TreeMode::Other,
        };
        let object = object.iter().map(|byte| format!("{byte:02x}")).collect();
        entries.push(TreeEntry { mode, name: name.to_vec(), object });
        rest = &after[hash_bytes..];
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_torn_tree_is_an_error() {
        let whole = [b"100644 a b\0".as_slice(), &[0xab; 20], b"120000 l\0", &[1; 20]].concat();
        let entries = tree_entries(&whole, 20).unwrap();
        assert_eq!(
            (entries[0].mode, entries[0].name.as_slice(), entries[0].object.len()),
            (TreeMode::File, b"a b".as_slice(), 40)
        );
        assert_eq!((entries[1].mode, entries[1].object.as_str()), (TreeMode::Link, "01".repeat(20).as_str()));
        for length in (1..whole.len()).filter(|length| *length != 31) {
            assert!(tree_entries(&whole[..length], 20).is_err(), "{length}");
        }
    }
}
