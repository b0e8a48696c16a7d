//! Which processes belong to a run? Asked of `/proc`, so only where there is one.

use std::{fs, path::Path};

/// The processes that a process has started, and those that these have, as far as they live now.
pub fn descendants(process: u32) -> Vec<u32> {
    let mut found = vec![process];
    let mut next = 0;
    while let Some(&parent) = found.get(next) {
        next += 1;
        let tasks = fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten();
        for task in tasks {
            let children = fs::read_to_string(task.path().join("children")).unwrap_or_default();
            found.extend(children.split_whitespace().filter_map(|child| child.parse::<u32>().ok()));
        }
    }
    found.split_off(1)
}

/// Whether a process lives and is no zombie that only waits to be buried.
pub fn is_alive(process: u32) -> bool {
    fs::read_to_string(format!("/proc/{process}/stat")).is_ok_and(|stat| {
        let state = stat.rsplit_once(") ").and_then(|(_, rest)| rest.chars().next());
        !matches!(state, Some('Z' | 'X') | None)
    })
}

/// What a run of ours left of its server: directories that bear the process's number.
pub fn leftovers(process: u32) -> Vec<String> {
    let temporary = std::env::temp_dir();
    let parents = [Path::new("/dev/shm"), Path::new("/tmp"), &temporary];
    let entries = parents.iter().filter_map(|parent| fs::read_dir(parent).ok()).flatten().flatten();
    let names = entries.map(|entry| entry.path().display().to_string());
    let mut found: Vec<String> = names.filter(|path| path.contains(&format!("/migration-gate-{process}-"))).collect();
    found.dedup();
    found
}
