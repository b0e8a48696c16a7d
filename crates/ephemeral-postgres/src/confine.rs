//! What may a server's process touch? A list of paths, enforced by Landlock where the kernel has it.
//!
//! Applied by the launcher to itself before it becomes the server; the server and everything it starts inherit it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

/// The paths that a confined process may use; missing ones are no error.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Confinement {
    read: Vec<PathBuf>,
    write: Vec<PathBuf>,
    execute: Vec<PathBuf>,
}

/// The version of Landlock that is in force: what kernel and library both know, 0 for none.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Landlock(pub(crate) u32);

// Public to every user of the machine, and enough for the dynamic linker, locales, time zones, extensions and dictionaries.
const READABLE: [&str; 22] = [
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/libexec",
    "/usr/local/lib",
    "/usr/share",
    "/nix/store",
    "/var/cache/postgresql",
    "/etc/passwd",
    "/etc/group",
    "/etc/nsswitch.conf",
    "/etc/localtime",
    "/etc/timezone",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/hosts",
    "/etc/host.conf",
    "/etc/ssl/openssl.cnf",
    "/dev/urandom",
    "/dev/random",
];

const WRITABLE: [&str; 2] = ["/dev/null", "/dev/zero"];

impl Confinement {
    /// What the server needs and no more: its installation, the system's libraries and data, its settings, its own two directories.
    pub(crate) fn for_server(postgres: &Path, settings: PathBuf, own: &[PathBuf]) -> Self {
        let mut read: Vec<PathBuf> = READABLE.iter().map(PathBuf::from).chain([settings]).collect();
        // `/usr` itself would be too much; what a server there needs is on the list.
        if let Some(prefix) = postgres.parent().and_then(Path::parent)
            && ![Path::new("/usr"), Path::new("/usr/local"), Path::new("/")].contains(&prefix)
        {
            read.push(prefix.to_path_buf());
        }
        let write = WRITABLE.iter().map(PathBuf::from).chain(own.iter().cloned()).collect();
        let execute = loaders().into_iter().chain([postgres.to_path_buf()]).collect();
        Confinement { read, write, execute }
    }
}

/// The dynamic linkers: the kernel opens them for execution together with the program.
fn loaders() -> Vec<PathBuf> {
    let mut loaders: Vec<PathBuf> = ["/lib", "/lib64", "/usr/lib", "/usr/lib64"]
        .iter()
        .filter_map(|directory| fs::read_dir(directory).ok())
        .flat_map(|entries| entries.flatten())
        .filter(|entry| entry.file_name().to_str().is_some_and(|name| name.starts_with("ld-") && name.contains(".so")))
        .map(|entry| entry.path())
        .collect();
    if Path::new("/nix/store").is_dir() {
        loaders.push(PathBuf::from("/nix/store"));
    }
    loaders
}

#[cfg(target_os = "linux")]
impl Confinement {
    /// Confines the calling thread and all it starts, for good.
    pub(crate) fn enforce(&self) -> Result<Landlock, String> {
        use landlock::{
            ABI, Access, AccessFs, AccessNet, LandlockStatus, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetStatus, Scope,
            path_beneath_rules,
        };
        let newest = ABI::V9;
        let read = AccessFs::ReadFile | AccessFs::ReadDir;
        let write = AccessFs::from_all(newest) & !AccessFs::Execute;
        let enforce = || {
            Ruleset::default()
                .handle_access(AccessFs::from_all(newest))?
                .handle_access(AccessNet::from_all(newest))?
                .scope(Scope::from_all(newest))?
                .create()?
                .add_rules(path_beneath_rules(&self.read, read))?
                .add_rules(path_beneath_rules(&self.write, write))?
                .add_rules(path_beneath_rules(&self.execute, AccessFs::Execute | AccessFs::ReadFile))?
                .restrict_self()
        };
        let status = enforce().map_err(|error| format!("Landlock could not be set up: {error}"))?;
        Ok(match (status.ruleset, status.landlock) {
            (RulesetStatus::NotEnforced, _) => Landlock(0),
            (_, LandlockStatus::Available { effective_abi, .. }) => Landlock(effective_abi as u32),
            _ => Landlock(0),
        })
    }
}

#[cfg(not(target_os = "linux"))]
impl Confinement {
    /// No other system has anything like it that needs no privilege.
    pub(crate) fn enforce(&self) -> Result<Landlock, String> {
        Ok(Landlock(0))
    }
}
