//! Where does a cluster live, who may enter, and what becomes of directories whose owner was killed?
//!
//! A directory belongs to a living run exactly as long as its lock file is locked. Whoever can take the lock may delete it.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Read},
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt, chown},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal};

use crate::privilege::{self, Account};

const PREFIX: &str = "migration-gate-";
const LOCK: &str = "lock";
const SHARED_MEMORY: &str = "/dev/shm";
/// The longest path that fits a socket address, on the pettiest of our systems (macOS).
const LONGEST_SOCKET_PATH: usize = 103;
const SOCKET_FILE: &str = "socket/.s.PGSQL.5432";
const ATTEMPTS: u32 = 10_000;

/// One run's directory; it is deleted when this value is dropped.
#[derive(Debug)]
pub(crate) struct Directory {
    path: PathBuf,
    memory_backed: bool,
    /// Locked as long as it is open.
    _lock: File,
}

impl Directory {
    /// Makes a directory with room for `bytes`, on memory-backed storage where possible.
    pub(crate) fn create(temporary_directory: &Path, bytes: u64) -> io::Result<Self> {
        let has_room = |parent: &PathBuf| free_bytes(parent).is_ok_and(|free| free >= bytes);
        let (roomy, tight): (Vec<_>, Vec<_>) = parents(temporary_directory).into_iter().partition(has_room);
        // A full disk is noticed when it is full; memory that is not there must not be asked for if there is a disk.
        let (tight_memory, tight_disk): (Vec<_>, Vec<_>) = tight.into_iter().partition(|parent| is_memory_backed(parent));
        let mut problem = None;
        for parent in [roomy, tight_disk, tight_memory].concat() {
            match claim(&parent) {
                Ok((path, lock)) => {
                    let directory = Directory { memory_backed: is_memory_backed(&parent), path, _lock: lock };
                    DirBuilder::new().mode(0o755).create(directory.settings())?;
                    DirBuilder::new().mode(0o700).create(directory.socket())?;
                    return Ok(directory);
                }
                Err(error) => problem = Some(io::Error::new(error.kind(), format!("`{}`: {error}", parent.display()))),
            }
        }
        Err(problem.unwrap_or_else(|| {
            io::Error::other("no temporary directory is open to the server's user and has a path short enough for a socket")
        }))
    }

    /// Gives the data and socket directories to another account than ours, and lets it in; nobody else follows.
    pub(crate) fn hand_to(&self, account: Account) -> io::Result<()> {
        chown(&self.path, None, Some(account.gid))?;
        fs::set_permissions(&self.path, fs::Permissions::from_mode(0o710))?;
        privilege::give_tree(&self.socket(), account)?;
        privilege::give_tree(&self.data(), account)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.path.join("data")
    }

    pub(crate) fn socket(&self) -> PathBuf {
        self.path.join("socket")
    }

    /// Where the server reads its settings and cannot write them.
    pub(crate) fn settings(&self) -> PathBuf {
        self.path.join("settings")
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.path.join("log")
    }

    pub(crate) fn is_memory_backed(&self) -> bool {
        self.memory_backed
    }

    /// What is left on the file system that the directory is on.
    pub(crate) fn free_bytes(&self) -> io::Result<u64> {
        free_bytes(&self.path)
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        // A process that is just dying may still create a file behind our back.
        for _ in 0..20 {
            match fs::remove_dir_all(&self.path) {
                Ok(()) => return,
                Err(error) if error.kind() == io::ErrorKind::NotFound => return,
                Err(_) => thread::sleep(Duration::from_millis(10)),
            }
        }
    }
}

/// Where directories may be made and left-over ones be found, best first.
fn parents(temporary_directory: &Path) -> Vec<PathBuf> {
    let mut parents = Vec::new();
    if cfg!(target_os = "linux") {
        parents.push(PathBuf::from(SHARED_MEMORY));
    }
    // The temporary directory's own path may be too long for a socket, a usual thing on macOS.
    for parent in [temporary_directory, Path::new("/tmp")] {
        if let Ok(parent) = parent.canonicalize()
            && !parents.contains(&parent)
        {
            parents.push(parent);
        }
    }
    parents.retain(|parent| {
        let is_short = parent.join(name(u32::MAX)).join(SOCKET_FILE).as_os_str().len() <= LONGEST_SOCKET_PATH;
        parent.is_dir() && is_short && privilege::closed_above(parent).is_none()
    });
    parents
}

fn name(attempt: u32) -> String {
    format!("{PREFIX}{}-{attempt}", std::process::id())
}

/// Makes a directory that nobody else can enter, and locks it.
fn claim(parent: &Path) -> io::Result<(PathBuf, File)> {
    for attempt in 0..ATTEMPTS {
        let path = parent.join(name(attempt));
        match DirBuilder::new().mode(0o700).create(&path) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
            Err(error) => return Err(error),
        }
        // A sweep may take the directory for an abandoned one until the lock is held: then try the next name.
        let lock = match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path.join(LOCK)) {
            Ok(lock) => lock,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        if lock.try_lock().is_ok() && fs::metadata(path.join(LOCK)).is_ok() {
            return Ok((path, lock));
        }
    }
    Err(io::Error::new(io::ErrorKind::AlreadyExists, "every name for a directory is taken"))
}

/// Deletes directories of runs of the same user that were killed together with their supervisor, and ends servers in them.
///
/// Runs that are alive hold a lock and are left alone. Links are never followed.
pub fn sweep(temporary_directory: &Path) {
    for parent in parents(temporary_directory) {
        let Ok(entries) = fs::read_dir(&parent) else { continue };
        for entry in entries.flatten() {
            let is_ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX))
                && fs::symlink_metadata(entry.path())
                    .is_ok_and(|metadata| metadata.is_dir() && metadata.uid() == rustix::process::geteuid().as_raw());
            if is_ours {
                sweep_one(&entry.path());
            }
        }
    }
}

fn sweep_one(path: &Path) {
    match OpenOptions::new().write(true).custom_flags(wary()).open(path.join(LOCK)) {
        Ok(lock) => {
            if lock.try_lock().is_ok() {
                end_orphan(&path.join("data"));
                let _ = fs::remove_dir_all(path);
            }
        }
        // Made a moment ago, or killed in that moment: gone if it is empty, and its maker notices.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let _ = fs::remove_dir(path);
        }
        Err(_) => {}
    }
}

/// Neither a link nor a pipe that nobody writes to may lead us astray.
fn wary() -> i32 {
    i32::try_from((rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK).bits()).unwrap_or(0)
}

fn read_pid(file: &Path) -> Option<Pid> {
    let mut text = String::new();
    OpenOptions::new().read(true).custom_flags(wary()).open(file).ok()?.take(32).read_to_string(&mut text).ok()?;
    // A server that `initdb` runs for itself writes its number as a negative one, and `kill` would take that for a group.
    let number: i32 = text.lines().next()?.trim().parse().ok()?;
    Pid::from_raw(number.max(0))
}

/// Ends a server whose supervisor is gone. Where processes cannot be told apart (macOS) the server ends by itself within a
/// minute of losing its directory.
fn end_orphan(data: &Path) {
    let Some(pid) = read_pid(&data.join("postmaster.pid")) else { return };
    // The number was written by the server's user: believe it only of a process that really works in that directory.
    let lives = || {
        fs::read_link(format!("/proc/{}/cwd", pid.as_raw_nonzero()))
            .is_ok_and(|directory| data.canonicalize().is_ok_and(|data| data == directory))
    };
    let begin = Instant::now();
    for (signal, patience) in [(Signal::QUIT, Duration::from_secs(1)), (Signal::KILL, Duration::from_secs(2))] {
        if lives() {
            let _ = rustix::process::kill_process(pid, signal);
        }
        while lives() && begin.elapsed() < patience {
            thread::sleep(Duration::from_millis(5));
        }
    }
}

fn free_bytes(path: &Path) -> io::Result<u64> {
    let figures = rustix::fs::statvfs(path)?;
    Ok(figures.f_bavail.saturating_mul(figures.f_frsize))
}

#[cfg(target_os = "linux")]
fn is_memory_backed(path: &Path) -> bool {
    const TMPFS_MAGIC: u32 = 0x0102_1994; // linux/magic.h
    rustix::fs::statfs(path).is_ok_and(|figures| u32::try_from(figures.f_type) == Ok(TMPFS_MAGIC))
}

#[cfg(not(target_os = "linux"))]
fn is_memory_backed(_path: &Path) -> bool {
    false
}

/// The space that files at and below a path take; what disappears meanwhile counts nothing.
pub(crate) fn size_bytes(path: &Path) -> u64 {
    let Ok(metadata) = fs::symlink_metadata(path) else { return 0 };
    let own = metadata.blocks() * 512;
    if !metadata.is_dir() {
        return own;
    }
    let Ok(entries) = fs::read_dir(path) else { return own };
    entries.flatten().map(|entry| size_bytes(&entry.path())).sum::<u64>() + own
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("directory-test-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).expect("a scratch directory");
        path.canonicalize().expect("it exists")
    }

    #[test]
    fn too_little_memory_means_disk() {
        let parent = scratch("room");
        if is_memory_backed(&parent) {
            return; // no disk to compare with
        }
        let directory = Directory::create(&parent, u64::MAX).expect("better a tight place than none");
        assert!(directory.path().starts_with(&parent) && !directory.is_memory_backed());
        let path = directory.path().to_path_buf();
        drop(directory);
        assert!(!path.exists());
        fs::remove_dir_all(&parent).expect("cleaning up");
    }

    #[test]
    fn a_held_directory_survives_the_sweep_and_an_abandoned_one_does_not() {
        let parent = scratch("sweep");
        let (held, lock) = claim(&parent).expect("a directory");
        let (abandoned, _) = claim(&parent).expect("another");
        let (unlocked, _) = claim(&parent).expect("a third");
        fs::remove_file(unlocked.join(LOCK)).expect("made without its lock");
        let foreign = parent.join("somebody-elses");
        fs::create_dir(&foreign).expect("a foreign directory");
        let link = parent.join(format!("{PREFIX}link"));
        std::os::unix::fs::symlink(&foreign, &link).expect("a link with our prefix");
        // A process that another test is just starting has a copy of the lock until it executes its program.
        let sweep_away = |path: &Path| {
            (0..1000).any(|_| {
                sweep(&parent);
                thread::sleep(Duration::from_millis(1));
                !path.exists()
            })
        };
        assert!(sweep_away(&abandoned) && sweep_away(&unlocked));
        assert!(held.exists() && foreign.exists() && link.exists());
        drop(lock);
        assert!(sweep_away(&held));
        fs::remove_dir_all(&parent).expect("cleaning up");
    }

    #[test]
    fn an_orphans_number_that_is_another_process_is_not_believed() {
        let data = scratch("orphan");
        let mut bystander = std::process::Command::new("sleep").arg("30").spawn().expect("`sleep` runs");
        fs::write(data.join("postmaster.pid"), format!("{}\n", bystander.id())).expect("a pid file");
        end_orphan(&data);
        assert_eq!(bystander.try_wait().expect("it can be asked"), None);
        bystander.kill().expect("it can be killed");
        bystander.wait().expect("it ends");
        fs::remove_dir_all(&data).expect("cleaning up");
    }

    #[test]
    fn a_pid_file_may_hold_anything() {
        let data = scratch("pid");
        let check = |text: &str, expected: Option<i32>| {
            fs::write(data.join("postmaster.pid"), text).expect("a pid file");
            assert_eq!(read_pid(&data.join("postmaster.pid")).map(|pid| pid.as_raw_nonzero().get()), expected, "{text}");
        };
        check("4711\n/data\n", Some(4711));
        check("-4711\n/data\n", None);
        check("0\n", None);
        check("99999999999999999999999999999999999999\n", None);
        check("", None);
        fs::remove_file(data.join("postmaster.pid")).expect("it was written");
        std::os::unix::fs::symlink("/proc/self/stat", data.join("postmaster.pid")).expect("a link");
        assert_eq!(read_pid(&data.join("postmaster.pid")), None);
        fs::remove_dir_all(&data).expect("cleaning up");
    }

    #[test]
    fn sizes_are_those_of_blocks_and_links_are_not_followed() {
        let parent = scratch("size");
        fs::write(parent.join("file"), vec![1; 100_000]).expect("a file");
        let whole = size_bytes(&parent);
        assert!(whole >= 100_000, "{whole}");
        std::os::unix::fs::symlink("/usr", parent.join("link")).expect("a link");
        assert!(size_bytes(&parent) < whole + 100_000);
        fs::remove_dir_all(&parent).expect("cleaning up");
    }
}
