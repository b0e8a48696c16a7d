//! Which binaries are used, which never, and what happens when there are none.

mod support;

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use ephemeral_postgres::{Event, Origin, PackageProblem, Request, Server, StartError};
use support::{as_superuser, request};

fn start(request: &Request) -> (Result<Server, StartError>, Vec<Event>) {
    let mut events = Vec::new();
    let outcome = ephemeral_postgres::start(request, &mut |event| events.push(event));
    (outcome, events)
}

/// Programs that claim to be the newest version and betray themselves when they are executed.
fn plant(tree: &Path) -> std::path::PathBuf {
    let bin = tree.join("node_modules/.bin");
    fs::create_dir_all(&bin).expect("a directory");
    for program in ["postgres", "initdb", "pg_config", "npm", "tar"] {
        let text = format!("#!/bin/sh\ntouch {}\necho 'postgres (PostgreSQL) 18.99'\n", tree.join("executed").display());
        fs::write(bin.join(program), text).expect("a program");
        fs::set_permissions(bin.join(program), fs::Permissions::from_mode(0o755)).expect("an executable one");
    }
    bin
}

#[test]
fn programs_of_the_pull_request_are_never_executed() {
    let tree = tempfile::tempdir().expect("a work tree");
    let bin = plant(tree.path());
    let outside = tempfile::tempdir().expect("another directory");
    let link = outside.path().join("innocent");
    std::os::unix::fs::symlink(&bin, &link).expect("a link into the tree");
    let usual = request();
    let mut path = vec![bin.clone(), link.clone()];
    path.extend(std::env::split_paths(usual.path.as_deref().unwrap_or_default()));
    let lured = Request {
        path: std::env::join_paths(&path).ok(),
        pg_config: Some(link.join("pg_config").into()),
        forbidden: vec![tree.path().to_path_buf()],
        ..request()
    };
    let server = start(&lured).0.expect("the machine's own server");
    assert!(!server.binaries().directory.starts_with(tree.path()));
    let asked = Request { binaries: Some(link.clone()), ..lured.clone() };
    let error = start(&asked).0.expect_err("not even when asked for");
    assert!(error.to_string().contains("will not be executed"), "{error}");
    let none_installed = Request { major: Some(99), ..lured };
    start(&none_installed).0.expect_err("nobody has version 99");
    assert!(!tree.path().join("executed").exists());
}

#[test]
fn a_planted_program_would_be_executed_were_its_tree_not_forbidden() {
    let tree = tempfile::tempdir().expect("a work tree");
    let bin = plant(tree.path());
    let _ = start(&Request { path: Some(bin.into()), ..request() });
    assert!(tree.path().join("executed").exists(), "the bait of the test above does not work");
}

/// A major version that no package of this system has installed, and a request for it that finds an empty cache.
fn not_installed(cache: &Path) -> (u32, Request) {
    let wanted = |major| Request { major: Some(major), offline: true, cache_directory: cache.to_path_buf(), ..request() };
    let mut majors = test_postgres::majors().into_iter();
    let major = majors.find(|major| matches!(start(&wanted(*major)).0, Err(StartError::NotFound { .. })));
    let major = major.expect("this machine has every version installed, so nothing would be fetched");
    (major, wanted(major))
}

#[test]
fn without_binaries_and_network_the_hint_names_a_command() {
    let cache = tempfile::tempdir().expect("an empty cache");
    let (major, request) = not_installed(cache.path());
    let (outcome, events) = start(&request);
    let error = outcome.expect_err("nothing to start");
    assert_eq!(error.to_string(), format!("no PostgreSQL server of version {major} was found on this machine"));
    let hint = error.hint().expect("what to do");
    assert!(hint.starts_with("Install PostgreSQL with `") && hint.contains("--offline"), "{hint}");
    assert_eq!(events, []);
    assert!(!cache.path().join("packages").exists(), "nothing was fetched");
}

#[test]
fn a_package_with_another_digest_is_refused_before_it_is_unpacked() {
    let cache = tempfile::tempdir().expect("an empty cache");
    let tools = tempfile::tempdir().expect("a directory for a dishonest npm client");
    let notes = tools.path().join("notes");
    let npm = format!("#!/bin/sh\nenv > {0}\npwd >> {0}\necho tampered > package.tgz\n", notes.display());
    fs::write(tools.path().join("npm"), npm).expect("a program");
    fs::set_permissions(tools.path().join("npm"), fs::Permissions::from_mode(0o755)).expect("an executable one");
    let (_, offline) = not_installed(cache.path());
    let mut path = vec![tools.path().to_path_buf()];
    path.extend(std::env::split_paths(request().path.as_deref().unwrap_or_default()));
    let lured = Request {
        offline: false,
        path: std::env::join_paths(path).ok(),
        home: Some("/home/somebody".into()),
        client_environment: ephemeral_postgres::ClientEnvironment(vec![("npm_config_fund".into(), "false".into())]),
        ..offline
    };
    let (outcome, events) = start(&lured);
    let error = outcome.expect_err("not the pinned package");
    assert!(matches!(&error, StartError::Package(error) if matches!(error.problem, PackageProblem::Digest { .. })), "{error}");
    assert!(matches!(events[..], [Event::Fetching(package)] if package.size_bytes > 20_000_000), "{events:?}");
    let packages = fs::read_dir(cache.path().join("packages")).expect("it was made");
    assert_eq!(packages.count(), 0, "neither a package nor a draft is left");
    let notes = fs::read_to_string(notes).expect("the client was executed");
    let names: Vec<_> = notes.lines().filter_map(|line| line.split_once('=')).map(|(name, _)| name).collect();
    let expected = ["HOME", "PATH", "PWD", "npm_config_fund"];
    assert!(names.iter().all(|name| expected.contains(name) || ["_", "SHLVL", "OLDPWD"].contains(name)), "{names:?}");
    assert!(notes.contains("/packages/draft-"), "it works in a directory of its own: {notes}");
}

#[test]
fn a_directory_that_is_asked_for_is_used_or_refused_and_never_replaced() {
    let usual = start(&request()).0.expect("a server");
    let directory = usual.binaries().directory.clone();
    let asked = Request { binaries: Some(directory.clone()), ..request() };
    let server = start(&asked).0.expect("the same server");
    assert_eq!(server.binaries().origin, Origin::Flag);
    let other_major = Request { major: Some(server.version().major() + 1), ..asked };
    assert!(matches!(start(&other_major).0, Err(StartError::Unusable { .. })));
    let empty = tempfile::tempdir().expect("a directory");
    let error = start(&Request { binaries: Some(empty.path().to_path_buf()), ..request() }).0.expect_err("nothing in it");
    assert!(matches!(error, StartError::Unusable { .. }), "{error}");
}

#[test]
fn a_prepared_data_directory_is_used_again_and_a_damaged_one_made_anew() {
    let cache = tempfile::tempdir().expect("an empty cache");
    let own_cache = Request { cache_directory: cache.path().to_path_buf(), ..request() };
    let prepares = |events: &[Event]| events.contains(&Event::Preparing);
    let complains = |events: &[Event]| events.iter().any(|event| matches!(event, Event::CacheUnusable(_)));
    let run = || {
        let (server, events) = start(&own_cache);
        let server = server.expect("a server");
        assert_eq!(as_superuser(&server, &["SELECT count(*) > 0 FROM pg_class"]).expect("a whole catalog"), ["t"]);
        events
    };
    let events = run();
    assert!(prepares(&events) && !complains(&events), "{events:?}");
    let events = run();
    assert!(!prepares(&events) && !complains(&events), "{events:?}");
    let prepared = || {
        let mut entries = fs::read_dir(cache.path().join("prepared")).expect("kept").flatten();
        entries.next().expect("one entry").path().join("data")
    };
    let control = prepared().join("global/pg_control");
    let garbage = vec![0x5a; usize::try_from(fs::metadata(&control).expect("it is there").len()).expect("small")];
    for damage in [
        &(|| fs::write(&control, &garbage).expect("same size, other contents")) as &dyn Fn(),
        &|| fs::remove_file(prepared().join("PG_VERSION")).expect("missing"),
        &|| fs::write(prepared().join("extra"), "x").expect("one too many"),
        &|| fs::set_permissions(cache.path().join("prepared"), fs::Permissions::from_mode(0o777)).expect("open to others"),
    ] {
        damage();
        let events = run();
        assert!(prepares(&events) && complains(&events), "{events:?}");
    }
}

#[test]
fn a_supervisor_that_is_not_one_is_an_error() {
    for program in ["/bin/true", "/nowhere/at/all"] {
        let broken = Request { supervisor: ephemeral_postgres::Supervisor::at(program.into()), ..request() };
        start(&broken).0.expect_err(program);
    }
}
