//! Nothing in `tests/hostile` gets out of the throw-away server, outlives its time, or reaches the reader as anything but text.

#![expect(clippy::unwrap_used, reason = "a test panics where it must")]

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    time::Duration,
};

use migration_gate_tests::{Contained, Ended, HostileScript, Outcome, Project, each, hostile_scripts, is_alive, leftovers};

/// What a script may take before its server is ended; a run has half a minute more for everything else.
const MIGRATION_TIMEOUT: Duration = Duration::from_secs(8);
const WHOLE_RUN: Duration = Duration::from_secs(60);
/// In variables that a runner has, in a file that others may read, and in rows of the base: none may appear anywhere.
const CANARY: &str = "canary-5f2b7c91";
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
    let init = format!(
        "CREATE TABLE \"User\" (\"id\" SERIAL PRIMARY KEY, \"email\" TEXT);\nINSERT INTO \"User\" (\"email\") VALUES ('{CANARY}@example.com');\n"
    );
    project.base_migration("20240101000000_init", init);
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

fn excerpt(text: &str) -> String {
    text.chars().take(1500).collect()
}
