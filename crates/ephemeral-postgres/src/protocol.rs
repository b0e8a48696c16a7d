//! What do the tool, its supervisor and the launcher say to each other? One JSON value per line.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::{Containment, Limits, confine::Confinement, privilege::Account};

/// The first line that a program executed with the hidden argument reads.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Order {
    /// Be the supervisor of one server.
    Supervise(Supervise),
    /// Give up what the program need not have, and become it.
    Launch(Launch),
}

/// Everything a supervisor needs to know.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Supervise {
    pub(crate) postgres: PathBuf,
    pub(crate) initdb: PathBuf,
    /// As `server_version_num`.
    pub(crate) version_number: u32,
    /// Where prepared data directories are kept.
    pub(crate) prepared: PathBuf,
    pub(crate) temporary_directory: PathBuf,
    pub(crate) limits: Limits,
}

/// How to become another program.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Launch {
    pub(crate) program: PathBuf,
    pub(crate) arguments: Vec<String>,
    pub(crate) working_directory: PathBuf,
    /// The process that must still be our parent when we begin.
    pub(crate) parent: i32,
    /// `None` stays who we are.
    pub(crate) account: Option<Account>,
    pub(crate) limits: Limits,
    /// `None` for `initdb`, which runs shell commands of its own and no foreign SQL.
    pub(crate) confinement: Option<Confinement>,
}

/// What the tool may ask of a supervisor afterwards. The end of the pipe means the same as `Kill`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) enum Demand {
    Kill,
    AdmitSuperuser,
    LockOutSuperuser,
}

/// What a supervisor tells the tool.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Word {
    CacheUnusable(String),
    Preparing,
    Ready {
        socket_directory: PathBuf,
        containment: Containment,
    },
    /// The demand about the superuser has taken effect.
    SuperuserAdmitted(bool),
    /// The cluster outgrew its limit and was killed.
    DiskExceeded {
        bytes: u64,
    },
    /// The server ended by itself.
    Exited {
        status: String,
        log: String,
    },
    /// No server came to be, or a demand failed.
    Failed {
        reason: String,
        log: String,
    },
}
