//! What holds a server in, on this machine and in this run?

use serde::{Deserialize, Serialize};

use crate::{Limits, confine::Landlock, privilege::Account};

/// Which walls stand around the server, as sentences for a report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Containment {
    /// What is enforced.
    pub holds: Vec<String>,
    /// What is not, and would be on another machine; empty is best.
    pub gaps: Vec<String>,
}

impl Containment {
    pub(crate) fn of(landlock: Landlock, account: Option<Account>, memory_backed: bool, limits: &Limits) -> Self {
        let mut containment = Containment::default();
        containment.say(true, "no TCP listener; the socket is in a directory that only this run can enter");
        containment.say(true, "the environment is empty");
        match account {
            Some(account) => containment.say(true, format!("runs as the private user id {}", account.uid)),
            None => containment.say(false, "runs as the calling user"),
        }
        containment.landlock(landlock);
        let mib = |bytes: u64| bytes / (1024 * 1024);
        if cfg!(target_os = "linux") {
            containment.say(true, format!("each process is limited to {} MiB of memory", mib(limits.memory_bytes)));
        } else {
            containment.say(false, "this system does not limit the memory of a process");
        }
        containment.say(
            true,
            format!("files are limited to {} MiB, all together to {} MiB", mib(limits.file_bytes), mib(limits.disk_bytes)),
        );
        if !memory_backed {
            containment.say(false, "no memory-backed directory has room; the cluster is on disk");
        }
        containment
    }

    fn landlock(&mut self, Landlock(version): Landlock) {
        let rule = |since: u32, holds: &str, gap: &str| (version >= since, if version >= since { holds } else { gap }.to_owned());
        let rules = [
            rule(
                1,
                "Landlock: only the server's own files can be read, written or executed",
                "no Landlock: the file system is open to the server's user",
            ),
            rule(
                3,
                "Landlock: files elsewhere cannot be truncated",
                "files elsewhere could be truncated (Landlock before version 3)",
            ),
            rule(4, "Landlock: no TCP connection can be made", "TCP connections are possible (Landlock before version 4)"),
            rule(
                6,
                "Landlock: processes outside cannot be signalled",
                "processes of the same user can be signalled (Landlock before version 6)",
            ),
            rule(
                9,
                "Landlock: Unix sockets elsewhere cannot be reached",
                "Unix sockets elsewhere can be reached (Landlock before version 9)",
            ),
        ];
        for (holds, sentence) in rules {
            self.say(holds, sentence);
        }
        self.say(false, "UDP is not restricted");
    }

    fn say(&mut self, holds: bool, sentence: impl Into<String>) {
        if holds { &mut self.holds } else { &mut self.gaps }.push(sentence.into());
    }
}
