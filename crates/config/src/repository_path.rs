//! Which paths may a configuration name, and how are they read?

use std::{
    fmt, fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use crate::error::ConfigError;

/// Largest text file that is read, in bytes. Configuration files are small; bootstrap files may hold a schema.
const MAX_BYTES: u64 = 5_000_000;

/// A path inside the repository: relative to its root, with `/`, without `.` and `..`. Empty for the root itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RepositoryPath(String);

/// Why a path may not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PathFault {
    /// Starts at the root of the file system, or on a drive.
    #[error("must be relative to the repository's root")]
    Absolute,
    /// Contains `..`.
    #[error("must not contain `..`")]
    Parent,
    /// Contains a backslash or a control character.
    #[error("must not contain backslashes or control characters")]
    Character,
    /// Leads through a symbolic link.
    #[error("leads through a symbolic link, which is not followed")]
    Link,
    /// Not a regular file.
    #[error("is not a regular file")]
    NotAFile,
    /// Over the limit.
    #[error("has more than {MAX_BYTES} bytes")]
    TooLarge,
    /// Not UTF-8.
    #[error("is not UTF-8")]
    NotUtf8,
}

/// A file's text and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileText {
    /// Relative to the repository's root, or as the user gave it.
    pub path: String,
    /// Everything in it.
    pub text: String,
}

impl RepositoryPath {
    /// From what a file says: `src/prisma/migrations`, `./db/`.
    pub fn parse(text: &str) -> Result<Self, PathFault> {
        if text.contains('\\') || text.chars().any(char::is_control) {
            return Err(PathFault::Character);
        }
        if text.starts_with(['/', '~']) || text.get(1..2) == Some(":") {
            return Err(PathFault::Absolute);
        }
        let parts: Vec<&str> = text.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
        if parts.contains(&"..") { Err(PathFault::Parent) } else { Ok(RepositoryPath(parts.join("/"))) }
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RepositoryPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Reads a file of the work tree without following a link on the way; `None` when it is not there. A link could lead to
/// any file of the machine, and an error message would quote it.
pub fn read_file(root: &Path, path: &RepositoryPath) -> Result<Option<FileText>, ConfigError> {
    let fault = |fault| ConfigError::Path { path: path.to_string(), fault };
    let unreadable = |source| ConfigError::Unreadable { path: path.to_string(), source };
    let mut reached = PathBuf::from(root);
    for part in path.as_str().split('/') {
        reached.push(part);
        match fs::symlink_metadata(&reached) {
            Ok(metadata) if metadata.is_symlink() => return Err(fault(PathFault::Link)),
            Ok(_) => {}
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => return Ok(None),
            Err(error) => return Err(unreadable(error)),
        }
    }
    read(&reached, path.as_str()).map(Some)
}

/// Reads a file that the user named on the command line, wherever it is.
pub fn read_given(path: &Path) -> Result<FileText, ConfigError> {
    read(path, &path.to_string_lossy())
}

fn read(path: &Path, shown: &str) -> Result<FileText, ConfigError> {
    let fault = |fault| ConfigError::Path { path: shown.to_owned(), fault };
    let unreadable = |source| ConfigError::Unreadable { path: shown.to_owned(), source };
    if !fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(fault(PathFault::NotAFile)); // before it is opened: a FIFO would wait for ever
    }
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(unreadable)?;
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(fault(PathFault::TooLarge));
    }
    let text = String::from_utf8(bytes).map_err(|_| fault(PathFault::NotUtf8))?;
    Ok(FileText { path: shown.to_owned(), text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_inside_the_repository_are_taken() {
        let parse = |text: &str| RepositoryPath::parse(text).map(|path| path.0);
        assert_eq!(parse("src/prisma/migrations").as_deref(), Ok("src/prisma/migrations"));
        assert_eq!(parse("./db//migrations/").as_deref(), Ok("db/migrations"));
        assert_eq!(parse(".").as_deref(), Ok(""));
        assert_eq!(parse("..hidden").as_deref(), Ok("..hidden"));
        for (text, fault) in [
            ("/etc/passwd", PathFault::Absolute),
            ("~/x", PathFault::Absolute),
            ("C:/x", PathFault::Absolute),
            ("../x", PathFault::Parent),
            ("a/../../x", PathFault::Parent),
            ("a\\b", PathFault::Character),
            ("a\nb", PathFault::Character),
        ] {
            assert_eq!(parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn links_are_not_followed() {
        let outside = tempfile::tempdir().unwrap();
        let root = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret.toml"), "s3cret").unwrap();
        fs::write(root.path().join("plain.toml"), "x = 1").unwrap();
        std::os::unix::fs::symlink(outside.path().join("secret.toml"), root.path().join("file.toml")).unwrap();
        std::os::unix::fs::symlink(outside.path(), root.path().join("directory")).unwrap();
        let read = |path: &str| read_file(root.path(), &RepositoryPath::parse(path).unwrap());
        for path in ["file.toml", "directory/secret.toml"] {
            let error = read(path).unwrap_err();
            assert!(matches!(error, ConfigError::Path { fault: PathFault::Link, .. }), "{error}");
        }
        assert_eq!(read("plain.toml").unwrap().unwrap().text, "x = 1");
        assert_eq!(read("nowhere/x.toml").unwrap(), None);
        assert_eq!(read("plain.toml/x").unwrap(), None);
        assert!(matches!(read(""), Err(ConfigError::Path { fault: PathFault::NotAFile, .. })));
    }
}
