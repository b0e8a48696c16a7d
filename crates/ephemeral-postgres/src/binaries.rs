//! Which server binaries are on this machine, and which of them shall it be?
//!
//! Reading the machine gives candidates; choosing among them is pure. A program below a forbidden tree is no candidate,
//! whoever names it: what is in there was written by whoever opened the pull request.

use std::{
    collections::BTreeSet,
    fmt, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use postgres_terms::{SUPPORTED_MAJORS, ServerVersion};

use crate::{Event, Request, StartError, package};

/// Directories that packages of the usual systems install to; a star stands for any ending of one name.
const USUAL_DIRECTORIES: [&str; 10] = [
    "/usr/lib/postgresql/*/bin",                          // Debian, Ubuntu
    "/usr/pgsql-*/bin",                                   // PostgreSQL's own RPMs
    "/usr/lib/postgresql*/bin",                           // SUSE
    "/usr/libexec/postgresql*",                           // Alpine
    "/usr/local/pgsql/bin",                               // from source
    "/usr/bin",                                           // Fedora, Arch
    "/opt/homebrew/opt/postgresql@*/bin",                 // Homebrew
    "/usr/local/opt/postgresql@*/bin",                    // Homebrew on Intel
    "/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",    // Homebrew on Linux
    "/Applications/Postgres.app/Contents/Versions/*/bin", // Postgres.app
];

/// Where binaries were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The caller named the directory.
    Flag,
    /// `PG_CONFIG` named it.
    PgConfig,
    /// It is in `PATH`.
    Path,
    /// A system package installed it.
    System,
    /// Our own pinned package.
    Package,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Origin::Flag => "as asked for",
            Origin::PgConfig => "named by `PG_CONFIG`",
            Origin::Path => "in `PATH`",
            Origin::System => "installed on this system",
            Origin::Package => "from the pinned package",
        })
    }
}

/// Programs of one Postgres version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binaries {
    /// How they were found.
    pub origin: Origin,
    /// Where `postgres` and `initdb` are; absolute, links resolved.
    pub directory: PathBuf,
    /// What `postgres --version` says.
    pub version: ServerVersion,
}

impl Binaries {
    pub(crate) fn postgres(&self) -> PathBuf {
        self.directory.join("postgres")
    }

    pub(crate) fn initdb(&self) -> PathBuf {
        self.directory.join("initdb")
    }
}

/// Finds binaries as the request wants them, or fetches them.
pub(crate) fn provide(request: &Request, events: &mut dyn FnMut(Event)) -> Result<Binaries, StartError> {
    if let Some(directory) = &request.binaries {
        let found = inspect(directory, Origin::Flag, &request.forbidden)
            .map_err(|reason| StartError::Unusable { directory: directory.clone(), reason })?;
        return match request.major {
            Some(major) if major != found.version.major() => Err(StartError::Unusable {
                directory: directory.clone(),
                reason: format!("it holds version {}, and {major} was asked for", found.version),
            }),
            _ => Ok(found),
        };
    }
    match choose(candidates(request), request.major) {
        Some(found) => Ok(found),
        None => package::provide(request, events),
    }
}

/// The candidate to use: of the wanted major, else the newest that is supported, else anything newer; the first among equals.
fn choose(candidates: Vec<Binaries>, wanted: Option<u32>) -> Option<Binaries> {
    let [oldest, .., newest] = SUPPORTED_MAJORS;
    candidates
        .into_iter()
        .filter(|found| wanted.map_or(found.version.major() >= oldest, |major| found.version.major() == major))
        .rev() // `max_by_key` takes the last of equals
        .max_by_key(|found| (found.version.major() <= newest, found.version))
}

/// Everything that is installed, in the order of preference.
fn candidates(request: &Request) -> Vec<Binaries> {
    let named = pg_config_directory(request).map(|directory| (directory, Origin::PgConfig));
    let on_path = search_path(request).into_iter().map(|directory| (directory, Origin::Path));
    let usual = USUAL_DIRECTORIES.iter().flat_map(|pattern| expand(pattern)).map(|directory| (directory, Origin::System));
    let mut found: Vec<Binaries> = Vec::new();
    let mut seen = BTreeSet::new();
    for (directory, origin) in named.into_iter().chain(on_path).chain(usual) {
        // Usual directories are often on the path as well, and each look executes a program.
        if !directory.canonicalize().is_ok_and(|directory| seen.insert(directory)) {
            continue;
        }
        if let Ok(binaries) = inspect(&directory, origin, &request.forbidden)
            && found.iter().all(|known| known.directory != binaries.directory)
        {
            found.push(binaries);
        }
    }
    found
}

/// What is in a directory, or why it cannot be used.
pub(crate) fn inspect(directory: &Path, origin: Origin, forbidden: &[PathBuf]) -> Result<Binaries, String> {
    let program = |name: &str| directory.join(name).canonicalize().map_err(|error| format!("`{name}`: {error}"));
    let (postgres, initdb) = (program("postgres")?, program("initdb")?);
    let directory = directory.canonicalize().map_err(|error| error.to_string())?;
    for path in [&directory, &postgres, &initdb] {
        if is_forbidden(path, forbidden) {
            return Err(format!("`{}` is part of what is being checked and will not be executed", path.display()));
        }
    }
    // Homebrew's directories of links: the programs find their own files from where they really are.
    let real = postgres.parent().filter(|real| real.join("initdb").exists()).unwrap_or(&directory).to_path_buf();
    let banner = run(Command::new(real.join("postgres")).arg("--version").env_clear())?;
    let version = ServerVersion::from_banner(&banner).ok_or_else(|| format!("`postgres --version` says `{}`", banner.trim()))?;
    Ok(Binaries { origin, directory: real, version })
}

fn pg_config_directory(request: &Request) -> Option<PathBuf> {
    let program = PathBuf::from(request.pg_config.as_ref()?);
    let program = if program.components().count() == 1 { find_program(request, program.to_str()?)? } else { program };
    let program = program.canonicalize().ok().filter(|program| !is_forbidden(program, &request.forbidden))?;
    let output = run(Command::new(program).arg("--bindir").env_clear()).ok()?;
    Some(PathBuf::from(output.trim_end()))
}

/// A program in `PATH`, but never in a forbidden tree.
pub(crate) fn find_program(request: &Request, name: &str) -> Option<PathBuf> {
    search_path(request)
        .into_iter()
        .map(|directory| directory.join(name))
        .find(|file| file.is_file() && file.canonicalize().is_ok_and(|file| !is_forbidden(&file, &request.forbidden)))
}

/// The absolute directories of `PATH` outside of forbidden trees. Relative ones mean the working directory, which is one.
pub(crate) fn search_path(request: &Request) -> Vec<PathBuf> {
    let Some(path) = &request.path else { return Vec::new() };
    std::env::split_paths(path)
        .filter(|directory| directory.is_absolute())
        .filter(|directory| directory.canonicalize().is_ok_and(|directory| !is_forbidden(&directory, &request.forbidden)))
        .collect()
}

/// `path` is canonical; a forbidden tree that does not exist forbids nothing.
fn is_forbidden(path: &Path, forbidden: &[PathBuf]) -> bool {
    forbidden.iter().filter_map(|tree| tree.canonicalize().ok()).any(|tree| path.starts_with(tree))
}

/// Directories that match a pattern with at most one star at the end of a name, sorted.
fn expand(pattern: &str) -> Vec<PathBuf> {
    let Some((before, after)) = pattern.split_once('*') else { return vec![PathBuf::from(pattern)] };
    let Some((parent, prefix)) = before.rsplit_once('/') else { return Vec::new() };
    let Ok(entries) = fs::read_dir(parent) else { return Vec::new() };
    let mut directories: Vec<PathBuf> = entries
        .flatten()
        .filter(|entry| entry.file_name().to_str().is_some_and(|name| name.starts_with(prefix)))
        .map(|entry| entry.path().join(after.trim_start_matches('/')))
        .filter(|directory| directory.is_dir())
        .collect();
    directories.sort();
    directories
}

fn run(command: &mut Command) -> Result<String, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("`{program}`: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        let problem = String::from_utf8_lossy(&output.stderr);
        Err(format!("`{program}` ended with {}: {}", output.status, problem.lines().next().unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(number: u32, directory: &str) -> Binaries {
        Binaries { origin: Origin::System, directory: PathBuf::from(directory), version: ServerVersion::from_number(number) }
    }

    #[test]
    fn the_wanted_major_else_the_newest_supported_first_among_equals() {
        let all = [
            candidate(150_018, "/a"),
            candidate(190_000, "/beta"),
            candidate(170_010, "/b"),
            candidate(170_010, "/c"),
            candidate(130_020, "/old"),
        ];
        let check = |wanted, expected: Option<&str>| {
            let chosen = choose(all.to_vec(), wanted).map(|found| found.directory);
            assert_eq!(chosen, expected.map(PathBuf::from), "{wanted:?}");
        };
        check(None, Some("/b"));
        check(Some(15), Some("/a"));
        check(Some(19), Some("/beta"));
        check(Some(16), None);
        assert_eq!(choose(vec![candidate(190_000, "/beta")], None).map(|found| found.version.major()), Some(19));
        assert_eq!(choose(vec![candidate(130_020, "/old")], None), None);
    }

    #[test]
    fn patterns_expand_to_existing_directories_only() {
        assert!(expand("/usr/li*/").contains(&PathBuf::from("/usr/lib/")));
        assert_eq!(expand("/nowhere/*/bin"), Vec::<PathBuf>::new());
    }
}
