//! Reading a work tree that somebody else wrote.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod repository;

use std::{fs, os::unix::fs::symlink, path::Path};

use migrations::{
    Directory, Gravity, Keep, LockFile, Order, ReadError, ScriptReader, Source, discover, read_directory, source_of,
    visit_directory,
};
use repository::{Repository, names, told};
use rustix::fs::{CWD, FileType, Mode, mknodat};

const SECRET: &str = "the runner's secret";

fn read(repository: &Repository, path: &str) -> Result<Directory, ReadError> {
    read_directory(&repository.path().join(path), repository.path(), Order::Locale)
}

#[test]
fn takes_what_prisma_takes() {
    let repository = Repository::new();
    for name in ["20240102000000_b", "20240101000000_a", ".hidden", "with copy"] {
        repository.write(&format!("prisma/migrations/{name}/migration.sql"), "SELECT 1;\r\n");
    }
    repository.write("prisma/migrations/migration_lock.toml", "provider = \"postgresql\"");
    repository.write("prisma/migrations/README.md", "\u{202e}not a migration");
    repository.write("prisma/migrations/.DS_Store", b"\0\0");
    repository.write("prisma/migrations/20240101000000_a/down.sql", "\\! not read");
    let directory = read(&repository, "prisma/migrations").unwrap();
    assert_eq!(names(&directory), [".hidden", "20240101000000_a", "20240102000000_b", "with copy"]);
    assert_eq!(directory.lock, LockFile::PostgreSql);
    assert_eq!(directory.migrations[1].file, "prisma/migrations/20240101000000_a/migration.sql");
    assert_eq!(directory.migrations[1].script, "SELECT 1;\r\n");
    assert_eq!(told(&directory), Vec::<String>::new());
}

#[test]
fn what_a_link_leads_to_is_never_read() {
    let repository = Repository::new();
    let outside = tempfile::tempdir().unwrap();
    fs::create_dir(outside.path().join("migration")).unwrap();
    fs::write(outside.path().join("migration/migration.sql"), SECRET).unwrap();
    fs::write(outside.path().join("migration_lock.toml"), SECRET).unwrap();
    let migrations = repository.path().join("prisma/migrations");
    fs::create_dir_all(migrations.join("1_script_link")).unwrap();
    symlink(outside.path().join("migration/migration.sql"), migrations.join("1_script_link/migration.sql")).unwrap();
    symlink(outside.path().join("migration"), migrations.join("2_directory_link")).unwrap();
    symlink("/nowhere", migrations.join("3_dangling")).unwrap();
    symlink(outside.path().join("migration_lock.toml"), migrations.join("migration_lock.toml")).unwrap();
    let directory = read(&repository, "prisma/migrations").unwrap();
    let expected = [
        "unsafe-file Refused prisma/migrations/1_script_link/migration.sql",
        "unsafe-file Refused prisma/migrations/2_directory_link",
        "unsafe-file Refused prisma/migrations/3_dangling",
        "unsafe-file Refused prisma/migrations/migration_lock.toml",
    ];
    assert_eq!(told(&directory), expected);
    assert!(!format!("{directory:?}").contains(SECRET));
}

#[test]
fn a_link_above_the_directory_is_not_followed() {
    let repository = Repository::new();
    let outside = tempfile::tempdir().unwrap();
    fs::create_dir_all(outside.path().join("migrations/1_a")).unwrap();
    fs::write(outside.path().join("migrations/1_a/migration.sql"), SECRET).unwrap();
    symlink(outside.path(), repository.path().join("prisma")).unwrap();
    symlink(outside.path().join("migrations"), repository.path().join("migrations")).unwrap();
    for path in ["prisma/migrations", "migrations", "x/../prisma/./migrations"] {
        let error = read(&repository, path).unwrap_err();
        assert!(matches!(&error, ReadError::Link { link, .. } if path.contains(link.as_str())), "{path}: {error}");
    }
    // A repository that is itself reached through a link is none of the pull request's doing.
    let door = outside.path().join("door");
    symlink(repository.path(), &door).unwrap();
    repository.write("db/migrations/1_a/migration.sql", "SELECT 1");
    let directory = read_directory(&door.join("db/migrations"), repository.path(), Order::Locale).unwrap();
    assert_eq!(directory.migrations[0].file, "db/migrations/1_a/migration.sql");
}

#[test]
fn special_files_and_submodules_are_refused_without_waiting() {
    let repository = Repository::new();
    let migrations = repository.path().join("migrations");
    fs::create_dir_all(migrations.join("1_fifo")).unwrap();
    mknodat(CWD, migrations.join("1_fifo/migration.sql"), FileType::Fifo, Mode::RUSR, 0).unwrap();
    mknodat(CWD, migrations.join("2_fifo"), FileType::Fifo, Mode::RUSR, 0).unwrap();
    repository.write("migrations/3_submodule/.git", "gitdir: elsewhere");
    repository.write("migrations/3_submodule/migration.sql", SECRET);
    fs::create_dir_all(migrations.join("4_directory/migration.sql")).unwrap();
    let directory = read(&repository, "migrations").unwrap();
    let expected = [
        "unsafe-file Refused migrations/1_fifo/migration.sql",
        "unsafe-file Refused migrations/2_fifo",
        "unsafe-file Refused migrations/3_submodule/migration.sql",
        "script-missing Error migrations/4_directory/migration.sql",
    ];
    assert_eq!(told(&directory), expected);
}

#[test]
fn a_script_over_the_limit_is_not_read() {
    let repository = Repository::new();
    repository.write("migrations/1_fits/migration.sql", vec![b' '; 5_000_000]);
    repository.write("migrations/2_too_large/migration.sql", vec![b' '; 5_000_001]);
    fs::File::create(repository.path().join("migrations/1_fits/huge")).unwrap().set_len(1 << 40).unwrap();
    repository.write("migrations/3_sparse/migration.sql", "");
    let sparse = fs::OpenOptions::new().write(true).open(repository.path().join("migrations/3_sparse/migration.sql")).unwrap();
    sparse.set_len(1 << 40).unwrap();
    let directory = read(&repository, "migrations").unwrap();
    assert_eq!(names(&directory), ["1_fits"]);
    let too_large = ["2_too_large", "3_sparse"].map(|name| format!("too-large Refused migrations/{name}/migration.sql"));
    assert_eq!(told(&directory), too_large);
    assert!(directory.problems[1].message.contains("1099511627776 bytes"), "{}", directory.problems[1].message);
}

#[test]
fn hostile_text_is_refused_with_its_line() {
    let repository = Repository::new();
    let scripts: [(&str, &[u8]); 6] = [
        ("1_utf16", b"\xff\xfeS\0"),
        ("2_bom", b"\xef\xbb\xbfSELECT 1;"),
        ("3_psql", b"SELECT 1;\n\n\\! env\n"),
        ("4_copy", b"CREATE TABLE t (a int);\nCOPY t FROM STDIN;\n1\n\\.\n"),
        ("5_bidi", "SELECT 1; -- \u{202e}\n".as_bytes()),
        ("6_fine", b"SELECT 1;"),
    ];
    for (name, script) in scripts {
        repository.write(&format!("migrations/{name}/migration.sql"), script);
    }
    let directory = read(&repository, "migrations").unwrap();
    let told: Vec<_> = directory.problems.iter().map(|it| (it.rule.id(), it.gravity, it.position.map(|at| at.line))).collect();
    let expected = [
        ("not-utf8", Gravity::Refused, Some(1)),
        ("byte-order-mark", Gravity::Refused, Some(1)),
        ("psql-command", Gravity::Refused, Some(3)),
        ("copy-from-stdin", Gravity::Refused, Some(2)),
        ("hidden-character", Gravity::Refused, Some(1)),
    ];
    assert_eq!(told, expected);
    assert_eq!(names(&directory), ["5_bidi", "6_fine"], "what could hurt a machine is not handed on");
    assert!(directory.problems.iter().all(|problem| !problem.advice.is_empty()));
}

#[test]
fn a_path_that_is_not_there_is_an_error() {
    let repository = Repository::new();
    repository.write("file", "");
    assert!(matches!(read(&repository, "prisma/migratoins"), Err(ReadError::NotFound { .. })));
    assert!(matches!(read(&repository, "file"), Err(ReadError::NotADirectory { .. })));
    assert!(matches!(read(&repository, "file/migrations"), Err(ReadError::NotADirectory { .. })));
}

#[test]
fn a_directory_outside_of_the_repository_shows_the_path_it_was_asked_by() {
    let repository = Repository::new();
    let outside = tempfile::tempdir().unwrap();
    fs::create_dir_all(outside.path().join("1_a")).unwrap();
    fs::write(outside.path().join("1_a/migration.sql"), "SELECT 1").unwrap();
    let directory = read_directory(outside.path(), repository.path(), Order::Locale).unwrap();
    assert_eq!(Path::new(&directory.migrations[0].file), outside.path().join("1_a/migration.sql"));
}

#[test]
fn histories_are_found_and_named() {
    let repository = Repository::new();
    let lock = "provider = \"postgresql\"\n";
    for path in ["src/prisma/site", "src/prisma/job", "node_modules/x/prisma", ".cache/prisma"] {
        repository.write(&format!("{path}/migrations/migration_lock.toml"), lock);
    }
    repository.write("legacy/migrations/migration_lock.toml", "provider = \"mysql\"\n");
    repository.write("no_lock/migrations/1_a/migration.sql", "");
    repository.write("supabase/migrations/20240101000000_a.sql", "");
    symlink(repository.path().join("src"), repository.path().join("alias")).unwrap();
    let found = discover(repository.path()).unwrap();
    let targets: Vec<_> = found.targets.iter().map(|target| (target.name.as_str(), target.migrations.as_str())).collect();
    assert_eq!(targets, [("job", "src/prisma/job/migrations"), ("site", "src/prisma/site/migrations")]);
    assert_eq!(found.others.len(), 1);
    assert_eq!(found.others[0].lock, LockFile::Other("mysql".to_owned()));
    let supabase: Vec<_> = found.supabase.iter().map(|it| (it.name.as_str(), it.migrations.as_str())).collect();
    assert_eq!(supabase, [("supabase", "supabase/migrations")]);
    assert!(!found.gave_up);
}

#[test]
fn plain_files_are_taken_as_supabase_takes_them() {
    let repository = Repository::new();
    for name in ["20240102000000_b.sql", "20240101000000_a.sql", "notes.md", "functions/x.sql"] {
        repository.write(&format!("supabase/migrations/{name}"), "SELECT 1;");
    }
    let path = repository.path().join("supabase/migrations");
    assert_eq!(source_of(&path, repository.path()).unwrap(), Source::Supabase);
    let mut seen = 0;
    let mut look = |_: &migrations::Migration| {
        seen += 1;
        Keep::NameOnly
    };
    let directory = visit_directory(&path, repository.path(), (Source::Supabase, Order::Bytes), &mut look).unwrap();
    assert_eq!(names(&directory), ["20240101000000_a", "20240102000000_b"]);
    assert_eq!(directory.migrations[0].file, "supabase/migrations/20240101000000_a.sql");
    assert_eq!((seen, directory.problems.len(), directory.migrations[0].script.as_str()), (2, 0, ""));
    repository.write("supabase/migrations/20240103000000_c/migration.sql", "");
    assert_eq!(source_of(&path, repository.path()).unwrap(), Source::Prisma);
}

#[test]
fn a_script_is_read_by_itself_and_never_through_a_link() {
    let repository = Repository::new();
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.sql"), SECRET).unwrap();
    let prisma = repository.write("prisma/migrations/20240101000000_init/migration.sql", "SELECT 1;");
    let plain = repository.write("db/fix.sql", "SELECT 2;");
    repository.write("db/bad.sql", b"SELECT '\xff'");
    symlink(outside.path().join("secret.sql"), repository.path().join("db/link.sql")).unwrap();
    symlink(outside.path(), repository.path().join("db/linked")).unwrap();
    let read = |path: &Path| ScriptReader::new(repository.path()).read(path);
    let told_of = |path: &Path| {
        let directory = read(path).unwrap();
        let migration = &directory.migrations[0];
        (migration.name.to_string(), migration.file.clone(), migration.script.clone())
    };
    let expected = |name: &str, file: &str, script: &str| (name.to_owned(), file.to_owned(), script.to_owned());
    let file = "prisma/migrations/20240101000000_init/migration.sql";
    assert_eq!(told_of(&prisma), expected("20240101000000_init", file, "SELECT 1;"));
    assert_eq!(told_of(&plain), expected("fix", "db/fix.sql", "SELECT 2;"));
    let given = outside.path().join("secret.sql");
    assert_eq!(told_of(&given), expected("secret", given.to_str().unwrap(), SECRET), "outside it is the caller's business");
    assert_eq!(told(&read(&repository.path().join("db/bad.sql")).unwrap()), ["not-utf8 Refused db/bad.sql"]);
    assert_eq!(told(&read(&repository.path().join("db/link.sql")).unwrap()), ["unsafe-file Refused db/link.sql"]);
    assert!(matches!(read(&repository.path().join("db/linked/secret.sql")), Err(ReadError::Link { .. })));
    assert!(matches!(read(&repository.path().join("db/none.sql")), Err(ReadError::NotFound { .. })));
    assert!(matches!(read(&repository.path().join("db")), Err(ReadError::NotAScript { .. })));
    let mut reader = ScriptReader::new(repository.path());
    let files = ["db/fix.sql", "db/link.sql", "prisma/migrations/20240101000000_init/migration.sql", "db/fix.sql"];
    let read = files.map(|file| reader.read(&repository.path().join(file)).unwrap());
    let names = read.iter().flat_map(|directory| &directory.migrations).map(|migration| migration.name.to_string());
    assert_eq!(
        names.collect::<Vec<_>>(),
        ["fix", "20240101000000_init", "fix"],
        "the directory is kept, what is in it is looked at anew"
    );
}
