//! How does `release` find the keeper that `acquire` left?
//!
//! By a file of its user's in the job's temporary directory, which names the keeper's socket. Nothing in it is secret, and nothing is
//! done to a process by its number: whoever answers at the socket is the keeper.

use std::{
    fs::{self, DirBuilder},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, MetadataExt},
    path::{Path, PathBuf},
};

use config::{Environment, variables};
use database::ConnectionString;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

/// How much of a digest tells databases apart.
const DIGEST_BYTES: usize = 8;
/// Rights of others, and of the group.
const OTHERS: u32 = 0o077;

/// What a keeper leaves to be found by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Identity {
    /// The target's name.
    pub(crate) target: String,
    /// The database, without a secret.
    pub(crate) database: String,
    /// The server's process that held the lock.
    pub(crate) server_process: i32,
    /// Under which name its session appeared.
    pub(crate) application_name: String,
    /// Where the keeper listens.
    pub(crate) socket: PathBuf,
    /// Why the lock ended before anybody released it; `None`: it had not when this was written.
    pub(crate) ended: Option<String>,
}

/// Why keepers cannot leave or find anything.
#[derive(Debug, Error)]
pub(crate) enum IdentityError {
    /// Somebody else could read or replace what is in there.
    #[error("`{}` is not a directory of this user's alone", .0.display())]
    NotOurs(PathBuf),
    /// The system refused.
    #[error("cannot use `{}`", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
}

impl IdentityError {
    fn at(path: &Path) -> impl FnOnce(io::Error) -> IdentityError {
        let path = path.to_path_buf();
        move |source| IdentityError::Io { path, source }
    }
}

/// The directory of this user's keepers, made when missing.
pub(crate) fn directory(environment: &Environment) -> Result<PathBuf, IdentityError> {
    let absolute = |variable| environment.path(variable).filter(|path| path.is_absolute());
    let said = [variables::RUNNER_TEMP, variables::XDG_RUNTIME_DIR, variables::TMPDIR].into_iter().find_map(absolute);
    let user = rustix::process::geteuid().as_raw();
    let directory = said.unwrap_or(Path::new("/tmp")).join(format!("migration-gate-lock-{user}"));
    match DirBuilder::new().mode(0o700).create(&directory) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(IdentityError::at(&directory)(error)),
        _ => {}
    }
    // In a directory that everybody may write to, somebody else may have been first.
    let found = fs::symlink_metadata(&directory).map_err(IdentityError::at(&directory))?;
    if found.is_dir() && found.uid() == user && found.mode() & OTHERS == 0 {
        Ok(directory)
    } else {
        Err(IdentityError::NotOurs(directory))
    }
}

/// The file for a target's database.
pub(crate) fn file(directory: &Path, target: &str, connection: &ConnectionString) -> PathBuf {
    directory.join(format!("{target}@{}.json", digest(connection)))
}

/// Every file for a target, whatever the database.
pub(crate) fn files(directory: &Path, target: &str) -> Result<Vec<PathBuf>, IdentityError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).map_err(IdentityError::at(directory))? {
        let path = entry.map_err(IdentityError::at(directory))?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.ends_with(".json") && name.split_once('@').is_some_and(|(before, _)| before == target) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// A name for a database and who logs in to it, that is fit for a file and tells no more than that.
fn digest(connection: &ConnectionString) -> String {
    let digest = Sha256::digest(connection.to_string());
    digest.iter().take(DIGEST_BYTES).map(|byte| format!("{byte:02x}")).collect()
}

impl Identity {
    /// Writes it whole or not at all; readable for its user alone, as temporary files are.
    pub(crate) fn write(&self, file: &Path) -> Result<(), IdentityError> {
        let directory = file.parent().unwrap_or(Path::new("/"));
        let json = serde_json::to_vec_pretty(self).map_err(io::Error::other).map_err(IdentityError::at(file))?;
        let mut written = tempfile::NamedTempFile::new_in(directory).map_err(IdentityError::at(directory))?;
        written.write_all(&json).map_err(IdentityError::at(file))?;
        written.persist(file).map_err(|error| IdentityError::at(file)(error.error))?;
        Ok(())
    }

    /// Reads it; `None` when there is none.
    pub(crate) fn read(file: &Path) -> Result<Option<Identity>, IdentityError> {
        match fs::read(file) {
            Ok(json) => serde_json::from_slice(&json).map(Some).map_err(io::Error::other).map_err(IdentityError::at(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(IdentityError::at(file)(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn identity() -> Identity {
        Identity {
            target: "site".into(),
            database: "database `shop` on db:5432 as `app`".into(),
            server_process: 42,
            application_name: "migration-gate/lock".into(),
            socket: "/tmp/x/s".into(),
            ended: None,
        }
    }

    #[test]
    fn what_is_left_is_found_by_target_and_by_place() {
        let temporary = tempfile::tempdir().unwrap();
        let environment = Environment::from_iter([("RUNNER_TEMP", temporary.path())]);
        let directory = directory(&environment).unwrap();
        let place = |text: &str| ConnectionString::parse(text).unwrap();
        let (one, other) = (place("postgresql://app:canary@db/shop"), place("postgresql://app@db/sh_op"));
        let path = file(&directory, "site", &one);
        assert_ne!(path, file(&directory, "site", &other));
        assert_eq!(path, file(&directory, "site", &place("postgresql://app:other@db:5432/shop")));
        identity().write(&path).unwrap();
        identity().write(&file(&directory, "site-2", &one)).unwrap();
        assert_eq!(files(&directory, "site").unwrap(), std::slice::from_ref(&path));
        assert_eq!(Identity::read(&path).unwrap(), Some(identity()));
        assert_eq!(Identity::read(&file(&directory, "job", &one)).unwrap(), None);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & OTHERS, 0);
        assert!(!path.display().to_string().contains("canary"));
    }

    #[test]
    fn a_directory_that_others_may_enter_is_refused() {
        let temporary = tempfile::tempdir().unwrap();
        let environment = Environment::from_iter([("RUNNER_TEMP", temporary.path())]);
        let directory = directory(&environment).unwrap();
        fs::set_permissions(&directory, fs::Permissions::from_mode(0o755)).unwrap();
        assert!(matches!(super::directory(&environment), Err(IdentityError::NotOurs(_))));
        fs::remove_dir(&directory).unwrap();
        std::os::unix::fs::symlink(temporary.path(), &directory).unwrap();
        assert!(matches!(super::directory(&environment), Err(IdentityError::NotOurs(_))));
    }
}
