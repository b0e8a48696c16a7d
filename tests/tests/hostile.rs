//! Nothing in `tests/hostile` gets out of the throw-away server, outlives its time, or reaches the reader as anything but text.

#![expect(clippy::unwrap_used, reason = "a test panics where it must")]

use std::{
    ffi::OsStr,
    fs::{self, Permissions},
    os::unix::{
        ffi::OsStrExt,
        fs::{PermissionsExt, symlink},
    },
    path::Path,
    process::Command,
    time::Duration,
};

use migration_gate_tests::{Contained, Ended, HostileScript, Outcome, Project, each, hostile_scripts, is_alive, leftovers};

/// What a script may take before its server is ended; a run has half a minute more for everything else.
const MIGRATION_TIMEOUT: Duration = Duration::from_secs(5);
const WHOLE_RUN: Duration = Duration::from_secs(60);
/// In variables that a runner has and in a file that others may read; it may appear nowhere.
const CANARY: &str = "canary-5f2b7c91";
const INIT: &str = "CREATE TABLE \"User\" (\"id\" SERIAL PRIMARY KEY, \"email\" TEXT);\n\
                    INSERT INTO \"User\" (\"email\") VALUES ('ada@example.com');\n";
const HOSTILE: &str = "20240102000000_hostile";
const AFTER: &str = "20240103000000_after";

#[test]
fn no_hostile_script_gets_out() {
    each(hostile_scripts(), |script| script.name.clone(), check);
}

fn check(script: &HostileScript) {
    let project = Project::new();
    // Wide open, so that nothing but the sandbox keeps the server from writing and reading here.
    let open = tempfile::tempdir().unwrap();
    fs::set_permissions(open.path(), Permissions::from_mode(0o777)).unwrap();
    let (marker, secret) = (open.path().join("marker"), open.path().join("secret"));
    fs::write(&secret, CANARY).unwrap();
    fs::set_permissions(&secret, Permissions::from_mode(0o644)).unwrap();

    let seconds = MIGRATION_TIMEOUT.as_secs();
    project.configure(&format!("[sandbox]\nmigration-timeout = \"{seconds}s\"\nmemory = \"1GiB\"\ndisk = \"400MiB\"\n"));
    project.base_migration("20240101000000_init", INIT);
    project.migration(HOSTILE, script.script(marker.to_str().unwrap(), secret.to_str().unwrap()));
    project.migration(AFTER, "CREATE TABLE \"After\" (\"id\" INT PRIMARY KEY, \"name\" TEXT DEFAULT lower('X'));\n");

    let ended = project
        .validate()
        .env("GITHUB_TOKEN", CANARY)
        .env("DATABASE_URL", format!("postgresql://shop:{CANARY}@192.0.2.1:5432/shop"))
        .time_limit(WHOLE_RUN)
        .run();

    assert!(!marker.exists(), "the attack succeeded: {}", script.aim);
    check_contained(script, &ended);
    check_output(&ended);
    assert!(ended.peak_memory_kib < 256 << 10, "the run took {} KiB of memory", ended.peak_memory_kib);
    assert_eq!(leftovers(ended.process), Vec::<String>::new());
    let survivors: Vec<u32> = ended.descendants.iter().copied().filter(|process| is_alive(*process)).collect();
    assert!(survivors.is_empty(), "processes {survivors:?} outlived the run");
}

fn check_contained(script: &HostileScript, ended: &Ended) {
    let code = ended.code.unwrap_or_else(|| panic!("ended by a signal: {}", ended.stderr));
    assert!(!ended.stderr.contains("panicked"), "{}", ended.stderr);
    let outcome = Outcome::of(ended);
    let is = |contained: &Contained| match contained {
        Contained::Denied(codes) => {
            let sqlstate =
                outcome.failure().filter(|failure| failure.0 == HOSTILE).and_then(|failure| failure.1["sqlstate"].as_str());
            code == 1 && sqlstate.is_some_and(|sqlstate| codes.iter().any(|code| code == sqlstate))
        }
        Contained::Harmless => matches!(code, 0 | 1) && outcome.outcome_of(AFTER) == Some("applied"),
        Contained::Ended => matches!(code, 1 | 3) && outcome.outcome_of(AFTER) != Some("applied"),
        Contained::Refused => code == 2,
    };
    let shown: String = outcome.json().to_string().chars().take(3000).collect();
    assert!(
        script.expected.iter().any(is),
        "exit {code}, expected {:?}, got {shown}\n{}",
        script.expected,
        excerpt(&ended.stderr)
    );
    if let Some(rule) = &script.must_report {
        assert!(outcome.rules().contains(&rule.as_str()), "no `{rule}` among {:?}", outcome.rules());
        assert_eq!(code, 1, "a hidden loss closes the gate");
    }
}

/// No secret in it, nothing that a CI runner or a terminal would obey, and not without bounds.
fn check_output(ended: &Ended) {
    for (name, text) in [("standard output", &ended.stdout), ("standard error", &ended.stderr)] {
        assert!(!text.contains(CANARY), "the canary is in {name}: {}", excerpt(text));
        assert!(text.len() < 4 << 20, "{name} has {} bytes", text.len());
        assert!(
            !text.contains(['\u{1b}', '\u{7}', '\u{8}', '\u{202e}', '\u{2066}', '\u{200b}', '\r']),
            "control characters in {name}"
        );
        for line in text.lines() {
            assert!(
                !line.trim_start().starts_with("::") && !line.contains("##["),
                "a workflow command in {name}: {}",
                excerpt(line)
            );
        }
    }
}

/// What a branch can commit besides honest files, made below `migrations`; `secret` is a file that it must not lead to.
type Plant = fn(migrations: &Path, secret: &Path);

const DIRECTORIES: [(&str, Plant); 9] = [
    ("script-is-a-link", |migrations, secret| {
        fs::create_dir(migrations.join(HOSTILE)).unwrap();
        symlink(secret, migrations.join(HOSTILE).join("migration.sql")).unwrap();
    }),
    ("directory-is-a-link", |migrations, secret| symlink(secret.parent().unwrap(), migrations.join(HOSTILE)).unwrap()),
    ("link-to-a-neighbour", |migrations, _| symlink("20240101000000_init", migrations.join(HOSTILE)).unwrap()),
    ("link-to-nothing", |migrations, _| {
        fs::create_dir(migrations.join(HOSTILE)).unwrap();
        symlink("/nowhere", migrations.join(HOSTILE).join("migration.sql")).unwrap();
    }),
    ("script-is-a-device", |migrations, _| {
        fs::create_dir(migrations.join(HOSTILE)).unwrap();
        symlink("/dev/zero", migrations.join(HOSTILE).join("migration.sql")).unwrap();
    }),
    ("script-is-a-pipe", |migrations, _| {
        fs::create_dir(migrations.join(HOSTILE)).unwrap();
        let pipe = migrations.join(HOSTILE).join("migration.sql");
        assert!(Command::new("mkfifo").arg(pipe).status().unwrap().success());
    }),
    ("names-that-differ-in-case", |migrations, _| {
        for name in [HOSTILE.to_owned(), HOSTILE.to_uppercase()] {
            fs::create_dir(migrations.join(&name)).unwrap();
            fs::write(migrations.join(&name).join("migration.sql"), "SELECT 1;").unwrap();
        }
    }),
    ("name-with-a-command", |migrations, _| {
        let name = migrations.join("20240102000000_x\n::set-output name=owned::yes\n##[error]owned");
        fs::create_dir(&name).unwrap();
        fs::write(name.join("migration.sql"), "SELECT 1;").unwrap();
    }),
    ("name-that-is-no-text", |migrations, _| {
        let name = migrations.join(OsStr::from_bytes(b"20240102000000_\xff\xfe"));
        fs::create_dir(&name).unwrap();
        fs::write(name.join("migration.sql"), "SELECT 1;").unwrap();
    }),
];

#[test]
fn no_hostile_directory_leads_out() {
    each(
        DIRECTORIES.to_vec(),
        |(name, _)| (*name).to_owned(),
        |(name, plant)| {
            let project = Project::new();
            project.configure("");
            project.base_migration("20240101000000_init", INIT);
            let outside = tempfile::tempdir().unwrap();
            let secret = outside.path().join("migration.sql");
            fs::write(&secret, format!("{CANARY};")).unwrap();
            plant(&project.migrations(), &secret);
            let ended = project.validate().time_limit(Duration::from_secs(20)).run();
            check_output(&ended);
            // Prisma passes over links beside the migrations without a word; every other trick stops the run.
            let passes = name.starts_with("directory-is-a-link") || name.starts_with("link-to-a-neighbour");
            assert!(
                ended.code == Some(2) || passes && ended.code == Some(0),
                "exit {:?}: {}",
                ended.code,
                excerpt(&ended.stderr)
            );
        },
    );
}

/// Connection strings that carry the canary as their password, right and wrong in the ways that people get them wrong.
const URLS: [&str; 12] = [
    "postgresql://shop:{}@localhost:1/shop",
    "postgres://shop:{}@localhost:1/shop?schema=app&sslmode=require",
    "postgre://shop:{}@localhost:1/shop",
    "shop:{}@localhost:1/shop",
    "postgresql://shop:a@{}@localhost:1/shop",
    "postgresql://shop:a#{}@localhost:1/shop",
    "postgresql://shop:a/{}@localhost:1/shop",
    "postgresql://shop:{}@localhost:99999/shop",
    "postgresql://shop:{}@localhost:1/shop?password={}&unknown={}",
    "postgresql://shop:%zz{}@localhost:1/shop",
    "\"postgresql://shop:{}@localhost:1/shop\"\n",
    "postgresql://{}@[::1:1/shop",
];

#[test]
fn the_password_of_a_connection_string_is_in_no_output() {
    each(
        URLS.to_vec(),
        |url| (*url).to_owned(),
        |url| {
            let url = url.replace("{}", CANARY);
            let project = Project::new();
            project.configure("");
            project.migration("20240101000000_init", INIT);
            for (format, more) in [("json", "-v"), ("human", "-vv"), ("markdown", "-q"), ("json", "--show-config")] {
                for by_flag in [false, true] {
                    let program = project.validate_in(format).args([more]);
                    let ended = match by_flag {
                        true => program.args(["--database-url", &url]).run(),
                        false => program.env("VALIDATE_DATABASE_URL", &url).env("DATABASE_URL", &url).run(),
                    };
                    check_output(&ended);
                    let fine: &[i32] = if more == "--show-config" { &[0, 2, 3] } else { &[2, 3] };
                    assert!(
                        ended.code.is_some_and(|code| fine.contains(&code)),
                        "exit {:?}: {}",
                        ended.code,
                        excerpt(&ended.stderr)
                    );
                }
            }
        },
    );
}

fn excerpt(text: &str) -> String {
    text.chars().take(1500).collect()
}
