//! What is the head compared with?

use std::path::{Path, PathBuf};

use cli::Failure;
use github::Event;
use migrations::git::{self, BaseRequest, Git, GitError};

use crate::BaseChoice;

/// The base side.
#[derive(Debug)]
pub enum Base {
    /// There is none: every migration is new.
    None,
    /// A commit.
    Commit(Git, git::Base),
    /// A directory of migrations.
    Directory(PathBuf),
}

impl Base {
    /// In one sentence, for the report.
    pub fn told(&self) -> String {
        match self {
            Base::None => "no base: every migration counts as new".to_owned(),
            Base::Directory(path) => format!("base: the directory `{}`", path.display()),
            Base::Commit(_, base) => {
                let fetched = if base.fetched { ", fetched" } else { "" };
                format!("base: commit `{}`, {}{fetched}", base.commit.short(), base.reason)
            }
        }
    }
}

/// The repository's root and the base. Git is asked only where a commit is wanted.
pub(crate) fn find(choice: BaseChoice<'_>, event: Option<&Event>) -> Result<(PathBuf, Base), Failure> {
    let here = std::env::current_dir()?;
    let request = match (choice, event) {
        (BaseChoice::Directory(directory), _) => return Ok((root_around(&here), Base::Directory(directory.to_owned()))),
        (BaseChoice::Revision(revision), _) => BaseRequest::Revision(revision),
        (_, Some(Event::PullRequest { head, base, .. })) => BaseRequest::PullRequest { head: &head.sha, base: &base.sha },
        (_, Some(Event::MergeGroup { base, .. })) => BaseRequest::MergeQueue { base: &base.sha },
        (BaseChoice::EventOrDefaultBranch, _) => BaseRequest::DefaultBranch,
        (BaseChoice::Event, _) => return Ok((root_around(&here), Base::None)),
    };
    let git = Git::discover(&here).map_err(git_failure)?;
    let base = git.find_base(request).map_err(git_failure)?;
    Ok((git.root().to_path_buf(), Base::Commit(git, base)))
}

/// The top directory of the work tree that a directory is in; the directory itself outside of one.
fn root_around(here: &Path) -> PathBuf {
    here.ancestors().find(|directory| directory.join(".git").exists()).unwrap_or(here).to_path_buf()
}

/// What git could not answer, with what to do.
pub fn git_failure(error: GitError) -> Failure {
    let hint = format!("To go on: {}.", error.hint());
    match error {
        GitError::UnknownRevision { .. } | GitError::NotARepository { .. } | GitError::NoDefaultBranch => {
            Failure::usage(error).hint(hint)
        }
        error => Failure::from(error).hint(hint),
    }
}
