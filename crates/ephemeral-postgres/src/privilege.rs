//! As whom does a server run? As ourselves, unless we are root: Postgres refuses to run as root, and so do we.

use std::{
    fs,
    os::unix::fs::{MetadataExt, lchown},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

/// A user and a group, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) uid: u32,
    pub(crate) gid: u32,
}

/// Whose processes and files a cluster's are, when we are root.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Accounts {
    /// For `initdb`, which insists on a name for its user.
    pub(crate) named: Account,
    /// For the server: a number that nobody has, so that it can touch no other process or file of this machine.
    pub(crate) private: Account,
}

// A stretch that systemd's table of user ids leaves to nobody, below the 65536 that every container maps.
const PRIVATE_UIDS: std::ops::Range<u32> = 60_578..61_184;

impl Accounts {
    /// `None` when we are not root and need no other account.
    ///
    /// # Errors
    /// When the system has neither a user `postgres` nor `nobody`.
    pub(crate) fn choose() -> Result<Option<Self>, String> {
        if !rustix::process::geteuid().is_root() {
            return Ok(None);
        }
        let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
        let named = ["postgres", "nobody"]
            .iter()
            .find_map(|name| find_account(&passwd, name))
            .ok_or("root cannot run Postgres, and the system has neither a user `postgres` nor `nobody`")?;
        let taken = |uid: &u32| accounts(&passwd).any(|(_, account)| account.uid == *uid);
        let offset = std::process::id() % (PRIVATE_UIDS.end - PRIVATE_UIDS.start);
        let uid = (PRIVATE_UIDS.start + offset..PRIVATE_UIDS.end)
            .chain(PRIVATE_UIDS.start..PRIVATE_UIDS.start + offset)
            .find(|uid| !taken(uid))
            .unwrap_or(named.uid);
        Ok(Some(Accounts { named, private: Account { uid, gid: uid } }))
    }
}

fn accounts(passwd: &str) -> impl Iterator<Item = (&str, Account)> {
    passwd.lines().filter_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        let uid = fields.nth(1)?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        Some((name, Account { uid, gid }))
    })
}

fn find_account(passwd: &str, wanted: &str) -> Option<Account> {
    accounts(passwd).find(|(name, account)| *name == wanted && account.uid != 0).map(|(_, account)| account)
}

/// Gives everything at and below `path` to `account`; links are changed, not followed.
pub(crate) fn give_tree(path: &Path, account: Account) -> std::io::Result<()> {
    lchown(path, Some(account.uid), Some(account.gid))?;
    if fs::symlink_metadata(path)?.is_dir() {
        for entry in fs::read_dir(path)? {
            give_tree(&entry?.path(), account)?;
        }
    }
    Ok(())
}

/// Whether nobody but us can have written a directory: what others wrote could be anything.
pub(crate) fn check_owner(directory: &Path) -> Result<(), String> {
    let metadata = fs::symlink_metadata(directory).map_err(|error| format!("`{}`: {error}", directory.display()))?;
    let is_ours = metadata.uid() == rustix::process::geteuid().as_raw();
    if metadata.is_dir() && is_ours && metadata.mode() & 0o022 == 0 {
        Ok(())
    } else {
        Err(format!("`{}` can be written by others", directory.display()))
    }
}

/// The directory at or above `path` that keeps the server's account out; only root has a different account.
pub(crate) fn closed_above(path: &Path) -> Option<PathBuf> {
    if !rustix::process::geteuid().is_root() {
        return None;
    }
    let is_closed = |directory: &&Path| fs::metadata(directory).is_ok_and(|metadata| metadata.mode() & 0o001 == 0);
    path.ancestors().find(is_closed).map(Path::to_path_buf)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_read_by_name_and_never_root() {
        let passwd = "root:x:0:0:root:/root:/bin/sh\npostgres:x:101:104:,,,:/var/lib/postgresql:/bin/bash\nbroken line\nnobody:x:0:0::/:/bin/false\n";
        assert_eq!(find_account(passwd, "postgres"), Some(Account { uid: 101, gid: 104 }));
        assert_eq!(find_account(passwd, "nobody"), None);
        assert_eq!(find_account(passwd, "broken line"), None);
    }
}
