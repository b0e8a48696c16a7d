//! How is a cluster configured that nobody will need tomorrow?

use std::path::Path;

use crate::{Limits, PORT, SUPERUSER};

/// Part of the key of prepared data directories: raise it when `initdb` is called differently.
pub(crate) const PREPARED_FORMAT: u32 = 1;

/// The locales to try, best first. glibc and musl know the first; macOS and old systems only the second.
pub(crate) const LOCALES: [&str; 2] = ["C.UTF-8", "C"];

/// The arguments of `initdb`.
pub(crate) fn initdb_arguments(data: &str, locale: &str) -> Vec<String> {
    // Small log segments: the first one is copied with every prepared directory.
    ["-D", data, "-U", SUPERUSER, "--auth=trust", "--no-sync", "--encoding=UTF8", "--wal-segsize=1"]
        .into_iter()
        .map(str::to_owned)
        .chain([format!("--locale={locale}")])
        .collect()
}

/// The whole `postgresql.conf`.
pub(crate) fn postgresql_conf(socket_directory: &Path, hba_file: &Path, limits: &Limits) -> String {
    let quoted = |path: &Path| path.to_string_lossy().replace('\'', "''");
    let (socket_directory, hba_file) = (quoted(socket_directory), quoted(hba_file));
    let Limits { connections, temporary_file_bytes, .. } = limits;
    let temporary_kilobytes = temporary_file_bytes / 1024;
    format!(
        "# reachable through one private directory
listen_addresses = ''
port = {PORT}
unix_socket_directories = '{socket_directory}'
unix_socket_permissions = 0700
hba_file = '{hba_file}'
max_connections = {connections}
# nothing here is worth surviving a crash
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 128MB
checkpoint_timeout = 1h
# small, and all of it below the data directory
shared_buffers = 64MB
dynamic_shared_memory_type = mmap
temp_file_limit = {temporary_kilobytes}kB
max_worker_processes = 0
max_parallel_workers = 0
max_logical_replication_workers = 0
jit = off
# the same answers on every machine
timezone = 'UTC'
log_timezone = 'UTC'
datestyle = 'iso, mdy'
lc_messages = 'C'
default_text_search_config = 'pg_catalog.english'
# the log is read only when the server does not start
logging_collector = off
log_min_messages = fatal
log_min_error_statement = panic
"
    )
}

/// The whole `pg_hba.conf`: a plain role reaches the database that bears its name, and nothing else does anything.
pub(crate) fn pg_hba_conf(superuser_admitted: bool) -> String {
    let method = if superuser_admitted { "trust" } else { "reject" };
    format!("local all {SUPERUSER} {method}\nlocal sameuser all trust\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_in_the_socket_path_stays_inside_its_string() {
        let conf = postgresql_conf(Path::new("/tmp/it's/socket"), Path::new("/tmp/hba"), &Limits::default());
        assert!(conf.contains("unix_socket_directories = '/tmp/it''s/socket'\n"));
        assert!(conf.contains("temp_file_limit = 262144kB\n"));
    }

    #[test]
    fn the_superuser_is_named_before_everybody_else() {
        assert_eq!(pg_hba_conf(false).lines().next(), Some("local all migration_gate reject"));
    }
}
