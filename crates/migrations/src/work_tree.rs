//! What lies in the work tree? Read without following a single link.
//!
//! Every directory is opened relative to the one above it and with `O_NOFOLLOW`, so a link that is put in place while
//! we read changes nothing. A file is opened only after a look at what it is: opening a FIFO would wait for ever.

use std::{
    ffi::{CStr, OsStr},
    fs::File,
    io::{self, Read},
    os::{fd::OwnedFd, unix::ffi::OsStrExt},
    path::{Component, Path, PathBuf},
};

use rustix::{
    fs::{AtFlags, Dir, FileType, Mode, OFlags, openat, statat},
    io::Errno,
};

use crate::{
    directory::{Directory, Judge, Keep, Look, SCRIPT},
    entry::{Content, Kind, Listed, MAX_LOCK_FILE_BYTES, MAX_SCRIPT_BYTES, SQL, Unsafe, gather},
    lock_file::LockFile,
    order::Order,
    source::Source,
};

/// Why a directory could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Nothing is there.
    #[error("`{path}` does not exist")]
    NotFound {
        /// As it was asked for.
        path: String,
    },
    /// A file is there.
    #[error("`{path}` is not a directory")]
    NotADirectory {
        /// As it was asked for.
        path: String,
    },
    /// A directory is there.
    #[error("`{path}` is a directory, not a script")]
    NotAScript {
        /// As it was asked for.
        path: String,
    },
    /// On the way there is a symbolic link, which is not followed.
    #[error("`{path}` leads through the symbolic link `{link}`, which is not followed")]
    Link {
        /// As it was asked for.
        path: String,
        /// The part that is a link.
        link: String,
    },
    /// The system refused.
    #[error("cannot read `{path}`")]
    Io {
        /// What was being read.
        path: String,
        /// What the system said.
        source: io::Error,
    },
}

/// Reads the migrations in `path`, a directory of the work tree whose root is `repository_root`. A path outside of the
/// repository is its own root: links above it are the caller's business.
///
/// Fails when the directory is not there: for Prisma that is an empty history, for a gate it is a misspelt path.
pub fn read_directory(path: &Path, repository_root: &Path, order: Order) -> Result<Directory, ReadError> {
    visit_directory(path, repository_root, (Source::Prisma, order), &mut |_| Keep::Script)
}

/// The same, showing each migration as it is read.
pub fn visit_directory<'a>(
    path: &Path,
    repository_root: &Path,
    (source, order): (Source, Order),
    look: &'a mut Look<'a>,
) -> Result<Directory, ReadError> {
    let (root, shown) = locate(path, repository_root)?;
    let directory = open_beneath(&root, &shown)?;
    let place = if root.as_os_str() == repository_root.as_os_str() { shown } else { path.to_string_lossy().into_owned() };
    let failed = |error: Errno| ReadError::Io { path: place.clone(), source: error.into() };
    let lock = read_file(&directory, OsStr::new(LockFile::NAME), MAX_LOCK_FILE_BYTES).map_err(failed)?;
    let listed = list(&directory).map_err(failed)?;
    let mut judge = Judge::new(&place, order, source, look);
    let read = |name: &[u8], ()| match source {
        Source::Prisma => read_prisma_script(&directory, name),
        Source::Supabase => read_file(&directory, OsStr::from_bytes(name), MAX_SCRIPT_BYTES),
    };
    let exceeded = gather((source, order), listed, read, |entry| judge.entry(entry)).map_err(failed)?;
    Ok(judge.finish(exceeded, lock))
}

/// How a directory is named in reports: from the repository's root with `/`, or as it was given when it lies outside.
pub fn place_of(path: &Path, repository_root: &Path) -> Result<String, ReadError> {
    let (root, shown) = locate(path, repository_root)?;
    Ok(if root.as_os_str() == repository_root.as_os_str() { shown } else { path.to_string_lossy().into_owned() })
}

/// Who keeps the history in a directory, by what lies in it: Supabase where there are scripts and nothing of Prisma's.
pub fn source_of(path: &Path, repository_root: &Path) -> Result<Source, ReadError> {
    let (root, shown) = locate(path, repository_root)?;
    let directory = open_beneath(&root, &shown)?;
    let failed = |error: Errno| ReadError::Io { path: path.to_string_lossy().into_owned(), source: error.into() };
    if kind_of(&directory, LockFile::NAME.as_bytes()).is_ok() {
        return Ok(Source::Prisma);
    }
    let listed = list(&directory).map_err(failed)?;
    let has_script = |name: &[u8]| kind_of(&directory, &[name, b"/", SCRIPT.as_bytes()].concat()).is_ok();
    let is_prisma = listed.iter().any(|(name, kind)| matches!(kind, Kind::Directory(())) && has_script(name));
    let has_files = listed.iter().any(|(name, kind)| matches!(kind, Kind::File(())) && name.ends_with(SQL.as_bytes()));
    Ok(if has_files && !is_prisma { Source::Supabase } else { Source::Prisma })
}

/// Reads single scripts that the user named. Inside the repository no link on the way is followed: the change that is looked at may have
/// put it there. Keeps the directory of the last script open, as most lie in the same.
#[derive(Debug)]
pub struct ScriptReader<'a> {
    repository_root: &'a Path,
    /// The directory of the last script.
    last: Option<Parent>,
}

/// A directory that holds named scripts.
#[derive(Debug)]
struct Parent {
    /// As it was given.
    given: PathBuf,
    opened: OwnedFd,
    /// From the repository's root with `/`; `None` outside of it.
    below: Option<String>,
    name: Option<String>,
}

impl<'a> ScriptReader<'a> {
    /// A reader for scripts in and around a repository.
    pub fn new(repository_root: &'a Path) -> Self {
        ScriptReader { repository_root, last: None }
    }

    /// Reads one. Its name is that of its directory when the file is called `migration.sql`, else that of the file.
    pub fn read(&mut self, path: &Path) -> Result<Directory, ReadError> {
        let shown = || path.to_string_lossy().into_owned();
        let name = path.file_name().ok_or_else(|| ReadError::NotAScript { path: shown() })?;
        let given = path.parent().unwrap_or(Path::new(""));
        let parent = match self.last.take_if(|last| last.given == given) {
            Some(parent) => parent,
            None => Parent::open(path, given, self.repository_root)?,
        };
        let parent = self.last.insert(parent);
        let failed = |error: Errno| ReadError::Io { path: shown(), source: error.into() };
        let content = match read_file(&parent.opened, name, MAX_SCRIPT_BYTES).map_err(failed)? {
            Content::Missing if kind_of(&parent.opened, name.as_bytes()).is_ok() => {
                return Err(ReadError::NotAScript { path: shown() });
            }
            Content::Missing => return Err(ReadError::NotFound { path: shown() }),
            content => content,
        };
        let name = name.to_string_lossy();
        let own = name.strip_suffix(SQL).unwrap_or(&name);
        let named = if name == SCRIPT { parent.name.as_deref().unwrap_or(own) } else { own };
        let file = match parent.below.as_deref() {
            None => shown(),
            Some("") => name.clone().into_owned(),
            Some(below) => format!("{below}/{name}"),
        };
        Ok(Directory::of_content(named, &file, content))
    }
}

impl Parent {
    fn open(path: &Path, given: &Path, repository_root: &Path) -> Result<Parent, ReadError> {
        let (root, below) = locate(path, repository_root)?;
        let is_inside = !below.is_empty();
        let above = if is_inside { root.join(&below) } else { root.clone() };
        let name = above.parent().and_then(|above| above.file_name()?.to_str().map(str::to_owned));
        let (opened, below) = if is_inside {
            let parent = below.rsplit_once('/').map_or("", |(parent, _)| parent).to_owned();
            (open_beneath(&root, &parent)?, Some(parent))
        } else {
            (open_beneath(root.parent().unwrap_or(&root), "")?, None)
        };
        Ok(Parent { given: given.to_owned(), opened, below, name })
    }
}

/// The root to open from, and the path below it with `/`.
fn locate(path: &Path, repository_root: &Path) -> Result<(PathBuf, String), ReadError> {
    let failed = |source| ReadError::Io { path: path.to_string_lossy().into_owned(), source };
    let absolute = lexically_normal(&std::path::absolute(path).map_err(failed)?);
    // Ten thousand files may be asked for one by one: a look at what directory it is costs less than a path without links.
    let identity = |path: &Path| rustix::fs::stat(path).map(|stat| (stat.st_dev, stat.st_ino));
    let real_root = identity(repository_root).map_err(|error| failed(error.into()))?;
    for ancestor in absolute.ancestors() {
        if absolute.starts_with(repository_root) && ancestor != repository_root {
            continue;
        }
        if ancestor == repository_root || identity(ancestor) == Ok(real_root) {
            let below = absolute.strip_prefix(ancestor).expect("an ancestor is a prefix");
            let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
            return Ok((repository_root.to_owned(), parts.join("/")));
        }
    }
    Ok((absolute, String::new()))
}

/// Takes `.` and `..` out by the letter; a link before a `..` is not asked, as links are refused anyway.
fn lexically_normal(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut normal, part| {
        match part {
            Component::CurDir => {}
            Component::ParentDir => _ = normal.pop(),
            part => normal.push(part),
        }
        normal
    })
}

const DIRECTORY: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

/// Opens a directory below `root`, part by part.
pub(crate) fn open_beneath(root: &Path, below: &str) -> Result<OwnedFd, ReadError> {
    let path = || root.join(below).to_string_lossy().into_owned();
    let open_root = DIRECTORY.difference(OFlags::NOFOLLOW);
    let mut directory = rustix::fs::open(root, open_root, Mode::empty()).map_err(|error| explain(error, path(), || None))?;
    let mut reached = String::new();
    for part in below.split('/').filter(|part| !part.is_empty()) {
        reached = if reached.is_empty() { part.to_owned() } else { format!("{reached}/{part}") };
        directory = openat(&directory, part, DIRECTORY, Mode::empty()).map_err(|error| {
            let is_link = kind_of(&directory, part.as_bytes()) == Ok(FileType::Symlink);
            explain(error, path(), || is_link.then(|| reached.clone()))
        })?;
    }
    Ok(directory)
}

fn explain(error: Errno, path: String, link: impl FnOnce() -> Option<String>) -> ReadError {
    match (error, link()) {
        (_, Some(link)) => ReadError::Link { path, link },
        (Errno::NOENT, None) => ReadError::NotFound { path },
        (Errno::NOTDIR, None) => ReadError::NotADirectory { path },
        (error, None) => ReadError::Io { path, source: error.into() },
    }
}

fn kind_of(directory: &OwnedFd, name: &[u8]) -> Result<FileType, Errno> {
    let stat = statat(directory, name, AtFlags::SYMLINK_NOFOLLOW)?;
    Ok(FileType::from_raw_mode(stat.st_mode))
}

/// Names and kinds in a directory, by name.
pub(crate) fn list(directory: &OwnedFd) -> Result<Vec<Listed<()>>, Errno> {
    let mut listed = Vec::new();
    for entry in Dir::read_from(directory)? {
        let entry = entry?;
        let name: &CStr = entry.file_name();
        let name = name.to_bytes().to_vec();
        if name == b"." || name == b".." {
            continue;
        }
        let kind = match entry.file_type() {
            FileType::Unknown => kind_of(directory, &name)?,
            known => known,
        };
        listed.push((
            name,
            match kind {
                FileType::Directory => Kind::Directory(()),
                FileType::RegularFile => Kind::File(()),
                FileType::Symlink => Kind::Unsafe(Unsafe::Link),
                _ => Kind::Unsafe(Unsafe::Special),
            },
        ));
    }
    listed.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    Ok(listed)
}

fn read_prisma_script(directory: &OwnedFd, name: &[u8]) -> Result<Content, Errno> {
    let name = OsStr::from_bytes(name);
    let migration = match openat(directory, name, DIRECTORY, Mode::empty()) {
        Ok(migration) => migration,
        Err(Errno::LOOP | Errno::NOTDIR) => return Ok(Content::Unsafe(Unsafe::Link)), // swapped since it was listed
        Err(error) => return Err(error),
    };
    if kind_of(&migration, b".git").is_ok() {
        return Ok(Content::Unsafe(Unsafe::Submodule));
    }
    read_file(&migration, OsStr::new(SCRIPT), MAX_SCRIPT_BYTES)
}

/// Reads a regular file of at most `limit` bytes.
pub(crate) fn read_file(directory: &OwnedFd, name: &OsStr, limit: u64) -> Result<Content, Errno> {
    match kind_of(directory, name.as_bytes()) {
        Ok(FileType::RegularFile) => {}
        Ok(FileType::Directory) | Err(Errno::NOENT) => return Ok(Content::Missing),
        Ok(FileType::Symlink) => return Ok(Content::Unsafe(Unsafe::Link)),
        Ok(_) => return Ok(Content::Unsafe(Unsafe::Special)),
        Err(error) => return Err(error),
    }
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = match openat(directory, name, flags, Mode::empty()) {
        Ok(file) => File::from(file),
        Err(Errno::LOOP) => return Ok(Content::Unsafe(Unsafe::Link)),
        Err(error) => return Err(error),
    };
    let errno = |error: io::Error| Errno::from_io_error(&error).unwrap_or(Errno::IO);
    let metadata = file.metadata().map_err(errno)?;
    if !metadata.is_file() {
        return Ok(Content::Unsafe(Unsafe::Special));
    }
    // One more than there is, so that the end is seen without another look.
    let room = usize::try_from(metadata.len().min(limit)).unwrap_or_default() + 1;
    let mut bytes = Vec::with_capacity(room);
    file.take(limit + 1).read_to_end(&mut bytes).map_err(errno)?;
    let too_large = bytes.len() as u64 > limit;
    Ok(if too_large { Content::TooLarge(metadata.len()) } else { Content::Bytes(bytes) })
}
