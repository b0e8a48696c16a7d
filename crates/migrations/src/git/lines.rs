//! Who wrote a line, and is a file still what it was at another commit?

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write,
    process::{Child, Stdio},
};

use super::{Commit, Git, GitError, ObjectKind, Objects, said};

/// Who wrote a line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineOrigin {
    /// It is in no commit yet.
    NotCommitted,
    /// The history at hand ends before the commit that wrote it.
    Unknown,
    /// It came with a commit.
    Committed {
        /// The author as the commit names them, without their address; whoever makes a commit chooses the name. Untrusted, unescaped.
        author: String,
        /// The commit.
        commit: Commit,
    },
}

const ANSWER: GitError = GitError::Answer { command: "blame" };
/// No commit's header is longer.
const MAX_COMMIT_BYTES: u64 = 1 << 20;

impl Git {
    /// Who wrote lines of a file of the work tree, whose text was read before. `path` is relative to the root; lines count from 1 and must be
    /// lines of the text. One answer for each line that was asked for.
    pub fn origins_of_lines(&self, path: &str, text: &str, lines: &[u32]) -> Result<Vec<LineOrigin>, GitError> {
        let mut objects = self.objects()?;
        if lines.is_empty() || objects.read(&format!("HEAD:{path}"), 0)?.is_none() {
            return Ok(vec![LineOrigin::NotCommitted; lines.len()]);
        }
        let blamed = blamed(&self.blame(path, text, lines)?)?;
        let mut origins: BTreeMap<String, LineOrigin> = BTreeMap::new();
        let mut answers = Vec::with_capacity(lines.len());
        for line in lines {
            let (commit, is_boundary) = blamed.get(line).ok_or(ANSWER)?;
            let origin = match origins.get(commit) {
                Some(known) => known.clone(),
                None => self.origin(&mut objects, commit, *is_boundary)?,
            };
            origins.insert(commit.clone(), origin.clone());
            answers.push(origin);
        }
        Ok(answers)
    }

    fn origin(&self, objects: &mut Objects, commit: &str, is_boundary: bool) -> Result<LineOrigin, GitError> {
        if commit.bytes().all(|byte| byte == b'0') {
            return Ok(LineOrigin::NotCommitted);
        }
        if is_boundary && self.is_shallow() {
            return Ok(LineOrigin::Unknown);
        }
        let commit = Commit::parse(commit).ok_or(ANSWER)?;
        // Not from blame itself, which follows a `.mailmap` that the change may have brought along.
        let author =
            objects.read(commit.as_str(), MAX_COMMIT_BYTES)?.and_then(|object| author(&object.content?)).ok_or(ANSWER)?;
        Ok(LineOrigin::Committed { author, commit })
    }

    /// The porcelain of `git blame`. The text is handed over, so that the lines are those that were read.
    fn blame(&self, path: &str, text: &str, lines: &[u32]) -> Result<String, GitError> {
        let mut command = self.command();
        command.args(["-c", "blame.ignoreRevsFile=", "-c", "core.autocrlf=false", "blame", "--porcelain", "--no-textconv"]);
        command.args(["--contents", "-"]);
        for line in lines.iter().collect::<BTreeSet<_>>() {
            command.arg(format!("-L{line},{line}"));
        }
        let pipes = command.args(["--", path]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = pipes.spawn().map_err(GitError::NotRunnable)?;
        feed(&mut child, text);
        let output = child.wait_with_output().map_err(GitError::NotRunnable)?;
        if !output.status.success() {
            return Err(GitError::Failed { command: "blame".to_owned(), message: said(&output) });
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Whether a file had this text at a commit, line ends aside. `None` when the commit is not in this clone.
    pub fn had_text(&self, commit: &Commit, path: &str, text: &str) -> Result<Option<bool>, GitError> {
        let mut objects = self.objects()?;
        if !is_here(&mut objects, commit)? {
            return Ok(None);
        }
        // One that is twice as long cannot differ in line ends alone.
        let limit = 2 * text.len() as u64 + 2;
        let file = objects.read(&format!("{commit}:{path}"), limit)?;
        let content = file.filter(|file| file.kind == ObjectKind::Blob).and_then(|file| String::from_utf8(file.content?).ok());
        Ok(Some(content.is_some_and(|content| content.replace("\r\n", "\n") == text.replace("\r\n", "\n"))))
    }

    /// Whether no commit behind `from`, up to and including `to`, changed a file. `None` when this clone does not have all of them, or when `to`
    /// does not descend from `from`.
    pub fn is_untouched(&self, from: &Commit, to: &Commit, path: &str) -> Result<Option<bool>, GitError> {
        let mut objects = self.objects()?;
        if self.is_shallow() || !is_here(&mut objects, from)? || !is_here(&mut objects, to)? {
            return Ok(None);
        }
        if self.merge_base(from, to)?.as_ref() != Some(from) {
            return Ok(None);
        }
        let range = format!("{from}..{to}");
        let literal = format!(":(top,literal){path}");
        let arguments = ["rev-list", "--full-history", "--ancestry-path", "--max-count=1", &range, "--", &literal];
        let output = self.command().args(arguments).output().map_err(GitError::NotRunnable)?;
        if !output.status.success() {
            return Err(GitError::Failed { command: "rev-list".to_owned(), message: said(&output) });
        }
        Ok(Some(output.stdout.is_empty()))
    }
}

fn is_here(objects: &mut Objects, commit: &Commit) -> Result<bool, GitError> {
    Ok(objects.read(commit.as_str(), 0)?.is_some_and(|object| object.kind == ObjectKind::Commit))
}

/// Git reads all of it before it answers. One that ends before says why itself.
fn feed(child: &mut Child, text: &str) {
    if let Some(mut input) = child.stdin.take() {
        input.write_all(text.as_bytes()).ok();
    }
}

/// Of each line its commit, and whether the history ends there. Format: `git help blame`, "the porcelain format".
fn blamed(porcelain: &str) -> Result<BTreeMap<u32, (String, bool)>, GitError> {
    let mut boundaries = BTreeSet::new();
    let mut lines = BTreeMap::new();
    let mut current: Option<(&str, u32)> = None;
    for text in porcelain.split('\n').filter(|text| !text.is_empty()) {
        match current {
            None => {
                let mut words = text.split(' ');
                let (commit, number) = words.next().zip(words.nth(1)).ok_or(ANSWER)?;
                current = Some((commit, number.parse().map_err(|_| ANSWER)?));
            }
            // The line itself, behind a tab, ends an entry.
            Some((commit, number)) if text.starts_with('\t') => {
                lines.insert(number, commit.to_owned());
                current = None;
            }
            Some((commit, _)) if text == "boundary" => drop(boundaries.insert(commit)),
            Some(_) => {}
        }
    }
    let known = |commit: String| (commit.clone(), boundaries.contains(commit.as_str()));
    Ok(lines.into_iter().map(|(number, commit)| (number, known(commit))).collect())
}

/// The name in a commit's `author` header.
fn author(commit: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(commit);
    let header = text.split("\n\n").next()?.lines().find_map(|line| line.strip_prefix("author "))?;
    Some(header.rsplit_once(" <").map_or(header, |(name, _)| name).trim().to_owned())
}
