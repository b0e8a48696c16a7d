//! The scripts in `tests/hostile`: each says its aim and what must come of it.

use std::{fs, path::PathBuf};

use crate::root;

/// One hostile script.
#[derive(Debug)]
pub struct HostileScript {
    /// The file's name, without `.sql`.
    pub name: String,
    /// What it tries to do.
    pub aim: String,
    /// What may come of it; one of these does.
    pub expected: Vec<Contained>,
    /// The rule that must have a finding.
    pub must_report: Option<String>,
    text: Vec<u8>,
}

/// In which way an attack comes to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contained {
    /// The server refuses with one of these codes.
    Denied(Vec<String>),
    /// It runs, and the honest migration after it runs as ever.
    Harmless,
    /// The run says that this migration or one after it failed, in time.
    Ended,
    /// It is not sent to a server.
    Refused,
}

impl HostileScript {
    /// The script with its placeholders filled in: `@MARKER@` is a file that only a successful attack makes, `@SECRET@` one that
    /// only a successful attack reads, and `@<text>*N@` the text N times.
    pub fn script(&self, marker: &str, secret: &str) -> Vec<u8> {
        let text = replace(&replace(&self.text, b"@MARKER@", marker.as_bytes()), b"@SECRET@", secret.as_bytes());
        let mut script = Vec::with_capacity(text.len());
        let mut rest = text.as_slice();
        while let Some(start) = find(rest, b"@<") {
            script.extend_from_slice(&rest[..start]);
            let inside = &rest[start + 2..];
            let end = find(inside, b">*").expect("a repetition is complete");
            let count = &inside[end + 2..];
            let close = find(count, b"@").expect("a repetition is complete");
            let times =
                std::str::from_utf8(&count[..close]).ok().and_then(|n| n.parse().ok()).expect("a repetition has a number");
            script.extend(inside[..end].repeat(times));
            rest = &count[close + 1..];
        }
        script.extend_from_slice(rest);
        script
    }
}

/// All of them, by name.
pub fn hostile_scripts() -> Vec<HostileScript> {
    let entries = fs::read_dir(root().join("tests/hostile")).expect("the repository is complete");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("a directory can be read").path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "sql"));
    files.sort();
    files.into_iter().map(read).collect()
}

fn read(file: PathBuf) -> HostileScript {
    let name = file.file_stem().expect("a file has a name").to_string_lossy().into_owned();
    let text = fs::read(&file).expect("a file can be read");
    let head = String::from_utf8_lossy(&text);
    let says = |key: &str| head.lines().take(3).find_map(|line| line.strip_prefix(&format!("-- {key}: ")).map(str::to_owned));
    let expected = says("expect").unwrap_or_else(|| panic!("`{name}` does not say what it expects"));
    HostileScript {
        aim: says("aim").unwrap_or_else(|| panic!("`{name}` does not say its aim")),
        expected: expected.split(" or ").map(|word| contained(&name, word)).collect(),
        must_report: says("report"),
        text,
        name,
    }
}

fn contained(name: &str, text: &str) -> Contained {
    match text.split_once(' ').unwrap_or((text, "")) {
        ("denied", codes) => Contained::Denied(codes.split(' ').map(str::to_owned).collect()),
        ("harmless", "") => Contained::Harmless,
        ("ended", "") => Contained::Ended,
        ("refused", "") => Contained::Refused,
        _ => panic!("`{name}` expects `{text}`, which says nothing"),
    }
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}

fn replace(text: &[u8], what: &[u8], with: &[u8]) -> Vec<u8> {
    let mut replaced = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = find(rest, what) {
        replaced.extend_from_slice(&rest[..at]);
        replaced.extend_from_slice(with);
        rest = &rest[at + what.len()..];
    }
    replaced.extend_from_slice(rest);
    replaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_in() {
        let text = b"@MARKER@ @SECRET@ @<ab>*3@|@<(>*2@@<)>*2@ user@host".to_vec();
        let script = HostileScript { name: String::new(), aim: String::new(), expected: Vec::new(), must_report: None, text };
        assert_eq!(String::from_utf8_lossy(&script.script("/m", "/s")), "/m /s ababab|(()) user@host");
    }

    #[test]
    fn there_are_scripts_of_every_ending() {
        let scripts = hostile_scripts();
        let ends = |ending: fn(&Contained) -> bool| scripts.iter().filter(|script| script.expected.iter().any(ending)).count();
        assert!(ends(|one| matches!(one, Contained::Denied(_))) >= 50);
        assert!(ends(|one| *one == Contained::Harmless) >= 25);
        assert!(ends(|one| *one == Contained::Ended) >= 25);
        assert!(ends(|one| *one == Contained::Refused) >= 10);
    }
}
