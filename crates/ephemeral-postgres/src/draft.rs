//! How does something get into the cache whole, or not at all? It is made beside its place and moved there in one step.

use std::{
    fs::{self, DirBuilder},
    io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use rustix::process::{Pid, test_kill_process};

const PREFIX: &str = "draft-";

/// A directory that only its maker writes; it is deleted when this value is dropped.
#[derive(Debug)]
pub(crate) struct Draft {
    path: PathBuf,
}

impl Draft {
    /// Begins in a directory of the cache, and clears away what killed processes have begun there.
    pub(crate) fn begin(parent: &Path) -> io::Result<Self> {
        for entry in fs::read_dir(parent)?.flatten() {
            if entry.file_name().to_str().and_then(|name| name.strip_prefix(PREFIX)).is_some_and(is_abandoned) {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        let mut attempts = (0_u32..).map(|attempt| parent.join(format!("{PREFIX}{}-{attempt}", std::process::id())));
        let made = attempts.find_map(|path| match DirBuilder::new().mode(0o700).create(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => None,
            outcome => Some(outcome.map(|()| Draft { path })),
        });
        made.unwrap_or_else(|| Err(io::ErrorKind::AlreadyExists.into()))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Moves a part of the draft, or all of it, to its place. Another process may have been faster: then its work stays.
    pub(crate) fn publish(self, part: &Path, place: &Path) -> io::Result<()> {
        match fs::rename(part, place) {
            Err(error) if !place.exists() => Err(error),
            _ => Ok(()),
        }
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Whether the process that a draft is named after is gone.
fn is_abandoned(name: &str) -> bool {
    let number = name.split('-').next().and_then(|number| number.parse::<i32>().ok());
    let pid = number.and_then(|number| Pid::from_raw(number.max(0)));
    pid.is_none_or(|pid| test_kill_process(pid) == Err(rustix::io::Errno::SRCH))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drafts_of_dead_processes_are_cleared_away_and_a_faster_one_stays() {
        let cache = std::env::temp_dir().join(format!("draft-test-{}", std::process::id()));
        for name in ["draft-1-0", "draft-2147483600-0", "draft-x", "draft--1-0"] {
            fs::create_dir_all(cache.join(name)).expect("a draft");
        }
        let place = cache.join("place");
        let ours = Draft::begin(&cache).expect("a draft of our own");
        for contents in ["first", "second"] {
            let draft = Draft::begin(&cache).expect("another one");
            assert!(draft.path() != ours.path() && ours.path().exists());
            fs::create_dir(draft.path().join("made")).expect("a directory");
            fs::write(draft.path().join("made/file"), contents).expect("a file");
            let made = draft.path().join("made");
            draft.publish(&made, &place).expect("it is there");
        }
        assert_eq!(fs::read_to_string(place.join("file")).expect("it was moved"), "first");
        drop(ours);
        let mut names: Vec<_> = fs::read_dir(&cache).expect("the cache").flatten().map(|entry| entry.file_name()).collect();
        names.sort();
        assert_eq!(names, ["draft-1-0", "place"], "process 1 lives, and its draft with it");
        fs::remove_dir_all(cache).expect("cleaning up");
    }
}
