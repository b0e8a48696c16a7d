//! A disk that is full.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use faults::migration;
use migration_gate_tests::Outcome;
use test_postgres::{Account, NetworkRequest, NetworkServer};

use crate::shop::{check, deploy, migrations, project};

/// A small file system in memory, gone when dropped. To make one is root's right.
struct SmallDisk {
    mount: PathBuf,
}

/// As root, or as one who may become it without being asked.
fn as_root(arguments: &[&str]) -> bool {
    let (program, rest) = arguments.split_first().unwrap();
    let plain = Command::new(program).args(rest).output().is_ok_and(|output| output.status.success());
    plain || Command::new("sudo").arg("-n").args(arguments).output().is_ok_and(|output| output.status.success())
}

impl SmallDisk {
    /// Of 8 MiB, at that place, where everybody may write; `None` where the machine does not let us.
    fn mount(at: &Path) -> Option<SmallDisk> {
        std::fs::create_dir(at).unwrap();
        let disk = SmallDisk { mount: at.to_path_buf() };
        let mounted = as_root(&["mount", "-t", "tmpfs", "-o", "size=8m,mode=0777", "tmpfs", &at.display().to_string()]);
        mounted.then_some(disk)
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // The server may still be about to end.
        as_root(&["umount", "--lazy", &self.mount.display().to_string()]);
    }
}

/// Rows of a thousand bytes, so many, on the small disk.
fn fill(table: &str, rows: u32) -> String {
    format!(
        "CREATE TABLE {table} (x text) TABLESPACE small;\nALTER TABLE {table} ALTER COLUMN x SET STORAGE PLAIN;\n\
         INSERT INTO {table} SELECT repeat('x', 1000) FROM generate_series(1, {rows});\n"
    )
}

#[test]
fn row_29_a_full_disk_is_told_rolled_back_and_not_tried_again() {
    let server = NetworkServer::start(&NetworkRequest::default());
    let Some(disk) = SmallDisk::mount(&server.directory().join("small")) else {
        println!("not tried: nobody here may mount a small file system");
        return;
    };
    let space = disk.mount.join("space");
    std::fs::create_dir(&space).unwrap();
    Account::of_servers().own(&space);
    let create = format!("CREATE TABLESPACE small LOCATION '{}'", space.display());
    server.execute(&["CREATE ROLE app LOGIN", "CREATE DATABASE shop OWNER app", &create]);
    server.execute(&["GRANT CREATE ON TABLESPACE small TO app"]);
    let host = server.directory().display().to_string().replace('/', "%2F");
    let url = format!("postgresql://app@{host}:{}/shop", server.port());
    let project = project(&[migration("001_little", &fill("little", 1000)), migration("002_much", &fill("much", 20_000))]);
    project.configure("[deploy]\nretry-for = \"60s\"\n");
    let ended = check(deploy(&project, &url).run(), 5);
    let pair = |name: &str, outcome: &str| (name.to_owned(), outcome.to_owned());
    assert_eq!(migrations(&ended), [pair("001_little", "applied"), pair("002_much", "failed")]);
    let outcome = Outcome::of(&ended);
    let (_, error) = outcome.failure().unwrap();
    assert_eq!((error["sqlstate"].as_str(), error["line"].as_i64()), (Some("53100"), Some(3)), "{error}");
    assert!(error["message"].as_str().unwrap().contains("No space left on device"), "{error}");
    let tries = server.log().matches("ERROR:  could not extend file").count();
    assert!(tries == 1 && ended.took < Duration::from_secs(50), "{tries} tries in {:?}", ended.took);
    // Six of eight megabytes: they are there only if all that was taken has been given back.
    project.migration("002_much", fill("much", 5500));
    assert_eq!(migrations(&check(deploy(&project, &url).run(), 0)), [pair("002_much", "applied")]);
    drop(server);
}
