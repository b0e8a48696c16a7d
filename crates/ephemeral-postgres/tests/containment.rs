//! What a server can do to its machine, tried with a superuser inside: nothing.
#![cfg(target_os = "linux")]

mod support;

use std::{fs, net::TcpListener, os::unix::fs::MetadataExt};

use ephemeral_postgres::{End, Limits, Server};
use support::{as_superuser, directory, eventually, make_owner, message, processes_in, query, request, start};

/// A statement must fail with this in its message.
fn check(server: &Server, statement: &str, expected: &str) {
    let error = as_superuser(server, &["CREATE TEMP TABLE lines (line text)", statement]).expect_err(statement);
    let message = message(&error);
    assert!(message.contains(expected), "`{statement}` failed with: {message}");
}

#[test]
fn a_superuser_inside_reaches_nothing_outside() {
    let server = start();
    let holds = &server.containment().holds;
    assert!(
        holds.iter().any(|sentence| sentence.starts_with("Landlock")),
        "this kernel has no Landlock, so most of this cannot be tested: {holds:?}"
    );
    let outside = tempfile::tempdir().expect("a directory");
    fs::set_permissions(outside.path(), std::os::unix::fs::PermissionsExt::from_mode(0o777)).expect("open to everybody");
    let target = outside.path().join("written");
    fs::write(&target, "untouched").expect("a file");
    fs::set_permissions(&target, std::os::unix::fs::PermissionsExt::from_mode(0o666)).expect("writable by everybody");
    let target = target.display();
    let denied = "Permission denied";
    for file in ["/etc/shadow", "/etc/hostname", "/proc/self/environ", "/proc/1/cmdline", "/proc/self/mem", &target.to_string()] {
        check(&server, &format!("COPY lines FROM '{file}'"), denied);
    }
    check(&server, "COPY lines FROM PROGRAM 'id'", "could not execute command");
    check(&server, "COPY lines TO PROGRAM 'cat > /dev/null'", "could not execute command");
    check(&server, &format!("COPY (SELECT 'x') TO '{target}'"), denied);
    as_superuser(&server, &["SELECT lo_from_bytea(4711, 'x')"]).expect("a large object");
    check(&server, &format!("SELECT lo_export(4711, '{target}')"), denied);
    check(&server, "SELECT pg_ls_dir('/home')", denied);
    check(&server, "SELECT pg_read_file('/etc/machine-id')", denied);
    // Refused in its first or second step: whose directory it is depends on who we are.
    check(&server, &format!("CREATE TABLESPACE away LOCATION '{}'", outside.path().display()), "could not");
    assert_eq!(fs::read_to_string(outside.path().join("written")).expect("it is there"), "untouched");
}

#[test]
fn a_superuser_inside_makes_no_tcp_connection() {
    let server = start();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a listener");
    listener.set_nonblocking(true).expect("it need not wait");
    let port = listener.local_addr().expect("its address").port();
    let connect = format!("SELECT dblink_connect('host=127.0.0.1 user=somebody port={port} connect_timeout=2')");
    let error = as_superuser(&server, &["CREATE EXTENSION dblink", &connect]).expect_err("no connection");
    let said = error.as_db_error().map(|error| format!("{} {}", error.message(), error.detail().unwrap_or_default()));
    assert!(said.as_ref().is_some_and(|said| said.contains("Permission denied")), "{said:?} {error}");
    assert!(listener.accept().is_err(), "nobody has called");
}

#[test]
fn the_server_has_an_empty_environment_and_is_not_root() {
    let server = start();
    let processes = processes_in(&directory(&server));
    assert!(!processes.is_empty());
    let ours = fs::metadata("/proc/self").expect("our own").uid();
    for pid in processes {
        let environment = fs::read(format!("/proc/{pid}/environ")).expect("a process of ours");
        let names: Vec<_> = environment.split(|byte| *byte == 0).filter(|variable| !variable.is_empty()).collect();
        assert!(names.iter().all(|variable| variable.starts_with(b"LC_") || variable.starts_with(b"PG")), "{names:?}");
        let status = fs::read_to_string(format!("/proc/{pid}/status")).expect("its status");
        let field = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).expect("a field").trim().to_owned();
        let uid: u32 = field("Uid:").split('\t').next().and_then(|uid| uid.parse().ok()).expect("a number");
        assert!(if ours == 0 { (60_578..61_184).contains(&uid) } else { uid == ours }, "{uid}");
        assert!(ours != 0 || field("Groups:").is_empty());
        assert_eq!(field("CapEff:"), "0000000000000000");
        assert_eq!(field("NoNewPrivs:"), "1");
    }
}

#[test]
fn a_disk_bomb_ends_the_server() {
    const MIB: u64 = 1 << 20;
    let limits = Limits { disk_bytes: 96 * MIB, file_bytes: 64 * MIB, ..Limits::default() };
    let server = test_postgres::start(&ephemeral_postgres::Request { limits, ..request() });
    let owner = make_owner(&server);
    // Many files, each below the limit of one.
    let bomb = "DO $$ BEGIN FOR i IN 1..1000 LOOP
        EXECUTE format('CREATE TABLE t%s AS SELECT repeat(md5(n::text), 30) FROM generate_series(1, 5000) n', i); COMMIT;
    END LOOP; END $$";
    query(&owner, &[bomb]).expect_err("it is stopped");
    assert!(eventually(|| server.is_disk_exceeded()), "{:?}", server.end());
    let Some(End::DiskExceeded { bytes }) = server.end() else { panic!("{:?}", server.end()) };
    assert!((96 * MIB..1024 * MIB).contains(&bytes), "{bytes}");
    assert!(eventually(|| !directory(&server).exists()));
}

#[test]
fn one_big_file_and_a_memory_bomb_are_ordinary_errors() {
    const MIB: u64 = 1 << 20;
    let limits = Limits { memory_bytes: 512 * MIB, file_bytes: 32 * MIB, ..Limits::default() };
    let server = test_postgres::start(&ephemeral_postgres::Request { limits, ..request() });
    let owner = make_owner(&server);
    let file = "CREATE TABLE big AS SELECT repeat(md5(n::text), 30) FROM generate_series(1, 100000) n";
    let error = query(&owner, &[file]).expect_err("too much for one file");
    assert!(message(&error).contains("File too large"), "{error:?}");
    let memory =
        "DO $$ DECLARE parts text[]; BEGIN FOR i IN 1..100 LOOP parts := parts || repeat('x', 100000000); END LOOP; END $$";
    let error = query(&owner, &[memory]).expect_err("too much for one process");
    assert!(message(&error).contains("out of memory"), "{error:?}");
    query(&owner, &["SELECT 1"]).expect("the server has survived both");
}
