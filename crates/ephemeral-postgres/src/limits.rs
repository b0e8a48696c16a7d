//! What may a throw-away server use up?

use serde::{Deserialize, Serialize};

const MIB: u64 = 1024 * 1024;

/// Bounds on a server's appetite. Time is not among them: the caller measures it and calls [`crate::Server::kill`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Address space of each server process (`RLIMIT_AS`); beyond it a statement fails with "out of memory".
    pub memory_bytes: u64,
    /// Largest single file (`RLIMIT_FSIZE`); beyond it a statement fails with "File too large".
    pub file_bytes: u64,
    /// Temporary files of one session (`temp_file_limit`).
    pub temporary_file_bytes: u64,
    /// The whole cluster on disk; beyond it the server is killed.
    pub disk_bytes: u64,
    /// Simultaneous connections, the superuser's reserve included.
    pub connections: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            memory_bytes: 1024 * MIB,
            file_bytes: 256 * MIB,
            temporary_file_bytes: 256 * MIB,
            disk_bytes: 1024 * MIB,
            connections: 20,
        }
    }
}
