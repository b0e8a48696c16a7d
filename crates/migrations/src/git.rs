//! What does git know? Its command line, asked so that neither the environment nor the repository can steer it.
//!
//! Only plumbing that reads objects is run, plus at most one `fetch` in a shallow clone. Nothing is checked out.

mod base;
mod lines;
mod objects;

use std::{
    fmt, io,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

pub use base::{Base, BaseRequest, Reason};
pub use lines::LineOrigin;
pub(crate) use objects::{ObjectKind, Objects, TreeEntry, TreeMode, tree_entries};

/// Variables through which a caller (a hook, say) points git at another repository or another set of objects.
const STEERING: [&str; 14] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_CONFIG",
    "GIT_DIR",
    "GIT_EXTERNAL_DIFF",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
];

/// Why git gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no `git` on the machine.
    #[error("cannot run `git`")]
    NotRunnable(#[source] io::Error),
    /// The directory is in no work tree.
    #[error("`{path}` is not inside a git work tree")]
    NotARepository {
        /// Where we asked.
        path: String,
    },
    /// Git does not trust the repository, because its directory belongs to somebody else.
    #[error("git does not trust `{path}`, which belongs to another user")]
    Ownership {
        /// Where we asked.
        path: String,
    },
    /// A revision that git cannot find.
    #[error("git does not know the revision `{revision}`{}", if *shallow { " (this clone is shallow)" } else { "" })]
    UnknownRevision {
        /// As it was asked for.
        revision: String,
        /// Whether the clone is shallow, so that the commit may merely not be here.
        shallow: bool,
    },
    /// Two commits without a common ancestor, as far as this clone knows.
    #[error("git finds no merge base of `{one}` and `{other}`")]
    NoMergeBase {
        /// One commit.
        one: String,
        /// The other.
        other: String,
    },
    /// Nothing says which branch changes are merged into.
    #[error("no default branch is known: there is neither `origin/HEAD` nor a branch `main` or `master`")]
    NoDefaultBranch,
    /// A commit that is not here could not be fetched.
    #[error("`{commit}` is not in this shallow clone, and fetching it failed: {message}")]
    FetchFailed {
        /// The commit.
        commit: String,
        /// What git said. Untrusted, unescaped.
        message: String,
    },
    /// Git failed otherwise.
    #[error("`git {command}` failed: {message}")]
    Failed {
        /// The subcommand.
        command: String,
        /// What git said. Untrusted, unescaped.
        message: String,
    },
    /// A directory with more entries than anybody can have written.
    #[error("a directory's tree object has more than {limit} bytes")]
    TreeTooLarge {
        /// How many are read.
        limit: u64,
    },
    /// Something that should be a text file and is not.
    #[error("`{path}` at the base is {what}")]
    NotText {
        /// Relative to the repository's root.
        path: String,
        /// What it is.
        what: &'static str,
    },
    /// Git answered what we do not understand.
    #[error("unexpected answer of `git {command}`")]
    Answer {
        /// The subcommand.
        command: &'static str,
    },
}

impl GitError {
    /// What to do about it, one imperative sentence.
    pub fn hint(&self) -> &'static str {
        match self {
            GitError::NotRunnable(_) => "install git, or give the base side as a directory with `--base-migrations`",
            GitError::NotARepository { .. } => "run inside the repository, or give the base side with `--base-migrations`",
            GitError::Ownership { .. } => "run `git config --global --add safe.directory <path>` first, as actions/checkout does",
            GitError::UnknownRevision { shallow: false, .. } => "give `--base` a branch, tag or commit that this clone has",
            GitError::UnknownRevision { shallow: true, .. } | GitError::NoMergeBase { .. } | GitError::FetchFailed { .. } => {
                "set `fetch-depth: 0` of actions/checkout, or name a commit that is here with `--base`"
            }
            GitError::NoDefaultBranch => {
                "name the base with `--base` or `--base-migrations`, name scripts, or look at the whole history with `--all`"
            }
            GitError::TreeTooLarge { .. } => "point the target at the directory that holds the migrations",
            GitError::NotText { .. } => "commit a regular text file of that name to the base branch",
            GitError::Failed { .. } | GitError::Answer { .. } => "run `git fsck` to see whether the repository is whole",
        }
    }
}

/// A commit's full object name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Commit(String);

impl Commit {
    /// From 40 or 64 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        (hex && matches!(text.len(), 40 | 64)).then(|| Commit(text.to_owned()))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Length of an object's name in bytes: 20, or 32 in a repository that uses SHA-256.
    pub(crate) fn hash_bytes(&self) -> usize {
        self.0.len() / 2
    }

    /// The first twelve digits, for people.
    pub fn short(&self) -> &str {
        &self.0[..12]
    }
}

impl fmt::Display for Commit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A work tree and how to ask git about it.
#[derive(Debug, Clone)]
pub struct Git {
    root: PathBuf,
    shallow: bool,
}

impl Git {
    /// The work tree around `start`.
    pub fn discover(start: &Path) -> Result<Self, GitError> {
        let arguments = ["rev-parse", "--show-toplevel", "--is-shallow-repository"];
        let output = command(start).args(arguments).output().map_err(GitError::NotRunnable)?;
        let path = || start.display().to_string();
        if !output.status.success() {
            let message = said(&output);
            return Err(if message.contains("dubious ownership") {
                GitError::Ownership { path: path() }
            } else if message.contains("not a git repository") || message.contains("work tree") {
                GitError::NotARepository { path: path() }
            } else {
                GitError::Failed { command: "rev-parse".to_owned(), message }
            });
        }
        let text = String::from_utf8(output.stdout).map_err(|_| GitError::Answer { command: "rev-parse" })?;
        let (root, shallow) = text.trim_end().rsplit_once('\n').ok_or(GitError::Answer { command: "rev-parse" })?;
        Ok(Git { root: PathBuf::from(root), shallow: shallow == "true" })
    }

    /// The work tree's top directory.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether history is cut off somewhere.
    pub fn is_shallow(&self) -> bool {
        self.shallow
    }

    /// The commit that a revision (branch, tag, `HEAD~2`, object name) means. It must be in this clone.
    pub fn resolve(&self, revision: &str) -> Result<Commit, GitError> {
        let unknown = || GitError::UnknownRevision { revision: revision.to_owned(), shallow: self.shallow };
        let wanted = format!("{revision}^{{commit}}");
        let arguments = ["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted];
        let output = self.command().args(arguments).output().map_err(GitError::NotRunnable)?;
        let answer = String::from_utf8_lossy(&output.stdout);
        if output.status.success() { Commit::parse(answer.trim_end()).ok_or_else(unknown) } else { Err(unknown()) }
    }

    /// The best common ancestor; `None` when there is none as far as this clone knows.
    pub fn merge_base(&self, one: &Commit, other: &Commit) -> Result<Option<Commit>, GitError> {
        let output = self.command().args(["merge-base", one.as_str(), other.as_str()]).output().map_err(GitError::NotRunnable)?;
        match output.status.code() {
            Some(0) => {
                let answer = String::from_utf8_lossy(&output.stdout);
                let first = answer.lines().next().and_then(Commit::parse);
                first.map(Some).ok_or(GitError::Answer { command: "merge-base" })
            }
            Some(1) => Ok(None),
            _ => Err(GitError::Failed { command: "merge-base".to_owned(), message: said(&output) }),
        }
    }

    /// Starts to read objects of this repository.
    pub(crate) fn objects(&self) -> Result<Objects, GitError> {
        Objects::start(self.command())
    }

    fn command(&self) -> Command {
        command(&self.root)
    }
}

/// `git` in a directory, deaf to what could steer it.
fn command(directory: &Path) -> Command {
    let mut command = Command::new("git");
    for variable in STEERING {
        command.env_remove(variable);
    }
    command
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("LC_ALL", "C")
        .current_dir(directory)
        .stdin(Stdio::null())
        .args(["--no-pager", "--no-replace-objects", "--no-optional-locks"])
        .args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.ext.allow=never"]);
    command
}

/// What git printed as its reason, on one line and without what may be a password in an address.
fn said(output: &Output) -> String {
    let text = without_passwords(&String::from_utf8_lossy(&output.stderr));
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.is_empty() { output.status.to_string() } else { lines.join("; ") }
}

/// Puts stars in the place of `user:password` in `https://user:password@host`.
fn without_passwords(text: &str) -> String {
    let mut parts = text.split("://");
    let mut clean = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let authority = part.find(|c: char| c == '/' || c.is_whitespace()).unwrap_or(part.len());
        let host = part[..authority].rfind('@').map_or(0, |at| at + 1);
        clean += if host == 0 { "://" } else { "://***@" };
        clean += &part[host..];
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_in_addresses_are_not_repeated() {
        let check = |text: &str, clean: &str| assert_eq!(without_passwords(text), clean);
        check(
            "cannot open 'https://x:s3cret@host/a@b'; see ssh://git@host",
            "cannot open 'https://***@host/a@b'; see ssh://***@host",
        );
        check("https://host/path is gone", "https://host/path is gone");
        check("nothing", "nothing");
    }

    #[test]
    fn only_full_object_names_are_commits() {
        assert!(Commit::parse(&"a1".repeat(20)).is_some());
        for text in ["", "HEAD", &"a".repeat(39), &"A".repeat(40), &"-".repeat(40)] {
            assert_eq!(Commit::parse(text), None);
        }
    }
}
