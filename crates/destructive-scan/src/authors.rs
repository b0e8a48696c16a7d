//! Who wrote the comments that accept findings? Git is asked only where there are such comments.

use std::{cell::OnceCell, path::Path};

use migrations::{Git, Migration, git::LineOrigin};
use report::{Author, Finding};

/// What git knows of the work tree's lines.
pub(crate) struct Authors<'a> {
    root: &'a Path,
    git: OnceCell<Option<Git>>,
}

impl<'a> Authors<'a> {
    /// For files below the repository's root.
    pub(crate) fn of(root: &'a Path) -> Self {
        Authors { root, git: OnceCell::new() }
    }

    /// Adds to each acknowledgement who wrote it, as far as git can tell.
    pub(crate) fn sign(&self, migration: &Migration, findings: &mut [Finding]) {
        let mut accepted: Vec<_> = findings.iter_mut().filter_map(|finding| finding.acknowledged.as_mut()).collect();
        let lines: Vec<u32> = accepted.iter().filter_map(|accepted| accepted.line).collect();
        if lines.is_empty() {
            return;
        }
        let Some(git) = self.git.get_or_init(|| Git::discover(self.root).ok()) else { return };
        let origins = match git.origins_of_lines(&migration.file, &migration.script, &lines) {
            Ok(origins) => origins,
            Err(error) => return tracing::info!("git does not tell who accepted what in `{}`: {error}", migration.file),
        };
        let with_line = accepted.iter_mut().filter(|accepted| accepted.line.is_some());
        for (accepted, origin) in with_line.zip(origins) {
            accepted.author = author(origin);
        }
    }
}

fn author(origin: LineOrigin) -> Author {
    match origin {
        LineOrigin::NotCommitted => Author::NotCommitted,
        LineOrigin::Unknown => Author::Unknown,
        LineOrigin::Committed { author, commit } => Author::Known { name: author, commit: commit.as_str().to_owned() },
    }
}
