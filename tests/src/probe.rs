//! The probes in `tests/probes`: small scripts that are one hazard each, or none. Their `README.md` says how they are written.

use std::{
    fs,
    ops::RangeInclusive,
    path::{Path, PathBuf},
};

use report::Severity;

use crate::root;

/// What a probe's class is called whose scripts do no harm.
const BENIGN: &str = "benign";
/// Mistakes of other tools: hazards that they miss, and harmless scripts that they call hazards.
const PEERS: &str = "peers";

/// One file of `tests/probes`.
#[derive(Debug)]
pub struct Probe {
    /// Its directory: what sort of harm it does.
    pub class: String,
    /// `class/name`.
    pub name: String,
    /// Where it is.
    pub file: PathBuf,
    /// Findings that there must be. None: nothing at warning or above may be said.
    pub expected: Vec<Expected>,
    /// What the server was seen to do, as `truth:` lines state it.
    pub truth: Vec<String>,
    /// Why no server is asked.
    pub not_measured: Option<String>,
    /// Whether it must not run inside a transaction.
    pub alone: bool,
    /// The major versions that know it.
    pub majors: RangeInclusive<u32>,
    /// What the configuration calls exposed.
    pub exposed: Option<Vec<String>>,
    /// The migration's name.
    pub migration: String,
    /// What was applied before it, after the shop.
    pub setup: String,
    /// The script.
    pub sql: String,
}

/// A finding that there must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// No milder than this.
    pub severity: Severity,
    /// Its rule and, where stated, its object; any of these will do.
    pub any_of: Vec<(String, Option<String>)>,
}

impl Probe {
    /// Whether the script does no harm.
    pub fn is_benign(&self) -> bool {
        self.expected.is_empty()
    }

    /// Whether this major version knows all that the script uses.
    pub fn runs_on(&self, major: u32) -> bool {
        self.majors.contains(&major)
    }
}

/// Where the probes are.
pub fn probes_directory() -> PathBuf {
    root().join("tests/probes")
}

/// The history that every probe starts from.
pub fn shop() -> String {
    fs::read_to_string(probes_directory().join("shop.sql")).expect("the shop can be read")
}

/// Every probe, sorted by name.
///
/// # Panics
/// When a file is not written as the `README.md` says.
pub fn probes() -> Vec<Probe> {
    let mut probes: Vec<Probe> = entries(&probes_directory())
        .into_iter()
        .filter(|directory| directory.is_dir())
        .flat_map(|directory| entries(&directory))
        .map(|file| read(&file))
        .collect();
    probes.sort_by(|one, other| one.name.cmp(&other.name));
    probes
}

fn entries(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
    entries.map(|entry| entry.expect("a directory can be listed").path()).collect()
}

fn read(file: &Path) -> Probe {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let part = |path: Option<&std::ffi::OsStr>| path.and_then(|name| name.to_str()).expect("names of probes are text").to_owned();
    let class = part(file.parent().and_then(Path::file_name));
    let name = format!("{class}/{}", part(file.file_stem()));
    let (before, sql) = text.split_once("-- probe\n").unwrap_or_else(|| panic!("{name}: there is no line `-- probe`"));
    let (header, setup) = before.split_once("-- setup\n").unwrap_or((before, ""));
    let mut probe = Probe {
        class,
        file: file.to_owned(),
        expected: Vec::new(),
        truth: Vec::new(),
        not_measured: None,
        alone: false,
        majors: 0..=u32::MAX,
        exposed: None,
        migration: "20260601000000_probe".to_owned(),
        setup: setup.to_owned(),
        sql: sql.to_owned(),
        name,
    };
    for line in header.lines() {
        let (key, value) =
            line.strip_prefix("-- ").and_then(|line| line.split_once(": ")).unwrap_or_else(|| panic!("{}: `{line}`", probe.name));
        probe.note(key, value);
    }
    let may_be = if probe.is_benign() { [BENIGN, PEERS].contains(&probe.class.as_str()) } else { probe.class != BENIGN };
    assert!(may_be, "{}: what is expected of it?", probe.name);
    probe
}

impl Probe {
    fn note(&mut self, key: &str, value: &str) {
        match key {
            "truth" => self.truth.push(value.to_owned()),
            "measured" => self.not_measured = Some(value.strip_prefix("no, because ").expect("why not").to_owned()),
            "runs" => self.alone = value == "alone",
            "postgres" => {
                self.majors = value.strip_suffix('+').and_then(|from| from.parse().ok()).expect("a major version")..=u32::MAX
            }
            "exposed" => self.exposed = Some(value.split(", ").map(str::to_owned).collect()),
            "migration" => value.clone_into(&mut self.migration),
            _ => {
                let severity = key.parse().unwrap_or_else(|_| panic!("{}: nobody knows the key `{key}`", self.name));
                let alternative = |text: &str| match text.split_once(' ') {
                    Some((rule, object)) => (rule.to_owned(), Some(object.to_owned())),
                    None => (text.to_owned(), None),
                };
                self.expected.push(Expected { severity, any_of: value.split(" | ").map(alternative).collect() });
            }
        }
    }
}
