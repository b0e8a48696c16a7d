//! Which commit is the base side?

use std::fmt;

use super::{Commit, Git, GitError, ObjectKind, said};

/// What is known about the base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BaseRequest<'a> {
    /// A revision that the user named; taken as it is.
    Revision(&'a str),
    /// A pull request, by the commits of its event: the head of its branch and of the branch it wants to enter.
    PullRequest {
        /// `pull_request.head.sha`
        head: &'a str,
        /// `pull_request.base.sha`
        base: &'a str,
    },
    /// The branch that everything is merged into, as far as this clone can tell.
    DefaultBranch,
    /// A merge queue's trial, by the commit that it was put on top of.
    MergeQueue {
        /// `merge_group.base_sha`
        base: &'a str,
    },
}

/// The base side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// Its commit; present in this clone.
    pub commit: Commit,
    /// Why it is this one.
    pub reason: Reason,
    /// Whether it had to be fetched.
    pub fetched: bool,
}

/// Why a commit is the base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The user named it.
    Asked,
    /// The work tree is at GitHub's trial merge, whose first parent is the target branch.
    TrialMerge,
    /// The common ancestor of the work tree's commit and the target branch.
    MergeBase,
    /// The common ancestor of the work tree's commit and this branch, which is or seems to be the default one.
    DefaultBranch(&'static str),
    /// The merge queue put the change on top of it.
    MergeQueue,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Reason::DefaultBranch(branch) => {
                return write!(
                    f,
                    "the merge base with the default branch `{}`",
                    branch.trim_start_matches("refs/remotes/").trim_start_matches("refs/heads/")
                );
            }
            Reason::Asked => "the revision that was asked for",
            Reason::TrialMerge => "the target branch in the trial merge",
            Reason::MergeBase => "the merge base with the target branch",
            Reason::MergeQueue => "the commit below this one in the merge queue",
        })
    }
}

/// Where the default branch may be found, best first: what the remote says, then what it is usually called.
const DEFAULT_BRANCHES: [&str; 5] = [
    "refs/remotes/origin/HEAD",
    "refs/remotes/origin/main",
    "refs/remotes/origin/master",
    "refs/heads/main",
    "refs/heads/master",
];

/// How much to fetch.
#[derive(Clone, Copy)]
enum Extent {
    /// One commit without its history.
    CommitOnly,
    /// All history, without which no merge base can be found.
    WholeHistory,
}

impl Git {
    /// Finds the base's commit, with one `git fetch` where a shallow clone does not have it.
    pub fn find_base(&self, request: BaseRequest<'_>) -> Result<Base, GitError> {
        match request {
            BaseRequest::Revision(revision) => match self.resolve(revision) {
                Err(GitError::UnknownRevision { shallow: true, .. }) if Commit::parse(revision).is_some() => {
                    self.have(revision, Reason::Asked)
                }
                resolved => Ok(Base { commit: resolved?, reason: Reason::Asked, fetched: false }),
            },
            BaseRequest::MergeQueue { base } => self.have(base, Reason::MergeQueue),
            BaseRequest::DefaultBranch => self.default_branch(),
            BaseRequest::PullRequest { head, base } => match self.parents_of_work_tree()?.as_slice() {
                [target, merged] if merged.as_str() == head => self.have(target.as_str(), Reason::TrialMerge),
                _ => self.merge_base_with(base),
            },
        }
    }

    fn default_branch(&self) -> Result<Base, GitError> {
        for branch in DEFAULT_BRANCHES {
            let tip = match self.resolve(branch) {
                Ok(tip) => tip,
                Err(GitError::UnknownRevision { .. }) => continue,
                Err(error) => return Err(error),
            };
            let here = self.resolve("HEAD")?;
            let none = || GitError::NoMergeBase { one: here.short().to_owned(), other: branch.to_owned() };
            let commit = self.merge_base(&here, &tip)?.ok_or_else(none)?;
            return Ok(Base { commit, reason: Reason::DefaultBranch(branch), fetched: false });
        }
        Err(GitError::NoDefaultBranch)
    }

    /// A commit that is known by its object name and may have to be fetched.
    fn have(&self, object: &str, reason: Reason) -> Result<Base, GitError> {
        let (commit, fetched) = match self.resolve(object) {
            Err(GitError::UnknownRevision { shallow: true, .. }) => {
                self.fetch(object, Extent::CommitOnly)?;
                (self.resolve(object)?, true)
            }
            resolved => (resolved?, false),
        };
        Ok(Base { commit, reason, fetched })
    }

    fn merge_base_with(&self, target: &str) -> Result<Base, GitError> {
        let here = self.resolve("HEAD")?;
        let base = |commit, fetched| Base { commit, reason: Reason::MergeBase, fetched };
        let known = match self.resolve(target) {
            Ok(target) => self.merge_base(&here, &target)?,
            Err(GitError::UnknownRevision { shallow: true, .. }) => None,
            Err(error) => return Err(error),
        };
        if let Some(commit) = known {
            return Ok(base(commit, false));
        }
        if self.is_shallow() {
            self.fetch(target, Extent::WholeHistory)?;
        }
        let found = self.merge_base(&here, &self.resolve(target)?)?;
        let none = || GitError::NoMergeBase { one: here.short().to_owned(), other: target.to_owned() };
        found.map(|commit| base(commit, true)).ok_or_else(none)
    }

    /// As written in the commit itself: a shallow clone pretends that its oldest commits have none.
    fn parents_of_work_tree(&self) -> Result<Vec<Commit>, GitError> {
        let answer = || GitError::Answer { command: "cat-file" };
        let here = self.resolve("HEAD")?;
        let object = self.objects()?.read(here.as_str(), 1_000_000)?.filter(|object| object.kind == ObjectKind::Commit);
        let content = object.and_then(|object| object.content).ok_or_else(answer)?;
        let text = String::from_utf8_lossy(&content);
        let header = text.lines().take_while(|line| !line.is_empty());
        header.filter_map(|line| line.strip_prefix("parent ")).map(|parent| Commit::parse(parent).ok_or_else(answer)).collect()
    }

    fn fetch(&self, object: &str, extent: Extent) -> Result<(), GitError> {
        let depth = match extent {
            Extent::CommitOnly => "--depth=1",
            Extent::WholeHistory => "--unshallow",
        };
        let mut command = self.command();
        command.args(["-c", "http.lowSpeedLimit=1000", "-c", "http.lowSpeedTime=30"]);
        command.args([
            "fetch",
            "--quiet",
            "--no-tags",
            "--no-write-fetch-head",
            "--no-recurse-submodules",
            "--no-auto-maintenance",
        ]);
        command.args([depth, "--end-of-options", "origin", object]);
        let output = command.output().map_err(GitError::NotRunnable)?;
        if output.status.success() {
            Ok(())
        } else {
            Err(GitError::FetchFailed { commit: object.to_owned(), message: said(&output) })
        }
    }
}
